"""Tags, kept in memory."""

import copy
import threading

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.tag import HostTagPlugin, Tag
from reference_impls.common import require_name


class InMemoryTag(HostPlugin, HostTagPlugin):
    """Tags with their types; `add_tag` stands for the system that they come from."""

    title = "In-memory tags"
    slug = "in-memory-tag"
    type = "tag"
    description = "Tags kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._tags: dict[str, Tag] = {}
        self._lock = threading.Lock()

    def get(self) -> list[Tag]:
        """All tags, in the order in which they were added; fresh ones, which may be changed.

        None has a ``project``, which the application passes itself.
        """
        with self._lock:
            return copy.deepcopy(list(self._tags.values()))

    def add_tag(self, name: str, tag_type: str, description: str = "") -> None:
        """Add a tag; one of that name is replaced.

        Raises:
            InvalidRequestError: Nobody could see the name.
        """
        require_name(name, interface=self.type, method="add_tag")
        with self._lock:
            self._tags[name] = {
                "name": name,
                "description": description,
                "tag_type": {"name": tag_type},
                "discoverable": True,
            }
