"""Records every call that a requirement makes to a plugin."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, Literal

from attrs import define, field

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.checking.shape import shape_problems
from dispatch_interfaces.checking.static import comes_with_object, has_method
from dispatch_interfaces.conformance.run.created import OF_THE_RUN
from dispatch_interfaces.conformance.run.endings import (
    ENDINGS,
    Blocked,
    ConformanceFailure,
    Limited,
    NeverReturned,
    NotObserved,
)
from dispatch_interfaces.conformance.run.layers import Answer, Exchange, Layer
from dispatch_interfaces.conformance.run.threads import THREAD
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import Contract, Method
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError
from dispatch_interfaces.limits import Limits
from dispatch_interfaces.narrowing import class_of, is_dict
from dispatch_interfaces.showing import class_name, is_mute, message_of, shown, told

NOT_RETURNED: Final = "did not return"
"""The outcome of a call before it has one."""

_MUTE: Final = "which does not say what it is"

_IDS: Final = ("id", "resource_id", "email")
"""The keys of a result by which it is asked for later."""


@define(eq=False)
class TracedCall:
    """One call of a documented method, as a reader would write it down."""

    method: str
    text: str
    arguments: Mapping[str, Any] = field(factory=dict[str, Any])
    """What was passed, by the names of the Protocol."""
    explained_by: str = ""
    """The limit that would explain why it was rejected, as it is to be declared."""
    outcome: str = NOT_RETURNED
    raised: BaseException | None = None
    ended: bool = False
    """Whether it came back, and what came back could be looked at."""


@define(eq=False)
class Trace:
    """The calls of one run of one requirement.

    Every result is held against the contract as it comes back, so that no requirement need guard
    against a malformed one: it fails the requirement that asks for its shape, and blocks others.

    Args:
        shape_of: The methods whose shape the requirement is about.
        hung: Methods that did not return in an earlier requirement of the same check; they are
            not waited for again.
        requirement: The id of the requirement.
        layers: What stands between the requirement and what it asks, the innermost first.
        doing: Told of each call before it is made, and ``""`` when it has ended.
        limits: What the plugin declares that its platform cannot do.
        kept: What is made once for all requirements, by name.
        waited: Seconds that were waited for a service to show what was written.
    """

    shape_of: tuple[str, ...] = ()
    hung: set[str] = field(factory=set[str])
    requirement: str = ""
    layers: tuple[Layer, ...] = ()
    doing: Callable[[str], None] | None = None
    limits: Any = field(factory=Limits)
    kept: dict[str, Any] = field(factory=dict[str, Any])
    waited: Callable[[], float] = float
    calls: list[TracedCall] = field(factory=list[TracedCall])
    met: set[str] = field(factory=set[str], init=False)
    """The limits that a value of the requirement has come up against."""
    watch: Watch | None = field(default=None, init=False)
    """What all plugins have in common that work on the same data."""
    asked: int = field(default=0, init=False)
    """How many calls of plugin and observer there were."""
    thread: int = 0
    """The thread in which the requirement runs."""

    def ask(
        self,
        by: Literal["plugin", "observer", "suite"],
        name: str,
        answer: Answer,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Ask something of the outside, through all that stands between."""
        if by != "suite":
            self.asked += 1
        if not self.layers:
            return answer()
        exchange = Exchange(self.requirement, by, name, args, kwargs or {})
        for layer in self.layers:
            answer = partial(layer, exchange, answer)
        return answer()

    @contextmanager
    def of_the_run(self, what: str) -> Generator[None]:
        """For asking in the name of no requirement: whichever comes first may need it.

        Each thing has a name of its own, so that a recording of it is found whatever else was made
        before it.
        """
        own, self.requirement = self.requirement, f"{OF_THE_RUN}: {what}"
        try:
            yield
        finally:
            self.requirement = own

    def tell(self, doing: str) -> None:
        """Say what is just being done; empty for nothing."""
        if self.doing is not None:
            self.doing(doing)

    def last(self, methods: tuple[str, ...] = ()) -> TracedCall | None:
        """The last call of one of the methods; of any method, if none of them was called."""
        about = [call for call in self.calls if call.method in methods]
        calls = about or self.calls
        return calls[-1] if calls else None

    def raised(self, error: BaseException) -> TracedCall | None:
        """The call that raised an error, if a call of the plugin did."""
        return next((it for it in reversed(self.calls) if it.raised is error), None)

    def gave(self, value: object) -> TracedCall | None:
        """The call that a value is from, if no other call was about the value since."""
        named = shown(value)
        about = (it for it in reversed(self.calls) if named in f"{it.text} {it.outcome}")
        call = next(about, None)
        return None if call is None or call.raised or named in call.text else call

    def unfinished(self) -> TracedCall | None:
        """The call that has not come back."""
        return next((it for it in reversed(self.calls) if not it.ended), None)


