"""What can be said of a call without an instance: whether the method is there and takes it."""

import inspect
from typing import Any

from dispatch_interfaces.checking.static import comes_with_object, own_signature
from dispatch_interfaces.checking.stubs import is_stub
from dispatch_interfaces.conformance.host.arguments import Arguments
from dispatch_interfaces.host.calls import Call
from dispatch_interfaces.showing import told


def takes_call(plugin_class: type, method: str) -> bool | None:
    """Whether a class has a method that is more than a stub; None if only an object can tell."""
    if callable(getattr(plugin_class, method, None)):
        return not is_stub(inspect.getattr_static(plugin_class, method))
    return None if comes_with_object(plugin_class, method) else False


def problem_of_class(plugin_class: type, method: str, call: Call) -> str:
    """What a call trips over, as far as the class tells; empty if over nothing.

    Args:
        plugin_class: The class that the application loads.
        method: The method that the application calls.
        call: How it does.
    """
    there = takes_call(plugin_class, method)
    if there is None:
        return ""
    if not there:
        found = inspect.getattr_static(plugin_class, method, None)
        if not is_stub(found):
            return f"raised AttributeError: there is no {method}"
        owner = next(it for it in plugin_class.__mro__ if method in vars(it))
        return f"raised NotImplementedError: {method} of {owner.__name__} does nothing else"
    return problem_of_signature(own_signature(plugin_class, method), call)


def problem_of_signature(signature: inspect.Signature | None, call: Call) -> str:
    """The error that a call raises before anything of the method runs; empty if none."""
    if signature is None:
        return ""
    positional = tuple(signature.parameters)[: len(call.args)]
    args, kwargs = Arguments({}).arguments(call, positional)
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        return f"raised {told(error)}"
    return ""


def signature_of(bound: Any) -> inspect.Signature | None:
    """The signature of what an object has; None where Python cannot tell."""
    try:
        return inspect.signature(bound)
    except (TypeError, ValueError):
        return None
