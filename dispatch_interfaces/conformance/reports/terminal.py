"""A report as the author sees it in the terminal."""

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from dispatch_interfaces.conformance.reports.finding_text import finding_lines, traceback_text
from dispatch_interfaces.conformance.reports.folded import folded_blocks, is_of_host
from dispatch_interfaces.conformance.reports.report import (
    Judgement,
    LoadFailure,
    Replayed,
    Report,
    Verdict,
)
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.conformance.self_check.attempts import Attempt, SelfCheck

_STYLES = {
    Result.PASSED: "green",
    Result.FAILED: "bold red",
    Result.NOT_OBSERVED: "yellow",
    Result.UNSUPPORTED: "cyan",
    Result.LIMITED: "cyan",
    Result.BLOCKED: "magenta",
    Result.ERROR: "bold red",
    Result.NOT_RUN: "yellow",
    Result.NOT_SELECTED: "dim",
}
_VERDICT_STYLES = {
    Verdict.CONFORMS: "bold green",
    Verdict.CONFORMS_WHERE_OBSERVED: "bold yellow",
    Verdict.SELECTION_PASSES: "bold green",
    Verdict.NOTHING_SELECTED: "bold magenta",
    Verdict.TOO_MUCH_EXPECTED: "bold red",
    Verdict.DOES_NOT_CONFORM: "bold red",
    Verdict.NOT_JUDGED: "bold magenta",
}


_SHOWN = 10
"""How many of the things that were left behind are named."""

_REASONS = 5
"""How many reasons are told why calls of the application were not judged."""
_NAMED = 5
"""How many lines name the requirements that ended alike."""

_MARKS = {"!": "bold red", "+": "green", ".": "dim"}
"""What the table of a self-check is made of, the worst first."""


def print_report(report: Report, console: Console) -> None:
    """The table, then each finding, then what else did not run, then one verdict line."""
    if report.judgements:
        console.print(_table(report))
    for failure in report.not_loaded:
        print_load_failure(failure, console)
    for judgement in report.judgements:
        blocks = list(_details(judgement))
        if judgement.self_check is not None:
            blocks += _self_check(judgement.self_check)
        if (blocks or judgement.left_behind) and len(report.judgements) > 1:
            console.print(Text(f"\n{judgement.target}", "bold underline"), soft_wrap=True)
        blocks += _left_behind(judgement)
        for block in blocks:
            console.print(block, soft_wrap=True)
    if report.replayed is not None:
        told = f"recorded {_age(report.replayed)} ({report.replayed.recorded}); nothing was opened"
        console.print(Text("\nREPLAYED", "bold yellow") + Text(f"  {told}"), soft_wrap=True)
    console.print(_verdict_line(report), soft_wrap=True)


def _left_behind(judgement: Judgement) -> Iterator[RenderableType]:
    reasons: dict[str, list[str]] = defaultdict(list)
    for it in judgement.left_behind:
        reasons[it.reason].append(it.what)
    for reason, what in reasons.items():
        shown = [f"  {it}" for it in what[:_SHOWN]]
        if len(what) > _SHOWN:
            shown.append(f"  and {len(what) - _SHOWN} more; `dispatch-interfaces sweep` lists all")
        yield Text("\nLEFT BEHIND", "bold red") + Text("\n".join([f"  {reason}", *shown]))


