"""Conferences, kept in memory."""

import threading

from attrs import frozen

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.conference import Conference, HostConferencePlugin
from reference_impls.common import Ids, require_name


@frozen
class Meeting:
    """A conference as the platform has it."""

    name: str
    title: str
    participants: tuple[str, ...]


class InMemoryConference(HostPlugin, HostConferencePlugin):
    """Conferences and who is invited; `meetings` shows them."""

    title = "In-memory conferences"
    slug = "in-memory-conference"
    type = "conference"
    description = "Conferences kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._meetings: dict[str, Meeting] = {}
        self._ids = Ids()
        self._lock = threading.Lock()

    def create(self, name: str, title: str, participants: list[str]) -> Conference:
        """Make a conference.

        Raises:
            InvalidRequestError: Nobody could see the name.
        """
        require_name(name, interface=self.type, method="create")
        with self._lock:
            known_as = self._ids.new("conference")
            self._meetings[known_as] = Meeting(name, title, tuple(participants))
        return {
            "id": known_as,
            "weblink": f"https://conferences.example.com/{known_as}",
            "challenge": "",
        }

    def meetings(self) -> dict[str, Meeting]:
        """All conferences, by id."""
        with self._lock:
            return dict(self._meetings)
