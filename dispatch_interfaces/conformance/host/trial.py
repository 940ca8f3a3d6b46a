"""Makes the calls of the application, and does with the results what the application does."""

import contextlib
import io
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Generic, TypeAlias, TypeVar

from attrs import define, evolve, field, frozen

from dispatch_interfaces.conformance.host.arguments import Arguments, asked_in_vain
from dispatch_interfaces.conformance.host.binding import (
    problem_of_class,
    problem_of_signature,
    signature_of,
    takes_call,
)
from dispatch_interfaces.conformance.host.causes import made_up, told_with_cause
from dispatch_interfaces.conformance.host.preconditions import Precondition
from dispatch_interfaces.conformance.host.steps import Step
from dispatch_interfaces.conformance.host.target import HostTarget
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.conformance.run.runner import source_of
from dispatch_interfaces.conformance.run.tracebacks import author_frames, author_traceback
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.deadline import within
from dispatch_interfaces.host.bridge.base import Answered, answered_errors
from dispatch_interfaces.host.calls import (
    NOTHING_READ,
    Call,
    Consequence,
    HostMethod,
    Severity,
    Value,
)
from dispatch_interfaces.host.results import change, problems, produced
from dispatch_interfaces.narrowing import is_mapping
from dispatch_interfaces.showing import printable, shown

T = TypeVar("T")

PRODUCES: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("conversation", "create"): {"channel_id": "id"},
    ("conversation", "create_threaded"): {"thread_id": "timestamp"},
    ("conversation", "create_canvas"): {"canvas_id": ""},
    ("participant-group", "create"): {"group_email": "email"},
    ("storage", "create_file"): {"file_id": "id", "folder_id": "id", "storage_id": "id"},
    ("ticket", "create"): {"ticket_id": "resource_id"},
    ("ticket", "create_case_ticket"): {"case_ticket_id": "resource_id"},
    ("oncall", "get_schedule_id_from_service_id"): {"schedule_id": ""},
}
"""Which values later calls take from the result of a call."""

_LINK: Final = Value("monitor_weblink", "str")
_LINKS: Final = frozenset({"monitor_weblink", "match"})

_Trip: TypeAlias = tuple[str, Consequence]
"""What a call trips over, and what that costs."""


class _NotConfigured(Exception):
    """A plugin has settings, and none were given."""


def to_nobody(_what: str) -> None:
    """Where nobody wants to know how far it is."""


@frozen
class _Done(Generic[T]):
    """What came of something that was done with a plugin."""

    result: tuple[T, ...]
    """What it returned; empty if it failed."""
    error: BaseException | None
    """What it raised; None if it did not return in time either."""
    failure: str
    printed: str
    asked: tuple[str, ...]
    """What it asked of made up objects in vain."""
    answered: tuple[Answered, ...]
    """The errors that a bridge answered for."""

    @property
    def late(self) -> bool:
        return not self.result and self.error is None

    @property
    def traceback(self) -> str:
        return "" if self.error is None else author_traceback(self.error)

    @property
    def not_configured(self) -> bool:
        return isinstance(self.error, _NotConfigured)


@frozen
class _Plugin:
    """A plugin as the application has it before the first call."""

    object: Any
    world: Arguments
    settings: Any
    """What its schema made of the configuration; None without."""
    linked: bool
    """Whether its own patterns find the link that is passed; True where there are none."""


