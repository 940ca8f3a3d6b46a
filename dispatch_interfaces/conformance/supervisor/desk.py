"""What a child does when it is asked: all that touches the code of an author."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

from dispatch_interfaces.conformance.checker import Options, runner_for, self_check_of
from dispatch_interfaces.conformance.host.edition import HostTarget, resolve_host
from dispatch_interfaces.conformance.host.steps import steps_of
from dispatch_interfaces.conformance.host.trial import Trial
from dispatch_interfaces.conformance.live.ledger import left_over
from dispatch_interfaces.conformance.live.plan import plan_of
from dispatch_interfaces.conformance.live.sweep import sweep_ledger
from dispatch_interfaces.conformance.packages import judged_of, list_installed, offered
from dispatch_interfaces.conformance.reports import hooks
from dispatch_interfaces.conformance.reports.hooks import tell_finished
from dispatch_interfaces.conformance.reports.report import (
    DeclaredLimit,
    Judgement,
    LoadFailure,
    Report,
)
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.requirements.mypy_findings import found_by_mypy
from dispatch_interfaces.conformance.run import harness as harnesses
from dispatch_interfaces.conformance.run.recording import CassetteError, Recording, Replay, Tape
from dispatch_interfaces.conformance.run.runner import Runner, source_of
from dispatch_interfaces.conformance.supervisor.messages import (
    Asked,
    Bridged,
    Called,
    Found,
    Loaded,
    Opened,
    Order,
    Planned,
    Ran,
    Refused,
    Tapes,
    plain,
)
from dispatch_interfaces.conformance.targets import Target, TargetError, resolve
from dispatch_interfaces.host.bridge import dropped_in_application, missing_in_application
from dispatch_interfaces.registry.installed import Installed, Origin, find_installed
from dispatch_interfaces.supervised.child import Voice


class Desk:
    """Answers what the supervisor asks, one thing after the other.

    Args:
        voice: Tells the parent how far it is.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._targets: list[Target | HostTarget] = []
        self._options = Options()
        self._runner: Runner | None = None
        self._trial: Trial | None = None
        # As for `python -m pytest`: an author's package is found where the command is run.
        sys.path.insert(0, os.getcwd())

    def load(self, order: Order, options: Options, without: Mapping[str, str]) -> Any:
        """Find and import what an order stands for.

        Args:
            order: The order.
            options: How far and how strictly to judge.
            without: The packages that are not imported, and why.
        """
        self._options = options
        failures: tuple[LoadFailure, ...] = ()
        if order.plugin is None:
            installed = self._installed(without, judged_of(order.packages))
            self._targets, failures = offered(options, installed)
            if order.edition == "host":
                self._targets = [it for it in self._targets if isinstance(it, HostTarget)]
        else:
            try:
                self._targets = self._resolved(order)
            except TargetError as error:
                told = LoadFailure(order.plugin.target, str(error), error.author_traceback)
                failures = (told,)
        return plain(Loaded(tuple(map(_found, self._targets)), failures))

    def open(self, index: int, number: int, tag: str, tapes: Tapes) -> Any:
        """Make ready to judge a plugin.

        Args:
            index: Which of those that were loaded.
            number: Which child this is: no two make up the same names.
            tag: What the names bear; what an earlier child made with it is removed first.
            tapes: The recordings of the check.
        """
        target = self._targets[index]
        assert isinstance(target, Target)
        harnesses.count_from(number * 100_000 + 1)
        if tag:
            target = self._targets[index] = evolve(target, harness=evolve(target.harness, tag=tag))
        options = self._options
        try:
            tape = _tape(tapes)
            runner = runner_for(target, options.timeout, options.run, tape, options.opens)
        except (TargetError, CassetteError) as error:
            return plain(
                Opened(refused=str(error), traceback=getattr(error, "author_traceback", ""))
            )
        self._options = evolve(options, tape=tape)
        self._runner = evolve(runner, doing=self._voice.doing)
        if runner.settling is not None:  # no child is killed because its service is slow to show
            runner.settling.waiting = partial(self._voice.progress, "")
        methods = [it.name for it in target.contract.methods]
        sources = {it: source_of(target.plugin_class, it) for it in methods}
        return plain(Opened(runner.harness.tag, sources, DeclaredLimit.all_of(runner.limits)))

    def run(self, requirement: str, hung: frozenset[str]) -> Any:
        """Run one requirement.

        Args:
            requirement: Its id.
            hung: Methods that did not return when another child called them.
        """
        runner = self._open_runner
        runner.hung.update(hung)
        suite = SUITES[runner.harness.contract.interface]
        outcome = runner.outcome_of(suite.requirements[requirement])
        return plain(Ran(outcome, tuple(runner.hung), runner.missing_hooks, runner.abandoned))

    def mypy(self) -> Any:
        """Ask mypy about the plugin that is open."""
        runner = self._open_runner
        return plain(found_by_mypy(runner.plugin_class, runner.harness.contract))

    def self_check(self, judgement: Judgement) -> Any:
        """Mutate the plugin that is open, and see what notices."""
        runner = self._open_runner
        options = evolve(self._options, progress=self._show)
        return plain(self_check_of(runner, judgement, options))

    def end(self) -> Any:
        """Remove what is left of the plugin that is open; what could not be removed."""
        runner, self._runner = self._open_runner, None
        runner.end()
        return plain(runner.left_behind)

    def host(self, index: int, step: str, made: Mapping[str, str], hung: Mapping[str, str]) -> Any:
        """Judge one thing that the application does with a plugin.

        Args:
            index: Which of those that were loaded.
            step: The id of the step.
            made: What the calls that another child made have returned, for later ones.
            hung: Methods that did not return when another child called them, and at which step.
        """
        target, options = self._targets[index], self._options
        assert isinstance(target, HostTarget)
        if self._trial is None or self._trial.target is not target:
            doing = self._voice.doing
            self._trial = Trial(target, options.timeout, options.level, doing, dict(made))
        trial = self._trial
        trial.hung.update(hung)
        (wanted,) = (it for it in steps_of(target.type.type) if it.id == step)
        if wanted.method is not None:
            trial.make_ready()
            self._voice.progress("")  # the call has the whole time
        outcome = trial.outcome_of(wanted)
        texts = {name: it for name, it in trial.made.items() if type(it) is str}
        return plain(Called(outcome, texts, dict(trial.hung), target.limits))

    def tell(self, report: Report) -> None:
        """Have installed packages take notice of a report."""
        tell_finished(report)

    def plans(self, order: Order, profile: str) -> Any:
        """What a profile would do to each plugin that an order stands for."""
        try:
            found = [it for it in self._resolved(order) if isinstance(it, Target)]
        except TargetError as error:
            return plain(Refused(str(error), error.author_traceback))
        return plain(tuple(Planned.of(plan_of(it, profile)) for it in found))

    def listing(self, packages: tuple[str, ...], without: Mapping[str, str]) -> Any:
        """What installed packages offer.

        Args:
            packages: Which; if none is named, all but the application itself.
            without: The packages that are not imported, and why.
        """
        return plain(list_installed(self._installed(without, judged_of(packages))))

    def bridged(self, target: str) -> Any:
        """What plugins lack in the application."""
        try:
            found = [(it.label, it.contract.interface, it.plugin_class) for it in resolve(target)]
        except TargetError as error:
            return plain(Refused(str(error), error.author_traceback))
        return plain(
            tuple(
                Bridged(label, it, missing_in_application(it, cls), dropped_in_application(it, cls))
                for label, it, cls in found
            )
        )

    def rehearse(self, asked: Asked) -> Any:
        """Play incidents, cases and jobs over the plugins of an author."""
        # Which no check has a use for.
        from dispatch_interfaces.host.rehearsal import Progress, rehearse

        def tell(news: Progress) -> None:
            first = news.number == 1 and not news.over
            told = news if first else evolve(news, players=())  # the parent knows them
            self._voice.progress({"progress": plain(told)})

        rehearsal = rehearse(
            None if asked.installed else asked.targets,
            without=asked.without,
            flaky=asked.flaky,
            timeout=asked.timeout,
            progress=tell,
            doing=lambda call: self._voice.progress({"call": plain(call)}),
        )
        return plain(rehearsal)

    def sweep(self, path: Path, harness: str | None) -> Any:
        """Remove what a ledger lists."""
        return plain(sweep_ledger(path, harness))

    def _installed(self, without: Mapping[str, str], wanted: Callable[[Origin], bool]) -> Installed:
        loading = self._voice.doing
        return find_installed(specs=(hooks,), loading=loading, without=without, wanted=wanted)

    def _show(self, _label: str, what: str) -> None:
        self._voice.progress(what)

    @property
    def _open_runner(self) -> Runner:
        assert self._runner is not None, "nothing is open"
        return self._runner

    def _resolved(self, order: Order) -> list[Target | HostTarget]:
        plugin = order.plugin
        assert plugin is not None
        if order.edition == "host":
            return [resolve_host(plugin, self._options.opens)]
        opens = self._options.opens
        return [*resolve(plugin.target, plugin.interface, plugin.harness, call=opens)]


def _found(target: Target | HostTarget) -> Found:
    if isinstance(target, HostTarget):
        return Found(target.label, target.type.type, "host")
    shared = target.harness.shared_backend
    return Found(target.label, target.contract.interface, "documented", shared)


def _tape(tapes: Tapes) -> Tape | None:
    if tapes.replay is not None:
        return Replay(tapes.replay)
    if tapes.record is not None:
        return Recording.going_on(tapes.record)
    return None


def ledger_of(tag: str) -> Path | None:
    """What a child that is gone has written down of what it made."""
    ledgers = left_over() if tag else []  # most checks have no tag, and need not look
    return next((it.resolve() for it in ledgers if tag in it.name), None)
