"""``dispatch-interfaces check``: judge plugins."""

import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn, cast

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dispatch_interfaces.cli.host_options import rejection, without_documented
from dispatch_interfaces.cli.output import console, fail, print_json
from dispatch_interfaces.cli.packages import MANY, require_offers, tell_left_out
from dispatch_interfaces.cli.plan import print_plan
from dispatch_interfaces.cli.seconds import SECONDS
from dispatch_interfaces.cli.show import EDITIONS
from dispatch_interfaces.conformance.checker import chosen
from dispatch_interfaces.conformance.config import Config, ConfigError, PluginConfig
from dispatch_interfaces.conformance.reports.failed import failed_before, remember_failed
from dispatch_interfaces.conformance.reports.github import annotations
from dispatch_interfaces.conformance.reports.report import Report
from dispatch_interfaces.conformance.reports.sarif import to_sarif
from dispatch_interfaces.conformance.reports.terminal import print_report
from dispatch_interfaces.conformance.run.cache import NoCacheError, own_cache
from dispatch_interfaces.conformance.run.profiles import LIVE, PROFILES, QUICK
from dispatch_interfaces.conformance.run.recording import CassetteError
from dispatch_interfaces.conformance.supervisor.messages import Edition, Order, Planned, Tapes
from dispatch_interfaces.conformance.supervisor.supervisor import ask_once, check_supervised
from dispatch_interfaces.conformance.targets import TargetError
from dispatch_interfaces.options import CheckOptions, declared
from dispatch_interfaces.showing import printable

FORMATS: Final = ("text", "json", "sarif", "github")

_FILE: Final = click.Path(dir_okay=False, path_type=Path)
_KINDS: Final[Mapping[Any, Any]] = {int: click.IntRange(0), Path: _FILE}


