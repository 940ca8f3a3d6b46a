"""Settings that know who has read them, in which project's calls."""

import threading
from typing import Any

from attrs import define, field


@define
class Reader:
    """Notes which settings were read, and during whose calls."""

    _called: set[tuple[str, str, str]] = field(factory=set[tuple[str, str, str]])
    """Types, methods and the projects that they were called for."""
    _read: set[tuple[str, str, str, str]] = field(factory=set[tuple[str, str, str, str]])
    """As above, and whose settings were read."""
    _lock: Any = field(factory=threading.Lock)
    _current: threading.local = field(factory=threading.local)

    def begin(self, plugin_type: str, method: str, project: str) -> None:
        """A call for a project begins in this thread."""
        self._current.call = plugin_type, method, project
        with self._lock:
            self._called.add(self._current.call)

    def end(self) -> None:
        """It has ended."""
        self._current.call = None

    def note(self, plugin_type: str, owner: str) -> None:
        """Somebody reads settings: the plugin, if it is being called."""
        call = getattr(self._current, "call", None)
        if call is not None and call[0] == plugin_type:
            with self._lock:
                self._read.add((*call, owner))

    def problems(self, plugin_type: str, projects: tuple[str, ...]) -> list[str]:
        """What is wrong with how a plugin read its settings."""
        found = sorted(it for it in self._read if it[0] == plugin_type)
        wrong = [
            f"{method} for project {project} read the settings of project {owner}"
            for _, method, project, owner in found
            if project != owner
        ]
        own = {owner for *_, owner in found}
        reading = {method for _, method, *_ in found}
        return wrong + [
            f"no call for project {it} read its settings: those of another are kept"
            for it in projects
            if it not in own
            and any((plugin_type, method, it) in self._called for method in reading)
        ]


class Watched:
    """The settings of one project; in all else, what it stands for."""

    def __init__(self, value: Any, plugin_type: str, owner: str, reader: Reader) -> None:
        self._watched = (value, plugin_type, owner, reader)

    def __getattr__(self, name: str) -> Any:
        value, plugin_type, owner, reader = self._watched
        reader.note(plugin_type, owner)
        return getattr(value, name)

    def __getitem__(self, name: str) -> Any:
        value, plugin_type, owner, reader = self._watched
        reader.note(plugin_type, owner)
        return value[name]
