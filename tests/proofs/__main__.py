"""Tells every generic lie in every method of every reference: `make proofs` prints what passes.

`python -m tests.proofs term metric` tells those of some interfaces only.
"""

import multiprocessing
import os
import sys
from collections import Counter, defaultdict
from typing import Final

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.proofs.explained import why_it_may_pass, without_effect
from tests.proofs.generated import Ending, Fault, ending_of, faults
from tests.proofs.lies import LIES

FAULTS: Final = tuple(faults(LIES))
SHARE: Final = 0.95
"""How many of those with an effect have to be caught with a finding, at least."""


def main(interfaces: list[str]) -> int:
    """Print the table, and what is not caught by why it is not; 1 if that is not explained."""
    console = Console()
    wanted = [n for n, it in enumerate(FAULTS) if not interfaces or _interface(it) in interfaces]
    endings = dict[Fault, Ending]()
    # New processes now and then: what a plugin that hangs has left behind would add up.
    with multiprocessing.Pool(os.cpu_count(), maxtasksperchild=100) as pool:
        told = pool.imap_unordered(_ending_of, wanted, chunksize=4)
        for number, ending in track(told, "lies told", len(wanted), console=console):
            endings[FAULTS[number]] = ending
    console.print(_table(endings))
    passed = defaultdict[str, list[Fault]](list)
    for fault, ending in endings.items():
        if ending is not Ending.CAUGHT:
            passed[why_it_may_pass(fault)].append(fault)
    for why in sorted(passed):
        console.print(f"\n{why or 'NOT EXPLAINED'}:", markup=False)
        for fault in passed[why]:
            console.print(f"  {fault} ({endings[fault]})", markup=False)
    told_apart = [ending for it, ending in endings.items() if not _is_none(it, ending)]
    share = told_apart.count(Ending.CAUGHT) / len(told_apart)
    console.print(f"\n{share:.1%} of {len(told_apart)} with an effect are caught, with a finding")
    return int("" in passed or share < SHARE)


def _ending_of(number: int) -> tuple[int, Ending]:
    return number, ending_of(FAULTS[number])


def _interface(fault: Fault) -> str:
    return fault.contract.interface


def _is_none(fault: Fault, ending: Ending) -> bool:
    return ending is not Ending.CAUGHT and bool(without_effect(fault))


def _table(endings: dict[Fault, Ending]) -> Table:
    table = Table("interface", "lies", "without effect", *Ending)
    for interface in dict.fromkeys(map(_interface, endings)):
        here = {it: ending for it, ending in endings.items() if _interface(it) == interface}
        real = Counter(ending for it, ending in here.items() if not _is_none(it, ending))
        counts = (len(here), len(here) - real.total(), *(real[it] for it in Ending))
        table.add_row(interface, *map(str, counts))
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
