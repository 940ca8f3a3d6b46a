"""Would the suite notice? Lies in place of a plugin that passed, and expects to be caught.

A lie that is not caught names what blinds the suite: the harness, the observer, or what is
expected to fail.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Requirement, Strength
from dispatch_interfaces.conformance.run.runner import Runner
from dispatch_interfaces.conformance.self_check.attempts import Attempt, Blindness, SelfCheck
from dispatch_interfaces.conformance.self_check.mutations import (
    BLOCK,
    LEAK,
    MUTATIONS,
    Mutation,
    hidden_by,
    no_defect,
)
from dispatch_interfaces.conformance.self_check.replacing import CannotBeChanged, counted, mutated
from dispatch_interfaces.contract import Method
from dispatch_interfaces.limits import Limits
from dispatch_interfaces.narrowing import class_of, vars_of

_LEVELS: Final = (Level.SHAPE, Level.BEHAVIOUR)

_PATIENCE: Final = 5.0
"""How many times as long as before a requirement may take until something counts as blocked."""

_BLOCKED_AFTER: Final = 0.1
"""But no less than this, in seconds."""


def mutate_all(
    runner: Runner,
    outcomes: Sequence[Outcome],
    strict: bool = False,
    progress: Callable[[str], None] = lambda _what: None,
) -> SelfCheck:
    """Mutate each method of a plugin in every way, and see which requirement notices.

    It is the class of the plugin that is changed, for the time of each run: so the harness opens
    the mutated plugin without knowing, whatever it wraps around it.

    Args:
        runner: What ran the requirements: it knows the harness and the class.
        outcomes: How they ended.
        strict: Whether a SHOULD counts as much as a MUST.
        progress: Called before each requirement, with what is done to which method.
    """
    plugin_class, harness = runner.plugin_class, runner.harness
    check = _Check(runner, outcomes, strict, progress)
    methods = [
        it for it in harness.contract.methods if not unsupported_reason(plugin_class, it.name)
    ]
    try:
        reached = check.reached(methods)
    except CannotBeChanged as error:
        return SelfCheck(not_run=str(error))
    attempts: list[Attempt] = []
    for method in methods:
        for mutation in MUTATIONS:
            for attempt in _planned(mutation, harness, method, runner.limits):
                if not attempt.reason:
                    attempt = check.attempt(attempt, mutation, method, reached[method.name])
                attempts.append(attempt)
    return SelfCheck(tuple(attempts))


def _planned(
    mutation: Mutation, harness: Harness[Any, Any], method: Method, limits: Limits
) -> Iterator[Attempt]:
    """What a mutation is to try in a method; those that are spared have a reason already."""
    aims = mutation.aims(method)
    if not aims:
        yield Attempt(mutation.name, method.name, reason=f"needs {mutation.needs}")
    for aim in aims:
        reason = no_defect(mutation, harness.contract, method, aim)
        reason = reason or hidden_by(limits, mutation, method, aim)
        if mutation is LEAK and harness.shared_backend:
            reason = "the harness says that all plugins share one backend"
        yield Attempt(mutation.name, method.name, aim, reason=reason)


@frozen
class _Check:
    """A plugin that passed, and how it did."""

    runner: Runner
    outcomes: Sequence[Outcome]
    strict: bool
    progress: Callable[[str], None]

    def reached(self, methods: list[Method]) -> Mapping[str, list[Outcome]]:
        """The requirements that call each method, those that are about it first."""
        reached: dict[str, list[Outcome]] = {it.name: [] for it in methods}
        for outcome in self.outcomes:
            if outcome.result in (Result.PASSED, Result.FAILED) and self._binds(outcome):
                self.progress(f"self-check: {outcome.requirement}")
                with counted(self.runner.plugin_class, methods) as calls:
                    self.runner.outcome_of(self._requirement(outcome))
                for name in calls:
                    reached[name].append(outcome)
        for name, outcomes in reached.items():
            outcomes.sort(key=lambda it: (name not in it.methods, it.level.rank, len(it.methods)))
        return reached

    def attempt(
        self, attempt: Attempt, mutation: Mutation, method: Method, reached: list[Outcome]
    ) -> Attempt:
        """The attempt, with the requirement that caught it, or with what kept all from it."""
        tried: list[Requirement] = []
        for outcome in reached:
            requirement = self._requirement(outcome)
            if outcome.expected_failure or requirement.rule_number in mutation.beside:
                continue
            self.progress(f"self-check: {mutation.name} in {method.name}")
            runner = self._runner(mutation, outcome)
            with mutated(runner.plugin_class, method, mutation, attempt.argument):
                now = runner.outcome_of(requirement)
            self.runner.clean()
            if now.result is Result.FAILED:
                return evolve(attempt, caught_by=requirement.id)
            tried.append(requirement)
        blindness, reason = self._cause(method, reached, tried)
        return evolve(attempt, blindness=blindness, reason=reason)

    def _cause(
        self, method: Method, reached: list[Outcome], tried: list[Requirement]
    ) -> tuple[Blindness, str]:
        about = [it for it in self.outcomes if method.name in it.methods]
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
            missing = ", ".join(sorted(hooks & set(self.runner.missing_hooks)))
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

    def _runner(self, mutation: Mutation, outcome: Outcome) -> Runner:
        """A new one for each attempt: a runner does not call again what hung once.

        It leaves cleaning to the one that it is made from: no mutation takes part in that.
        """
        was, timeout = self.runner, self.runner.timeout * self.runner.patience
        if mutation is BLOCK:
            timeout = min(timeout, max(_BLOCKED_AFTER, _PATIENCE * outcome.seconds))
        layers = was.backend.layers if was.backend is not None else ()
        return Runner(
            was.harness, was.plugin_class, timeout, was.run, layers, settling=was.settling
        )

    def _binds(self, outcome: Outcome) -> bool:
        must = self.strict or outcome.strength is Strength.MUST
        return must and outcome.level in _LEVELS and not outcome.preview

    def _requirement(self, outcome: Outcome) -> Requirement:
        return SUITES[self.runner.harness.contract.interface].requirements[outcome.requirement]


def _ids(outcomes: list[Outcome]) -> str:
    return ", ".join(dict.fromkeys(it.requirement for it in outcomes))
