"""``dispatch-interfaces check``: judge plugins."""

import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, cast

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dispatch_interfaces.cli.output import console, fail, print_json, set_apart
from dispatch_interfaces.cli.plan import print_plan
from dispatch_interfaces.cli.show import EDITIONS
from dispatch_interfaces.conformance.checker import TIMEOUT, check_all, chosen
from dispatch_interfaces.conformance.config import Config, ConfigError, PluginConfig
from dispatch_interfaces.conformance.host.edition import check_host
from dispatch_interfaces.conformance.live.plan import plan_of
from dispatch_interfaces.conformance.packages import check_installed
from dispatch_interfaces.conformance.reports.github import annotations
from dispatch_interfaces.conformance.reports.report import Report
from dispatch_interfaces.conformance.reports.sarif import to_sarif
from dispatch_interfaces.conformance.reports.terminal import print_report
from dispatch_interfaces.conformance.run.cache import own_cache
from dispatch_interfaces.conformance.run.profiles import QUICK
from dispatch_interfaces.conformance.run.recording import CassetteError
from dispatch_interfaces.conformance.targets import TargetError, resolve
from dispatch_interfaces.options import CheckOptions, declared
from dispatch_interfaces.showing import printable

FORMATS: Final = ("text", "json", "sarif", "github")
_FILE: Final = click.Path(dir_okay=False, path_type=Path)
_KINDS: Final[Mapping[Any, Any]] = {
    int: click.IntRange(0),
    float: click.FloatRange(0, min_open=True),
    Path: _FILE,
}


def _declared_options(command: click.Command) -> click.Command:
    """Add the options that pytest and `check()` have, too."""
    for it in declared(CheckOptions):
        flag = it.help.flag or f"--{it.name.replace('_', '-')}"
        about: dict[str, Any] = {"metavar": it.help.metavar or None, "help": it.help.text}
        if it.kind is bool:
            flag, about["default"] = f"{flag}/--no-{flag.removeprefix('--')}", None
        elif it.choices:
            about["type"] = click.Choice(it.choices)
        else:
            about["type"] = _KINDS.get(it.kind, click.STRING)
        command.params.append(click.Option([flag, it.name], **about))
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
@click.option("--plan", is_flag=True, help="say what the live profile would do, and do nothing")
def command(
    targets: tuple[str, ...], format: str, edition: str, installed: bool, plan: bool, **options: Any
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
    given = cast("CheckOptions", {**config.options, **named})
    harness, interface = options["harness"], options["interface"]
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
        with set_apart():
            report = check_host(plugins, given.get("strict", False), given.get("timeout", TIMEOUT))
        _finish(report, format)
    if "record" in given and "replay" in given:
        fail("--record and --replay exclude each other")
    if given.get("profile", QUICK.name) != QUICK.name:
        # What was green in CI stays green; where there is time to search, it is done anew.
        given.setdefault("seed", secrets.randbelow(2**32))
    # The stream is bound now: while a requirement runs, it is the plugin's.
    err = Console(file=sys.stderr)
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("loading")

        def show(label: str, requirement: str) -> None:
            progress.update(task, description=printable(f"{label}  {requirement}"))

        known, cache = config.expected_failures, own_cache()
        try:
            with (
                set_apart(),
                chosen(given, expected_failures=known, cache=cache, progress=show) as how,
            ):
                report = check_installed(how) if installed else check_all(plugins, how)
        except CassetteError as error:
            fail(str(error))
    _finish(report, format)


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


def _print_plans(plugins: list[PluginConfig]) -> NoReturn:
    out = console()
    for plugin in plugins:
        try:
            with set_apart():
                for target in resolve(plugin.target, plugin.interface, plugin.harness):
                    print_plan(plan_of(target), out)
        except TargetError as error:
            fail(f"{plugin.target}: {error}")
    sys.exit(0)
