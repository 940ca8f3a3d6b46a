"""What the application asks of every plugin object, whatever its type."""

import threading
from collections.abc import Sequence
from typing import Any, ClassVar, Final, cast

from dispatch_interfaces.narrowing import vars_of

_PER_THREAD: Final = ("configuration", "project_id")


class _PerThread:
    """An attribute that each thread sees as it was set there, else as its default."""

    def __init__(self, name: str, default: Any = None) -> None:
        self._name, self._default = name, default

    def __get__(self, plugin: Any, owner: type[Any]) -> Any:
        if plugin is None:
            return self._default
        return getattr(self._seen(plugin), self._name, self._default)

    def __set__(self, plugin: Any, value: Any) -> None:
        setattr(self._seen(plugin), self._name, value)

    def _seen(self, plugin: Any) -> Any:
        own = vars_of(plugin)
        return own.get("_seen_here") or own.setdefault("_seen_here", threading.local())


class HostPlugin:
    """The attributes and methods that the application's own base class has.

    A plugin of a type that has no documented interface subclasses it, or the base class of the
    application; for one of the documented interfaces, a bridge does.

    The application has one object of a plugin for all threads and projects, and sets
    `configuration` and `project_id` before each use. These two are per thread. Of the
    application's base class every attribute is, and `__init__` runs once more in each thread;
    here, other attributes are shared.
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

    configuration: Any = _PerThread("configuration")
    """The settings of the project in which this thread uses the plugin."""
    project_id: int | None = cast("Any", _PerThread("project_id"))
    """The id of that project."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in _PER_THREAD:  # a default of the subclass's own must not be shared
            default = vars(cls).get(name)
            if name in vars(cls) and not hasattr(default, "__get__"):
                setattr(cls, name, _PerThread(name, default))

    def get_title(self) -> str:
        """By which the application sorts all plugins."""
        return self.title

    def get_description(self) -> str:
        return self.description

    def get_resource_links(self) -> list[Any]:
        return []

    def is_enabled(self) -> bool:
        return True
