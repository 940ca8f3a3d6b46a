"""One line of what was measured, where all of them are written down, and how a page shows them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from attrs import asdict, frozen

RESULTS: Final = Path(__file__).with_name("results.json")
"""What docs/figures.md shows: the last run of everything."""


@frozen
class Figure:
    """Something that was measured, mostly beside something else that was measured in alternation.

    A ratio is compared with its limit. What has none is told, and nothing more.
    """

    what: str
    measured: float
    unit: str
    beside: str = ""
    """What it is compared with; empty for nothing."""
    beside_measured: float | None = None
    limit: float | None = None
    """The greatest ratio that it may have."""

    @property
    def ratio(self) -> float | None:
        """How many times as much as the other; None if there is none."""
        return self.measured / self.beside_measured if self.beside_measured else None

    @property
    def misses(self) -> bool:
        """Whether the ratio is above its limit."""
        return self.limit is not None and (self.ratio is None or self.ratio > self.limit)

    def record(self) -> dict[str, Any]:
        """As it is written down, with a few digits of each number."""
        numbers = {"measured": self.measured, "beside_measured": self.beside_measured}
        shown = {key: None if it is None else round(it, 3) for key, it in numbers.items()}
        ratio = None if self.ratio is None else round(self.ratio, 3)
        return {**asdict(self), **shown, "ratio": ratio}


def shown(group: str) -> Iterator[str]:
    """The lines of a page about one kind of what was measured, or about the ``machine``."""
    whole = json.loads(RESULTS.read_text("utf-8"))
    if group == "machine":
        versions = ", ".join(f"{name} {version}" for name, version in whole["versions"].items())
        yield f"Python {whole['python']} on {whole['cores']} cores; {versions}."
        return
    yield "| what | figure | beside | figure | ratio | at most |"
    yield "|---|--:|---|--:|--:|--:|"
    for it in whole["figures"][group]:
        ours, theirs = (_amount(it[key], it["unit"]) for key in ("measured", "beside_measured"))
        ratio = "" if it["ratio"] is None else f"{it['ratio']:.2f}"
        limit = "" if it["limit"] is None else f"{it['limit']:g}"
        yield f"| {it['what']} | {ours} | {it['beside']} | {theirs} | {ratio} | {limit} |"


def _amount(number: float | None, unit: str) -> str:
    if number is None:
        return ""
    return f"{number:,.0f} {unit}" if number >= 100 else f"{number:.3g} {unit}"
