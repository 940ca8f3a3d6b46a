"""Judges a plugin by what the application calls."""

import builtins
import contextlib
import inspect
import io
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, Generic, TypeAlias, TypeVar

from attrs import evolve, field, frozen

from dispatch_interfaces.conformance.checker import TIMEOUT, Options, report_of
from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.host.arguments import Arguments
from dispatch_interfaces.conformance.host.preconditions import PRECONDITIONS, Precondition
from dispatch_interfaces.conformance.reports.report import Judgement, LoadFailure, Report
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.conformance.run.runner import source_of
from dispatch_interfaces.conformance.run.tracebacks import author_traceback
from dispatch_interfaces.conformance.targets import TargetError, load, made_harness
from dispatch_interfaces.deadline import within
from dispatch_interfaces.host.calls import (
    NOTHING_READ,
    Call,
    Consequence,
    HostMethod,
    HostType,
    Severity,
)
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.results import change, problems, produced
from dispatch_interfaces.narrowing import full_name
from dispatch_interfaces.showing import printable, shown, told

T = TypeVar("T")

_LAST: Final = (
    "remove_user",
    "remove_participant",
    "remove",
    "move_file",
    "archive",
    "unarchive",
    "delete",
    "delete_file",
)
"""What ends something comes after everything else, in this order."""

_FIRST: Final = ("create", "create_file", "create_case_ticket", "run", "create_mfa_challenge")

_PRODUCES: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
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


def _to_nobody(_what: str) -> None:
    """Where nobody wants to know how far it is."""


@frozen(kw_only=True)
class HostHarness:
    """How to bring a plugin of the host edition under test.

    Args:
        configuration: What a project has entered in the settings; None for nothing.
        values: What the plugin's backend knows, by the names that ``show --edition host`` prints:
            ``{"service_id": "PQ3X"}``.
        prepare: Called with the plugin before the calls, to make ready what they are about.
    """

    configuration: Mapping[str, Any] | None = None
    values: Mapping[str, Any] = field(factory=dict[str, Any])
    prepare: Callable[[Any], Mapping[str, Any] | None] | None = None


@frozen
class HostTarget:
    """One plugin to judge by what the application calls.

    Args:
        label: What the report calls it.
        plugin_class: The class that the application loads.
        harness: What its backend knows.
        type: What it is judged by.
    """

    label: str
    plugin_class: builtins.type
    harness: HostHarness
    type: HostType

    @classmethod
    def of(
        cls, plugin_class: builtins.type, harness: HostHarness | None = None, label: str = ""
    ) -> "HostTarget":
        """A class, and what is known of it.

        Raises:
            LookupError: The application calls no plugin of this type.
        """
        found = CATALOGUE.get(str(getattr(plugin_class, "type", None)))
        if found is None:
            raise LookupError(f"{plugin_class.__name__} has no type that the application calls")
        return cls(label or full_name(plugin_class), plugin_class, harness or HostHarness(), found)


def resolve_host(plugin: PluginConfig) -> HostTarget:
    """What a name stands for.

    Raises:
        TargetError: It could not be found or loaded, or the application calls no such plugin.
    """
    found = load(plugin.target)
    harness = host_harness(plugin.harness)
    if not isinstance(found, type):
        raise TargetError(f"{plugin.target} is no class: the application loads classes")
    try:
        return HostTarget.of(found, harness, plugin.target)
    except LookupError as error:
        raise TargetError(str(error)) from error


def judge_host(
    plugin_class: type,
    harness: HostHarness | None = None,
    *,
    label: str = "",
    timeout: float = TIMEOUT,
) -> Judgement:
    """Make every catalogued call of a plugin's type, and do with the results what is done.

    Args:
        plugin_class: The class that the application loads.
        harness: What its backend knows; nothing if None.
        label: What the report calls it.
        timeout: Seconds that one call may take.

    Raises:
        LookupError: The application calls no plugin of this type.
    """
    return judge_host_target(HostTarget.of(plugin_class, harness, label), timeout)


