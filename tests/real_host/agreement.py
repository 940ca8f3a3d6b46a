"""Whether a rehearsal agrees with the application: `python -m tests.real_host.agreement`.

Each set of plugins has one fault. It is driven in the application and rehearsed, and of each step
both say whether it fails.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from attrs import frozen

from dispatch_interfaces.host.rehearsal import Rehearsal, rehearse
from tests.real_host.faults import FAULTS

_GOOD = "no fault"


@frozen
class Compared:
    """One step of one set."""

    fault: str
    step: str
    real: tuple[str, ...]
    """Why it failed in the application; empty if it did not."""
    rehearsed: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return bool(self.real) == bool(self.rehearsed)


def compared(fault: str, place: Path) -> list[Compared]:
    """Both verdicts of each step that is in both."""
    real = {it["name"]: tuple(it["errors"]) for it in _driven(fault, place)["steps"]}
    rehearsal = rehearsed(fault)
    ours = {it.name: it.errors for it in rehearsal.steps}
    return [Compared(fault, it, real[it], ours[it]) for it in real if it in ours]


def rehearsed(fault: str) -> Rehearsal:
    """The rehearsal of a set."""
    return rehearse([] if fault == _GOOD else [FAULTS[fault]()])


def plugins_with(fault: str) -> list[Any]:
    """The plugin objects of a set, for the driver."""
    from tests.real_host.sets import optional

    found = optional()
    if fault != _GOOD:
        faulty: Any = FAULTS[fault]()()
        # The first of a type is the one that is enabled.
        found[[it.type for it in found].index(faulty.type)] = faulty
    return found


def _driven(fault: str, place: Path) -> dict[str, Any]:
    kept = place / f"{re.sub(r'[^a-z]+', '-', fault.lower())}.json"
    if not kept.exists():
        command = [sys.executable, "-m", "tests.real_host.agreement", "--drive", fault]
        subprocess.run([*command, "--json", str(kept)], check=True, stdout=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(kept.read_text())
    return found


def _drive(fault: str, kept: Path) -> None:
    from tests.real_host import environment

    environment.prepare()
    from attrs import evolve

    from tests.real_host.run import run
    from tests.real_host.sets import SETS

    choice = evolve(SETS["optional"], plugins=lambda: plugins_with(fault))
    kept.write_text(json.dumps(run(choice, templates=False).plain()))


def told(found: list[Compared]) -> Iterator[str]:
    """The table of sets, and each disagreement."""
    by_fault: dict[str, list[Compared]] = {}
    for it in found:
        by_fault.setdefault(it.fault, []).append(it)
    yield f"{'set':34} {'steps':>6} {'fail there':>11} {'fail here':>10} {'agree':>7}"
    for fault, steps in by_fault.items():
        there, here = (sum(bool(it.real) for it in steps), sum(bool(it.rehearsed) for it in steps))
        agree = sum(it.agrees for it in steps)
        yield f"{fault:34} {len(steps):6} {there:11} {here:10} {agree / len(steps):7.1%}"
    agree = sum(it.agrees for it in found)
    yield f"{agree} of {len(found)} steps agree: {agree / len(found):.1%}"
    for it in found:
        if not it.agrees:
            where = "in the application only" if it.real else "in the rehearsal only"
            why = (it.real or it.rehearsed)[0]
            yield f"  {it.fault!r}, {it.step}: fails {where}: {why[:140]}"


def main() -> int:
    """Compare all sets, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.real_host.agreement")
    parser.add_argument("--drive", metavar="FAULT", help="drive one set in the application")
    parser.add_argument("--json", type=Path, help="where to write what came of it")
    parser.add_argument("--fault", action="append", help="only this set; may be repeated")
    parser.add_argument(
        "--kept", type=Path, help="where it is kept what the application did, and taken from"
    )
    parser.add_argument("--jobs", type=int, default=2, help="how many sets are driven at once")
    asked = parser.parse_args()
    if asked.drive:
        _drive(asked.drive, asked.json)
        return 0
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(asked.jobs) as pool:
        faults, place = asked.fault or [_GOOD, *FAULTS], asked.kept or Path(made)
        found = [it for one in pool.map(lambda it: compared(it, place), faults) for it in one]
    print("\n".join(told(found)))
    return int(sum(it.agrees for it in found) < 0.95 * len(found))


if __name__ == "__main__":
    sys.exit(main())
