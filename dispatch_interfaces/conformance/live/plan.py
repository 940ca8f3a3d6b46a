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
        settling: Seconds that would be waited for the backend to show what was written.
    """

    target: str
    interface: str
    profile: str
    sandbox: bool
    calls: Mapping[str, int]
    objects: Mapping[tuple[str, Fate], int]
    tag: str
    calls_per_second: float
    settling: float = 0.0

    @property
    def removals(self) -> int:
        """Calls that remove something."""
        return sum(number for (_, fate), number in self.objects.items() if fate is Fate.REMOVED)

    @property
    def staying(self) -> int:
        """How many objects are there when the run is over."""
        stays = (Fate.STAYS, Fate.LEFT)
        return sum(number for (_, fate), number in self.objects.items() if fate in stays)

    @property
    def seconds(self) -> float:
        """The least time that it takes; the backend's own comes on top."""
        called = (sum(self.calls.values()) + self.removals) / self.calls_per_second
        return called + self.settling


def measured(shared: bool = True) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """How often the methods are called by a check: by profile, then by interface.

    Args:
        shared: Whether all plugins work on the same data; else some of it is made more often.
    """
    read = _read()
    calls: Mapping[str, Mapping[str, Mapping[str, int]]] = read["calls"]
    if shared:
        return calls
    return {profile: {**it, **read["apart"].get(profile, {})} for profile, it in calls.items()}


def looks() -> Mapping[str, Mapping[str, int]]:
    """How often something is read after something was written: by profile, then by interface."""
    found: Mapping[str, Mapping[str, int]] = _read()["looks"]
    return found


def _read() -> Any:
    return json.loads(
        (files("dispatch_interfaces.conformance.live") / _MEASURED).read_text("utf-8")
    )


def plan_of(target: Target, profile: str = LIVE.name) -> Plan:
    """What would be done to a target; nothing is opened.

    Args:
        target: What would be judged.
        profile: Its name; what the others would do, that of the live one says.
    """
    if not PROFILES[profile].remote:
        profile = LIVE.name
    harness, interface = target.harness, target.contract.interface
    calls = measured(harness.shared_backend)[profile][interface]
    return Plan(
        target.label,
        interface,
        profile,
        harness.sandbox,
        calls,
        objects_of(harness, calls, harness.can_remove(target.plugin_class)),
        harness.tag or new_tag(),
        harness.calls_per_second,
        harness.settle * looks()[profile][interface],
    )


def objects_of(
    harness: Harness[Any, Any], calls: Mapping[str, int], removable: bool = True
) -> Mapping[tuple[str, Fate], int]:
    """What so many calls make at most: some of them are refused.

    Args:
        harness: Knows what each method makes.
        calls: How often each is called.
        removable: Whether there is a way to remove any of it.
    """
    made: Counter[tuple[str, Fate]] = Counter()
    for method, number in calls.items():
        by, _, name = method.rpartition(".")
        thing = harness.makes(by or "plugin", name)
        if thing is not None:
            kind, fate = thing
            stays = fate is Fate.STAYS or removable
            made[kind, fate if stays else Fate.LEFT] += number
    return made
