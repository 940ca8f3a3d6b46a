"""A live backend: a sandbox only, few calls at a time, and fewer when it asks for that."""

from typing import Any

import pytest
from attrs import define, field

from dispatch_interfaces import RateLimitedError
from dispatch_interfaces.conformance import (
    ParticipantGroupHarness,
    Result,
    TargetError,
    check,
    requirements_for,
)
from dispatch_interfaces.conformance.live.pace import Pace, new_tag
from dispatch_interfaces.conformance.run.harness import CALLS_PER_SECOND
from dispatch_interfaces.options import ProfileName
from reference_impls import InMemoryParticipantGroup
from tests.live.plan import PROFILES


@define
class Clock:
    """A time that passes only while somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, per_second: float = 2) -> Pace:
        return Pace(per_second, clock=lambda: self.now, sleep=self.sleep)


@define
class Limited:
    """A backend that asks for fewer calls so many times."""

    refusals: int
    retry_after: float | None = None
    calls: int = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.refusals:
            raise RateLimitedError("slow down", retry_after=self.retry_after)
        return "done"


def test_calls_are_kept_apart() -> None:
    clock = Clock()
    pace = clock.pace(per_second=2)
    times = [pace.call(lambda: clock.now) for _ in range(4)]
    assert times == [0, 0.5, 1, 1.5]


def test_a_call_that_comes_late_does_not_wait() -> None:
    clock = Clock()
    pace = clock.pace()
    pace.call(lambda: None)
    clock.now += 10
    pace.call(lambda: None)
    assert clock.slept == []


def test_it_waits_as_long_as_the_backend_asks() -> None:
    clock, backend = Clock(), Limited(refusals=2, retry_after=7)
    assert clock.pace().call(backend) == "done"
    assert clock.slept.count(7) == 2


def test_it_waits_longer_each_time_where_the_backend_does_not_say() -> None:
    clock, backend = Clock(), Limited(refusals=3)
    assert clock.pace(per_second=1000).call(backend) == "done"
    assert clock.slept == [1, 2, 4]


def test_it_does_not_wait_for_hours() -> None:
    clock = Clock()
    clock.pace().call(Limited(refusals=1, retry_after=86_400))
    assert max(clock.slept) == 60


def test_after_several_tries_the_error_comes_through() -> None:
    clock, backend = Clock(), Limited(refusals=100)
    with pytest.raises(RateLimitedError, match="slow down"):
        clock.pace().call(backend)
    assert backend.calls == 6


def test_other_errors_come_through_at_once() -> None:
    clock = Clock()
    with pytest.raises(ZeroDivisionError):
        clock.pace().call(lambda: 1 // 0)
    assert clock.slept == []


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_not_marked_as_a_sandbox_is_not_touched(profile: ProfileName) -> None:
    opened: list[object] = []
    harness = ParticipantGroupHarness(open=lambda: opened.append(1))
    with pytest.raises(TargetError, match=f"the {profile} profile .*sandbox=True"):
        check(InMemoryParticipantGroup, harness=harness, profile=profile)
    with pytest.raises(TargetError, match=f"the {profile} profile .*sandbox=True"):
        requirements_for(InMemoryParticipantGroup, harness=harness, profile=profile)
    assert opened == []


class ThrottledGroups(InMemoryParticipantGroup):
    """Refuses every third call at first."""

    calls = 0

    def create(self, name: str, *args: Any, **kwargs: Any) -> Any:
        ThrottledGroups.calls += 1
        if ThrottledGroups.calls % 3 == 0:
            raise RateLimitedError("slow down", retry_after=0)
        return super().create(name, *args, **kwargs)


def _harness(plugin_class: type, **more: Any) -> ParticipantGroupHarness:
    return ParticipantGroupHarness(
        open=plugin_class, sandbox=True, calls_per_second=100_000, **more
    )


def test_a_throttled_backend_conforms_in_the_live_profile_only() -> None:
    live = check(ThrottledGroups, harness=_harness(ThrottledGroups), profile="live")
    assert live.passed
    quick = check(ThrottledGroups, harness=_harness(ThrottledGroups), level="behaviour")
    assert quick.judgements[0].of(Result.FAILED, Result.BLOCKED)


def test_every_name_tells_the_run_that_it_is_from() -> None:
    names: list[str] = []

    class Listed(InMemoryParticipantGroup):
        def create(self, name: str, *args: Any, **kwargs: Any) -> Any:
            names.append(name)
            return super().create(name, *args, **kwargs)

    check(Listed, harness=_harness(Listed, tag="di-17"), profile="live", keyword="GROUP-02")
    assert [it for it in names if "group-" in it and "di-17" not in it] == []
    assert new_tag().startswith("di-")
    assert new_tag() != new_tag()


def test_a_pace_is_above_zero() -> None:
    harness = ParticipantGroupHarness(open=InMemoryParticipantGroup, calls_per_second=0)
    assert harness.problems() == ("calls_per_second is above zero: 0",)
    assert CALLS_PER_SECOND > 0