def _age(replayed: Replayed) -> str:
    """How old a recording is, in the largest unit that fits."""
    for unit, seconds in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        number = int(replayed.age // seconds)
        if number:
            return f"{number} {unit}{'s' * (number > 1)} ago"
    return "just now"


def _table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    found = {outcome.level for it in report.judgements for outcome in it.selected}
    levels = [it for it in Level if it in found]
    for column in ("plugin", "interface", *(it.value for it in levels), "verdict"):
        table.add_column(column, overflow="fold")
    for it in report.judgements:
        interface = it.interface + (" (provisional)" if it.provisional else "")
        table.add_row(
            Text(it.target.rpartition(":")[2]),
            interface,
            *(_counts(it, level) for level in levels),
            Text(it.told, _VERDICT_STYLES[it.verdict]),
        )
    return table


def _counts(judgement: Judgement, level: Level) -> Text:
    of_level = [it for it in judgement.selected if it.level is level]
    return Text(", ").join(
        Text(f"{number} {told}", _STYLES[result])
        for (result, told), number in _tally(judgement, of_level).items()
    )


def _tally(judgement: Judgement, outcomes: Iterable[Outcome]) -> dict[tuple[Result, str], int]:
    """How many ended how; failures that do not count are told from those that do."""
    counted = Counter((it.result, _ended(judgement, it)) for it in outcomes)
    return dict(sorted(counted.items(), key=lambda it: list(Result).index(it[0][0])))


def _ended(judgement: Judgement, outcome: Outcome) -> str:
    if outcome.result is not Result.FAILED or judgement.counts_in_full(outcome):
        return outcome.result.value
    if outcome.expected_failure:
        return "expected to fail"
    return "of a preview failed" if outcome.preview else "SHOULD not met"


def _details(judgement: Judgement) -> Iterator[RenderableType]:
    shown: set[str] = set()
    failed = judgement.of(Result.FAILED)
    for first, rest in folded_blocks([it for it in failed if is_of_host(it)]):
        yield Text("\n") + Text(first, "bold") + Text("\n".join(["", *rest]))
    for outcome in failed:
        if is_of_host(outcome):
            continue
        first, *rest = finding_lines(outcome)
        told = traceback_text(outcome)
        # A method that always raises fails many requirements: once is enough to find the line.
        if told and told not in shown:
            rest.append(told)
        shown.add(told)
        yield Text("\n") + Text(first, "bold") + Text("\n".join(["", *rest]))
    if judgement.limits:
        width = max(len(it.name) for it in judgement.limits)
        lines = list[str]()
        for it in judgement.limits:
            lines += [f"  {it.name:{width}}  {it.kind}: {it.because}"]
            lines += [f"  {'':{width}}  {it.costs}"] if it.costs else []
        yield Text("\nLIMITS", "cyan") + Text("\n".join(["", *lines]))
    if judgement.missing_hooks:
        hooks = ", ".join(judgement.missing_hooks)
        yield Text("\nOBSERVER", "yellow") + Text(
            f"  lacks {hooks}: what only they show is not seen"
        )
    if judgement.verdict is Verdict.NOTHING_SELECTED:
        told = f"  {judgement.outcomes[0].reason}"
        yield Text("\nNOTHING SELECTED", "bold magenta") + Text(told)
    others: dict[tuple[Result, str, str], list[str]] = defaultdict(list)
    for outcome in judgement.of(
        Result.ERROR,
        Result.BLOCKED,
        Result.NOT_OBSERVED,
        Result.UNSUPPORTED,
        Result.LIMITED,
        Result.NOT_RUN,
    ):
        causes = ", ".join(judgement.causes(outcome)) if outcome.blocked_by else ""
        reason = f"{outcome.reason} (see {causes})" if causes else outcome.reason
        what = f"  {outcome.requirement}  {outcome.text}"
        others[outcome.result, reason, traceback_text(outcome)].append(what)
    several = any(map(is_of_host, judgement.outcomes)) and len(others) > _REASONS
    for (result, reason, traceback), named in list(others.items())[: _REASONS if several else None]:
        if len(named) > _NAMED:
            named[_NAMED - 1 :] = [f"  and {len(named) - _NAMED + 1} more"]
        head = Text(f"\n{result.value.upper()}", _STYLES[result])
        yield head + Text("\n".join(filter(None, [f"  {reason}", *named, traceback])))
    if several:
        yield Text(f"\nand {len(others) - _REASONS} more reasons, which --format json lists")


def _self_check(check: SelfCheck) -> Iterator[RenderableType]:
    if check.not_run:
        yield Text("\nSELF-CHECK", "bold red") + Text(f"  was not run: {check.not_run}")
        return
    cells: dict[tuple[str, str], set[str]] = defaultdict(set)
    for it in check.attempts:
        cells[it.mutation, it.method].add(_ending(it))
    methods = dict(
        zip(dict.fromkeys(it.method for it in check.attempts), ascii_lowercase, strict=False)
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("self-check", *methods.values()):
        table.add_column(column)
    for mutation in dict.fromkeys(it.mutation for it in check.attempts):
        table.add_row(mutation, *(_mark(cells[mutation, it]) for it in methods))
    yield Text()
    yield table
    yield Text(", ".join(f"{letter} {method}" for method, letter in methods.items()), "dim")
    yield Text("+ caught, ! unnoticed, . does not apply", "dim")
    unnoticed: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for it in check.unnoticed:
        where = f"{it.method}({it.argument})" if it.argument else it.method
        unnoticed[it.reason][it.mutation].append(where)
    for reason, lies in unnoticed.items():
        lines = [f"  {mutation}: {', '.join(where)}" for mutation, where in lies.items()]
        yield Text("\nUNNOTICED", "bold red") + Text("\n".join([f"  {reason}", *lines]))


def _ending(attempt: Attempt) -> str:
    return "!" if attempt.blindness else "+" if attempt.caught_by else "."


def _mark(endings: set[str]) -> Text:
    """The worst of what one mutation came to in one method; it may be after several arguments."""
    mark = next(it for it in _MARKS if it in endings)
    return Text(mark, _MARKS[mark])


def print_load_failure(failure: LoadFailure, console: Console) -> None:
    """What could not be found, imported or brought under test, and why."""
    head = Text("\nNOT LOADED", "bold red") + Text(f"  {failure.target}")
    console.print(head, soft_wrap=True)
    console.print(Text(f"  {failure.message}"), soft_wrap=True)
    if failure.traceback:
        console.print(Text(textwrap.indent(failure.traceback, "    ")), soft_wrap=True)


def _verdict_line(report: Report) -> Text:
    by_verdict: dict[Verdict, list[Judgement]] = defaultdict(list)
    for it in report.judgements:
        by_verdict[it.verdict].append(it)
    parts = [
        Text(f"{verdict.value}: {_names(by_verdict[verdict])}", _VERDICT_STYLES[verdict])
        for verdict in Verdict
        if verdict in by_verdict
    ]
    checked = [it.self_check for it in report.judgements if it.self_check is not None]
    unnoticed = sum(len(it.unnoticed) for it in checked)
    if unnoticed:
        tried = unnoticed + sum(len(it.caught) for it in checked)
        parts.append(Text(f"self-check: {unnoticed} of {tried} mutations unnoticed", "bold red"))
    if report.not_loaded:
        names = ", ".join(it.target for it in report.not_loaded)
        parts.append(Text(f"could not be loaded: {names}", "bold red"))
    whole = Text("\n") + Text("; ").join(parts or [Text("nothing was checked", "bold red")])
    return whole + Text(f"  (exit code {report.exit_code})", "dim")


def _names(judgements: list[Judgement]) -> str:
    passed = [outcome for it in judgements for outcome in it.of(Result.PASSED)]
    chance = sum(it.stochastic for it in passed)
    whole = sum(len(it.outcomes) for it in judgements)
    if whole > sum(len(it.selected) for it in judgements):
        ran = sum(it.result is not Result.NOT_RUN for one in judgements for it in one.selected)
        tally = f"{ran} of {whole} requirements run"
    else:
        tally = f"{len(passed)} requirements passed"
        tally += f", {chance} of them stochastic" if chance else ""
    failed = Counter(_ended(one, it) for one in judgements for it in one.of(Result.FAILED))
    tally += "".join(f", {number} {told}" for told, number in sorted(failed.items()))
    if len(judgements) > 3:
        return f"{len(judgements)} plugins, {tally}"
    return f"{', '.join(it.target.rpartition(':')[2] for it in judgements)}, {tally}"
