"""Requirements as pytest sees them: callables to parametrise a test with."""

import warnings
from pathlib import Path
from typing import Unpack

from attrs import frozen

from dispatch_interfaces.conformance.checker import TIMEOUT, runner_for
from dispatch_interfaces.conformance.config import Config, ExpectedFailure
from dispatch_interfaces.conformance.judging import as_expected
from dispatch_interfaces.conformance.reports.finding_text import finding_lines, traceback_text
from dispatch_interfaces.conformance.reports.report import FEW
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS, SUITES
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.profiles import PROFILES, QUICK, Run
from dispatch_interfaces.conformance.run.requirement import Level, Requirement, Strength
from dispatch_interfaces.conformance.run.runner import Runner
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.options import RunOptions, seconds
from dispatch_interfaces.showing import without_orders


@frozen
class Case:
    """One requirement bound to one plugin. Call it to run it; its str is the requirement's id."""

    requirement: Requirement
    runner: Runner
    strict: bool
    expected: tuple[ExpectedFailure, ...] = ()
    """What is expected to fail of the interface."""

    def __call__(self) -> None:
        """Run the requirement.

        A plugin that fails it fails the test, and so does whatever kept it from being run. What
        is unsupported or cannot be observed is skipped, and a SHOULD that is not met is an
        expected failure unless ``strict``, as is what the configuration says: none ever looks
        passed.
        """
        import pytest  # here, since who asks for requirements otherwise needs none of it

        __tracebackhide__ = True
        entry = next((it for it in self.expected if it.requirement == str(self)), None)
        outcome = as_expected(self.runner.outcome_of(self.requirement), entry)
        for it in self.runner.left_behind:
            warnings.warn(f"left behind on the backend: {it.what}: {it.reason}", stacklevel=2)
        if outcome.result is Result.PASSED:
            if self.requirement.core and self.requirement.level is not Level.STATIC:
                self._refuse_too_much()
                self._refuse_unobservable()
            return
        if outcome.result in (Result.UNSUPPORTED, Result.NOT_OBSERVED):
            pytest.skip(without_orders(f"{outcome.result.value}: {outcome.reason}"))
        lines = [*finding_lines(outcome), traceback_text(outcome)]
        told = without_orders("\n".join(lines).rstrip())
        if outcome.expected_failure or self._is_blocked_as_expected(outcome):
            pytest.xfail(told)
        if outcome.preview or (self.requirement.strength is Strength.SHOULD and not self.strict):
            pytest.xfail(told)
        pytest.fail(told, pytrace=False)

    def _is_blocked_as_expected(self, outcome: Outcome) -> bool:
        """Whether it is blocked by a method of which a failure is expected."""
        methods = {name for it in self.expected for name in REQUIREMENTS[it.requirement].methods}
        return outcome.result is Result.BLOCKED and outcome.blocked_by in methods

    def _refuse_too_much(self) -> None:
        import pytest

        __tracebackhide__ = True
        whole = len(SUITES[self.requirement.contract.interface].requirements)
        if len(self.expected) * FEW > whole:
            told = f"too much is expected to fail: {len(self.expected)} of {whole} requirements"
            pytest.fail(told, pytrace=False)

    def _refuse_unobservable(self) -> None:
        """Skipping every behaviour would leave a green run that has seen nothing."""
        import pytest

        __tracebackhide__ = True
        harness = self.runner.harness
        suite = SUITES[self.requirement.contract.interface]
        requirements = suite.requirements.values()
        behaviour = [it for it in requirements if it.level is Level.BEHAVIOUR and it.methods]
        with harness.raw_plugin() as plugin:
            missing = set(harness.missing_hooks(plugin))
        if all(missing & set(it.observes) for it in behaviour):
            pytest.fail(
                "nothing that this plugin does can be observed: give the harness an observer "
                f"with {', '.join(sorted(missing))}",
                pytrace=False,
            )

    def __str__(self) -> str:
        return self.requirement.id


def requirements_for(
    target: object, *, cache: Path | None = None, **options: Unpack[RunOptions]
) -> list[Case]:
    """All requirements of a plugin's interface, to parametrise a test with.

    ``@pytest.mark.parametrize("requirement", requirements_for(AcmeStorage), ids=str)``

    Args:
        target: A class, an instance, a factory, or the name of one.
        cache: A folder in which failing sequences are kept for the next run.
        options: How much and how strictly; see `RunOptions`.

    Raises:
        TargetError: The target or the harness could not be found or loaded.
        ConfigError: The ``pyproject.toml`` of the current folder cannot be used.
        ValueError: The time limit is none.
    """
    known = Config.read(Path.cwd()).expected_failures
    profile = PROFILES[options.get("profile", QUICK.name)]
    run = Run(profile=profile, seed=options.get("seed", 0), cache=cache)
    timeout, strict = seconds(options.get("timeout", TIMEOUT)), options.get("strict", False)
    found = resolve(target, options.get("interface"), options.get("harness"))
    runners = [runner_for(it, timeout, run) for it in found]
    return [
        Case(requirement, runner, strict, expected)
        for runner in runners
        for suite in [SUITES[runner.harness.contract.interface]]
        for expected in [tuple(it for it in known if it.requirement in suite.requirements)]
        for requirement in suite.requirements.values()
    ]
