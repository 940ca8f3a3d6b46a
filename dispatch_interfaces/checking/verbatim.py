"""Whether a method is written as it is documented, so that nothing else needs to be asked of it."""

from collections.abc import Mapping
from functools import cache
from inspect import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    CO_ITERABLE_COROUTINE,
    CO_VARARGS,
    CO_VARKEYWORDS,
)
from types import FunctionType
from typing import Any, Final

from dispatch_interfaces.checking.annotations import misfit, resolved
from dispatch_interfaces.checking.stubs import is_stub
from dispatch_interfaces.contract import Method
from dispatch_interfaces.narrowing import found_in

_KINDS: Final = (
    CO_ASYNC_GENERATOR
    | CO_COROUTINE
    | CO_GENERATOR
    | CO_ITERABLE_COROUTINE
    | CO_VARARGS
    | CO_VARKEYWORDS
)


def is_as_documented(plugin_class: type, method: Method) -> bool:
    """Whether a method is a plain function with the documented parameters and fitting annotations.

    Its code object is compared, which takes a tenth of the time of making signatures. Nothing is
    wrong with such a method; one for which this says no may be right, too.
    """
    found = found_in(plugin_class, method.name)
    # What a function is given, by a decorator say, may change how it is called.
    if not isinstance(found, FunctionType) or vars(found):
        return False
    parameters, hints = _documented(method)
    # A metaclass may have something else under the name.
    if _parameters(found) != parameters or getattr(plugin_class, method.name) is not found:
        return False
    return not is_stub(found) and all(
        _fits(key, resolved(annotation, found), hints.get(key))
        for key, annotation in found.__annotations__.items()
    )


def _fits(key: str, own: Any, documented: Any) -> bool:
    if own == documented:
        return True
    if key == "return":
        return not misfit(own, documented)
    return not misfit(documented, own, every=True)


def _parameters(function: Any) -> tuple[Any, ...]:
    """All that tells how a function is called."""
    code = function.__code__
    kinds = code.co_flags & _KINDS
    stars = bool(kinds & CO_VARARGS) + bool(kinds & CO_VARKEYWORDS)
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + stars]
    counts = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    return names, counts, kinds, function.__defaults__, function.__kwdefaults__


@cache
def _documented(method: Method) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
    return _parameters(method.function), {**method.takes, "return": method.returns}
