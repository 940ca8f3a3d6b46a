"""Series beside dicts of numbers."""

from typing import Any, Final

from hypothesis import strategies as st

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.metric import MetricHarness
from dispatch_interfaces.conformance.requirements.stateful.machine import Machine, rule
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.endings import ConformanceFailure
from dispatch_interfaces.protocols.metric import MetricLimits

_NAMES: Final = st.sampled_from(("incidents", "incidents.open", "Incidents", "incident s"))
_TAGS: Final = st.sampled_from((None, {}, {"type": "a"}, {"type": "b"}, {"type": "a", "n": 1}))
_NUMBERS: Final = st.one_of(st.integers(0, 9), st.sampled_from((0.5, 0.25, 1e6)))
_NOT_NUMBERS: Final = st.sampled_from((float("nan"), float("inf"), True, "1"))
_KINDS: Final = ("gauge", "counter", "timer")


class MetricMachine(Machine):
    """The model: the values of each series in order, by kind, name and tags."""

    name = "metric_900"
    h: MetricHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self._mark: str = self.h.series("sequence")
        self.series: dict[tuple[str, str, str], list[float]] = {}
        self.tags: dict[str, Any] = {}

    def named(self, name: str) -> str:
        marked = self.h.shared_backend or self.h.tag
        return self.h.joined("name", self._mark, name) if marked else name

    def recorded(self, kind: str, name: str, tags: Any, value: float) -> None:
        # No tags is the same series as empty ones; what is told of is what is shown.
        name, shown = self.h.in_force("name", name), self.h.tags_in_force(tags)
        key = repr(sorted(shown.items()))
        self.tags[key] = shown if tags else tags
        self.touch(name)
        self.series.setdefault((kind, name, key), []).append(value)

    @rule(kind=st.sampled_from(_KINDS), name=_NAMES, value=_NUMBERS, tags=_TAGS)
    def record(self, kind: str, name: str, value: float, tags: Any) -> None:
        if self.offers(kind):
            name = self.named(name)
            self.call(kind, name, value, **({} if tags is None else {"tags": tags}))
            self.recorded(kind, name, tags, value)

    @rule(name=_NAMES, tags=_TAGS)
    def count_one(self, name: str, tags: Any) -> None:
        if self.offers("counter"):
            self.call("counter", self.named(name), tags=tags)
            self.recorded("counter", self.named(name), tags, 1)

    @rule(kind=st.sampled_from(_KINDS), name=strategies.names())
    def record_under_any_name(self, kind: str, name: str) -> None:
        if self.offers(kind):
            before = len(self.refusals)
            self.tried(kind, self.named(name), 1)
            if len(self.refusals) == before:
                self.recorded(kind, self.named(name), None, 1)

    @rule(kind=st.sampled_from(_KINDS), name=_NAMES, value=_NOT_NUMBERS, tags=_TAGS)
    def record_no_number(self, kind: str, name: str, value: Any, tags: Any) -> None:
        if self.offers(kind):
            self.refused(f"the value {value!r}", kind, self.named(name), value, tags)

    @rule(name=_NAMES)
    def record_a_time_below_zero(self, name: str) -> None:
        if self.offers("timer"):
            self.refused("a duration below zero", "timer", self.named(name), -1)

    def compare(self) -> None:
        due = self.due(dict.fromkeys(name for _, name, _ in self.series))
        for (kind, name, key), values in self.series.items():
            if name not in due:
                continue
            try:
                self.see_series(kind, values, name=name, tags=self.tags[key])
            except ConformanceFailure as failure:
                failure.declare = failure.declare or self.place(kind, name, key)
                raise

    def see_series(self, kind: str, values: list[float], **names: Any) -> None:
        if kind == "gauge" and self.sees("gauge_of"):
            self.see("the gauge", "observer.gauge_of($name, $tags)", values[-1], **names)
        elif kind == "counter" and self.sees("counter_of"):
            self.see("the counter", "observer.counter_of($name, $tags)", sum(values), **names)
        elif kind == "timer" and self.sees("timer_of"):
            shown = "observer.timer_of($name, $tags).{}"
            self.see("how often", shown.format("count"), len(values), **names)
            self.see("the total", shown.format("total"), sum(values), **names)

    def place(self, kind: str, name: str, key: str) -> str:
        """The limit by which a series is seen under another name."""
        others = {it for of, it, tags in self.series if (of, tags) == (kind, key)} - {name}
        alike = next((it for it in others if it.casefold() == name.casefold()), None)
        if alike is not None:
            return declarations.for_alike(MetricLimits, "name", name, alike)
        look, tags = getattr(self.observer, f"{kind}_of"), self.tags[key]
        return declarations.for_place(MetricLimits, "name", name, lambda it: look(it, tags))
