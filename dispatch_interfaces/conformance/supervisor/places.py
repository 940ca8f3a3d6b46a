"""A place where one child at a time works: it makes a new one when the last has died."""

import itertools
import re
import sysconfig
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import define, evolve, field

import dispatch_interfaces
from dispatch_interfaces.conformance.checker import Options
from dispatch_interfaces.conformance.host.steps import Step, steps_of
from dispatch_interfaces.conformance.judging import Judging
from dispatch_interfaces.conformance.live.sweep import Swept
from dispatch_interfaces.conformance.reports.report import DeclaredLimit, Judgement, LoadFailure
from dispatch_interfaces.conformance.requirements.mypy_findings import FoundByMypy, with_mypy
from dispatch_interfaces.conformance.run.created import LeftBehind
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.preparations import with_preparations
from dispatch_interfaces.conformance.run.requirement import Requirement
from dispatch_interfaces.conformance.run.runner import PATIENCE, time_limit
from dispatch_interfaces.conformance.self_check.attempts import SelfCheck
from dispatch_interfaces.conformance.supervisor.desk import Desk, ledger_of
from dispatch_interfaces.conformance.supervisor.messages import (
    Called,
    Found,
    Loaded,
    NotOurs,
    Opened,
    Order,
    Ran,
    Tapes,
    structured,
)
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.showing import message_of
from dispatch_interfaces.supervised.process import Broke, Child, Died

T = TypeVar("T")

_LOADING: Final = 10.0
"""Seconds that imports may take at least, however short the limit of a requirement is."""

_DEATHS: Final = 3
"""How often a method may end its child until it is not called any more."""

_CHILDREN: Final = 30
"""How many children one plugin may use up."""

_MYPY: Final = 620.0

_NUMBERS: Final = itertools.count()
"""Tells children apart."""

_FOREIGN: Final = (sysconfig.get_paths()["stdlib"], "<")


class NotLoaded(Exception):
    """A plugin cannot be brought under test, or not any more."""

    def __init__(self, message: str, traceback: str = "") -> None:
        super().__init__(message)
        self.traceback = traceback


