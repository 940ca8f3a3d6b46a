"""``dispatch-interfaces check``: judge plugins."""

import secrets
import sys
from pathlib import Path
from typing import Final, NoReturn

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dispatch_interfaces.cli.output import console, fail
from dispatch_interfaces.cli.plan import print_plan
from dispatch_interfaces.cli.show import EDITIONS
from dispatch_interfaces.conformance.checker import TIMEOUT, Options, check_all
from dispatch_interfaces.conformance.config import Config, ConfigError, PluginConfig
from dispatch_interfaces.conformance.host.edition import check_host
from dispatch_interfaces.conformance.live.plan import plan_of
from dispatch_interfaces.conformance.packages import check_installed
from dispatch_interfaces.conformance.reports.github import annotations
from dispatch_interfaces.conformance.reports.report import Report
from dispatch_interfaces.conformance.reports.sarif import to_sarif
from dispatch_interfaces.conformance.reports.terminal import print_report
from dispatch_interfaces.conformance.run.cache import own_cache
from dispatch_interfaces.conformance.run.profiles import PROFILES, Run
from dispatch_interfaces.conformance.run.recording import CassetteError, taped
from dispatch_interfaces.conformance.run.requirement import Level
from dispatch_interfaces.conformance.targets import TargetError, resolve

FORMATS: Final = ("text", "json", "sarif", "github")
LEVELS: Final = tuple(it.value for it in Level if it is not Level.HOST)
FILE = click.Path(dir_okay=False, path_type=Path)
INTERFACE_HELP = "the interface to judge by; found from the class if left out"


@click.command("check")
@click.argument("targets", nargs=-1)
@click.option("--harness", metavar="NAME", help="the harness that opens the plugin, module:name")
@click.option("--interface", metavar="NAME", help=INTERFACE_HELP)
@click.option("--level", type=click.Choice(LEVELS), help="last to run")
@click.option("--profile", type=click.Choice(list(PROFILES)), help="how much is tried")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="draw the same again")
@click.option("--strict/--no-strict", default=None, help="a SHOULD counts; all must be observed")
@click.option(
    "--self-check/--no-self-check",
    default=None,
    help="mutate what passed, to see that the check would notice",
)
@click.option("--mypy/--no-mypy", default=None, help="ask mypy, too, at the static level")
@click.option("-k", "keyword", default="", metavar="TEXT", help="only what has it in id or method")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="per requirement; 60 by default",
)
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
@click.option("--plan", is_flag=True, help="say what the live profile would do, and do nothing")
@click.option("--record", type=FILE, metavar="FILE", help="write down all that is answered")
@click.option("--replay", type=FILE, metavar="FILE", help="let a recording answer")
def command(
    targets: tuple[str, ...],
    harness: str | None,
    interface: str | None,
    level: str | None,
    profile: str | None,
    seed: int | None,
    strict: bool | None,
    self_check: bool | None,
    mypy: bool | None,
    keyword: str,
    timeout: float | None,
    format: str,
    edition: str,
    installed: bool,
    plan: bool,
    record: Path | None,
    replay: Path | None,
) -> None:
    """Judge TARGETS: my_pkg.plugin:MyStorage, a module, or the name of an entry point.

    Without TARGETS, what [tool.dispatch-interfaces] in pyproject.toml names is judged.

    Exits with 0 if all conform, 1 if one does not, 2 if one could not be judged.
    """
    try:
        config = Config.read(Path.cwd())
    except ConfigError as error:
        fail(str(error))
    plugins = [
        PluginConfig(target=it, harness=harness, interface=interface) for it in targets
    ] or list(config.plugins)
    if installed and (targets or plan):
        fail("--installed judges what packages offer: name no targets beside it")
    if not plugins and not installed:
        fail("nothing to check: name a target, or list plugins in pyproject.toml")
    if plan:
        _print_plans(plugins)
    if edition == "host" and not installed:
        _finish(check_host(plugins, strict or False), format)
    if record and replay:
        fail("--record and --replay exclude each other")
    last = level or config.level
    chosen = PROFILES[profile or config.profile]
    if seed is None:
        # What was green in CI stays green; where there is time to search, it is done anew.
        seed = 0 if chosen.name == "quick" else secrets.randbelow(2**32)
    # The stream is bound now: while a requirement runs, it is the plugin's.
    err = Console(file=sys.stderr)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    wanted = Run(profile=chosen, seed=seed, cache=own_cache())
    try:
        with (
            taped(record, replay, wanted) as (tape, run),
            Progress(
                *columns, console=err, transient=True, disable=not err.is_terminal
            ) as progress,
        ):
            task = progress.add_task("loading")
            options = Options(
                level=Level(last) if last else None,
                strict=config.strict if strict is None else strict,
                keyword=keyword,
                timeout=timeout or config.timeout or TIMEOUT,
                expected_failures=config.expected_failures,
                run=run,
                self_check=config.self_check if self_check is None else self_check,
                mypy=config.mypy if mypy is None else mypy,
                progress=lambda label, id: progress.update(task, description=f"{label}  {id}"),
                tape=tape,
            )
            report = check_installed(options) if installed else check_all(plugins, options)
    except CassetteError as error:
        fail(str(error))
    _finish(report, format)


def _finish(report: Report, format: str) -> NoReturn:
    """Print a report, and exit with its code."""
    if format == "json":
        print(report.to_json())
    elif format == "sarif":
        print(to_sarif(report, Path.cwd()))
    else:
        print_report(report, console())
        if format == "github":
            # The log is for people; GitHub takes out of it the lines that are for itself.
            print("\n".join(annotations(report, Path.cwd())))
    sys.exit(report.exit_code)


def _print_plans(plugins: list[PluginConfig]) -> NoReturn:
    out = console()
    for plugin in plugins:
        try:
            for target in resolve(plugin.target, plugin.interface, plugin.harness):
                print_plan(plan_of(target), out)
        except TargetError as error:
            fail(f"{plugin.target}: {error}")
    sys.exit(0)
