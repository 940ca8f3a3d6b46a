"""The command ``dispatch-interfaces``."""

import difflib
import secrets
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

EDITIONS = ("documented", "host")
FORMATS = ("text", "json", "sarif", "github")
LEVELS = ("static", "shape", "behaviour", "stateful", "concurrent")
FILE = click.Path(dir_okay=False, path_type=Path)
INTERFACE_HELP = "the interface to judge by; found from the class if left out"


@click.group()
@click.version_option(package_name="dispatch-interfaces")
def main() -> None:
    """Judge plugins for the incident-management application Dispatch."""
    # As for `python -m pytest`: an author's package is found where the command is run.
    sys.path.insert(0, str(Path.cwd()))


@main.command()
@click.argument("targets", nargs=-1)
@click.option("--harness", metavar="NAME", help="the harness that opens the plugin, module:name")
@click.option("--interface", metavar="NAME", help=INTERFACE_HELP)
@click.option("--level", type=click.Choice(LEVELS), help="last to run")
@click.option(
    "--profile", type=click.Choice(["quick", "thorough", "live"]), help="how much is tried"
)
@click.option("--seed", type=click.IntRange(0), metavar="N", help="draw the same again")
@click.option("--strict/--no-strict", default=None, help="a SHOULD counts; all must be observed")
@click.option(
    "--self-check/--no-self-check",
    default=None,
    help="sabotage what passed, to see that the check would notice",
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
def check(
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
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from dispatch_interfaces.conformance.cache import own_cache
    from dispatch_interfaces.conformance.cassette import CassetteError
    from dispatch_interfaces.conformance.checker import TIMEOUT, Options, check_all, taped
    from dispatch_interfaces.conformance.config import Config, ConfigError, PluginConfig
    from dispatch_interfaces.conformance.installed import check_installed
    from dispatch_interfaces.conformance.profile import PROFILES, Run
    from dispatch_interfaces.conformance.requirement import Level

    try:
        config = Config.read(Path.cwd())
    except ConfigError as error:
        _fail(str(error))
    plugins = [
        PluginConfig(target=it, harness=harness, interface=interface) for it in targets
    ] or list(config.plugins)
    if installed and (targets or plan):
        _fail("--installed judges what packages offer: name no targets beside it")
    if not plugins and not installed:
        _fail("nothing to check: name a target, or list plugins in pyproject.toml")
    if plan:
        _print_plans(plugins)
        return
    if edition == "host" and not installed:
        _check_host(plugins, strict or False, format)
    if record and replay:
        _fail("--record and --replay exclude each other")
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
        _fail(str(error))
    _finish(report, format)


def _check_host(plugins: list[Any], strict: bool, format: str) -> NoReturn:
    from dispatch_interfaces.conformance.host.judge import check_host

    _finish(check_host(plugins, strict), format)


def _finish(report: Any, format: str) -> NoReturn:
    """Print a report, and exit with its code."""
    if format == "json":
        print(report.to_json())
    elif format == "sarif":
        from dispatch_interfaces.conformance.sarif import to_sarif

        print(to_sarif(report, Path.cwd()))
    else:
        from rich.console import Console

        from dispatch_interfaces.conformance.github import annotations
        from dispatch_interfaces.conformance.terminal import print_report

        print_report(report, Console(file=sys.stdout, width=_width()))
        if format == "github":
            # The log is for people; GitHub takes out of it the lines that are for itself.
            print("\n".join(annotations(report, Path.cwd())))
    sys.exit(report.exit_code)


def _print_plans(plugins: list[Any]) -> None:
    from rich.console import Console

    from dispatch_interfaces.conformance.live.plan import plans
    from dispatch_interfaces.conformance.targets import TargetError
    from dispatch_interfaces.conformance.terminal import print_plan

    console = Console(width=_width())
    for plugin in plugins:
        try:
            for plan in plans(plugin):
                print_plan(plan, console)
        except TargetError as error:
            _fail(f"{plugin.target}: {error}")


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
def list_(as_json: bool) -> None:
    """List what installed packages offer, where it comes from, and what is broken and why."""
    from rich.console import Console

    from dispatch_interfaces.conformance.installed import list_installed
    from dispatch_interfaces.conformance.terminal import print_listing

    listing = list_installed()
    if as_json:
        print(listing.to_json())
    else:
        print_listing(listing, Console(width=_width()))


@main.command()
@click.argument("interface", required=False)
@click.option("--edition", type=click.Choice(EDITIONS), default="documented")
@click.option("--bridge", metavar="TARGET", help="a plugin: what the application will ask in vain")
def show(interface: str | None, edition: str, bridge: str | None) -> None:
    """Show what an INTERFACE such as storage consists of.

    With --edition host, what the application calls, what the documentation says, where they
    differ, and what that costs. With --bridge, what a plugin lacks in the application.
    """
    from rich.console import Console

    from dispatch_interfaces.conformance.host import show as shown
    from dispatch_interfaces.conformance.targets import TargetError
    from dispatch_interfaces.contract import CONTRACTS
    from dispatch_interfaces.host.catalogue import CATALOGUE

    console = Console(width=_width())
    if bridge is not None:
        try:
            shown.print_bridge(bridge, console)
        except TargetError as error:
            _fail(str(error))
        return
    known = CATALOGUE if edition == "host" else CONTRACTS
    if interface is None or interface not in known:
        close = difflib.get_close_matches(interface or "", known, n=1)
        hint = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"
        _fail(f"there is no interface {interface!r}{hint}")
    if edition == "host":
        shown.print_host_type(CATALOGUE[interface], console)
    else:
        shown.print_contract(CONTRACTS[interface], console)


@main.command()
@click.argument("ledgers", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--harness", metavar="NAME", help="the harness that opens the plugin, module:name")
def sweep(ledgers: tuple[Path, ...], harness: str | None) -> None:
    """Remove what checks of the live profile left behind when they were killed.

    Reads LEDGERS; without any, those in the cache of the current folder. Nothing is removed that
    is not in a ledger.

    Exits with 0 if nothing is left, 1 if something could not be removed, 2 if a ledger could not
    be used.
    """
    from rich.console import Console

    from dispatch_interfaces.conformance.live.ledger import left_over
    from dispatch_interfaces.conformance.live.sweep import sweep_ledger
    from dispatch_interfaces.conformance.terminal import print_swept

    console = Console(width=_width())
    code = 0
    for path in ledgers or left_over():
        swept = sweep_ledger(path, harness)
        print_swept(swept, console)
        code = max(code, swept.exit_code)
    sys.exit(code)


@main.command()
@click.argument("requirement")
def explain(requirement: str) -> None:
    """Explain a REQUIREMENT such as STORAGE-014: the rule, why, the usual cause, examples."""
    from rich.console import Console

    from dispatch_interfaces.conformance.suites import REQUIREMENTS
    from dispatch_interfaces.conformance.terminal import print_requirement

    found = REQUIREMENTS.get(requirement.upper())
    if found is None:
        close = difflib.get_close_matches(requirement.upper(), REQUIREMENTS, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        _fail(f"there is no requirement {requirement!r}{hint}")
    print_requirement(found, Console(width=_width()))


def _width() -> int | None:
    """A table needs room: where there is no terminal to ask, more than the usual 80."""
    return None if sys.stdout.isatty() else 120


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(2)
