"""Faulty metric plugins."""

import math
from collections.abc import Mapping
from typing import Any

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.conformance.requirements.metric import GAUGES, ZONE
from reference_impls.metric import InMemoryMetric
from tests.conformance.faults import breaks
from tests.conformance.faults.races import Meeting, among_several_threads

Tags = dict[str, Any] | None


class _Passes(InMemoryMetric):
    """Passes what each method is given through a method of the same name with a past tense."""

    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        super().gauge(*self.gauged(name, value, tags))

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        super().counter(*self.counted(name, value, tags))

    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        super().timer(*self.timed(name, value, tags))

    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, tags

    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, tags

    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, tags


@breaks("METRIC-010")
class ReturnsTheGauge(InMemoryMetric):
    def gauge(self, name: str, value: float, tags: Tags = None) -> Any:
        super().gauge(name, value, tags)
        return value


@breaks("METRIC-011")
class ReturnsTheSum(InMemoryMetric):
    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> Any:
        super().counter(name, value, tags)
        return self.counter_of(name, tags)


@breaks("METRIC-012")
class ReturnsTheDuration(InMemoryMetric):
    def timer(self, name: str, value: float, tags: Tags = None) -> Any:
        super().timer(name, value, tags)
        return value


@breaks("METRIC-020")
class KeepsTheHighestGauge(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        if value in GAUGES:
            value = max(value, self.gauge_of(name, tags) or value)
        return name, value, tags


@breaks("METRIC-021")
class RoundsGauges(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        fraction = isinstance(value, float) and math.isfinite(value) and not tags
        return name, round(value) if fraction else value, tags


def _without_zone(tags: Tags) -> Tags:
    return {key: value for key, value in (tags or {}).items() if key != ZONE}


@breaks("METRIC-023")
class IgnoresATagOfAGauge(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, _without_zone(tags)


@breaks("METRIC-043")
class IgnoresATagOfACounter(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, _without_zone(tags)


@breaks("METRIC-063")
class IgnoresATagOfATimer(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, _without_zone(tags)


class _FoldsNames(InMemoryMetric):
    """Writes under a folded name and reads under one too."""

    folded = ""

    def _series(self, method: str, name: str, tags: Tags) -> Any:
        if method.startswith(self.folded):
            name = name.lower()
        return super()._series(method, name, tags)


@breaks("METRIC-024")
class FoldsNamesOfGauges(_FoldsNames):
    folded = "gauge"


@breaks("METRIC-044")
class FoldsNamesOfCounters(_FoldsNames):
    folded = "counter"


@breaks("METRIC-064")
class FoldsNamesOfTimers(_FoldsNames):
    folded = "timer"


class _MindsNone(InMemoryMetric):
    """Takes None and an empty dict for two kinds of tags."""

    minds = ""

    def _series(self, method: str, name: str, tags: Tags) -> Any:
        empty = {"": ""} if tags == {} and method == self.minds else tags
        return super()._series(method, name, empty)


@breaks("METRIC-025", "METRIC-023")
class MindsAGaugesEmptyTags(_MindsNone):
    minds = "gauge"


@breaks("METRIC-045", "METRIC-043")
class MindsACountersEmptyTags(_MindsNone):
    minds = "counter"


@breaks("METRIC-065", "METRIC-063")
class MindsATimersEmptyTags(_MindsNone):
    minds = "timer"


def _as_number(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


@breaks("METRIC-026")
class TakesTrueForAGauge(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        return name, _as_number(value), tags


@breaks("METRIC-046")
class CountsTrue(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return name, _as_number(value), tags


@breaks("METRIC-066")
class TimesTrue(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return name, _as_number(value), tags


@breaks("METRIC-027", "METRIC-074")
class CallsANamelessGauge(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        return f"dispatch {name}" if not name.strip() else name, value, tags


@breaks("METRIC-047", "METRIC-074")
class CallsANamelessCounter(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return f"dispatch {name}" if not name.strip() else name, value, tags


@breaks("METRIC-067", "METRIC-074")
class CallsANamelessTimer(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return f"dispatch {name}" if not name.strip() else name, value, tags


def _complete(tags: Tags) -> Tags:
    before = dict(tags or {})
    if tags:
        tags["env"] = "test"
    return before


@breaks("METRIC-028")
class CompletesTheTagsOfAGauge(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, _complete(tags)


@breaks("METRIC-048")
class CompletesTheTagsOfACounter(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, _complete(tags)


@breaks("METRIC-068")
class CompletesTheTagsOfATimer(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value, _complete(tags)


def _only_text(tags: Mapping[str, Any] | None) -> None:
    if any(value is None for value in (tags or {}).values()):
        raise TypeError("can only concatenate str")


@breaks("METRIC-029")
class WantsTextInTheTagsOfAGauge(_Passes):
    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        _only_text(tags)
        return name, value, tags


@breaks("METRIC-049")
class WantsTextInTheTagsOfACounter(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        _only_text(tags)
        return name, value, tags


@breaks("METRIC-069")
class WantsTextInTheTagsOfATimer(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        _only_text(tags)
        return name, value, tags


@breaks("METRIC-040")
class CountsWholeNumbersOnly(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        fraction = isinstance(value, float) and math.isfinite(value)
        return name, int(value) if fraction else value, tags


@breaks("METRIC-041")
class DoesNotCountNone(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        twice = value is None and name.strip() and not among_several_threads()
        return name, 2 if twice else value, tags


@breaks("METRIC-042")
class TakesZeroForOne(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value if value != 0 or isinstance(value, bool) else 1, tags


@breaks("METRIC-060")
class TakesMilliseconds(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return name, value * 1000 if isinstance(value, float) else value, tags


@breaks("METRIC-061")
class PassesOverZero(InMemoryMetric):
    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        if value != 0 or isinstance(value, bool):
            super().timer(name, value, tags)


@breaks("METRIC-062")
class TakesALittleLessThanZeroForZero(_Passes):
    def timed(self, name: str, value: Any, tags: Tags) -> Any:
        return name, 0 if isinstance(value, float) and -1 < value < 0 else value, tags


@breaks("METRIC-073")
class KeepsGaugesWithTimers(InMemoryMetric):
    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        super().gauge(name, value, tags)
        if tags is None and value == 1:
            self._measured.timers.setdefault(self._series("timer", name, tags), []).append(value)


@breaks("METRIC-074")
class RaisesATypeError(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        if isinstance(value, str):
            raise TypeError("unsupported operand")
        return name, value, tags


_SHARED: dict[Any, float] = {}


@breaks("METRIC-080")
class SharesItsGauges(InMemoryMetric):
    def __init__(self) -> None:
        super().__init__()
        self._measured.gauges = _SHARED


class _Meets(InMemoryMetric):
    """Lets all threads read before any of them writes."""

    def __init__(self) -> None:
        super().__init__()
        self.meeting = Meeting()


@breaks("METRIC-081", "METRIC-950")
class ReadsAndWritesTheSum(_Meets):
    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        before = self.counter_of(name, tags) if name.strip() else None
        self.meeting.wait()
        super().counter(name, value, tags)
        if among_several_threads():
            self._measured.counters[self._series("counter", name, tags)] = (before or 0) + 1


@breaks("METRIC-082", "METRIC-950")
class ReadsAndWritesTheTimes(_Meets):
    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        before = self.timer_of(name, tags) if name.strip() else None
        self.meeting.wait()
        super().timer(name, value, tags)
        if among_several_threads():
            values = [*(before.values if before else ()), value]
            self._measured.timers[self._series("timer", name, tags)] = values


@breaks("METRIC-026", "METRIC-074")
class KeepsNan(InMemoryMetric):
    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        try:
            super().gauge(name, value, tags)
        except InvalidRequestError:
            if value == value:
                raise


@breaks("METRIC-900")
class StartsACounterAgainAfterManyGauges(InMemoryMetric):
    """Its buffer holds so many measurements, and the counter is not among what is kept."""

    _gauges = 0

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        super().gauge(name, value, tags)
        self._gauges += 1
        if self._gauges == 3:
            self._measured.counters.clear()


@breaks("METRIC-900")
class RecordsARefusedTimeWithTheNext(InMemoryMetric):
    """A refused time has been counted already, and shows once the timer goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._refused: set[Any] = set()

    def timer(self, name: str, value: float, tags: Tags = None) -> None:
        series = self._series("timer", name, tags)
        try:
            super().timer(name, value, tags)
        except InvalidRequestError:
            self._refused.add(series)
            raise
        if series in self._refused:
            self._refused.remove(series)
            super().timer(name, 0, tags)


@breaks("METRIC-081", "METRIC-950")
class CountsWithoutALock(InMemoryMetric):
    """No pause, no barrier: just a read, a change and a write."""

    def counter(self, name: str, value: float | None = None, tags: Tags = None) -> None:
        series, amount = self._series("counter", name, tags), 1 if value is None else value
        self._require_number("counter", amount)
        before = self._measured.counters.get(series, 0)
        self._measured.counters[series] = before + amount


@breaks("METRIC-950")
class WritesAllGaugesBack(InMemoryMetric):
    """A gauge of one thread takes that of another with it."""

    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        series = self._series("gauge", name, tags)
        self._require_number("gauge", value)
        gauges = dict(self._measured.gauges)
        gauges[series] = value
        self._measured.gauges = gauges


@breaks("METRIC-960")
class ReplacesHalfACharacter(_Passes):
    """It refuses the name, after a gauge of a name without the half was sent."""

    def gauged(self, name: str, value: Any, tags: Tags) -> Any:
        whole = name.encode("utf-8", "replace").decode()
        if whole != name:
            InMemoryMetric.gauge(self, whole, value, tags)
        return name, value, tags


@breaks("METRIC-960")
class CountsUnderHalfACharacter(_Passes):
    def counted(self, name: str, value: Any, tags: Tags) -> Any:
        return name.encode("utf-8", "ignore").decode(), value, tags


@breaks("METRIC-020")
class SendsNoValueTwice(InMemoryMetric):
    """What it has sent before it takes for sent, also after another value."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = set[str]()

    def gauge(self, name: str, value: float, tags: Tags = None) -> None:
        sent = repr((name, value, tags))
        if sent not in self._sent:
            super().gauge(name, value, tags)
        self._sent.add(sent)
