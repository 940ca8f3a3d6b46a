"""Judges the example packages over their servers; prints, and writes down, one table.

    python examples                                all ten, with profile remote and a self-check
    python examples --profile live dispatch-ldap   one of them, in short: the check alone

Everything that they need has to be installed: ``make examples`` sees to it.
"""

import argparse
import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rich.console import Console
from rich.table import Table
from with_server import EXAMPLES, run

RESULTS = EXAMPLES / "results.json"
"""What the gallery of the documentation shows: the last run of each, with its self-check."""

COLUMNS = ("interface", "package", "service", "passed", "limits", "verdict", "seconds")

Row = dict[str, Any]


def packages() -> Iterator[str]:
    """The names of the packages that can be judged."""
    return (it.parent.name for it in sorted(EXAMPLES.glob("dispatch-*/pyproject.toml")))


def service_of(example: str) -> str:
    """What its plugins are made for, as its own description says: the words before the colon."""
    project = tomllib.loads((EXAMPLES / example / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["description"]).partition(":")[0]


def judged(example: str, options: Sequence[str]) -> Iterator[Row]:
    """A row of the table for each plugin of an example."""
    started = time.monotonic()
    check = ("-m", "dispatch_interfaces", "check", "--strict", "--format", "json", *options)
    report = json.loads(run(example, (sys.executable, *check)).stdout)
    seconds = round(time.monotonic() - started)
    if report["exit_code"]:
        told = EXAMPLES / example / "report.json"
        told.write_text(json.dumps(report, indent=2), "utf-8")
        print(f"{example}: exit code {report['exit_code']}, see {told}", file=sys.stderr)
    for judgement in report["judgements"]:
        results = [it["result"] for it in judgement["outcomes"]]
        yield {
            "interface": judgement["interface"],
            "package": example,
            "service": service_of(example),
            "passed": results.count("passed"),
            "limits": len(judgement["limits"]),
            "verdict": judgement["verdict"],
            "seconds": seconds,
            "good": report["exit_code"] == 0,
        }


def tested(example: str) -> bool:
    """Whether its own tests pass: faults of the server and a rehearsal among them."""
    command = (sys.executable, "-m", "pytest", "--quiet", "--no-header", "-p", "no:cacheprovider")
    return subprocess.run(command, cwd=EXAMPLES / example, check=False).returncode == 0


def together() -> bool:
    """Whether all of them carry incidents and cases together."""
    command = (sys.executable, "-m", "pytest", "--quiet", "--no-header", "-p", "no:cacheprovider")
    test = EXAMPLES / "test_together.py"
    return subprocess.run((*command, "-o", "filterwarnings=", test), check=False).returncode == 0


def typed(example: str) -> bool:
    """Whether mypy finds nothing, by the configuration of the example."""
    command = (sys.executable, "-m", "mypy", "--cache-dir", str(EXAMPLES / ".mypy_cache"))
    folders = (example.replace("-", "_"), "tests")
    return subprocess.run((*command, *folders), cwd=EXAMPLES / example, check=False).returncode == 0


def remember(rows: Sequence[Row]) -> None:
    """Write down how packages were judged; what is known of the others stays."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
    judged = {row["package"] for row in rows}
    kept = [row for row in known if row["package"] not in judged]
    every = sorted([*kept, *rows], key=lambda row: (row["package"], row["interface"]))
    RESULTS.write_text(json.dumps(every, indent=2) + "\n", "utf-8")


def table_of(rows: Sequence[Row]) -> Table:
    """All rows, for the terminal."""
    table = Table()
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(str(row[it]) for it in COLUMNS), style="" if row["good"] else "red")
    return table


def main() -> int:
    """Judge, test and type-check them one after the other."""
    parser = argparse.ArgumentParser(prog="examples", description=__doc__)
    parser.add_argument("packages", nargs="*", default=[], help="those only; all by default")
    parser.add_argument("--profile", choices=("live", "remote"), default="remote")
    parser.add_argument("--jobs", type=int, default=1, help="how many are run side by side")
    chosen = parser.parse_args()
    wanted = chosen.packages or list(packages())
    short = chosen.profile == "live"
    # In short, as at each change, what was green stays green.
    options = ("--profile", chosen.profile, *(("--seed", "0") if short else ("--self-check",)))

    def run_all(example: str) -> tuple[list[Row], list[str]]:
        made = list(judged(example, options))
        ended = {
            "check": all(it["good"] for it in made),
            "tests": short or tested(example),
            "types": short or typed(example),
        }
        return made, [f"{example}: {what}" for what, good in ended.items() if not good]

    with ThreadPoolExecutor(chosen.jobs) as threads:
        done = list(threads.map(run_all, wanted))
    rows = [row for made, _ in done for row in made]
    wrong = [it for _, found in done for it in found]
    if wanted == list(packages()) and not short and not together():
        wrong.append("all of them together")
    if not short:
        remember(rows)
    Console().print(table_of(rows))
    for it in wrong:
        print(f"not as it should be: {it}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
