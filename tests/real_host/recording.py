"""Records every call of a plugin, what came of it, and what the plugin under a bridge was given."""

import functools
import inspect
import threading
from collections.abc import Callable
from typing import Any, Final

from attrs import define, field

SENDING: Final = frozenset({"send", "send_direct", "send_ephemeral"})
"""The methods of a conversation plugin that show a message to somebody."""

_OF_EVERY_PLUGIN: Final = frozenset({"get_title", "get_description", "get_resource_links"})
"""What the application asks of a plugin that it only lists."""


@define
class Received:
    """One call of the plugin under the bridge."""

    method: str
    arguments: dict[str, Any]
    error: str | None = None


@define
class Call:
    """One call of the application."""

    step: str
    type: str
    method: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    error: str | None = None
    result: Any = None
    received: list[Received] = field(factory=list)


@define
class Recorder:
    """All calls, in order; `after` is told of each as soon as it is over."""

    step: str = "before the first step"
    calls: list[Call] = field(factory=list)
    after: list[Callable[[Call], None]] = field(factory=list)
    _open: threading.local = field(factory=threading.local)

    def of_step(self, step: str) -> list[Call]:
        return [it for it in self.calls if it.step == step]

    def call(self, plugin_type: str, method: str, function: Any, args: Any, kwargs: Any) -> Any:
        call = Call(self.step, plugin_type, method, tuple(_kept(it) for it in args), _kept(kwargs))
        self.calls.append(call)
        outer, self._open.call = getattr(self._open, "call", None), call
        try:
            call.result = function(*args, **kwargs)
        except Exception as error:
            call.error = f"{type(error).__name__}: {error}"
            raise
        finally:
            self._open.call = outer
            for told in self.after:
                told(call)
        return call.result

    def watch(self, implementation: type) -> None:
        """Note what the public methods of a class are given while the application calls."""
        for name in dir(implementation):
            function = inspect.getattr_static(implementation, name)
            if not name.startswith("_") and inspect.isfunction(function):
                setattr(implementation, name, self._watched(name, function))

    def _watched(self, name: str, function: Any) -> Any:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def watched(self_: Any, *args: Any, **kwargs: Any) -> Any:
            call = getattr(self._open, "call", None)
            if call is None:
                return function(self_, *args, **kwargs)
            try:
                given = signature.bind(self_, *args, **kwargs).arguments
            except TypeError:
                given = {"self": self_, **kwargs}
            received = Received(name, {k: _kept(it) for k, it in given.items() if it is not self_})
            call.received.append(received)
            try:
                return function(self_, *args, **kwargs)
            except Exception as error:
                received.error = f"{type(error).__name__}: {error}"
                raise

        return watched


class Recorded:
    """A plugin whose methods are recorded; in all else it is the plugin."""

    def __init__(self, plugin: Any, recorder: Recorder) -> None:
        object.__setattr__(self, "_recorded_plugin", plugin)
        object.__setattr__(self, "_recorded_by", recorder)

    def __getattr__(self, name: str) -> Any:
        plugin = object.__getattribute__(self, "_recorded_plugin")
        value = getattr(plugin, name)
        if name.startswith("_") or name in _OF_EVERY_PLUGIN or not inspect.ismethod(value):
            return value
        recorder = object.__getattribute__(self, "_recorded_by")

        @functools.wraps(value)
        def recorded(*args: Any, **kwargs: Any) -> Any:
            return recorder.call(plugin.type, name, value, args, kwargs)

        return recorded

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(object.__getattribute__(self, "_recorded_plugin"), name, value)


def plugin_of(recorded: Any) -> Any:
    """The plugin itself, or the one under its bridge."""
    plugin = object.__getattribute__(recorded, "_recorded_plugin")
    return plugin.plugin if hasattr(type(plugin), "implementation") else plugin


def _kept(value: Any) -> Any:
    """A copy of dicts and lists, which their owner may change afterwards."""
    if isinstance(value, dict):
        return {key: _kept(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_kept(it) for it in value]
    return value
