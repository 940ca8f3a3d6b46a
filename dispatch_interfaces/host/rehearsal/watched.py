"""Settings that know who has read them, in which project's calls."""

import threading
from typing import Any

from attrs import define, field


@define
class Reader:
    """Notes which settings were read, and during whose calls.

    `reads` has, by plugin type, the pairs of the project that a call was for and the project whose
    settings it read.
    """

    reads: dict[str, set[tuple[str, str]]] = field(factory=dict[str, set[tuple[str, str]]])
    _lock: Any = field(factory=threading.Lock)
    _current: threading.local = field(factory=threading.local)

    def begin(self, project: str) -> None:
        """A call for a project begins in this thread."""
        self._current.project = project

    def note(self, plugin_type: str, owner: str) -> None:
        project = getattr(self._current, "project", owner)
        with self._lock:
            self.reads.setdefault(plugin_type, set()).add((project, owner))

    def problems(self, plugin_type: str, projects: tuple[str, ...]) -> list[str]:
        """What is wrong with how a plugin read its settings."""
        found = self.reads.get(plugin_type, set())
        wrong = [
            f"a call for project {project} read the settings of project {owner}"
            for project, owner in sorted(found)
            if project != owner
        ]
        own = {owner for _, owner in found}
        return wrong + [
            f"no call for project {it} read its settings: those of another are kept"
            for it in projects
            if own and it not in own
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
