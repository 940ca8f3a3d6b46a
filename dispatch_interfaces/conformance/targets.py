"""Finds the plugin classes, and the harness, that a check is pointed at."""

import importlib
import importlib.metadata
import inspect
import pkgutil
import sys
import types
import typing
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from attrs import evolve, frozen
from typing_extensions import TypeIs

from dispatch_interfaces.capabilities import implements
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.endings import HarnessError
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.tracebacks import author_traceback
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.narrowing import class_of, full_name, is_class, vars_of
from dispatch_interfaces.registry.installed import find_installed, plugin_entry_points
from dispatch_interfaces.showing import shown, told
from dispatch_interfaces.suggestions import did_you_mean


class TargetError(Exception):
    """What was to be checked could not be found or loaded.

    Args:
        message: A sentence that says what to do.
        author_traceback: Where the author's own code failed; empty if it did not.
    """

    def __init__(self, message: str, author_traceback: str = "") -> None:
        super().__init__(message)
        self.author_traceback = author_traceback


@frozen
class Target:
    """One plugin to check.

    Args:
        label: What the report calls it.
        plugin_class: Its class.
        contract: What it is judged by.
        harness: What opens it.
        harness_name: The name that the harness was given by; None if it was given without one.
    """

    label: str
    plugin_class: type
    contract: Contract
    harness: Harness[Any, Any]
    harness_name: str | None = None


def made_harness(given: object, kind: type[Any]) -> Any:
    """What an author gave to open a plugin: a harness, a function that makes one, or its name.

    Args:
        given: What was given.
        kind: What a harness is; one may be callable itself.

    Raises:
        TargetError: It could not be found, or failed.
    """
    found: Any = load(given) if isinstance(given, str) else given
    makes = callable(found) and not isinstance(found, kind)
    return _author_code("the harness", found) if makes else found


def resolve(
    target: object, interface: str | None = None, harness: object = None, *, call: bool = True
) -> tuple[Target, ...]:
    """Everything that a target stands for, each with the harness that opens it.

    Args:
        target: A class, an instance, a factory, a module, or a str naming one of them
            (``"my_pkg.plugin:MyStorage"``) or an entry point.
        interface: The interface to judge by; found from the class if None.
        harness: A harness, a function that makes one, or the name of either; None for one that
            has only defaults.
        call: Whether a factory or a harness may be called; if not, the annotation of a factory's
            result tells the class, and the harness is left out.

    Raises:
        TargetError: Nothing to check was found, or what was given is no harness for it.
    """
    if interface is not None and interface not in CONTRACTS:
        raise TargetError(
            f"there is no interface {interface!r}{did_you_mean(interface, CONTRACTS)}"
        )
    given = harness if call else None
    try:
        return tuple(_with_harness(it, given) for it in _found(target, interface, call))
    except TargetError:
        raise
    except Exception as error:  # of an object that cannot even be looked at
        raise _failed(f"{shown(target)} cannot be looked at", error) from error


@frozen
class _Found:
    """A plugin, and how to make one without a harness of the author's."""

    label: str
    plugin_class: type
    contract: Contract
    open: Callable[[], Any]
    shared: bool = False
    """Whether `open` gives the same object every time."""
    factory: str = ""
    """The name of the author's function that `open` is, if it is one."""


def _with_harness(found: _Found, given: object) -> Target:
    wanted: type[Harness[Any, Any]] = SUITES[found.contract.interface].harness
    harness: object
    if given is None:
        head = f"from dispatch_interfaces.conformance import {wanted.__name__}"
        origin = _origin(found.factory, f"{wanted.__name__}(open={{}})", head)
        harness = wanted(open=found.open, shared_backend=found.shared, origin=origin)
    else:
        harness = made_harness(given, Harness)
    if not _is_harness(harness, wanted):
        raise TargetError(
            f"{found.label} is a {found.contract.interface} plugin and needs a "
            f"{wanted.__name__}, not {shown(harness)}"
        )
    name = given if isinstance(given, str) else None
    if given is not None and (known := name or _name_of(given)):
        made = "{}" if isinstance(load(known), Harness) else "{}()"
        harness = evolve(harness, origin=_origin(known, made))
    return Target(found.label, found.plugin_class, found.contract, harness, name)


def _origin(name: str, made: str, *head: str) -> tuple[str, ...]:
    """The lines that make a harness of what has a name; none if it has none.

    Args:
        name: ``"my_pkg.testing:harness"``.
        made: The harness, with ``{}`` for what the name stands for.
        head: What else is imported.
    """
    module, _, attribute = name.partition(":")
    if not attribute or "<" in attribute:
        return ()
    first = attribute.partition(".")[0]
    return (*head, f"from {module} import {first}", "", f"harness = {made.format(attribute)}")


def _name_of(given: object) -> str:
    """By which name of a module a harness, or a function that makes one, can be imported."""
    for name, module in list(sys.modules.items()):
        for attribute, it in list(vars_of(module).items()):
            if it is given and attribute.isidentifier():
                return f"{name}:{attribute}"
    return ""


def _is_harness(found: object, wanted: type[Harness[Any, Any]]) -> TypeIs[Harness[Any, Any]]:
    return isinstance(found, wanted)


