"""Judges plugins: the one function behind every front end."""

import platform
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, Unpack

from attrs import evolve, field, frozen

from dispatch_interfaces import __version__
from dispatch_interfaces.conformance.config import Config, ExpectedFailure, PluginConfig
from dispatch_interfaces.conformance.judging import Judging
from dispatch_interfaces.conformance.live.ledger import Ledger
from dispatch_interfaces.conformance.live.pace import new_tag
from dispatch_interfaces.conformance.live.session import LiveSession, sandbox_harness
from dispatch_interfaces.conformance.reports.hooks import tell_finished
from dispatch_interfaces.conformance.reports.report import (
    DeclaredLimit,
    Judgement,
    LoadFailure,
    Replayed,
    Report,
    Verdict,
)
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.requirements.mypy_findings import found_by_mypy, with_mypy
from dispatch_interfaces.conformance.run.layers import Layer
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.preparations import with_preparations
from dispatch_interfaces.conformance.run.profiles import PROFILES, QUICK, Run
from dispatch_interfaces.conformance.run.recording import Replay, Tape, taped
from dispatch_interfaces.conformance.run.requirement import Level, Requirement
from dispatch_interfaces.conformance.run.runner import Runner
from dispatch_interfaces.conformance.run.settling import Settling
from dispatch_interfaces.conformance.self_check.attempts import SelfCheck
from dispatch_interfaces.conformance.self_check.trials import mutate_all
from dispatch_interfaces.conformance.targets import Target, TargetError, resolve
from dispatch_interfaces.options import CheckOptions, seconds

TIMEOUT: Final = 60.0
"""Seconds that one requirement may take, unless the author says otherwise."""


def _quietly(_label: str, _requirement: str) -> None:
    """Where nobody wants to know how far it is."""


@frozen(kw_only=True)
class Options:
    """How far and how strictly to judge: `CheckOptions`, with what they come to.

    Args:
        expected_failures: Failures that the author knows of.
        run: The profile, the seed and the cache.
        first: The ids of requirements that are run before others of their level.
        progress: Called before each requirement, with its id and label of the plugin.
        tape: Writes the run down, or answers in the place of the plugins.
    """

    level: Level | None = None
    strict: bool = False
    keyword: str = ""
    timeout: float = TIMEOUT
    expected_failures: tuple[ExpectedFailure, ...] = ()
    run: Run = field(factory=Run)
    self_check: bool = False
    mypy: bool = False
    fail_fast: bool = False
    first: frozenset[str] = frozenset()
    progress: Callable[[str, str], None] = _quietly
    tape: Tape | None = None

    @property
    def opens(self) -> bool:
        """Whether plugins are opened: the static level imports their modules, and no more."""
        return self.level is not Level.STATIC

    def left_out(self, requirement: Requirement) -> Outcome | None:
        """What becomes of a requirement that is not to be run; None of one that is."""
        told = " ".join((requirement.id, requirement.function.__name__, *requirement.methods))
        if self.keyword.lower() not in told.lower():
            reason = f"-k {self.keyword} is in none of id, name and methods"
            return Outcome.of(requirement, Result.NOT_SELECTED, reason)
        if self.level is not None and requirement.level.rank > self.level.rank:
            return Outcome.of(requirement, Result.NOT_RUN, f"beyond --level {self.level.value}")
        return None


@contextmanager
def chosen(
    given: CheckOptions,
    *,
    expected_failures: tuple[ExpectedFailure, ...] = (),
    cache: Path | None = None,
    first: frozenset[str] = frozenset(),
    progress: Callable[[str, str], None] = _quietly,
) -> Generator[Options]:
    """The options of one check, with its recording open.

    Args:
        given: Those that were given; the others have their defaults.
        expected_failures: Failures that the author knows of.
        cache: A folder in which failing sequences are kept for the next run.
        first: The ids of requirements that are run before others of their level.
        progress: Called before each requirement, with its id and label of the plugin.

    Raises:
        CassetteError: The recording cannot be read.
        ValueError: The time limit is none.
    """
    profile, level = PROFILES[given.get("profile", QUICK.name)], given.get("level")
    whole = Run(profile=profile, seed=given.get("seed", 0), cache=cache)
    with taped(given.get("record"), given.get("replay"), whole) as (tape, run):
        yield Options(
            level=Level(level) if level else None,
            strict=given.get("strict", False),
            keyword=given.get("keyword", ""),
            timeout=seconds(given.get("timeout", TIMEOUT)),
            expected_failures=expected_failures,
            run=run,
            self_check=given.get("self_check", False),
            mypy=given.get("mypy", False),
            fail_fast=given.get("fail_fast", False),
            first=first,
            progress=progress,
            tape=tape,
        )


def check(*targets: object, **options: Unpack[CheckOptions]) -> Report:
    """Judge plugins by the conformance suite.

    Args:
        targets: Classes, instances, factories, modules, or names of them.
        options: How far and how strictly; see `CheckOptions`.

    Raises:
        TargetError: A target or the harness could not be found or loaded.
        CassetteError: The recording cannot be read, or is not of these targets.
        ConfigError: The ``pyproject.toml`` of the current folder cannot be used.
    """
    with chosen(options, expected_failures=Config.read(Path.cwd()).expected_failures) as how:
        interface, harness = options.get("interface"), options.get("harness")
        found = [
            it for target in targets for it in resolve(target, interface, harness, call=how.opens)
        ]
        if not found:
            raise TargetError("nothing to check")
        return report_of(how, [judge(it, how) for it in found])