@define
class Trial:
    """One plugin, while what the application does with it is tried.

    Args:
        target: The plugin.
        timeout: Seconds that one call may take.
        level: The last level to run; None for all.
        doing: Told of each call before it is made, and ``""`` when it has ended.
        made: What earlier calls have returned, by the name of the value that it becomes.
        hung: The methods that did not return, with the step at which that was; they are not called
            again.
    """

    target: HostTarget
    timeout: float
    level: Level | None = None
    doing: Callable[[str], None] = to_nobody
    made: dict[str, Any] = field(factory=dict[str, Any])
    hung: dict[str, str] = field(factory=dict[str, str])
    _opened: _Done[_Plugin] | None = field(default=None, init=False)
    _stuck: str = field(default="", init=False)
    """Why nothing more is made of the class: it takes the whole time."""
    _entered: set[threading.Thread] = field(factory=set[threading.Thread], init=False)
    """The threads in which the plugin has its settings: they are per thread."""

    def outcome_of(self, step: Step) -> Outcome:
        """How one step ends, whatever the plugin does."""
        if step.method is not None and step.call is not None:
            return self._call(step, step.method, step.call)
        assert step.precondition is not None
        return self._precondition(step, step.precondition)

    def make_ready(self) -> None:
        """Make the plugin and configure it, unless that was done or nothing is to be called."""
        if self._opens and not self._stuck:
            self._ready()

    def _precondition(self, step: Step, wanted: Precondition) -> Outcome:
        if wanted.opens and self._stuck:
            return step.outcome(Result.BLOCKED, self._stuck, level=self._level)
        done = self._done(partial(wanted.problem, self.target.plugin_class))
        if wanted.opens and done.late:
            self._stuck = f"making the plugin did not come to an end at {step.id}"
        problem = done.result[0] if done.result else f"to look at it {done.failure}"
        if not problem:
            return step.outcome(Result.PASSED, level=self._level)
        finding = Finding(
            expected=wanted.text[:-1],
            then=f"{problem}: {wanted.consequence.text}",
            to_fix=wanted.to_fix,
            source=source_of(self.target.plugin_class),
        )
        return step.outcome(Result.FAILED, level=self._level, finding=finding)

    def _call(self, step: Step, method: HostMethod, call: Call) -> Outcome:
        wrong = problem_of_class(self.target.plugin_class, method.name, call)
        if wrong:
            return self._judged(step, (wrong, call.on_error))
        if not self._opens:
            unknown = takes_call(self.target.plugin_class, method.name) is None
            if unknown:
                return step.outcome(Result.NOT_RUN, "only an object can tell, not its class")
            return step.outcome(Result.PASSED, level=self._level)
        if method.name in self.hung:
            reason = f"{method.name} did not come back at {self.hung[method.name]}"
            return step.outcome(Result.BLOCKED, reason, blocked_by=method.name)
        if self._stuck:
            return step.outcome(Result.ERROR, self._stuck)
        ready = self._ready()
        if not ready.result:
            why = ready.failure
            if not ready.not_configured:
                why = f"the plugin could not be made ready: it {why}"
            return step.outcome(Result.ERROR, why)
        plugin = ready.result[0]
        self.doing(step.called)
        done = self._done(
            partial(self._in_thread, plugin, partial(self._trip, plugin, method, call))
        )
        self.doing("")
        if done.late:
            self.hung[method.name] = step.id
        why = _not_judged(call, method, plugin, done)
        if why:
            return step.outcome(Result.ERROR, why)
        answered = [it for it in done.answered if not made_up(it.error)]
        hint = _hint(plugin.world.guessed(call))
        if answered:
            return self._answered(step, call, answered[0], done, hint)
        came = done.result[0] if done.result else (done.failure, call.on_error)
        return self._judged(step, came, done, hint if done.error is not None else "")

    @property
    def _opens(self) -> bool:
        return self.level in (None, Level.HOST)

    @property
    def _level(self) -> Level:
        return Level.HOST if self._opens else Level.STATIC

    def _ready(self) -> _Done[_Plugin]:
        if self._opened is None:
            self._opened = self._done(self._open)
        return self._opened

    def _open(self) -> _Plugin:
        harness = self.target.harness
        plugin = self.target.plugin_class()
        given, settings = dict(harness.values), None
        schema: Any = getattr(plugin, "configuration_schema", None)
        if harness.configuration is not None:
            settings = schema.parse_obj(harness.configuration)
        elif schema is not None and (fields := _fields(schema)):
            text = ", ".join(f"{it!r}: ..." for it in fields)
            raise _NotConfigured(
                "it has settings and was given none: name a --harness, a "
                f"HostHarness(configuration={{{text}}})"
            )
        whole = _Plugin(plugin, Arguments(given, self.made), settings, linked=True)
        return self._in_thread(whole, lambda: self._prepared(whole, given))

    def _prepared(self, plugin: _Plugin, given: dict[str, Any]) -> _Plugin:
        if self.target.harness.prepare is not None:
            given |= self.target.harness.prepare(plugin.object) or {}
        if self.target.type.type != "monitor" or "match" in given:
            return plugin
        groups = _groups_of(plugin)
        if groups:
            given["match"] = groups
        return evolve(plugin, linked=groups is None or bool(groups))

    def _in_thread(self, plugin: _Plugin, work: Callable[[], T]) -> T:
        """Do something where the plugin has its settings, as the application sets them there."""
        if threading.current_thread() not in self._entered:
            self._entered.add(threading.current_thread())
            if plugin.settings is not None:
                plugin.object.configuration = plugin.settings
            plugin.object.project_id = 1
        return work()

    def _trip(self, plugin: _Plugin, method: HostMethod, call: Call) -> _Trip | None:
        """What a call trips over; None if it does not."""
        bound = getattr(plugin.object, method.name, None)
        if not callable(bound):
            return f"raised AttributeError: there is no {method.name}", call.on_error
        signature = signature_of(bound)
        wrong = problem_of_signature(signature, call)
        if wrong:
            return wrong, call.on_error
        taken = () if signature is None else tuple(signature.parameters)[: len(call.args)]
        args, kwargs = plugin.world.arguments(call, taken)
        result = bound(*args, **kwargs)
        if result is None:
            return "returned None", call.on_none
        found = problems(call.reads, result)
        if found:
            returned = f"returned {shown(result):.200}, which comes to {'; '.join(found)}"
            return returned, call.on_missing
        for name, path in PRODUCES.get((self.target.type.type, method.name), {}).items():
            self.made.setdefault(name, produced(result, path))
        change(call.reads, result)
        return None

    def _done(self, work: Callable[[], T]) -> _Done[T]:
        """Do something with the plugin, whatever it does."""
        result, failed = list[T](), list[BaseException]()
        asked, answered = list[str](), list[Answered]()

        def attempt() -> None:
            nonlocal asked, answered
            try:
                with asked_in_vain() as asked, answered_errors() as answered:
                    result.append(work())
            except BaseException as error:  # a plugin may call sys.exit
                failed.append(error)

        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            within(self.timeout, attempt)
        error = failed[0] if failed else None
        failure = "" if result else f"did not return within {self.timeout:g} s"
        if isinstance(error, _NotConfigured):
            failure = str(error)
        elif error is not None:
            failure = f"raised {told_with_cause(error)}"
        told = printable(printed.getvalue(), 2000)
        return _Done(tuple(result), error, failure, told, tuple(asked), tuple(answered))

    def _answered(
        self, step: Step, call: Call, answered: Answered, done: _Done[Any], hint: str
    ) -> Outcome:
        """The outcome of a call that looks as if nothing had happened."""
        frames = author_frames(answered.error)
        finding = Finding(
            called=step.called,
            outcome=f"raised {told_with_cause(answered.error)}",
            expected=_expected(call),
            then=f"the application would not notice: the bridge answers for it ({call.site})",
            to_fix=f"take what {call.site} passes, without an error.{hint}",
            source=f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "",
            traceback=author_traceback(answered.error),
            printed=done.printed,
        )
        outcome = step.outcome(Result.FAILED, finding=finding)
        contract = CONTRACTS.get(self.target.type.type)
        documented = contract is not None and contract.method(outcome.methods[0]) is not None
        return evolve(outcome, strength=Strength.MUST) if documented else outcome

    def _judged(
        self, step: Step, trip: _Trip | None, done: _Done[Any] | None = None, hint: str = ""
    ) -> Outcome:
        assert step.call is not None
        if trip is None or trip[1].severity is Severity.HARMLESS:
            return step.outcome(Result.PASSED, level=self._level)
        outcome, consequence = trip
        finding = Finding(
            called=step.called,
            outcome=outcome,
            expected=_expected(step.call),
            then=f"{consequence.text} ({step.call.site})",
            to_fix=_to_fix(step.call) + hint,
            source=source_of(self.target.plugin_class, step.method.name if step.method else ""),
            traceback=done.traceback if done else "",
            printed=done.printed if done else "",
        )
        return step.outcome(Result.FAILED, level=self._level, finding=finding)


