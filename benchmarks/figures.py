"""One line of what was measured, and where all of them are written down."""

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
