"""Puts something else in the place of a plugin's methods, and takes it away again."""

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any

from dispatch_interfaces.conformance.self_check.mutations import Memory, MutatedCall, Mutation
from dispatch_interfaces.contract import Method
from dispatch_interfaces.showing import message_of


class CannotBeChanged(Exception):
    """The class takes no other methods: it is not written in Python, or guards its attributes."""


@contextmanager
def counted(plugin_class: type, methods: Iterable[Method]) -> Generator[Counter[str]]:
    """Count the calls of some methods of a class.

    Raises:
        CannotBeChanged: The class takes no other methods.
    """
    calls: Counter[str] = Counter()

    def count(method: Method) -> Callable[..., Any]:
        original = _original(plugin_class, method.name)

        def counting(plugin: Any, *args: Any, **kwargs: Any) -> Any:
            calls[method.name] += 1
            return original(plugin, *args, **kwargs)

        return counting

    with _replaced(plugin_class, {it.name: count(it) for it in methods}):
        yield calls


@contextmanager
def mutated(
    plugin_class: type, method: Method, mutation: Mutation, argument: str
) -> Generator[None]:
    """Have a mutation answer in place of a method; at the end, whoever blocks lets go.

    Raises:
        CannotBeChanged: The class takes no other methods.
    """
    memory = Memory()
    original, opening = _original(plugin_class, method.name), _original(plugin_class, "__init__")

    def lie(plugin: Any, *args: Any, **kwargs: Any) -> Any:
        return mutation.lie(MutatedCall(plugin, method, original, args, kwargs, argument, memory))

    def opened(plugin: Any, *args: Any, **kwargs: Any) -> None:
        opening(plugin, *args, **kwargs)
        memory.opened.append(plugin)

    try:
        with _replaced(plugin_class, {method.name: lie, "__init__": opened}):
            yield
    finally:
        memory.release.set()


def _nothing(_plugin: Any, *_args: Any, **_kwargs: Any) -> None:
    """An ``__init__`` that takes everything."""


def _original(plugin_class: type, name: str) -> Callable[..., Any]:
    """A method as it is now, as a function that takes the plugin first, whatever its kind."""
    found = inspect.getattr_static(plugin_class, name)
    if found is object.__init__:
        return _nothing  # it would refuse what a __new__ has taken

    def original(plugin: Any, *args: Any, **kwargs: Any) -> Any:
        bound = found.__get__(plugin, type(plugin)) if hasattr(found, "__get__") else found
        return bound(*args, **kwargs)

    return original


@contextmanager
def _replaced(owner: type, members: dict[str, Callable[..., Any]]) -> Generator[None]:
    own = {name: vars(owner)[name] for name in members if name in vars(owner)}
    done: list[str] = []
    try:
        try:
            for name, function in members.items():
                # Whoever asks for the signature, or the source, still gets the author's.
                setattr(owner, name, functools.wraps(getattr(owner, name))(function))
                done.append(name)
        except (AttributeError, TypeError) as error:
            raise CannotBeChanged(
                f"{owner.__name__} cannot be mutated: {message_of(error)}"
            ) from error
        yield
    finally:
        for name in done:
            if name in own:
                setattr(owner, name, own[name])
            else:
                delattr(owner, name)
