"""What every plugin says of itself, read and validated."""

import inspect
from collections.abc import Sequence
from typing import Any, Final

from attrs import fields, frozen

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.narrowing import class_of, is_class, is_sequence
from dispatch_interfaces.protocols.plugin import Plugin
from dispatch_interfaces.showing import shown

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
            InvalidRequestError: Something is missing or wrong, or is a property of a class; the
                text names all of it.
        """
        problems = cls.problems(plugin)
        if problems:
            raise InvalidRequestError(
                f"{_name(plugin)} cannot be registered: {'; '.join(problems)}",
                interface=str(getattr(plugin, "type", "") or "plugin"),
            )
        untold = [it.name for it in fields(cls) if told_by_object(plugin, it.name)]
        if untold:
            raise InvalidRequestError(
                f"{', '.join(untold)} of {_name(plugin)} can be read from an object of it only",
                interface=str(getattr(plugin, "type", "") or "plugin"),
            )
        values = {it.name: getattr(plugin, it.name, _default(it.name)) for it in fields(cls)}
        values["description"] = values["description"] or ""
        values["version"] = values["version"] or ""
        return cls(**values)

    @classmethod
    def problems(cls, plugin: object) -> tuple[str, ...]:
        """Everything that `read` would refuse, one sentence each; empty if nothing is wrong."""
        return tuple(
            f"{attribute} {problem}" for attribute, problem in problems_by_attribute(plugin)
        )


def problems_by_attribute(plugin: object) -> list[tuple[str, str]]:
    """Everything wrong with the attributes of a plugin or a plugin class: which, and what.

    What only an object of a class can tell, by a property or a slot, is not looked at there.
    """
    return [
        (attribute, problem)
        for attribute, problem in (
            *_text_problems(plugin),
            *_other_problems(plugin),
            *_event_problems(plugin),
        )
        if not told_by_object(plugin, attribute)
    ]


def told_by_object(plugin: object, attribute: str) -> bool:
    """Whether what stands in a class is a property or a slot, which only an object can answer."""
    if not isinstance(plugin, type):
        return False
    return hasattr(class_of(inspect.getattr_static(plugin, attribute, None)), "__get__")


def _name(plugin: object) -> str:
    return plugin.__name__ if isinstance(plugin, type) else type(plugin).__name__


def _default(attribute: str) -> Any:
    return getattr(Plugin, attribute, None)


def _text_problems(plugin: object) -> list[tuple[str, str]]:
    problems: list[tuple[str, str]] = []
    for name, reason in _NEEDED.items():
        value = getattr(plugin, name, _MISSING)
        if value is _MISSING or value is None:
            problems.append((name, f"is not set: {reason}"))
        elif not isinstance(value, str):
            problems.append((name, f"must be a str, not {shown(value)}: {reason}"))
        elif not value.strip():
            problems.append((name, f"is empty: {reason}"))
    for name in ("description", "version"):
        value = getattr(plugin, name, None)
        if value is not None and not isinstance(value, str):
            problems.append((name, f"must be a str, not {shown(value)}"))
    return problems


def _other_problems(plugin: object) -> list[tuple[str, str]]:
    problems: list[tuple[str, str]] = []
    multiple = getattr(plugin, "multiple", False)
    if not isinstance(multiple, bool):
        problems.append(("multiple", f"must be True or False, not {shown(multiple)}"))
    project_id = getattr(plugin, "project_id", None)
    if project_id is not None and (isinstance(project_id, bool) or not isinstance(project_id, int)):
        problems.append(("project_id", f"must be an int or None, not {shown(project_id)}"))
    if _is_frozen(plugin if is_class(plugin) else class_of(plugin)):
        problem = "cannot be set, as the class is frozen: every host sets it"
        problems.append(("configuration", problem))
    return problems


def _is_frozen(plugin_class: type) -> bool:
    """Whether it is a frozen dataclass, of the standard library or of attrs."""
    parameters = getattr(plugin_class, "__dataclass_params__", None)
    by_attrs = getattr(plugin_class.__setattr__, "__name__", "") == "_frozen_setattrs"
    return by_attrs or bool(getattr(parameters, "frozen", False))


def _event_problems(plugin: object) -> list[tuple[str, str]]:
    events = getattr(plugin, "plugin_events", ())
    if not is_sequence(events) or isinstance(events, str):
        return [("plugin_events", f"must be a list of event classes, not {shown(events)}")]
    problems: list[str] = []
    for event in events:
        name, slug = getattr(event, "name", None), getattr(event, "slug", None)
        if not is_class(event):
            problems.append(f"must hold classes, not {shown(event)}")
        elif not isinstance(name, str) or len(name) < 3:
            problems.append(
                f"has {event.__name__}, whose name needs 3 characters, not {shown(name)}"
            )
        elif not isinstance(slug, str) or not slug:
            problems.append(f"has {event.__name__}, which needs a slug, not {shown(slug)}")
    return [("plugin_events", it) for it in problems]
