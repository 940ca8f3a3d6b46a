"""Who takes part: from what an author names to plugin classes, with their settings."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any, Final, TypeAlias

from attrs import Factory, field, frozen

from dispatch_interfaces.host.bridge import Bridge
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.masking import hidden_of, learn_entered
from dispatch_interfaces.narrowing import full_name, is_class, is_mapping
from dispatch_interfaces.showing import shown, told

STAND_INS: Final = "reference_impls.bridged"
"""The module whose plugins play what is missing."""

_GROUP: Final = "dispatch.plugins"
_MADE_UP: Final[Mapping[str, Any]] = {"string": "rehearsal", "boolean": False, "integer": 1}


class NotRehearsable(Exception):
    """What was named is nothing that can be rehearsed."""


def _is_built_on_a_reference(part: "Part") -> bool:
    classes = (part.plugin_class, getattr(part.plugin_class, "implementation", object))
    package = STAND_INS.partition(".")[0]
    return any(it.__module__.partition(".")[0] == package for of in classes for it in of.__mro__)


@frozen(kw_only=True)
class Part:
    """A plugin that takes part.

    Args:
        plugin_class: The class that the application loads.
        settings: What the project has entered; what is required is made up if it is None.
        other_settings: What a second project has entered; as `settings` if it is None.
        values: What the plugin's backend knows: ``{"service_id": "PQ3X"}``, or the
            ``"workflow_id"`` of a workflow that may be run.
        prepare: Called with the plugin before the first act; may return further `values`.
        observer: Makes what shows the plugin's state of the plugin; the plugin itself if None.
        mine: Whether it is the author's, and no stand-in.
        in_memory: Whether its service is in the memory of this process, so that no other process
            can ask it. A plugin that is built on a reference has such a service.
    """

    plugin_class: type
    settings: Mapping[str, Any] | None = None
    other_settings: Mapping[str, Any] | None = None
    values: Mapping[str, Any] = field(factory=dict[str, Any])
    prepare: Callable[[Any], Mapping[str, Any] | None] | None = None
    observer: Callable[[Any], Any] | None = None
    mine: bool = True
    in_memory: bool = field(default=Factory(_is_built_on_a_reference, takes_self=True))

    @property
    def type(self) -> str:
        return str(getattr(self.plugin_class, "type", ""))

    @property
    def label(self) -> str:
        return full_name(self.plugin_class)


Target: TypeAlias = "type | ModuleType | Part | str"


def parts_of(targets: Iterable[Target], harnesses: Mapping[str, Any]) -> tuple[Part, ...]:
    """The plugins that some targets stand for.

    Args:
        targets: Classes, modules, parts, or names: ``"acme.dispatch"``, ``"acme.dispatch:Chat"``.
        harnesses: What is known of plugins, by their type: a harness of the host edition, or
            anything with some of the attributes of a `Part`.

    Raises:
        NotRehearsable: A name stands for nothing, or two plugins are of one type.
    """
    found: dict[str, Part] = {}
    for target in targets:
        for part in _parts(target):
            if (other := found.get(part.type)) and other.plugin_class is not part.plugin_class:
                raise NotRehearsable(
                    f"{other.label} and {part.label} are both of the type {part.type}: a project "
                    "has one of each, so name one of them"
                )
            found[part.type] = _with(part, harnesses.get(part.type))
    return tuple(found.values())


def installed() -> tuple[Part, ...]:
    """The plugins of installed packages that the application would load.

    Raises:
        NotRehearsable: One cannot be imported.
    """
    found: list[Part] = []
    for point in entry_points(group=_GROUP):
        try:
            loaded = point.load()
        except BaseException as error:
            raise NotRehearsable(f"{point.value} {_raised(error)}") from error
        found += _parts(loaded)
    return tuple(found)


def loaded_stand_ins(module: str = STAND_INS) -> dict[str, type]:
    """The plugins of a module, by type, to play what is missing."""
    return {it.type: it.plugin_class for it in _parts(module)}


def configuration(part: Part, settings: Mapping[str, Any] | None) -> tuple[Any, str]:
    """The settings as the plugin sees them, and a note on what was made up.

    Raises:
        NotRehearsable: They are not accepted.
    """
    schema = getattr(part.plugin_class, "configuration_schema", None)
    if schema is None:
        return None, ""
    entered, note, secrets = settings, "", list[object]()
    try:
        if entered is None:
            entered = _made_up(schema.schema())
            note = f"settings made up: {', '.join(entered)}" if entered else ""
        secrets = learn_entered(schema, entered)
        return schema.parse_obj(entered), note
    except Exception as error:
        # Without its cause, which may show what was entered.
        text = hidden_of(told(error), secrets)
        raise NotRehearsable(f"the settings of {part.label}: {text}") from None


def _made_up(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    required: Sequence[str] = schema.get("required", ())
    return {
        name: next(iter(it["enum"]), None)
        if "enum" in it
        else it.get("default", _MADE_UP.get(str(it.get("type")), "rehearsal"))
        for name, it in properties.items()
        if name in required
    }


def _with(part: Part, harness: Any) -> Part:
    """A part with what else is known of it."""
    if harness is None:
        return part
    if callable(harness) and not is_mapping(harness):
        harness = harness()
    known: dict[str, Any] = {
        name: value
        for name in ("other_settings", "values", "prepare", "observer", "in_memory")
        if (value := getattr(harness, name, None)) is not None
    }
    settings = getattr(harness, "settings", getattr(harness, "configuration", None))
    return Part(plugin_class=part.plugin_class, settings=settings, mine=part.mine, **known)


def _parts(target: Target) -> Iterator[Part]:
    if isinstance(target, Part):
        yield target
    elif is_class(target):
        if target_type(target) is None:
            raise NotRehearsable(f"{full_name(target)} has no type that the application calls")
        yield Part(plugin_class=target)
    elif isinstance(target, ModuleType):
        yield from _of_module(target)
    elif type(target) is str:
        yield from _parts(_loaded(target))
    else:
        raise NotRehearsable(f"{shown(target)} is no class, module or name")


def _of_module(module: ModuleType) -> Iterator[Part]:
    found = [it for it in vars(module).values() if _is_plugin(it)]
    own = [it for it in found if it.__module__ == module.__name__] or found
    # Of a class and its subclass, the subclass is meant; of a bridge and its plugin, the bridge.
    carried = [it.implementation for it in own if issubclass(it, Bridge)]
    last = [
        it for it in own if it not in carried and not any(it in other.__mro__[1:] for other in own)
    ]
    if not last:
        raise NotRehearsable(f"{module.__name__} has no plugin for the application")
    yield from (Part(plugin_class=it) for it in last)


def _is_plugin(value: Any) -> bool:
    if not is_class(value) or target_type(value) is None:
        return False
    if issubclass(value, Bridge):
        return hasattr(value, "implementation")
    return isinstance(getattr(value, "slug", None), str)


def target_type(plugin_class: type) -> str | None:
    """The type of a plugin class; None if the application calls no plugin of its type."""
    found = getattr(plugin_class, "type", None)
    return found if isinstance(found, str) and found in CATALOGUE else None


def _loaded(name: str) -> Any:
    module, _, attribute = name.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in filter(None, attribute.split(".")):
            found = getattr(found, part)
    except BaseException as error:  # a module may call sys.exit
        raise NotRehearsable(f"{name} {_raised(error)}") from error
    return found


def _raised(error: BaseException) -> str:
    return f"cannot be loaded: {told(error)}"