def judge_host_target(
    target: HostTarget,
    timeout: float = TIMEOUT,
    progress: Callable[[str], None] = _to_nobody,
    doing: Callable[[str], None] = _to_nobody,
) -> Judgement:
    """As `judge_host`.

    Args:
        target: The plugin.
        timeout: Seconds that one call may take.
        progress: Called before each call, with its id.
        doing: Told of each call before it is made, and ``""`` when it has ended.
    """
    check = _Check(target.plugin_class, target.type, target.harness, timeout, progress, doing)
    return Judgement(target.label, target.type.type, False, False, tuple(check.outcomes()))


def check_host(
    plugins: Iterable[PluginConfig], strict: bool = False, timeout: float = TIMEOUT
) -> Report:
    """Judge plugins by what the application calls; one that cannot be loaded is reported too."""
    judgements: list[Judgement] = []
    failures: list[LoadFailure] = []
    for it in plugins:
        try:
            judged = judge_host_target(resolve_host(it), timeout)
            judgements.append(evolve(judged, strict=strict))
        except TargetError as error:
            failures.append(LoadFailure(it.target, str(error), error.author_traceback))
    return report_of(Options(strict=strict), judgements, failures)


def host_harness(given: object) -> HostHarness | None:
    """The harness that an author gave; None for none.

    Args:
        given: A harness, a function that makes one, or the name of either.

    Raises:
        TargetError: What was given is no harness for the host edition.
    """
    found: object = made_harness(given, HostHarness)
    if found is not None and not isinstance(found, HostHarness):
        raise TargetError(f"{given} is no HostHarness but {shown(found)}")
    return found


_Trip: TypeAlias = tuple[str, Consequence]
"""What a call trips over, and what that costs."""


@frozen
class _Done(Generic[T]):
    """What came of something that was done with a plugin."""

    result: tuple[T, ...]
    """What it returned; empty if it failed."""
    failure: str
    traceback: str
    printed: str


