"""Judges a plugin by what the application calls."""

from collections.abc import Iterable

from dispatch_interfaces.conformance.checker import TIMEOUT, Options, report_of
from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.host.steps import steps_of
from dispatch_interfaces.conformance.host.target import HostHarness, HostTarget
from dispatch_interfaces.conformance.host.trial import Trial
from dispatch_interfaces.conformance.reports.report import Judgement, LoadFailure, Report
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.conformance.targets import TargetError, load, made_harness
from dispatch_interfaces.showing import shown

__all__ = [
    "HostHarness",
    "HostTarget",
    "check_host",
    "host_harness",
    "judge_host",
    "judge_host_target",
    "resolve_host",
]


def resolve_host(plugin: PluginConfig, opens: bool = True) -> HostTarget:
    """What a name stands for.

    Args:
        plugin: The name, and the harness.
        opens: Whether a harness is made: the static level has no use for one.

    Raises:
        TargetError: It could not be found or loaded, or the application calls no such plugin.
    """
    found = load(plugin.target)
    harness = host_harness(plugin.harness) if opens else None
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
    level: Level | None = None,
) -> Judgement:
    """Make every catalogued call of a plugin's type, and do with the results what is done.

    Args:
        plugin_class: The class that the application loads.
        harness: What its backend knows; nothing if None.
        label: What the report calls it.
        timeout: Seconds that one call may take.
        level: `Level.STATIC` reads the class only; None for all.

    Raises:
        LookupError: The application calls no plugin of this type.
    """
    options = Options(timeout=timeout, level=level)
    return judge_host_target(HostTarget.of(plugin_class, harness, label), options)


def judge_host_target(target: HostTarget, options: Options | None = None) -> Judgement:
    """As `judge_host`.

    Args:
        target: The plugin.
        options: Of these, the level, the keyword, the timeout, the progress and whether strict.
    """
    how = Options() if options is None else options
    trial = Trial(target, how.timeout, how.level)
    outcomes: list[Outcome] = []
    for step in steps_of(target.type.type):
        reason = step.left_out(how.level, how.keyword)
        if reason:
            outcomes.append(step.outcome(Result.NOT_RUN, reason))
        else:
            how.progress(target.label, step.what)
            outcomes.append(trial.outcome_of(step))
    return Judgement(
        target.label, target.type.type, False, how.strict, tuple(outcomes), limits=target.limits
    )


def check_host(plugins: Iterable[PluginConfig], options: Options | None = None) -> Report:
    """Judge plugins by what the application calls; one that cannot be loaded is reported too."""
    how = Options() if options is None else options
    judgements: list[Judgement] = []
    failures: list[LoadFailure] = []
    for it in plugins:
        try:
            judgements.append(judge_host_target(resolve_host(it, how.opens), how))
        except TargetError as error:
            failures.append(LoadFailure(it.target, str(error), error.author_traceback))
    return report_of(how, judgements, failures)


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