def _not_judged(call: Call, method: HostMethod, plugin: _Plugin, done: _Done[Any]) -> str:
    """Why what happened says nothing of the plugin; empty if it does."""
    error = done.error
    if error is None:
        whole = [it for it in done.answered if it.method == method.name]
        error = next((it.error for it in whole if made_up(it.error)), None)
    if error is None and not done.late:
        return ""
    about = "" if error is None else made_up(error)
    if not about and done.asked:  # the plugin may have made another error of it, or tries again
        about = f"this check has no {done.asked[0]}"
    if about:
        return f"an object of the application's own is needed: {about}"
    passed = {it.name for it in (*call.args, *call.kwargs.values())}
    if not plugin.linked and passed & _LINKS:
        return (
            "its own get_matchers() does not find the link that was passed: give one that it "
            "does, HostHarness(values={'monitor_weblink': ...})"
        )
    return ""


def _fields(schema: Any) -> list[str]:
    """The settings that a project has to enter; all if none has to, empty if there are none."""
    try:
        described: Any = schema.schema()
        known = described.get("properties", {})
        return [str(it) for it in described.get("required") or known][:5]
    except BaseException:  # a schema is the author's, too; a precondition says what is wrong
        return ["..."]


def _groups_of(plugin: _Plugin) -> Mapping[str, Any] | None:
    """What a monitor finds in the link that is passed; empty if nothing, None if it cannot say."""
    link: Any = plugin.world.value(_LINK)
    text = link.get("weblink") if is_mapping(link) else link
    try:
        for pattern in plugin.object.get_matchers():
            found: Any = next(iter(pattern.finditer(f"<{text}>")), None)
            if found is not None:
                return dict(found.groupdict())
    except Exception:  # said where it is called
        return None
    return {}


def _hint(guessed: list[str]) -> str:
    """What an author can do where the backend has to know what is passed."""
    if not guessed:
        return ""
    values = ", ".join(f"{it!r}: ..." for it in guessed)
    return f" If the backend has to know it: HostHarness(values={{{values}}})."


def _to_fix(call: Call) -> str:
    told = f"take what {call.site} passes"
    return f"{told}." if call.reads == NOTHING_READ else f"{told}, and return {_expected(call)}."


def _expected(call: Call) -> str:
    """What the application can work with, in words."""
    reads = call.reads
    if reads == NOTHING_READ:
        return "the call to return"
    needs = ", ".join(f"{key} ({kind.__name__})" for key, kind in reads.needs.items())
    told = f"{reads.result.value} with {needs}" if needs else reads.result.value
    forbidden = () if reads.items is None else reads.items.forbids
    return f"{told}, items without {', '.join(forbidden)}" if forbidden else told