def _found(target: object, interface: str | None, call: bool) -> tuple[_Found, ...]:
    if isinstance(target, str) and ":" not in target:
        offered = find_installed(target).offers
        if offered:
            return tuple(
                _class_found(it.plugin_class, _label(it.plugin_class), interface) for it in offered
            )
    label = target if isinstance(target, str) else _label(target)
    found = load(target) if isinstance(target, str) else target
    if isinstance(found, types.ModuleType):
        return _module_found(found, interface)
    if isinstance(found, type):
        return (_class_found(found, label, interface),)
    if callable(found) and not _contracts(type(found)):
        made = class_of(_author_code(label, found)) if call else _annotated_result(found, label)
        contract = _contract(made, label, interface)
        return (_Found(label, made, contract, found, factory=label),)
    return (
        _Found(
            label,
            class_of(found),
            _contract(class_of(found), label, interface),
            lambda: found,
            shared=True,
        ),
    )


def _annotated_result(factory: Callable[..., Any], label: str) -> type[Any]:
    try:
        made = typing.get_type_hints(factory).get("return")
    except Exception:  # a name that cannot be resolved, or no function
        made = None
    if not is_class(made):
        raise TargetError(f"{label} is not called at this level: name the class that it makes")
    return made


def load(name: str) -> Any:
    """What a name stands for: ``module``, ``module:attribute`` or an entry point.

    Raises:
        TargetError: It does not exist, or its module fails to import.
    """
    module_name, _, attribute = name.partition(":")
    if not attribute and (entry := _entry_point(name)):
        return _author_code(f"entry point {name}", entry.load)
    found: Any = _import(module_name)
    for part in filter(None, attribute.split(".")):
        # The author's own code may say what an attribute is: it may raise anything.
        if not _author_code(name, partial(hasattr, found, part)):
            raise TargetError(f"{module_name} has no {part!r}{did_you_mean(part, vars_of(found))}")
        found = _author_code(name, partial(getattr, found, part))
    return found


def _entry_point(name: str) -> importlib.metadata.EntryPoint | None:
    return next((entry for entry, _ in plugin_entry_points() if entry.name == name), None)


def _import(name: str) -> types.ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise _failed(f"{name} cannot be imported", error) from error
        raise TargetError(
            f"there is no module {error.name!r}{did_you_mean(error.name, _siblings(error.name))}"
        ) from error
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may call sys.exit
        raise _failed(f"{name} cannot be imported", error) from error


def _siblings(name: str) -> list[str]:
    parent, _, _ = name.rpartition(".")
    # What is no package has nothing in it.
    path = list(getattr(importlib.import_module(parent), "__path__", ())) if parent else None
    prefix = f"{parent}." if parent else ""
    entries = _entry_point_names() if not parent else []
    return [f"{prefix}{it.name}" for it in pkgutil.iter_modules(path)] + entries


def _entry_point_names() -> list[str]:
    return [entry.name for entry, _ in plugin_entry_points()]


def _author_code(what: str, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _failed(f"{what} failed", error) from error


def _failed(what: str, error: BaseException) -> TargetError:
    return TargetError(f"{what}: {told(error)}", author_traceback(error))


def _label(target: object) -> str:
    if isinstance(target, types.ModuleType):
        return target.__name__
    named: Any = target if isinstance(target, type) or inspect.isroutine(target) else type(target)
    return full_name(named)


def _module_found(module: types.ModuleType, interface: str | None) -> tuple[_Found, ...]:
    classes = [
        it
        for name, it in vars(module).items()
        if isinstance(it, type) and not name.startswith("_") and _is_plugin_of(it, module)
    ]
    if not classes:
        raise TargetError(f"{module.__name__} has no plugin class")
    return tuple(_class_found(it, _label(it), interface) for it in classes)


def _is_plugin_of(found: type, module: types.ModuleType) -> bool:
    own = f"{found.__module__}.".startswith(f"{module.__name__}.")
    # Here a class is not known by its methods: any dict has a `get`.
    return own and not inspect.isabstract(found) and len(_declared_contracts(found)) > 0


def _class_found(plugin_class: type, label: str, interface: str | None) -> _Found:
    contract = _contract(plugin_class, label, interface)

    @cache
    def needs() -> str:
        try:
            inspect.signature(plugin_class).bind()
        except TypeError as error:
            return str(error)
        except ValueError:
            pass  # Python cannot tell the signature of some classes; then just try
        return ""

    def open_plugin() -> Any:
        if needs():
            raise HarnessError(
                f"{plugin_class.__name__} cannot be made without arguments ({needs()}): "
                "name a harness that opens it, or a function that makes one"
            )
        return plugin_class()

    return _Found(label, plugin_class, contract, open_plugin)


def _contract(plugin_class: type, label: str, interface: str | None) -> Contract:
    if interface is not None:
        return CONTRACTS[interface]
    found = _contracts(plugin_class)
    if len(found) == 1:
        return found[0]
    names = " or ".join(it.interface for it in found)
    reason = f"it may be {names}" if found else "it has the methods of none of them"
    raise TargetError(
        f"the interface of {label} cannot be told ({reason}): subclass a Protocol, "
        "set `type`, or name it with --interface"
    )


def _contracts(plugin_class: type) -> list[Contract]:
    """The interfaces a class may be of: by its bases, else its ``type``, else its methods."""
    declared = _declared_contracts(plugin_class)
    if declared:
        return declared
    whole = [it for it in CONTRACTS.values() if implements(plugin_class, it.protocol)]
    most = max((len(it.methods) for it in whole), default=0)
    return [it for it in whole if len(it.methods) == most]


def _declared_contracts(plugin_class: type) -> list[Contract]:
    by_base = [it for it in CONTRACTS.values() if it.protocol in plugin_class.__mro__]
    named = CONTRACTS.get(str(getattr(plugin_class, "type", None)))
    return [named] if named and (named in by_base or not by_base) else by_base
