"""How much a check does: the profiles, and what all requirements of one run have in common."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Profile:
    """How much is tried: counted, so that a busy machine tries the same.

    Args:
        name: What it is called on the command line.
        examples: Sequences of calls that the stateful level tries.
        steps: Steps in each of them.
        calls: Calls of plugin and observer after which a search ends, complete or not.
        seconds: Time after which it does. No search of a backend in memory comes near either.
        shrink_seconds: Time for making a failing sequence shorter; then the shortest so far counts.
        threads: Threads that call one plugin at the same time.
        rounds: How often they do, each time with another schedule.
        few_values: Whether a few values of each table are tried, and little is made.
        few: How many of each table then.
        remote: Whether the backend outlives the run: calls keep a pace, and what is made is
            written to a ledger and removed. Its harness has to be marked as a sandbox.
        mutates: Whether a self-check may run mutations of the plugin.
    """

    name: str
    examples: int
    steps: int
    calls: int
    seconds: float
    shrink_seconds: float
    threads: int
    rounds: int
    few_values: bool = False
    few: int = 3
    remote: bool = False
    mutates: bool = True


QUICK: Final = Profile(
    name="quick",
    examples=40,
    steps=30,
    calls=20_000,
    seconds=60,
    shrink_seconds=10,
    threads=4,
    rounds=8,
)
"""For every change, in CI: its seed is always the same, so what was green stays green."""

THOROUGH: Final = Profile(
    name="thorough",
    examples=1000,
    steps=50,
    calls=2_000_000,
    seconds=900,
    shrink_seconds=15,
    threads=8,
    rounds=20,
)
"""For the night: about ten minutes for all twelve interfaces; its seed is new each time."""

REMOTE: Final = Profile(
    name="remote",
    examples=4,
    steps=10,
    calls=1000,
    seconds=600,
    shrink_seconds=0,
    threads=2,
    rounds=2,
    few_values=True,
    remote=True,
)
"""For a test server that may be filled: at most 2,000 calls of the plugin for an interface."""

LIVE: Final = Profile(
    name="live",
    examples=3,
    steps=8,
    calls=500,
    seconds=600,
    shrink_seconds=0,
    threads=2,
    rounds=1,
    few_values=True,
    few=2,
    remote=True,
    mutates=False,
)
"""For a real remote backend: few calls, and nothing is tried again to make a failure shorter."""

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {it.name: it for it in (QUICK, REMOTE, THOROUGH, LIVE)}
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
