"""How much a check does: the profiles, and what all requirements of one run have in common."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Profile:
    """How many sequences are tried, how long they are, and how long all of it may take.

    Args:
        name: What it is called on the command line.
        examples: Sequences of calls that the stateful level tries.
        steps: Calls in each of them.
        seconds: After this time no further sequence is begun.
        shrink_seconds: Time for making a failing sequence shorter; then the shortest so far counts.
        threads: Threads that call one plugin at the same time.
        rounds: How often they do, each time with another schedule.
    """

    name: str
    examples: int
    steps: int
    seconds: float
    shrink_seconds: float
    threads: int
    rounds: int


QUICK: Final = Profile(
    name="quick", examples=40, steps=30, seconds=5, shrink_seconds=10, threads=4, rounds=8
)
"""For every change, in CI: its seed is always the same, so what was green stays green."""

THOROUGH: Final = Profile(
    name="thorough", examples=2000, steps=50, seconds=40, shrink_seconds=15, threads=8, rounds=20
)
"""For the night: about ten minutes for all twelve interfaces; its seed is new each time."""

LIVE: Final = Profile(
    name="live", examples=1, steps=8, seconds=60, shrink_seconds=0, threads=2, rounds=1
)
"""For a real remote backend: few calls, and nothing is tried again to make a failure shorter."""

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {it.name: it for it in (QUICK, THOROUGH, LIVE)}
)


@frozen(kw_only=True)
class Run:
    """What all requirements of one check have in common.

    Args:
        profile: How much is done.
        seed: From which sequences of calls and schedules of threads are drawn.
        cache: A folder of the author's in which failing sequences are kept for the next run; None
            keeps nothing.
    """

    profile: Profile = QUICK
    seed: int = 0
    cache: Path | None = None
    round: int = 0
    """Which repetition of a concurrent requirement it is; each has a schedule of its own."""

    @property
    def options(self) -> str:
        """What to give the command to draw the same again."""
        return f"--profile {self.profile.name} --seed {self.seed}"
