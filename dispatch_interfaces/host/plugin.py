"""What the application asks of every plugin object, whatever its type."""

from collections.abc import Sequence
from typing import Any, ClassVar


class HostPlugin:
    """The attributes and methods that the application's own base class has.

    A plugin of a type that has no documented interface subclasses it, or the base class of the
    application; for one of the documented interfaces, a bridge does.
    """

    title: str
    slug: str
    description: str = ""
    version: str = ""
    author: str
    author_url: str
    type: str
    multiple: bool = False
    events: Any = None
    plugin_events: Sequence[Any] = ()
    configuration_schema: ClassVar[Any] = None
    __version__ = 1

    configuration: Any = None
    project_id: int | None = None

    def get_title(self) -> str:
        """By which the application sorts all plugins."""
        return self.title

    def get_description(self) -> str:
        return self.description

    def get_resource_links(self) -> list[Any]:
        return []

    def is_enabled(self) -> bool:
        return True
