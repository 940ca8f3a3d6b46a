"""The command line: `python -m tests.real_host`."""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from tests.real_host import environment
from tests.real_host.table import screen


def main() -> int:
    """Drive each set in a process of its own; 1 if a step failed or a text was lost."""
    asked = _arguments()
    if len(asked.set) == 1:
        found = [_drive(asked.set[0], asked)]
    else:
        with tempfile.TemporaryDirectory() as place:
            found = [_apart(it, asked, Path(place, it)) for it in asked.set]
    print(screen(found))
    if asked.json:
        kept = found[0] if len(found) == 1 else found
        Path(asked.json).write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return int(any(step["failed"] for it in found for step in it["steps"]) or _lossy(found))


def _apart(name: str, asked: argparse.Namespace, kept: Path) -> dict[str, Any]:
    """Drive one set in a process of its own: the application lives once in each."""
    command = [sys.executable, "-m", "tests.real_host", "--set", name, "--json", str(kept)]
    command += ["--plugins", asked.plugins] if asked.plugins else []
    command += ["--templates"] if asked.templates else []
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(kept.read_text())
    return found


def _drive(name: str, asked: argparse.Namespace) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    environment.prepare()
    # Only now, since the application reads its environment when it is imported.
    from tests.real_host.run import run
    from tests.real_host.sets import SETS, with_plugins

    choice = with_plugins(SETS[name], asked.plugins) if asked.plugins else SETS[name]
    with tempfile.TemporaryFile("w+") as said, contextlib.redirect_stdout(said):
        return run(choice, steps=not asked.templates).plain()


def _lossy(found: list[dict[str, Any]]) -> bool:
    messages = [it for one in found for it in (*one["messages"], *one["templates"])]
    return any(it["lost"] or it["code"] for it in messages)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.real_host", description=__doc__)
    parser.add_argument(
        "--set",
        action="append",
        choices=("documented", "optional", "unknown-reporter"),
        help="which plugins are driven; may be repeated, and is all of them if it is not given",
    )
    parser.add_argument(
        "--plugins",
        metavar="MODULE:ATTRIBUTE",
        help="plugin objects to be driven instead, as a list or as what returns one",
    )
    parser.add_argument(
        "--templates", action="store_true", help="take no step, and only send all templates"
    )
    parser.add_argument("--json", metavar="FILE", help="write what came of each step to a file")
    asked = parser.parse_args()
    asked.set = asked.set or ["documented", "optional", "unknown-reporter"]
    return asked


if __name__ == "__main__":
    sys.exit(main())
