"""Tries a million inputs on all cores, and prints what came of them: `make fuzz`.

`python -m tests.fuzz --inputs 60000` tries fewer, `--again recordings:4711` one of them once more.
"""

import multiprocessing
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Final

from attrs import define, field
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.fuzz.subjects import SUBJECTS, Found, attempt, quietly

_AT_ONCE: Final = 500
"""Inputs that a process tries before it tells of them."""
_SHOWN: Final = 5


@define
class Tried:
    """What came of the inputs of one subject."""

    inputs: int = 0
    seconds: float = 0.0
    found: list[str] = field(factory=list[str])


def main(inputs: int) -> int:
    """Print a line for each subject, and what was found; 1 if anything was."""
    console, tried = Console(), {it: Tried() for it in SUBJECTS}
    portions = [*_portions(inputs)]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        done = pool.imap_unordered(_try, portions)
        for subject, one in track(done, "inputs tried", len(portions), console=console):
            whole = tried[subject]
            whole.inputs += one.inputs
            whole.seconds += one.seconds
            whole.found += one.found
    table = Table("what reads them", "inputs", "not handled", "seconds")
    for subject, it in tried.items():
        table.add_row(subject, f"{it.inputs:,}", f"{len(it.found):,}", f"{it.seconds:,.0f}")
    console.print(table)
    for it in tried.values():
        for told in it.found[:_SHOWN]:
            console.print(ascii(told), markup=False)
    return int(any(it.found for it in tried.values()))


def _portions(inputs: int) -> Iterator[tuple[str, int, int]]:
    for subject, (_, share) in SUBJECTS.items():
        number = inputs * share // 100
        for start in range(0, number, _AT_ONCE):
            yield subject, start, min(number, start + _AT_ONCE)


def _try(portion: tuple[str, int, int]) -> tuple[str, Tried]:
    subject, start, end = portion
    tried, begun = Tried(end - start), time.monotonic()
    with quietly():
        for number in range(start, end):
            try:
                attempt(subject, number)
            except Found as found:
                tried.found.append(str(found))
    tried.seconds = time.monotonic() - begun
    return subject, tried


if __name__ == "__main__":
    parser = ArgumentParser("python -m tests.fuzz")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--again", metavar="SUBJECT:NUMBER")
    given = parser.parse_args()
    if given.again:
        name, _, told = given.again.partition(":")
        attempt(name, int(told))
        sys.exit(0)
    sys.exit(main(given.inputs))
