"""Would the suite notice? Lies in place of a plugin that passed, and expects to be caught.

A lie that is not caught names what blinds the suite: the harness, the observer, or what is
expected to fail.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.conformance.cassette import Replay
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.profile import LIVE
from dispatch_interfaces.conformance.report import (
    Attempt,
    Blindness,
    Judgement,
    Outcome,
    Result,
    SelfCheck,
    Verdict,
)
from dispatch_interfaces.conformance.requirement import Level, Requirement, Strength
from dispatch_interfaces.conformance.runner import Runner
from dispatch_interfaces.conformance.sabotage import CannotBeChanged, counted, sabotaged
from dispatch_interfaces.conformance.saboteurs import (
    BLOCK,
    LEAK,
    SABOTEURS,
    Saboteur,
    no_defect,
)
from dispatch_interfaces.conformance.suites import SUITES
from dispatch_interfaces.contract import Method
from dispatch_interfaces.kinds import class_of, vars_of

_LEVELS: Final = (Level.SHAPE, Level.BEHAVIOUR)

_PATIENCE: Final = 5.0
"""How many times as long as before a requirement may take until something counts as blocked."""

_BLOCKED_AFTER: Final = 0.1
"""But no less than this, in seconds."""


def sabotage_all(
    runner: Runner,
    judgement: Judgement,
    progress: Callable[[str], None] = lambda _what: None,
) -> SelfCheck:
    """Sabotage each method of a plugin in every way, and see which requirement notices.

    It is the class of the plugin that is changed, for the time of each run: so the harness opens
    the sabotaged plugin without knowing, whatever it wraps around it.

    Args:
        runner: What ran the requirements: it knows the harness and the class.
        judgement: What the check found out about the plugin.
        progress: Called before each attempt, with what is done to which method.
    """
    plugin_class, harness = runner.plugin_class, runner.harness
    if judgement.verdict not in (Verdict.CONFORMS, Verdict.CONFORMS_WHERE_OBSERVED):
        return SelfCheck(not_run=f"{plugin_class.__name__} has to pass first")
    if isinstance(runner.tape, Replay):
        return SelfCheck(not_run="a recording cannot be sabotaged: leave out the replay")
    if runner.settings.profile is LIVE:
        return SelfCheck(not_run="a live backend is not sabotaged: take another profile")
    check = _Check(runner, judgement)
    methods = [
        it for it in harness.contract.methods if not unsupported_reason(plugin_class, it.name)
    ]
    try:
        reached = check.reached(methods)
    except CannotBeChanged as error:
        return SelfCheck(not_run=str(error))
    attempts: list[Attempt] = []
    for method in methods:
        for saboteur in SABOTEURS:
            for attempt in _planned(saboteur, harness, method):
                if not attempt.reason:
                    progress(f"self-check: {saboteur.name} in {method.name}")
                    attempt = check.attempt(attempt, saboteur, method, reached[method.name])
                attempts.append(attempt)
    return SelfCheck(tuple(attempts))


def _planned(saboteur: Saboteur, harness: Harness[Any, Any], method: Method) -> Iterator[Attempt]:
    """What a saboteur is to try in a method; those that are spared have a reason already."""
    aims = saboteur.aims(method)
    if not aims:
        yield Attempt(saboteur.name, method.name, reason=f"needs {saboteur.needs}")
    for aim in aims:
        reason = no_defect(saboteur, harness.contract, method, aim)
        if saboteur is LEAK and harness.shared_backend:
            reason = "the harness says that all plugins share one backend"
        yield Attempt(saboteur.name, method.name, aim, reason=reason)


@frozen
class _Check:
    """A plugin that passed, and how it did."""

    runner: Runner
    judgement: Judgement

    def reached(self, methods: list[Method]) -> Mapping[str, list[Outcome]]:
        """The requirements that call each method, those that are about it first."""
        reached: dict[str, list[Outcome]] = {it.name: [] for it in methods}
        for outcome in self.judgement.of(Result.PASSED, Result.FAILED):
            if self._binds(outcome):
                with counted(self.runner.plugin_class, methods) as calls:
                    self.runner.run(self._requirement(outcome))
                for name in calls:
                    reached[name].append(outcome)
        for name, outcomes in reached.items():
            outcomes.sort(key=lambda it: (name not in it.methods, it.level.rank, len(it.methods)))
        return reached

    def attempt(
        self, attempt: Attempt, saboteur: Saboteur, method: Method, reached: list[Outcome]
    ) -> Attempt:
        """The attempt, with the requirement that caught it, or with what kept all from it."""
        tried: list[Requirement] = []
        for outcome in reached:
            requirement = self._requirement(outcome)
            if outcome.expected_failure or requirement.rule_number in saboteur.beside:
                continue
            runner = self._runner(saboteur, outcome)
            with sabotaged(runner.plugin_class, method, saboteur, attempt.argument):
                now = runner.run(requirement)
            if now.result is Result.FAILED:
                return evolve(attempt, caught_by=requirement.id)
            tried.append(requirement)
        blindness, reason = self._cause(method, reached, tried)
        return evolve(attempt, blindness=blindness, reason=reason)

    def _cause(
        self, method: Method, reached: list[Outcome], tried: list[Requirement]
    ) -> tuple[Blindness, str]:
        about = [it for it in self.judgement.outcomes if method.name in it.methods]
        about = [it for it in about if self._binds(it)]
        unseen = [it for it in about if it.result is Result.NOT_OBSERVED]
        elsewhere = [it for it in about if it.result in (Result.PASSED, Result.FAILED)]
        if not reached and (elsewhere or not unseen):
            return Blindness.NOT_REACHED, self._who_answers(method)
        expected = [it for it in (about if tried else reached) if it.expected_failure]
        if expected:
            return Blindness.EXPECTED_FAILURE, f"expected to fail: {_ids(expected)}"
        if unseen:
            hooks = {it for one in unseen for it in self._requirement(one).observes}
            missing = ", ".join(sorted(hooks & set(self.judgement.missing_hooks)))
            lacks = f"the observer lacks {missing}" if missing else unseen[0].reason
            return Blindness.NOT_OBSERVED, f"{lacks}: {_ids(unseen)} not observed"
        hooks = {it for one in tried if method.name in one.methods for it in one.observes}
        if hooks:
            shown = f"{self._observer()} shows by {', '.join(sorted(hooks))}"
            return Blindness.OBSERVER, f"{shown} what was called, not what was done"
        return (
            Blindness.UNSEEN,
            f"{method.name} was called, and nothing that followed was different: look at the "
            "harness; if it is as it should be, the suite lacks a requirement, please report it",
        )

    def _who_answers(self, method: Method) -> str:
        plugin_class, name = self.runner.plugin_class, method.name
        told = f"no call reached {plugin_class.__name__}.{name}"
        with self.runner.harness.raw_plugin() as plugin:
            opened = class_of(plugin)
            if opened is not plugin_class:
                return f"{told}: the harness opens {opened.__name__}"
            if name in vars_of(plugin):
                return f"{told}: the object has a {name} of its own"
        return f"{told}: no requirement that ran calls it"

    def _observer(self) -> str:
        observer = self.runner.harness.observer
        if observer is None:
            return f"{self.runner.plugin_class.__name__}, its own observer,"
        return f"the observer {getattr(observer, '__qualname__', repr(observer))}"

    def _runner(self, saboteur: Saboteur, outcome: Outcome) -> Runner:
        """A new one for each attempt: a runner does not call again what hung once."""
        was, timeout = self.runner, self.runner.timeout
        if saboteur is BLOCK:
            timeout = min(timeout, max(_BLOCKED_AFTER, _PATIENCE * outcome.seconds))
        return Runner(was.harness, was.plugin_class, timeout, was.settings)

    def _binds(self, outcome: Outcome) -> bool:
        must = self.judgement.strict or outcome.strength is Strength.MUST
        return must and outcome.level in _LEVELS and not outcome.preview

    def _requirement(self, outcome: Outcome) -> Requirement:
        return SUITES[self.judgement.interface].requirements[outcome.requirement]


def _ids(outcomes: list[Outcome]) -> str:
    return ", ".join(dict.fromkeys(it.requirement for it in outcomes))