def _jobs(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    if value == "auto":
        return os.cpu_count() or 1
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter("a number from 1 on, or auto")
    return int(value)


def _declared_options(command: click.Command) -> click.Command:
    """Add the options that pytest and `check()` have, too."""
    for it in declared(CheckOptions):
        flag = it.help.flag or f"--{it.name.replace('_', '-')}"
        about: dict[str, Any] = {"metavar": it.help.metavar or None, "help": it.help.text}
        if it.kind is bool:
            flag, about["default"] = f"{flag}/--no-{flag.removeprefix('--')}", None
        elif it.kind is float:
            about |= SECONDS
        elif it.choices:
            about["type"] = click.Choice(it.choices)
        else:
            about["type"] = _KINDS.get(it.kind, click.STRING)
        names = filter(None, (it.help.short, flag, it.name))
        command.params.append(click.Option([*names], **about))
    return command


@_declared_options
@click.command("check")
@click.argument("targets", nargs=-1)
@click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="text",
    help="what to print: for people, for programs, for the lines of a pull request",
)
@click.option("--json", "format", flag_value="json", help="the same as --format json")
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    default="documented",
    help="what the documentation says, or what the application calls",
)
@click.option("--installed", is_flag=True, help="judge all that installed packages offer")
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME",
    help=f"with --installed: only what this package offers, {MANY}",
)
@click.option(
    "--jobs",
    callback=_jobs,
    default="1",
    metavar="N|auto",
    help="how many processes judge side by side; auto for one on each core",
)
@click.option(
    "--memory",
    type=click.IntRange(1),
    metavar="MIB",
    help="what all of them may have together, on Linux",
)
@click.option(
    "--failed-first", is_flag=True, help="run what failed the last time before others of its level"
)
@click.option("--plan", is_flag=True, help="say what a check of a remote backend would do")
def command(
    targets: tuple[str, ...],
    format: str,
    edition: Edition,
    installed: bool,
    packages: tuple[str, ...],
    jobs: int,
    memory: int | None,
    failed_first: bool,
    plan: bool,
    **options: Any,
) -> None:
    """Judge TARGETS: my_pkg.plugin:MyStorage, a module, or the name of an entry point.

    Without TARGETS, what [tool.dispatch-interfaces] in pyproject.toml names is judged.

    Exits with 0 if all conform, 1 if one does not, 2 if one could not be judged.
    """
    try:
        config = Config.read(Path.cwd())
    except ConfigError as error:
        fail(str(error))
    named = {name: it for name, it in options.items() if it is not None}
    configured: Mapping[str, Any] = config.options
    if edition == "host":
        if rejected := rejection(named, plan):
            fail(rejected)
        configured = without_documented(configured)
    given = cast("CheckOptions", {**configured, **named})
    harness, interface = options["harness"], options["interface"]
    plugins = [
        PluginConfig(target=it, harness=harness, interface=interface) for it in targets
    ] or list(config.plugins)
    if installed and (targets or plan):
        fail("--installed judges what packages offer: name no targets beside it")
    if not plugins and not installed:
        fail("nothing to check: name a target, or list plugins in pyproject.toml")
    if packages and not installed:
        fail("--package chooses among what --installed judges")
    require_offers(packages)
    orders = (
        [Order(None, edition, packages)] if installed else [Order(it, edition) for it in plugins]
    )
    if plan:
        _print_plans(orders, given.get("profile", LIVE.name))
    if "record" in given and "replay" in given:
        fail("--record and --replay exclude each other")
    if given.get("profile", QUICK.name) != QUICK.name:
        # What was green in CI stays green; where there is time to search, it is done anew.
        given.setdefault("seed", secrets.randbelow(2**32))
    # The stream is bound now: while a requirement runs, it is the plugin's.
    err = Console(file=sys.stderr)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    # No thread may be there when a process is forked: it is drawn whenever something begins.
    with Progress(
        *columns, console=err, transient=True, disable=not err.is_terminal, auto_refresh=False
    ) as progress:
        task = progress.add_task("loading")

        def show(label: str, requirement: str) -> None:
            progress.update(task, description=printable(f"{label}  {requirement}"), refresh=True)

        profile = given.get("profile", QUICK.name)
        known, cache = config.expected_failures, _cache(PROFILES[profile].remote)
        try:
            first = failed_before(cache) if failed_first else frozenset[str]()
            with chosen(
                given, expected_failures=known, cache=cache, first=first, progress=show
            ) as how:
                tapes = Tapes(given.get("record"), given.get("replay"))
                report = check_supervised(orders, how, tapes, jobs, (memory or 0) << 20)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            sys.exit(130)
        except CassetteError as error:
            fail(str(error))
    remember_failed(cache, report)
    if installed:
        tell_left_out(packages, "judges")
    _finish(report, format)


def _cache(remote: bool) -> Path | None:
    """The author's own cache; where there can be none, a check goes on without.

    Not over a remote backend: nobody would know what it has made.
    """
    try:
        return own_cache()
    except NoCacheError as error:
        if remote:
            fail(f"{error}: what a check makes on a remote backend is written down there")
        click.echo(f"warning: {error}: nothing is kept for the next run", err=True)
        return None


def _finish(report: Report, format: str) -> NoReturn:
    """Print a report, and exit with its code."""
    if format == "json":
        print_json(report.to_json())
    elif format == "sarif":
        print_json(to_sarif(report, Path.cwd()))
    else:
        print_report(report, console())
        if format == "github":
            # The log is for people; GitHub takes out of it the lines that are for itself.
            print("\n".join(annotations(report, Path.cwd())))
    sys.exit(report.exit_code)


def _print_plans(orders: Sequence[Order], profile: str) -> NoReturn:
    out = console()
    for order in orders:
        try:
            for it in ask_once(tuple[Planned, ...], "plans", order, profile):
                print_plan(it.whole, out)
        except TargetError as error:
            fail(f"{order.name}: {error}")
    sys.exit(0)