class Traced:
    """A plugin whose documented methods write down how they were called."""

    def __init__(self, plugin: Any, contract: Contract, trace: Trace, watch: Watch) -> None:
        self._plugin, self._contract, self._trace, self._watch = plugin, contract, trace, watch
        self._known = dict[str, Callable[..., Any]]()
        """The methods that were found to be there."""

    def __getattr__(self, name: str) -> Any:
        if name in self._known:
            return self._known[name]
        method = self._contract.method(name)
        if method is None:
            return getattr(self._plugin, name)
        self._find(name)
        return self._known.setdefault(name, self._traced(method))

    def _find(self, name: str) -> None:
        plugin_class = class_of(self._plugin)
        reason = unsupported_reason(plugin_class, name)
        if reason is not None:
            raise NotObserved(f"needs {name}, which the plugin declares unsupported ({reason})")
        if not has_method(plugin_class, name) and not self._has(name):
            if name in self._trace.shape_of and comes_with_object(plugin_class, name):
                raise ConformanceFailure(f"the plugin to have {name}", "it is missing")
            raise Blocked(name, "is missing from the plugin", f"the plugin to have {name}")
        if name in self._trace.hung:
            told = "did not return when it was called before"
            if name in self._trace.shape_of:
                raise ConformanceFailure(f"{name} to return", f"it {told}")
            raise Blocked(name, told, f"{name} to return")

    def _has(self, name: str) -> bool:
        return callable(getattr(self._plugin, name, None))

    def _traced(self, method: Method) -> Callable[..., Any]:
        def theirs(*args: Any, **kwargs: Any) -> Any:
            try:
                return getattr(self._plugin, method.name)(*args, **kwargs)
            except ENDINGS as error:
                # Of the same name, and without its meaning: it is a plugin that raised it.
                kind = type(error)
                members = {"__module__": kind.__module__}
                raise type(kind.__name__, (Exception,), members)(message_of(error)) from error

        def traced(*args: Any, **kwargs: Any) -> Any:
            given = {**dict(zip(method.signature.parameters, args, strict=False)), **kwargs}
            call = TracedCall(method.name, _call_text(method.name, given), given)
            self._trace.calls.append(call)
            self._trace.tell(call.text)
            try:
                return self._held(method, call, partial(theirs, *args, **kwargs), args, kwargs)
            finally:
                self._trace.tell("")

        return traced

    def _held(
        self,
        method: Method,
        call: TracedCall,
        answer: Answer,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        """Make a call, and hold its result against the contract, and against what is declared."""
        watch = self._watch
        limit = watch.must_reject(method.name, call.arguments)
        if limit:
            self._trace.met.add(limit)
        try:
            result = self._trace.ask("plugin", method.name, answer, args, kwargs)
        except NeverReturned:
            raise
        except BaseException as error:
            call.raised = error
            # To be shown runs code of the plugin, which may not come back from it either.
            call.outcome = f"raised {class_name(error)}, {_MUTE}"
            call.outcome = f"raised {told(error)}"
            call.ended = True
            if isinstance(error, (InvalidRequestError, AlreadyExistsError)):
                self._trace.met.update(watch.without_place(method.name, call.arguments))
                limit = limit or watch.may_reject(method.name, call.arguments, error)
                if limit:
                    self._trace.met.add(limit)
                    call.raised = Limited(limit, error)
                    raise call.raised from error
                call.explained_by = watch.explains(method.name, call.arguments, error)
            raise
        if THREAD.get():
            # What another thread changes meanwhile is held against the contract as it came.
            result = _as_it_came(result)
        call.outcome = f"returned an object of {class_name(result)}, {_MUTE}"
        text = shown(result)
        call.outcome = f"returned {text}"
        problems = _problems(method, result)
        if is_mute(result, text):
            problems.append(f"the result is {text}")
        call.ended = True
        self._refuse_malformed(method, problems)
        if limit:
            because = getattr(watch.limits, limit).because
            expected = f"{method.name} to reject it, as is declared: {limit}, {because}"
            raise ConformanceFailure(expected, "it returned", untrue=(limit,))
        watch.note(method.name, call.arguments, result)
        return result

    def _refuse_malformed(self, method: Method, problems: list[str]) -> None:
        if not problems:
            return
        expected, then = method.declaration.removesuffix(": ..."), "; ".join(problems)
        if method.name in self._trace.shape_of:
            raise ConformanceFailure(expected, then)
        reason = f"returned something malformed: {problems[0]}"
        raise Blocked(method.name, reason, f"{expected}, or an error", then)


def _call_text(name: str, given: Mapping[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={shown(value)}' for key, value in given.items())})"


def _as_it_came(result: Any) -> Any:
    """A copy of dicts and lists, made in a step that no other thread comes in between."""
    if class_of(result) is dict:
        return {key: _as_it_came(it) for key, it in result.copy().items()}
    if class_of(result) is list:
        return [_as_it_came(it) for it in result.copy()]
    return result


def _problems(method: Method, result: Any) -> list[str]:
    try:
        _ = result == result
        empty = [it for it in _IDS if is_dict(result) and result.get(it) == ""]
        return [
            *shape_problems(result, method.returns),
            *(f"the result's {it!r} is empty" for it in empty),
        ]
    except BaseException as error:  # of an object that cannot even be looked at
        return [f"the result raised {told(error)} when it was looked at"]
