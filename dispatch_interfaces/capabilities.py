"""Which methods a plugin has, and which it says its platform cannot do."""

import inspect
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NoReturn, TypeVar, overload

from typing_extensions import TypeForm, TypeIs

from dispatch_interfaces.errors import NotSupportedError

P = TypeVar("P")

_NOT_THERE: Final = object()


class Unsupported:
    """Stands in a class in place of a method; made by `unsupported`."""

    def __init__(self, reason: str) -> None:
        if not reason.strip():
            raise ValueError("unsupported() needs a reason that a reader can act on")
        self.reason = reason
        self.interface: str = ""
        self.method: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.interface = str(getattr(owner, "type", owner.__name__))
        self.method = name

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotSupportedError(self.reason, interface=self.interface, method=self.method)

    def __repr__(self) -> str:
        return f"unsupported({self.reason!r})"


def unsupported(reason: str) -> Any:
    """Declare, in place of a method, that the platform cannot do it.

    ``open_modal = unsupported("Mattermost has no modals")``: the class is complete, and calling
    the method raises `NotSupportedError` with interface, method and reason.

    Args:
        reason: Why, for the people who read the report.

    Returns:
        An `Unsupported`, typed Any so that it may stand where a method is expected.

    Raises:
        ValueError: The reason is empty.
    """
    return Unsupported(reason)


def unsupported_reason(plugin_class: type, method: str) -> str | None:
    """The reason for which a class declares a method unsupported, or None if it does not."""
    declared: Any = next(
        (vars(it)[method] for it in plugin_class.__mro__ if method in vars(it)), None
    )
    return declared.reason if isinstance(declared, Unsupported) else None


@lru_cache(maxsize=4096)
def _lacking(plugin_class: type, interface: Any) -> Mapping[str, str]:
    """The methods that a class does not have, each with what is there instead."""
    names: list[str] = sorted(getattr(interface, "__abstractmethods__", ()))
    reasons = {name: why_not(plugin_class, name) for name in names}
    return {name: reason for name, reason in reasons.items() if reason}


def why_not(plugin_class: type, name: str) -> str:
    """Why a class does not have a method, in words that follow its name; empty if it does."""
    found = getattr(plugin_class, name, None)
    if getattr(found, "__isabstractmethod__", False):
        return "is left abstract"
    if callable(found):
        return ""
    there: Any = inspect.getattr_static(plugin_class, name, _NOT_THERE)
    if there is _NOT_THERE:
        return "is missing"
    if hasattr(there.__class__, "__get__"):
        return "is not a method of the class; only an object of it could have it"
    return f"is {there!r}, not a method"


@overload
def implements(plugin: type[Any], interface: TypeForm[P]) -> TypeIs[type[P]]: ...
@overload
def implements(plugin: object, interface: TypeForm[P]) -> TypeIs[P]: ...
def implements(plugin: object, interface: Any) -> bool:
    """Whether a plugin, or a plugin class, has every method of an interface.

    A method declared `unsupported` counts; one left abstract or set to None does not. A class
    whose objects come by their methods otherwise, by ``__init__`` or ``__getattr__``, does not
    implement the interface, but its objects do.

    The answer is found once per class and kept: who changes the methods of a class afterwards
    calls ``implements.cache_clear()``. What is put into a single object in place of a method that
    its class has, is not looked at.

    Args:
        plugin: The object or class; it need not subclass the interface.
        interface: One of the Protocols, such as `StoragePlugin`.
    """
    # As `_lacking_in`, written out: what is asked before every call of a plugin is a third faster.
    if isinstance(plugin, type):
        return not _lacking(plugin, interface)
    kind: Any = plugin.__class__
    return not _lacking(kind, interface) or not _lacking_in(plugin, interface)


# A function cannot declare an attribute; a callable object that has one narrows nothing in pyrefly.
implements.cache_clear = _lacking.cache_clear  # type: ignore[attr-defined]


def explain(plugin: object, interface: TypeForm[Any]) -> tuple[str, ...]:
    """Why `implements` says no: a sentence for each method that is not there; empty if it is yes.

    Args:
        plugin: The object or class.
        interface: One of the Protocols, such as `StoragePlugin`.
    """
    return tuple(f"{name} {reason}" for name, reason in _lacking_in(plugin, interface).items())


def _lacking_in(plugin: object, interface: Any) -> Mapping[str, str]:
    if isinstance(plugin, type):
        return _lacking(plugin, interface)
    # As for isinstance: a wrapper that passes for a plugin by its __class__ is one.
    kind: Any = plugin.__class__
    lacking = _lacking(kind, interface)
    if not lacking:
        return lacking
    return {it: why for it, why in lacking.items() if not callable(getattr(plugin, it, None))}
