"""Says what became of the mutants: ``docs/mutation.md``, and a table on the terminal.

Fails if a mutant was not tried, if one survived for which `survivors.toml` has no reason, if a
reason there is for none, or if an interface is below the score that is asked for.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.contract import CONTRACTS
from tests.mutation.mutants import Fate, Mutant, read_mutants
from tests.mutation.references import LAST_LEVEL

ENOUGH: Final = 95.0
"""Per cent of the mutants that change what the contract promises."""

_MUTANTS: Final = Path("mutants/reference_impls")
_REASONS: Final = Path(__file__).with_name("survivors.toml")
_PAGE: Final = Path("docs/mutation.md")

_HELPERS: Final = {
    "conversation_records": "conversation",
    "message_body": "conversation",
    "storage_query": "storage",
}
_SHARED: Final = "shared by several"


class Kind(StrEnum):
    """Why a mutant survived."""

    EQUIVALENT = "equivalent"
    FREE = "free"
    MISSED = "missed"


_MEANING: Final = {
    Kind.EQUIVALENT: "it does the same as the original",
    Kind.FREE: "the contract promises nothing of what it changes",
    Kind.MISSED: "it breaks a promise, and the suite does not see it",
}


@frozen
class Reason:
    """Why some mutants of one function survived.

    Args:
        place: The function, ``ticket:InMemoryTicket.update``.
        kind: What sort of reason it is.
        why: The reason.
        changes: The changes that it is the reason for.
    """

    place: str
    kind: Kind
    why: str
    changes: tuple[str, ...]


@frozen
class Reasons:
    """What `survivors.toml` says.

    Args:
        survivors: Of mutants that survived.
        unreached: Why nothing calls a function, by the function.
    """

    survivors: tuple[Reason, ...]
    unreached: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> "Reasons":
        """The reasons in a text."""
        told: dict[str, Any] = tomllib.loads(text)
        return cls(
            tuple(
                Reason(
                    it["place"], Kind(it["kind"]), it["why"], tuple(map(str.strip, it["changes"]))
                )
                for it in told.get("survivor", ())
            ),
            {it["place"]: it["why"] for it in told.get("unreached", ())},
        )

    def kind_of(self, mutant: Mutant) -> Kind | None:
        """Why a mutant survived; None if nobody said."""
        for reason in self.survivors:
            if reason.place == mutant.place and mutant.change in reason.changes:
                return reason.kind
        return None


@frozen
class Row:
    """The figures of one interface."""

    name: str
    mutants: int
    unreached: int
    wording: int
    equivalent: int
    free: int
    missed: int
    caught: int

    @property
    def score(self) -> float:
        """Per cent caught of those that change what the contract promises."""
        return 100 * self.caught / max(self.caught + self.missed, 1)

    @property
    def cells(self) -> tuple[str, ...]:
        """As the columns of the table."""
        figures = (self.mutants, self.unreached, self.wording, self.equivalent, self.free)
        counted = (self.caught + self.missed, self.caught)
        return (self.name, *map(str, (*figures, *counted)), f"{self.score:.1f} %")


_COLUMNS: Final = (
    "interface",
    "mutants",
    "beyond the interface",
    "wording only",
    "equivalent",
    "left free",
    "change behaviour",
    "caught",
    "score",
)


def problems_of(mutants: Iterable[Mutant], reasons: Reasons) -> Iterator[str]:
    """What is to be done before the figures mean something."""
    changes: set[tuple[str, str]] = set()
    unreached: set[str] = set()
    for mutant in mutants:
        told = f"{mutant.place}\n{mutant.change}\n"
        if mutant.fate is Fate.UNTRIED:
            yield f"not tried: {told}"
        elif mutant.fate is Fate.UNREACHED:
            unreached.add(mutant.place)
        elif mutant.fate is Fate.SURVIVED and not mutant.wording:
            changes.add((mutant.place, mutant.change))
            if reasons.kind_of(mutant) is None:
                yield f"survived for no reason that is known: {told}"
    for place in sorted(unreached - set(reasons.unreached)):
        yield f"nothing calls it, for no reason that is known: {place}"
    for place in sorted(set(reasons.unreached) - unreached):
        yield f"a reason for a function that is called, or not there: {place}"
    for reason in reasons.survivors:
        for change in reason.changes:
            if (reason.place, change) not in changes:
                yield f"a reason for none that survived: {reason.place}\n{change}\n"


def rows_of(mutants: Iterable[Mutant], reasons: Reasons) -> list[Row]:
    """The figures of every interface, and those of all together."""
    by_interface: dict[str, list[Mutant]] = {name: [] for name in (*CONTRACTS, _SHARED)}
    for mutant in mutants:
        by_interface[_interface_of(mutant)].append(mutant)
    everything = [it for some in by_interface.values() for it in some]
    by_interface["all"] = everything
    return [_row(name, some, reasons) for name, some in by_interface.items()]


def _interface_of(mutant: Mutant) -> str:
    name = _HELPERS.get(mutant.module, mutant.module.replace("_", "-"))
    return name if name in CONTRACTS else _SHARED


def _row(name: str, mutants: list[Mutant], reasons: Reasons) -> Row:
    fates = Counter(it.fate for it in mutants)
    survivors = [it for it in mutants if it.fate is Fate.SURVIVED]
    kinds = Counter(reasons.kind_of(it) for it in survivors if not it.wording)
    return Row(
        name=name,
        mutants=len(mutants),
        unreached=fates[Fate.UNREACHED],
        wording=sum(it.wording for it in survivors),
        equivalent=kinds[Kind.EQUIVALENT],
        free=kinds[Kind.FREE],
        missed=kinds[Kind.MISSED] + kinds[None],
        caught=fates[Fate.CAUGHT],
    )


def page_of(rows: Iterable[Row], reasons: Reasons) -> str:
    """The page of the documentation."""
    return "\n".join(
        (
            "# Mutation score",
            "",
            "What the conformance suite would let through: every function of the reference",
            "implementations is changed in every small way that the mutation tester knows, one",
            "change at a time, and the suite, up to the level `"
            f"{LAST_LEVEL.value}` and strictly, is run over",
            "each. `make mutation` does it again, goes on where it was stopped, and writes this",
            "page.",
            "",
            *_table(rows),
            "",
            "*Beyond the interface* are functions that no requirement calls, listed at the end;",
            "*wording only* is what survived with another message of an error or another spelling",
            "of an id, which no plugin has to share. Every other survivor is listed here with its",
            "reason:",
            "",
            *(f"- **{kind.value}**: {meaning};" for kind, meaning in _MEANING.items()),
            "",
            "and the score is the share caught of those that change what the contract promises.",
            "",
            *_survivors(reasons.survivors),
            "## Beyond the interface",
            "",
            *(f"- `{place}`: {why}" for place, why in sorted(reasons.unreached.items())),
            "",
        )
    )


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|---{'|--:' * (len(_COLUMNS) - 1)}|"
    for row in rows:
        yield f"| {' | '.join(row.cells)} |"


def _survivors(reasons: Iterable[Reason]) -> Iterator[str]:
    ordered = sorted(reasons, key=lambda it: it.place)
    for module, some in groupby(ordered, key=lambda it: it.place.partition(":")[0]):
        yield from (f"## Survivors in `{module}`", "")
        for reason in some:
            function = reason.place.partition(":")[2]
            yield from (f"`{function}`, **{reason.kind.value}**: {reason.why}", "")
            yield from ("```diff", *_together(reason.changes), "```", "")


def _together(changes: Iterable[str]) -> Iterator[str]:
    """Changes of the same lines under each other."""
    gone = ""
    for change in sorted(changes):
        lines = change.splitlines()
        before = "\n".join(it for it in lines if it.startswith("-"))
        if all(it.startswith("-") for it in lines) or before != gone:
            yield from before.splitlines()
        gone = before
        yield from (it for it in lines if not it.startswith("-"))


def main() -> int:
    """Write the page; the exit code."""
    mutants = list(read_mutants(_MUTANTS))
    reasons = Reasons.read(_REASONS.read_text("utf-8"))
    rows = rows_of(mutants, reasons)
    problems = list(problems_of(mutants, reasons)) or [
        f"{it.name} is at {it.score:.1f} %, below {ENOUGH} %" for it in rows if it.score < ENOUGH
    ]
    for row in rows:
        print(f"{row.name:20}{row.caught:5} of {row.caught + row.missed:5}{row.score:8.1f} %")
    if problems:
        print(f"\n{len(problems)} to look at; {_PAGE} stays as it was", *problems, sep="\n\n")
        return 1
    _PAGE.write_text(page_of(rows, reasons), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
