"""What a check of a remote backend would do, without doing it.

The numbers were measured on the reference implementations, and a test keeps them up to date.
"""

import json
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.conformance.live.pace import new_tag
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.profiles import LIVE, PROFILES
from dispatch_interfaces.conformance.targets import Target

_MEASURED: Final = "plan.json"


@frozen
class Plan:
    """What a check of one plugin would do to its backend.

    Args:
        target: What would be judged.
        interface: The interface by which.
        profile: The name of the profile.
        sandbox: Whether the harness says that its backend may be filled.
        calls: How often each method would be called, ``"observer."`` before those of the observer.
        objects: What would be made, how many of each, and what becomes of them.
        tag: What the names would bear; another at each run, unless the harness gives one.
        calls_per_second: The pace.
    """

    target: str
    interface: str
    profile: str
    sandbox: bool
    calls: Mapping[str, int]
    objects: Mapping[tuple[str, Fate], int]
    tag: str
    calls_per_second: float

    @property
    def removals(self) -> int:
        return sum(number for (_, fate), number in self.objects.items() if fate is Fate.REMOVED)

    @property
    def seconds(self) -> float:
        """The least time that it takes; the backend's own comes on top."""
        return (sum(self.calls.values()) + self.removals) / self.calls_per_second


def measured() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """How often the methods are called by a check: by profile, then by interface."""
    text = (files("dispatch_interfaces.conformance.live") / _MEASURED).read_text("utf-8")
    found: Mapping[str, Mapping[str, Mapping[str, int]]] = json.loads(text)
    return found


def plan_of(target: Target, profile: str = LIVE.name) -> Plan:
    """What would be done to a target; nothing is opened.

    Args:
        target: What would be judged.
        profile: Its name; what the others would do, that of the live one says.
    """
    if not PROFILES[profile].remote:
        profile = LIVE.name
    harness, interface = target.harness, target.contract.interface
    calls = measured()[profile][interface]
    return Plan(
        target.label,
        interface,
        profile,
        harness.sandbox,
        calls,
        objects_of(harness, calls),
        harness.tag or new_tag(),
        harness.calls_per_second,
    )


def objects_of(
    harness: Harness[Any, Any], calls: Mapping[str, int]
) -> Mapping[tuple[str, Fate], int]:
    """What so many calls make at most: some of them are refused."""
    made: Counter[tuple[str, Fate]] = Counter()
    for method, number in calls.items():
        by, _, name = method.rpartition(".")
        thing = harness.makes(by or "plugin", name)
        if thing is not None:
            made[thing] += number
    return made
