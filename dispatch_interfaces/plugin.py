"""What every plugin says of itself, read and validated."""

from collections.abc import Sequence
from typing import Any, Final

from attrs import fields, frozen

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.protocols.plugin import Plugin

_MISSING: Final = object()

_NEEDED: Final = {
    "title": "the application sorts all plugins by it, and one without breaks the look-up of all",
    "slug": "the application looks the plugin up by it",
    "author": "the application's plugin list fails without it",
    "author_url": "the application's plugin list fails without it",
    "type": "the application finds the active plugin of an interface by it",
}


@frozen
class PluginInfo:
    """The attributes of `Plugin`, as one plugin has them.

    ``configuration`` and ``project_id`` are what the application has set so far: None in a class
    and in an object that it has not yet looked up.
    """

    title: str
    slug: str
    description: str
    version: str
    author: str
    author_url: str
    type: str
    multiple: bool
    configuration: Any
    project_id: int | None
    events: Any
    plugin_events: Sequence[Any]

    @classmethod
    def read(cls, plugin: object) -> "PluginInfo":
        """Read a plugin or a plugin class.

        Raises:
            InvalidRequestError: Something is missing or wrong; the text names all of it.
        """
        problems = cls.problems(plugin)
        if problems:
            raise InvalidRequestError(
                f"{_name(plugin)} cannot be registered: {'; '.join(problems)}",
                interface=str(getattr(plugin, "type", "") or "plugin"),
            )
        values = {it.name: getattr(plugin, it.name, _default(it.name)) for it in fields(cls)}
        values["description"] = values["description"] or ""
        values["version"] = values["version"] or ""
        return cls(**values)

    @classmethod
    def problems(cls, plugin: object) -> tuple[str, ...]:
        """Everything that `read` would refuse, one sentence each; empty if nothing is wrong."""
        return (*_text_problems(plugin), *_other_problems(plugin), *_event_problems(plugin))


def _name(plugin: object) -> str:
    return plugin.__name__ if isinstance(plugin, type) else type(plugin).__name__


def _default(attribute: str) -> Any:
    return getattr(Plugin, attribute, None)


def _text_problems(plugin: object) -> list[str]:
    problems: list[str] = []
    for name, reason in _NEEDED.items():
        value = getattr(plugin, name, _MISSING)
        if value is _MISSING or value is None:
            problems.append(f"{name} is not set: {reason}")
        elif not isinstance(value, str):
            problems.append(f"{name} must be a str, not {value!r}: {reason}")
        elif not value.strip():
            problems.append(f"{name} is empty: {reason}")
    for name in ("description", "version"):
        value = getattr(plugin, name, None)
        if value is not None and not isinstance(value, str):
            problems.append(f"{name} must be a str, not {value!r}")
    return problems


def _other_problems(plugin: object) -> list[str]:
    problems: list[str] = []
    multiple = getattr(plugin, "multiple", False)
    if not isinstance(multiple, bool):
        problems.append(f"multiple must be True or False, not {multiple!r}")
    project_id = getattr(plugin, "project_id", None)
    if project_id is not None and (isinstance(project_id, bool) or not isinstance(project_id, int)):
        problems.append(f"project_id must be an int or None, not {project_id!r}")
    return problems


def _event_problems(plugin: object) -> list[str]:
    events = getattr(plugin, "plugin_events", ())
    if not isinstance(events, Sequence) or isinstance(events, str):
        return [f"plugin_events must be a list of event classes, not {events!r}"]
    problems: list[str] = []
    for event in events:
        name, slug = getattr(event, "name", None), getattr(event, "slug", None)
        if not isinstance(event, type):
            problems.append(f"plugin_events must hold classes, not {event!r}")
        elif not isinstance(name, str) or len(name) < 3:
            problems.append(f"event {event.__name__} needs a name of 3 characters, not {name!r}")
        elif not isinstance(slug, str) or not slug:
            problems.append(f"event {event.__name__} needs a slug, not {slug!r}")
    return problems