def check_all(plugins: Iterable[PluginConfig], options: Options) -> Report:
    """Judge plugins by name; one that cannot be loaded is reported beside the others."""
    judgements: list[Judgement] = []
    failures: list[LoadFailure] = []
    for plugin in plugins:
        try:
            found = resolve(plugin.target, plugin.interface, plugin.harness, call=options.opens)
            judgements += [judge(it, options) for it in found]
        except TargetError as error:
            failures.append(LoadFailure(plugin.target, str(error), error.author_traceback))
    return report_of(options, judgements, failures)


def report_of(
    options: Options, judgements: list[Judgement], failures: Iterable[LoadFailure] = ()
) -> Report:
    """The report of a check, of which installed packages take notice."""
    report = Report(
        version=__version__,
        python=platform.python_version(),
        profile=options.run.profile.name,
        seed=options.run.seed,
        judgements=tuple(judgements),
        not_loaded=tuple(failures),
        replayed=_replayed(options.tape),
    )
    if options.opens:
        tell_finished(report)
    return report


def _replayed(tape: Tape | None) -> Replayed | None:
    if not isinstance(tape, Replay):
        return None
    age = datetime.now(UTC) - tape.recorded
    return Replayed(tape.recorded.isoformat(), round(age.total_seconds()))


def runner_for(
    target: Target, timeout: float, run: Run, tape: Tape | None = None, opens: bool = True
) -> Runner:
    """What runs requirements against a target, with all that stands between.

    Args:
        target: The plugin.
        timeout: Seconds that one requirement may take.
        run: What all requirements of the check have in common.
        tape: Writes the run down, or answers in the place of the plugin.
        opens: Whether the plugin is opened at all.

    Raises:
        TargetError: The backend outlives the run, and the harness does not call it a sandbox.
        CassetteError: The recording is not of this target.
    """
    if isinstance(tape, Replay):
        harness = tape.in_place_of(target.harness, target.plugin_class, target.label)
        return Runner(harness, target.plugin_class, timeout, run, (tape.layer(target.label),))
    harness, session = target.harness, None
    layers: tuple[Layer, ...] = ()
    if opens and run.profile.remote:
        harness = sandbox_harness(target, run.profile.name)
        named = PluginConfig(
            target=target.label, harness=target.harness_name, interface=target.contract.interface
        )
        session = LiveSession(harness, Ledger(named, harness.tag))
        layers = session.layers
    elif opens and harness.shared_backend:
        # Another check may work on the same data, and makes up names as we do.
        harness = evolve(harness, tag=harness.tag or new_tag())
    if tape is not None:
        layers = (*layers, tape.layer(target.label, harness.tag))
    settling = Settling(harness) if harness.settle else None
    return Runner(harness, target.plugin_class, timeout, run, layers, session, settling=settling)


def judge(target: Target, options: Options) -> Judgement:
    """Judge one plugin.

    Raises:
        TargetError: The backend outlives the run, and the harness does not call it a sandbox.
        CassetteError: The recording is not of this target.
    """
    contract = target.contract
    runner = runner_for(target, options.timeout, options.run, options.tape, options.opens)
    try:
        judging = judging_of(contract.interface, options)
        while (requirement := judging.next()) is not None:
            options.progress(target.label, requirement.id)
            judging.take(runner.outcome_of(requirement))
        outcomes = judging.outcomes()
        if options.mypy:
            options.progress(target.label, "mypy")
            found = found_by_mypy(target.plugin_class, contract)
            outcomes = with_mypy(outcomes, found, contract)
        judgement = Judgement(
            target.label,
            contract.interface,
            contract.provisional,
            options.strict,
            tuple(with_preparations(outcomes)),
            runner.missing_hooks,
            DeclaredLimit.all_of(runner.limits),
        )
        if options.self_check:
            noticed = self_check_of(runner, judgement, options)
            judgement = evolve(judgement, self_check=noticed)
    finally:
        runner.end()
    return evolve(judgement, left_behind=runner.left_behind)


def judging_of(interface: str, options: Options) -> Judging:
    """A plugin of an interface, before anything of it is known."""
    expected = {it.requirement: it for it in options.expected_failures}
    requirements = tuple(SUITES[interface].requirements.values())
    return Judging(
        requirements, options.left_out, options.strict, expected, options.fail_fast, options.first
    )


_MUTATED: Final = (Verdict.CONFORMS, Verdict.CONFORMS_WHERE_OBSERVED, Verdict.TOO_MUCH_EXPECTED)
"""The verdicts of plugins that pass, one way or another."""


def self_check_of(runner: Runner, judgement: Judgement, options: Options) -> SelfCheck:
    """Whether the requirements of a check would notice mutations of what they passed."""
    if judgement.verdict is Verdict.SELECTION_PASSES:
        return SelfCheck(not_run="a mutation may show anywhere: leave out the keyword")
    if judgement.verdict not in _MUTATED:
        return SelfCheck(not_run=f"{runner.plugin_class.__name__} has to pass first")
    if isinstance(options.tape, Replay):
        return SelfCheck(not_run="a recording cannot be mutated: leave out the replay")
    if not options.run.profile.mutates:
        return SelfCheck(not_run="a live backend is not mutated: take another profile")
    progress = partial(options.progress, judgement.target)
    return mutate_all(runner, judgement.outcomes, judgement.strict, progress)