@frozen
class _Check:
    plugin_class: type
    type: HostType
    harness: HostHarness
    timeout: float
    progress: Callable[[str], None]
    doing: Callable[[str], None]

    def outcomes(self) -> Iterator[Outcome]:
        for it in PRECONDITIONS:
            yield self._precondition(it)
        ids = {
            id(call): f"HOST-{self.type.type.upper()}-{number:03d}"
            for number, call in enumerate(self.type.calls, 101)
        }
        ready = self._done(self._ready)
        for method, call in self._in_order():
            self.progress(ids[id(call)])
            if not ready.result:
                reason = f"the plugin could not be made ready: it {ready.failure}"
                yield self._outcome(ids[id(call)], method, call, Result.ERROR, reason=reason)
                continue
            self.doing(f"{method.name}({call.written})")
            done = self._done(partial(self._trip, *ready.result[0], method, call))
            self.doing("")
            trip = done.result[0] if done.result else (done.failure, call.on_error)
            yield self._judged(ids[id(call)], method, call, trip, done)

    def _ready(self) -> tuple[Any, Arguments]:
        """The plugin as the application has it before the first call."""
        plugin = self.plugin_class()
        given = dict(self.harness.values)
        if self.harness.configuration is not None:
            schema = plugin.configuration_schema
            plugin.configuration = schema.parse_obj(self.harness.configuration)
        plugin.project_id = 1
        if self.harness.prepare is not None:
            given |= self.harness.prepare(plugin) or {}
        return plugin, Arguments(given)

    def _in_order(self) -> list[tuple[HostMethod, Call]]:
        every = [(method, call) for method in self.type.methods for call in method.calls]

        def rank(pair: tuple[HostMethod, Call]) -> tuple[int, int]:
            name = pair[0].name
            if name in _FIRST:
                return 0, _FIRST.index(name)
            return (2, _LAST.index(name)) if name in _LAST else (1, 0)

        return sorted(every, key=rank)

    def _precondition(self, wanted: Precondition) -> Outcome:
        done = self._done(partial(wanted.problem, self.plugin_class))
        problem = done.result[0] if done.result else f"to look at it {done.failure}"
        finding = None
        if problem:
            finding = Finding(
                expected=wanted.text[:-1],
                then=f"{problem}: {wanted.consequence.text}",
                to_fix=wanted.to_fix,
                source=source_of(self.plugin_class),
            )
        return Outcome(
            requirement=f"HOST-{self.type.type.upper()}-{wanted.number:03d}",
            text=wanted.text,
            strength=Strength.MUST,
            level=Level.HOST,
            methods=(),
            result=Result.FAILED if problem else Result.PASSED,
            finding=finding,
        )

    def _trip(self, plugin: Any, world: Arguments, method: HostMethod, call: Call) -> _Trip | None:
        """What a call trips over; None if it does not."""
        bound = getattr(plugin, method.name, None)
        if not callable(bound):
            return f"raised AttributeError: there is no {method.name}", call.on_error
        args, kwargs = world.arguments(call, _positional(bound, len(call.args)))
        try:
            inspect.signature(bound).bind(*args, **kwargs)
        except TypeError as error:
            return f"raised {told(error)}", call.on_error
        except ValueError:
            pass  # Python cannot tell the signature of some callables; then just try
        result = bound(*args, **kwargs)
        if result is None:
            return "returned None", call.on_none
        wrong = problems(call.reads, result)
        if wrong:
            returned = f"returned {shown(result):.200}, which comes to {'; '.join(wrong)}"
            return returned, call.on_missing
        for name, path in _PRODUCES.get((self.type.type, method.name), {}).items():
            world.made.setdefault(name, produced(result, path))
        change(call.reads, result)
        return None

    def _done(self, work: Callable[[], T]) -> _Done[T]:
        """Do something with the plugin, whatever it does."""
        result, failed = list[T](), list[tuple[str, str]]()

        def attempt() -> None:
            try:
                result.append(work())
            except BaseException as error:  # a plugin may call sys.exit
                failed.append((f"raised {told(error)}", author_traceback(error)))

        # The object is per thread in the application: a call is made in the thread that set it up,
        # and one that never returns is not waited for by anybody else either.
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            if issubclass(self.plugin_class, threading.local):
                attempt()
            else:
                within(self.timeout, attempt)
        failure, trace = failed[0] if failed else (f"did not return within {self.timeout:g} s", "")
        return _Done(tuple(result), failure, trace, printable(printed.getvalue(), 2000))

    def _judged(
        self, id: str, method: HostMethod, call: Call, trip: _Trip | None, done: _Done[Any]
    ) -> Outcome:
        if trip is None or trip[1].severity is Severity.HARMLESS:
            return self._outcome(id, method, call, Result.PASSED)
        outcome, consequence = trip
        finding = Finding(
            called=f"{method.name}({call.written})",
            outcome=outcome,
            expected=_expected(call),
            then=f"{consequence.text} ({call.site})",
            to_fix=_to_fix(call),
            source=source_of(self.plugin_class, method.name),
            traceback=done.traceback,
            printed=done.printed,
        )
        return self._outcome(id, method, call, Result.FAILED, finding)

    def _outcome(
        self,
        id: str,
        method: HostMethod,
        call: Call,
        result: Result,
        finding: Finding | None = None,
        reason: str = "",
    ) -> Outcome:
        return Outcome(
            requirement=id,
            text=f"`{method.name}` works when {call.when}.",
            strength=Strength.MUST if method.required else Strength.SHOULD,
            level=Level.HOST,
            methods=(method.name,),
            result=result,
            reason=reason,
            finding=finding,
        )


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


def _positional(bound: Callable[..., Any], number: int) -> tuple[str, ...]:
    """The parameters that the first so many arguments take."""
    try:
        return tuple(inspect.signature(bound).parameters)[:number]
    except (TypeError, ValueError):
        return ()
