"""Methods that are there and do nothing: a docstring, and ``raise NotImplementedError``."""

import dis
import inspect
from typing import Any, Final

_ONLY: Final = frozenset(
    {
        "CACHE",
        "CALL",
        "COPY_FREE_VARS",
        "LOAD_CONST",
        "LOAD_GLOBAL",
        "NOP",
        "PRECALL",
        "PUSH_NULL",
        "RAISE_VARARGS",
        "RESUME",
    }
)
"""What the body of a stub is compiled to, with or without a message, on any Python."""


def is_stub(found: Any) -> bool:
    """Whether a method only raises `NotImplementedError`.

    The compiled code is read, so no source is needed. A decorator that names what it wraps is
    looked through.

    Args:
        found: The method, as the class has it.
    """
    function: Any = inspect.unwrap(getattr(found, "__func__", found))
    code = getattr(function, "__code__", None)
    if code is None or code.co_names != ("NotImplementedError",):
        return False
    names = [it.opname for it in dis.get_instructions(code)]
    return names.count("RAISE_VARARGS") == 1 and _ONLY.issuperset(names)


def inherited_stub(plugin_class: type, name: str) -> str:
    """The base class from which a class has only a stub; empty if it has more."""
    owner = next((it for it in plugin_class.__mro__ if name in vars(it)), plugin_class)
    stub = owner is not plugin_class and is_stub(vars(owner)[name])
    return owner.__name__ if stub else ""
