"""Which methods a plugin has, and which it says its platform cannot do."""

import inspect
from functools import lru_cache
from typing import Any, NoReturn, TypeVar, overload

from typing_extensions import TypeForm, TypeIs

from dispatch_interfaces.errors import NotSupportedError

P = TypeVar("P")


class Unsupported:
    """Stands in a class in place of a method; made by `unsupported`."""

    def __init__(self, reason: str) -> None:
        if not reason.strip():
            raise ValueError("unsupported() needs a reason that a reader can act on")
        self.reason = reason
        self.interface = ""
        self.method = ""

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
    declared = inspect.getattr_static(plugin_class, method, None)
    return declared.reason if isinstance(declared, Unsupported) else None


@lru_cache(maxsize=4096)
def _class_implements(plugin_class: type, interface: type) -> bool:
    methods: frozenset[str] = getattr(interface, "__abstractmethods__", frozenset())
    found = [getattr(plugin_class, name, None) for name in methods]
    return all(callable(it) and not getattr(it, "__isabstractmethod__", False) for it in found)


@overload
def implements(plugin: type[Any], interface: TypeForm[P]) -> TypeIs[type[P]]: ...
@overload
def implements(plugin: object, interface: TypeForm[P]) -> TypeIs[P]: ...
def implements(plugin: object, interface: Any) -> bool:
    """Whether a plugin, or a plugin class, has every method of an interface.

    A method declared `unsupported` counts; one left abstract or set to None does not.
    The answer is found once per class and kept: a class changed afterwards is not looked at
    again.

    Args:
        plugin: The object or class; it need not subclass the interface.
        interface: One of the Protocols, such as `StoragePlugin`.
    """
    # As for isinstance: a wrapper that passes for a plugin by its __class__ is one.
    return _class_implements(plugin if isinstance(plugin, type) else plugin.__class__, interface)
