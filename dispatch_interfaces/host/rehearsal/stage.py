"""The plugins of one process, as the application has them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import define, field

from dispatch_interfaces.host.bridge import Bridge
from dispatch_interfaces.host.rehearsal.parts import NotRehearsable, Part, configuration
from dispatch_interfaces.host.rehearsal.records import Player
from dispatch_interfaces.host.rehearsal.rows import Project
from dispatch_interfaces.host.rehearsal.watched import Reader, Watched
from dispatch_interfaces.showing import printable, told


@define
class Stage:
    """One object of each plugin, for all projects and threads.

    Args:
        parts: Those that take part.
        without: Types of which no project has a plugin.
    """

    parts: dict[str, Part]
    without: frozenset[str] = frozenset()
    objects: dict[str, Any] = field(factory=dict[str, Any], init=False)
    players: list[Player] = field(factory=list[Player], init=False)
    settings: dict[tuple[int, str], Any] = field(factory=dict[tuple[int, str], Any], init=False)
    watched: dict[tuple[int, str], Any] = field(factory=dict[tuple[int, str], Any], init=False)
    """The settings as the plugins get them: the same, but who reads them is known."""
    reader: Reader = field(factory=Reader, init=False)
    mixed: dict[str, bool] = field(factory=dict[str, bool], init=False)
    """Whether a plugin had the settings of another project when a call was over."""

    @classmethod
    def of(
        cls,
        parts: Iterable[Part],
        without: Iterable[str] = (),
        elsewhere: Callable[[Part], Any] = lambda _part: None,
    ) -> "Stage":
        """Make all plugins.

        Args:
            parts: Those that take part.
            without: Types of which no project has a plugin.
            elsewhere: What stands for a plugin of another process; None for one of this.

        Raises:
            NotRehearsable: One cannot be made.
        """
        stage = cls({it.type: it for it in parts}, frozenset(without))
        shared = dict[Any, Any]()
        for plugin_type, part in stage.parts.items():
            there = elsewhere(part)
            stage.objects[plugin_type] = _made(part, shared) if there is None else there
            slug = printable(str(getattr(part.plugin_class, "slug", "")))
            stage.players.append(Player(plugin_type, slug, part.label, part.mine))
        return stage

    def enable(self, project: Project, entered: Mapping[str, Any]) -> None:
        """Enter the settings of a project, by plugin type."""
        for number, player in enumerate(self.players):
            part = self.parts[player.type]
            parsed, note = configuration(part, entered.get(player.type))
            self.settings[project.id, player.type] = self.watched[project.id, player.type] = parsed
            if parsed is not None:
                watched = Watched(parsed, player.type, project.name, self.reader)
                self.watched[project.id, player.type] = watched
            if note:
                self.players[number] = Player(
                    player.type, player.name, player.label, player.mine, note
                )

    def has(self, plugin_type: str) -> bool:
        """Whether projects have such a plugin."""
        return plugin_type in self.objects and plugin_type not in self.without

    def plugin(self, project: Project, plugin_type: str) -> Any:
        """The one object of the process, with the settings of a project: for this thread."""
        found = self.objects[plugin_type]
        found.configuration = self.watched[project.id, plugin_type]
        found.project_id = project.id
        return found

    def leave(self, project: Project, plugin_type: str, plugin: Any) -> None:
        """See to it that the settings are still those of the project, after a call."""
        own = self.watched[project.id, plugin_type]
        if plugin.configuration is not own or plugin.project_id != project.id:
            self.mixed[plugin_type] = True

    def observer(self, project: Project, plugin_type: str) -> Any:
        """What shows the state of a plugin for a project; None if there is no such plugin."""
        if not self.has(plugin_type):
            return None
        plugin, part = self.plugin(project, plugin_type), self.parts[plugin_type]
        try:
            if part.observer is not None:
                return part.observer(plugin)
            return plugin.plugin if isinstance(plugin, Bridge) else plugin
        except Exception:  # the author's own, which shows itself in the acts
            return None


def _made(part: Part, shared: dict[Any, Any]) -> Any:
    plugin_class: Any = part.plugin_class
    if issubclass(plugin_class, Bridge):
        # A class keeps its implementations: what one rehearsal made is nothing to the next.
        names = {
            "__module__": plugin_class.__module__,
            "__qualname__": plugin_class.__qualname__,
            "_shared": shared,
        }
        plugin_class = type(plugin_class.__name__, (plugin_class,), names)
    try:
        return plugin_class()
    except BaseException as error:
        raise NotRehearsable(f"{part.label} cannot be made: {told(error)}") from error