@define(eq=False)
class Plugin:
    """One plugin, and all that is known of it: nothing of that is in a child only."""

    order: Order
    index: int
    found: Found
    judging: Judging | None
    """None for a plugin that is judged by what the application calls, all at once."""
    place: "Place | None" = None
    """The place that has taken it on; if all its objects share their data, no other works on it."""
    ending: bool = False
    """Whether all of it was run, and a place makes the judgement of it."""
    tag: str = ""
    sources: dict[str, str] = field(factory=dict[str, str])
    hung: set[str] = field(factory=set[str])
    deaths: dict[str, int] = field(factory=dict[str, int])
    children: int = 0
    missing_hooks: tuple[str, ...] = ()
    limits: tuple[DeclaredLimit, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    judgement: Judgement | None = None
    failure: LoadFailure | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more is to be found out about it."""
        return self.judgement is not None or self.failure is not None

    def fail(self, reason: str, traceback: str = "") -> None:
        """It cannot be judged, for a reason."""
        self.failure = LoadFailure(self.found.label, reason, traceback)


@define
class _Known:
    """What the calls of one plugin have shown that later ones need, in whichever child.

    Args:
        made: What they have returned, by the name of the value that it becomes.
        hung: The methods that did not come back, and at which step.
    """

    made: dict[str, str] = field(factory=dict[str, str])
    hung: dict[str, str] = field(factory=dict[str, str])


@define(eq=False)
class Place:
    """Does what is asked of a plugin, in a child that has loaded and opened it.

    Args:
        options: How far and how strictly to judge.
        tapes: The recordings of the check.
        memory: Bytes that a child may have; 0 for no limit.
    """

    options: Options
    tapes: Tapes
    memory: int
    _child: Child | None = None
    order: Order | None = None
    opened: Plugin | None = None
    """What is open in the child."""

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.close()
        self._child = self.order = self.opened = None

    async def load(self, order: Order) -> Loaded:
        """What an order stands for.

        Raises:
            NotLoaded: Its module ended the process, or did not come to an end.
        """
        sent = evolve(self.options, progress=_to_nobody, tape=None)
        seconds = max(_LOADING, self.options.timeout)

        async def load(without: Mapping[str, str]) -> Loaded:
            self.close()
            self._child, self.order = Child.start(Desk, self.memory), order
            asked = self._child.ask("load", order, sent, without, seconds=seconds)
            return structured(await asked, Loaded)

        try:
            return await without_deadly(load)
        except (Died, Broke, NotOurs) as error:
            self.close()
            where = error.printed if isinstance(error, Died) else ""
            raise NotLoaded(f"it {told_of(error)} when it was loaded", where) from error

    async def run(self, plugin: Plugin, requirement: Requirement) -> Outcome:
        """How one requirement ends, whatever becomes of the child.

        Raises:
            NotLoaded: The plugin could not be opened at all.
        """
        if plugin.children > _CHILDREN:
            reason = f"{_CHILDREN} processes came to their end over this plugin: enough"
            return Outcome.of(requirement, Result.NOT_RUN, reason)
        started = time.monotonic()
        try:
            child = await self._open(plugin)
            asked = ("run", requirement.id, frozenset(plugin.hung))
            answer = await child.ask(*asked, seconds=self._seconds_for(requirement))
            ran = structured(answer, Ran)
        except Died as died:
            self.close()
            return self._died(plugin, requirement, died, time.monotonic() - started)
        except (Broke, NotOurs) as error:
            self.close()
            reason = f"the suite failed, please report it: {error}"
            return Outcome.of(requirement, Result.ERROR, reason)
        plugin.missing_hooks = ran.missing_hooks
        plugin.hung |= set(ran.hung)
        printed = child.printed
        if ran.abandoned:
            self.close()
        return _believed(ran.outcome, requirement, printed)

    async def finish(self, plugin: Plugin, outcomes: list[Outcome]) -> Judgement:
        """What mypy, the self-check and the end of a plugin add to its outcomes."""
        options = self.options
        judgement = Judgement(
            plugin.found.label,
            plugin.found.interface,
            _contract(plugin).provisional,
            options.strict,
            tuple(outcomes),
            plugin.missing_hooks,
            plugin.limits,
        )
        if options.mypy:
            options.progress(plugin.found.label, "mypy")
            found = await self._mypy(plugin)
            joined = with_mypy(judgement.outcomes, found, _contract(plugin))
            judgement = evolve(judgement, outcomes=tuple(joined))
        settled = with_preparations(judgement.outcomes)
        judgement = evolve(judgement, outcomes=tuple(settled))
        if options.self_check:
            judgement = evolve(judgement, self_check=await self._self_check(plugin, judgement))
        return evolve(judgement, left_behind=await self.end(plugin))

    async def host(self, plugin: Plugin) -> Judgement:
        """The judgement by what the application calls, one step after the other.

        Raises:
            NotLoaded: It could not be loaded again after it had ended its child.
        """
        options, label = self.options, plugin.found.label
        outcomes: list[Outcome] = []
        known = _Known()
        for step in steps_of(plugin.found.interface):
            left_out = step.left_out(options.level, options.keyword)
            if left_out:
                outcomes.append(step.outcome(Result.NOT_RUN, left_out))
                continue
            options.progress(label, step.what)
            outcomes.append(await self._host_step(plugin, step, known))
        interface = plugin.found.interface
        whole = tuple(outcomes)
        return Judgement(label, interface, False, options.strict, whole, limits=plugin.limits)

    async def _host_step(self, plugin: Plugin, step: Step, known: "_Known") -> Outcome:
        """How one step ends, whatever becomes of the child."""
        seconds = self.options.timeout + _grace(self.options.timeout)
        if plugin.children >= _DEATHS and step.method is not None:
            reason = "the plugin could not be made ready: its process ended again and again"
            return step.outcome(Result.ERROR, reason)
        try:
            child = await self._loaded(plugin)
            asked = ("host", plugin.index, step.id, known.made, known.hung)
            called = structured(await child.ask(*asked, seconds=seconds), Called)
        except Died as died:
            self.close()
            if died.doing and step.method is not None:
                known.hung[step.method.name] = step.id
            else:
                plugin.children += 1
            return self._died_in_step(step, died)
        except (Broke, NotOurs) as error:
            self.close()
            reason = f"the suite failed, please report it: {error}"
            return step.outcome(Result.ERROR, reason)
        known.made, known.hung, plugin.limits = called.made, called.hung, called.limits
        return step.believed(called.outcome)

    def _died_in_step(self, step: Step, died: Died) -> Outcome:
        timeout = self.options.timeout
        late = f"did not return within {timeout:g} s, and lets no other thread run"
        how = late if died.late else died.how
        if not died.doing:
            reason = f"while no method was called, the plugin, its harness or a thread {how}"
            return step.outcome(Result.ERROR, reason)
        lines = lines_of(died.where)
        finding = Finding(
            called=step.called,
            outcome=how,
            expected="the call to return",
            to_fix=f"have it {'give up in time' if died.late else 'leave its process alone'}",
            source=lines[-1][0] if lines else "",
            traceback="\n".join(f"{place}, in {name}" for place, name in lines),
            printed=died.printed[-2000:],
        )
        return step.outcome(Result.FAILED, finding=finding)

    async def end(self, plugin: Plugin) -> tuple[LeftBehind, ...]:
        """Close a plugin, and remove what is left of it; what could not be removed."""
        if self.opened is not plugin and ledger_of(plugin.tag) is None:
            return plugin.left_behind
        try:
            child = await self._open(plugin)
            answer = await child.ask("end", seconds=self.options.timeout * PATIENCE)
            left = structured(answer, tuple[LeftBehind, ...])
        except (Died, Broke, NotOurs, NotLoaded) as error:
            self.close()
            if not plugin.tag:
                return plugin.left_behind
            told = LeftBehind("what it made", f"closing the plugin {told_of(error)}")
            return (*plugin.left_behind, told)
        self.opened = None
        return (*plugin.left_behind, *left)

    async def _loaded(self, plugin: Plugin) -> Child:
        """The child, which has loaded what the plugin was found by.

        Raises:
            NotLoaded: It could not be loaded again.
        """
        if self._child is None or self.order is not plugin.order:
            loaded = await self.load(plugin.order)
            if plugin.found not in loaded.plugins[plugin.index : plugin.index + 1]:
                told = loaded.failures[0].message if loaded.failures else "it is another now"
                raise NotLoaded(f"it could not be loaded again: {told}")
        assert self._child is not None
        return self._child

    async def _open(self, plugin: Plugin) -> Child:
        """The child, in which the plugin is open.

        Raises:
            NotLoaded: It could not be loaded, or there is no way to bring it under test.
        """
        child = await self._loaded(plugin)
        if self.opened is plugin:
            return child
        timeout = self.options.timeout
        if (ledger := ledger_of(plugin.tag)) is not None:
            answer = await child.ask("sweep", ledger, None, seconds=timeout * PATIENCE)
            plugin.left_behind += structured(answer, Swept).left_behind
        plugin.children += 1
        asked = ("open", plugin.index, next(_NUMBERS), plugin.tag, self.tapes)
        opened = structured(await child.ask(*asked, seconds=max(_LOADING, timeout)), Opened)
        if opened.refused:
            raise NotLoaded(opened.refused, opened.traceback)
        plugin.tag, plugin.sources, plugin.limits = opened.tag, opened.sources, opened.limits
        self.opened = plugin
        return child

    async def _mypy(self, plugin: Plugin) -> FoundByMypy:
        try:
            child = await self._open(plugin)
            return structured(await child.ask("mypy", seconds=_MYPY), FoundByMypy)
        except (Died, Broke, NotOurs, NotLoaded) as error:
            self.close()
            return FoundByMypy(failure=f"mypy could not be asked: {told_of(error)}")

    async def _self_check(self, plugin: Plugin, judgement: Judgement) -> SelfCheck:
        label = plugin.found.label

        def show(what: str) -> None:
            if what:  # else it only waits for the service to show something
                self.options.progress(label, what)

        # No mutation is waited for longer than for one requirement.
        seconds = self.options.timeout + _grace(self.options.timeout)
        try:
            child = await self._open(plugin)
            asked = child.ask("self_check", judgement, seconds=seconds, progress=show)
            return structured(await asked, SelfCheck)
        except (Died, Broke, NotOurs, NotLoaded) as error:
            self.close()
            return SelfCheck(not_run=f"while it was mutated, the plugin {told_of(error)}")

    def _seconds_for(self, requirement: Requirement) -> float:
        """How long the parent waits: a little longer than the child itself does."""
        options, profile = self.options, self.options.run.profile
        patience = PATIENCE if profile.remote else 1
        limit = time_limit(requirement, options.timeout, profile, patience)
        # What was made on a remote backend is removed before the child answers.
        return limit + _grace(limit) + (options.timeout * PATIENCE if profile.remote else 0)

    def _died(
        self, plugin: Plugin, requirement: Requirement, died: Died, seconds: float
    ) -> Outcome:
        """The outcome of a requirement over which the child was lost."""
        timeout = self.options.timeout
        late = f"did not return within {timeout:g} s, and lets no other thread run"
        how, took = late if died.late else died.how, round(seconds, 4)
        if not died.doing:
            reason = f"while no method was called, the harness, its observer or a thread {how}"
            return Outcome.of(requirement, Result.ERROR, reason, seconds=took)
        method = died.doing.partition("(")[0]
        plugin.deaths[method] = plugin.deaths.get(method, 0) + 1
        if died.late or plugin.deaths[method] >= _DEATHS:
            plugin.hung.add(method)
        about = method in requirement.methods
        lines = lines_of(died.where)
        finding = Finding(
            called=died.doing,
            outcome=how,
            expected="the call to return"
            + ("" if about else f" while {requirement.id} was prepared"),
            to_fix=f"have {method} {'give up in time' if died.late else 'leave its process alone'}",
            source=lines[-1][0] if lines else plugin.sources.get(method, ""),
            traceback="\n".join(f"{place}, in {name}" for place, name in lines),
            printed=died.printed[-2000:],
        )
        ended: dict[str, Any] = {"called": (method,), "finding": finding, "seconds": took}
        if about:
            return Outcome.of(requirement, Result.FAILED, **ended)
        reason = f"{died.doing} {how}"
        return Outcome.of(requirement, Result.BLOCKED, reason, blocked_by=method, **ended)


def _believed(outcome: Outcome, requirement: Requirement, printed: str) -> Outcome:
    """An outcome, of which the parent's own suite says what it is about."""
    finding = outcome.finding
    if finding is not None and printed:
        finding = evolve(finding, printed=(finding.printed + printed)[-2000:])
    kept = ("reason", "traceback", "blocked_by", "called", "seconds", "within")
    told = {name: getattr(outcome, name) for name in kept}
    return Outcome.of(requirement, outcome.result, finding=finding, **told)


def lines_of(where: str) -> list[tuple[str, str]]:
    """The author's lines that a child was in, the innermost last, as faulthandler tells them."""
    found = re.findall(r'File "([^"]+)", line (\d+) in (\S+)', where)
    ours = str(Path(dispatch_interfaces.__file__).parent)
    before = itertools.takewhile(lambda it: not it[0].startswith(ours), found)
    theirs = [it for it in before if not it[0].startswith(_FOREIGN)]
    return [(f"{file}:{line}", name) for file, line, name in reversed(theirs)]


async def without_deadly(ask: Callable[[Mapping[str, str]], Coroutine[Any, Any, T]]) -> T:
    """Ask a child for what packages offer, again without each one that ends it when imported.

    Args:
        ask: Asks a new child, which imports none of some packages, and says why of each.
    """
    without: dict[str, str] = {}
    while True:
        try:
            return await ask(without)
        except Died as error:
            if not error.doing or error.doing in without:
                raise
            without[error.doing] = f"it {told_of(error)} when it was loaded"


def told_of(error: Exception) -> str:
    """What became of a child, to follow its name."""
    if isinstance(error, Died):
        return "did not come to an end" if error.late else error.how
    if isinstance(error, NotOurs):
        return "answered in the place of the suite"
    return f"failed: {message_of(error)}"


def _grace(seconds: float) -> float:
    return max(2.0, seconds / 10)


def _contract(plugin: Plugin) -> Contract:
    return CONTRACTS[plugin.found.interface]


def _to_nobody(_label: str, _what: str) -> None:
    """In the child, where nobody looks on."""
