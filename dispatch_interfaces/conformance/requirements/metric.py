"""What a metric plugin must do."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, ClassVar, Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, proving
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.narrowing import is_dict
from dispatch_interfaces.protocols.metric import MetricLimits, MetricPlugin


class RecordedTimes(Protocol):
    """What a timer has recorded, in seconds."""

    @property
    def count(self) -> int:
        """How many durations."""
        ...

    @property
    def total(self) -> float:
        """Their sum."""
        ...

    @property
    def minimum(self) -> float | None:
        """The shortest; None, or no such attribute, where the metric system does not keep it."""
        ...

    @property
    def maximum(self) -> float | None:
        """The longest; None, or no such attribute, where the metric system does not keep it."""
        ...


class MetricObserver(Protocol):
    """Reads the metric system; None means that the series is not there."""

    def gauge_of(self, name: str, tags: dict[str, Any] | None = None) -> float | None:
        """The last value of a gauge."""
        ...

    def counter_of(self, name: str, tags: dict[str, Any] | None = None) -> float | None:
        """The sum of a counter."""
        ...

    def timer_of(self, name: str, tags: dict[str, Any] | None = None) -> RecordedTimes | None:
        """What a timer has recorded."""
        ...


class MetricWatch(Watch):
    """Knows tags too, in whose names and values there may be what is beyond a limit."""

    def must_reject(self, method: str, arguments: Mapping[str, Any]) -> str:
        found = super().must_reject(method, arguments)
        beyond = (it for it, text in _texts_of(arguments) if not self.limits.takes(it, text))
        return found or next(beyond, "")

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        value = getattr(error, "value", None)
        limits = [it for it, text in _texts_of(arguments) if text == value]
        return declarations.rejecting(MetricLimits, limits[0], value) if limits else ""


def _texts_of(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts in the tags of a call, each with the limit that is about it."""
    tags = arguments.get("tags")
    for name, value in tags.items() if is_dict(tags) else ():
        yield "tag_name", name
        if isinstance(value, str):
            yield "tag_value", value


@frozen(kw_only=True)
class MetricHarness(Harness[MetricPlugin, MetricObserver]):
    """How to bring a metric plugin under test."""

    contract: ClassVar[Contract] = CONTRACTS["metric"]
    observer_type = MetricObserver
    creates: ClassVar[Creates] = {
        "gauge": ("value", Fate.STAYS),
        "counter": ("value", Fate.STAYS),
        "timer": ("value", Fate.STAYS),
    }
    watch_type: ClassVar[type[Watch]] = MetricWatch

    def series(self, word: str) -> str:
        """A name that no series has."""
        return self.plain("name", self.unique(word))

    def tags(self, **tags: Any) -> dict[str, Any]:
        """Tags that the platform takes, and leaves as they are."""
        return {
            self.plain("tag_name", name): self.plain("tag_value", it) if isinstance(it, str) else it
            for name, it in tags.items()
        }

    def tags_in_force(self, tags: dict[str, Any] | None) -> dict[str, Any]:
        """What is shown of tags that were given; of none, none."""
        return {
            self.in_force("tag_name", name): (
                self.in_force("tag_value", it) if isinstance(it, str) else it
            )
            for name, it in (tags or {}).items()
        }

    def seen(self, plugin: MetricPlugin) -> MetricObserver:
        """The observer, asked for what is shown of the names and tags that were given."""
        return _InForce(self, self.observe(plugin))

    def try_observer(self, plugin: MetricPlugin, observer: MetricObserver) -> None:
        """A series that nobody wrote to is not there."""
        name = self.series("metric")
        self.expect_unseen("a gauge", observer.gauge_of(name) is not None)
        self.expect_unseen("a counter", observer.counter_of(name) is not None)
        self.expect_unseen("a timer", observer.timer_of(name) is not None)


@frozen
class _InForce(MetricObserver):
    h: MetricHarness
    observer: MetricObserver

    def gauge_of(self, name: str, tags: dict[str, Any] | None = None) -> float | None:
        return self.observer.gauge_of(*self._shown(name, tags))

    def counter_of(self, name: str, tags: dict[str, Any] | None = None) -> float | None:
        return self.observer.counter_of(*self._shown(name, tags))

    def timer_of(self, name: str, tags: dict[str, Any] | None = None) -> RecordedTimes | None:
        return self.observer.timer_of(*self._shown(name, tags))

    def _shown(self, name: str, tags: dict[str, Any] | None) -> tuple[str, dict[str, Any] | None]:
        # None and {} are asked as they are: an observer has to take both.
        name = self.h.in_force("name", name)
        return name, self.h.tags_in_force(tags) if tags else tags


METRIC: Final = Suite(
    MetricHarness,
    not_about={6: "a series has no members", 9: "nothing is returned"},
    untested={14: common.NO_FAILURES},
)
common.add_requirements(METRIC)

_must, _should = METRIC.must, METRIC.should
_NOT_NUMBERS: Final[tuple[Any, ...]] = (math.nan, math.inf, -math.inf, True, False, "1", [1])
_NO_TAGS: Final[tuple[dict[str, Any] | None, ...]] = (None, {})
ZONE: Final = "zone"
"""A tag in which series differ."""

_ALIKE: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"host": "a"},
    {"host": "A"},
    {"Host": "a"},
    {"host": "a", ZONE: "1"},
    {"host": "ab"},
    {ZONE: "a"},
    {"hos": "ta"},
)
"""Tags that differ in one way each."""

_TAG_VALUES: Final = (200, 1.5, None, "a:b;c=d", "cafe\u0301", " padded ", "x" * 1025)
"""Values of tags, no two of which are taken for each other anywhere."""

_AGAIN: Final = 8
"""How often a thread measures what all threads measure."""

GAUGES: Final = (5, 2, 2, 7)
"""What a gauge is set to, one after the other."""

_PARTS: Final = ("a", "b", "c", "d", "e", "f")
"""Series that a thread sets once: what another takes with it does not come back by itself."""


def _elsewhere(observer: MetricObserver, kind: str, name: str, key: str, value: Any) -> str:
    """The limit by which what was measured is seen under another tag; or ``""``."""
    place = partial(declarations.for_place, MetricLimits)
    found = place("tag_name", key, lambda it: _number(observer, kind, name, {it: value}))
    if found or not isinstance(value, str):
        return found
    return place("tag_value", value, lambda it: _number(observer, kind, name, {key: it}))


def _folded(found: Sequence[Any], expected: Sequence[Any]) -> str:
    """The limit by which tags of `_ALIKE` are taken for each other, by what is shown of them."""
    alike = ((2, "tag_value", "a", "A"), (3, "tag_name", "Host", "host"))
    for other, limit, *pair in alike if len(found) == len(_ALIKE) else ():
        if found[1] in (expected[other], expected[1] + expected[other]):
            return declarations.for_alike(MetricLimits, limit, *pair)
    return ""


def _together(kind: str, given: Iterable[tuple[Any, float]]) -> Mapping[Any, float]:
    """What is shown of each series, after values were given to it."""
    shown = defaultdict[Any, float](int)
    for series, value in given:
        shown[series] = value if kind == "gauge" else shown[series] + value
    return shown


@METRIC.proof("name", "tag_name", "tag_value")
def _shows_texts(h: MetricHarness, limit: str, _: Any) -> None:
    """What is given under a text is seen under what is in force of it."""
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        kinds = [it for it in ("gauge", "counter", "timer") if expect.offers(plugin, it)]
        for kind in kinds if limit == "name" else kinds[:1]:
            name, start = h.series(kind), h.plain(limit, h.unique("text"))

            def series(text: str, name: str = name) -> tuple[str, dict[str, Any]]:
                if limit == "name":
                    return text, {}
                host = h.plain("tag_name", "host")
                return name, {text: 1} if limit == "tag_name" else {host: text}

            def show(text: str, kind: str = kind, series: Any = series) -> str:
                name, tags = series(text)
                getattr(plugin, kind)(name, 1, tags)
                kept = h.in_force(limit, text)
                seen = _number(observer, kind, *series(kept))
                return kept if seen else ""

            # An empty value is no tag in many systems: it is tried where it is declared.
            declared = limit == "tag_value" and not h.limits.takes(limit, "")
            whole = [""] if declared else []
            proving.text_limit(h, limit, start, adversarial.NAMES, show, whole)


def _times(found: RecordedTimes | None) -> tuple[int, float]:
    """How many durations were recorded, and their sum."""
    return (0, 0.0) if found is None else (found.count, round(found.total, 9))


def _expect_recorded(
    found: RecordedTimes | None,
    what: str,
    count: int,
    total: float,
    shortest: float,
    longest: float,
) -> None:
    """Fail unless this was recorded; the shortest and longest only where they are kept."""
    ends = [("minimum", shortest), ("maximum", longest)]
    seen: tuple[float | None, ...] = tuple(getattr(found, name, None) for name, _ in ends)
    kept = [it for it, value in zip(ends, seen, strict=True) if value is not None]
    named = ", ".join(("count", "total", *(name for name, _ in kept)))
    shown = (*_times(found), *(it for it in seen if it is not None))
    expect.equal(shown, (count, total, *(value for _, value in kept)), f"{what}, {named},")


def _number(
    observer: MetricObserver, kind: str, name: str, *tags: dict[str, Any] | None
) -> float | None:
    """The value of a gauge, the sum of a counter or the total of a timer."""
    if kind == "gauge":
        return observer.gauge_of(name, *tags)
    if kind == "counter":
        return observer.counter_of(name, *tags)
    return _times(observer.timer_of(name, *tags))[1]


@METRIC.each(
    member("METRIC-010", kind="gauge"),
    member("METRIC-011", kind="counter"),
    member("METRIC-012", kind="timer"),
    methods=("$kind",),
    rule=2,
    level=Level.SHAPE,
)
def each_kind_returns_none(h: MetricHarness, kind: str) -> None:
    """`$kind` returns None.
    To fix: do not return what the metric system answered.
    Usual cause: the result of the last call in the method is returned.
    Wrong: return self.client.$kind(name, value)
    Right: self.client.$kind(name, value)
    """
    with h.plugin() as plugin:
        tags = h.tags(host="a", status_code=200)
        getattr(plugin, kind)(h.series("metric"), 1.5, tags)


@_must("METRIC-020", "gauge", rule=4, observes=("gauge_of",))
def gauge_keeps_the_last_value(h: MetricHarness) -> None:
    """`gauge` puts the value in place of the one before.
    To fix: set the value, do not add it.
    Usual cause: gauges and counters share their code.
    Wrong: self.values[name] += value
    Right: self.values[name] = value
    """
    with h.plugin() as plugin:
        name, observer = h.series("gauge"), h.seen(plugin)
        for value in (*GAUGES, GAUGES[0]):  # a value that it has had is one like any other
            plugin.gauge(name, value)
            expect.equal(observer.gauge_of(name), value, "the gauge")


@_must("METRIC-021", "gauge", rule=7, observes=("gauge_of",))
def gauge_keeps_any_number(h: MetricHarness) -> None:
    """`gauge` keeps integers and fractions, negative, tiny and huge ones, and zero.
    To fix: pass the number on as it is.
    Usual cause: the value is rounded, or zero is taken for no value.
    Wrong: self.client.set(name, int(value))
    Right: self.client.set(name, value)
    """
    with h.plugin() as plugin:
        name, observer = h.series("gauge"), h.seen(plugin)
        for value in (0, -1, 0.5, -0.001, 1e-9, 2**40, 1e15):
            plugin.gauge(name, value)
            expect.equal(observer.gauge_of(name), value, "the gauge")


@METRIC.each(
    member("METRIC-023", kind="gauge", kept="gauges", put=" = value"),
    member("METRIC-043", kind="counter", kept="counts", put=" += value"),
    member("METRIC-063", kind="timer", kept="times", put=".append(value)"),
    methods=("$kind",),
    rule=1,
    observes=("${kind}_of",),
)
def each_kind_keeps_tags_apart(h: MetricHarness, kind: str) -> None:
    """`$kind` keeps a series for each set of tags: none of them is left out.
    To fix: make all tags part of the key, with their values.
    Usual cause: only the first tag, or only their names, are part of the key.
    Wrong: self.$kept[name]$put
    Right: self.$kept[name, frozenset((tags or {}).items())]$put
    """
    with h.plugin() as plugin:
        name, observer = h.series(kind), h.seen(plugin)
        given = [
            (tags, value)
            for value, tags in enumerate(_ALIKE, 1)
            if not expect.is_limited(getattr(plugin, kind), name, value, dict(tags))
        ]
        series = [frozenset(h.tags_in_force(tags).items()) for tags, _ in given]
        numbers = _together(kind, zip(series, (value for _, value in given), strict=True))
        found = [_number(observer, kind, name, dict(tags)) for tags, _ in given]
        expected = [numbers[it] for it in series]
        expect.equal(found, expected, f"the {kind}s", _folded(found, expected))


@METRIC.each(
    member("METRIC-024", kind="gauge"),
    member("METRIC-044", kind="counter"),
    member("METRIC-064", kind="timer"),
    methods=("$kind",),
    rule=1,
    observes=("${kind}_of",),
)
def each_kind_keeps_names_apart(h: MetricHarness, kind: str) -> None:
    """`$kind` keeps ${kind}s apart whose names are alike, or refuses a name.
    To fix: use the name as it is; refuse with InvalidRequestError what the system cannot hold.
    Usual cause: the name is folded or cut to what the system allows.
    Wrong: name = name.lower()[:64]
    Right:
        if len(name) > 64:
            raise InvalidRequestError("a name has at most 64 characters", value=name)
    """
    with h.plugin() as plugin:
        observer = h.seen(plugin)
        for pair in h.some(adversarial.NAME_PAIRS):
            start = h.series(kind)
            names = [h.near("name", h.joined("name", start, name)) for name in pair]
            given = [
                (name, value)
                for value, name in enumerate(names, 1)
                if not expect.is_turned_down(getattr(plugin, kind), name, value)
            ]
            shown = _together(kind, ((h.in_force("name", name), value) for name, value in given))
            folded = declarations.for_alike(MetricLimits, "name", *names)
            for name, _ in given:
                found = _number(observer, kind, name)
                look = partial(_number, observer, kind)
                declare = "" if found else declarations.for_place(MetricLimits, "name", name, look)
                value = shown[h.in_force("name", name)]
                expect.equal(found, value, f"the {kind} {name!r:.60}", declare or folded)


@METRIC.each(
    member("METRIC-025", kind="gauge"),
    member("METRIC-045", kind="counter"),
    member("METRIC-065", kind="timer"),
    methods=("$kind",),
    rule=10,
    observes=("${kind}_of",),
)
def each_kind_without_tags_has_none(h: MetricHarness, kind: str) -> None:
    """`$kind` takes no tags, None and an empty dict for the same.
    To fix: take None for an empty dict.
    Usual cause: None is made part of the key.
    Wrong: key = (name, tags and frozenset(tags.items()))
    Right: key = (name, frozenset((tags or {}).items()))
    """
    with h.plugin() as plugin:
        observer = h.seen(plugin)
        ways: tuple[dict[str, Any], ...] = ({}, {"tags": None}, {"tags": {}})
        for written in ways:
            name = h.series(kind)
            getattr(plugin, kind)(name, 3, **written)
            for tags in _NO_TAGS:
                found = _number(observer, kind, name, tags)
                expect.equal(found, 3, f"the {kind}, written with {written},")


@METRIC.each(
    member("METRIC-026", kind="gauge", bad=(*_NOT_NUMBERS, None)),
    # None is a value for a counter: it adds one.
    member("METRIC-046", kind="counter", bad=_NOT_NUMBERS),
    member("METRIC-066", kind="timer", bad=(*_NOT_NUMBERS, None)),
    methods=("$kind",),
    rule=5,
    observes=("${kind}_of",),
)
def each_kind_refuses_what_is_no_number(h: MetricHarness, kind: str, bad: tuple[Any, ...]) -> None:
    """`$kind` refuses what is no finite number, also True and False, and changes nothing.
    To fix: raise InvalidRequestError; mind that bool is an int in Python.
    Usual cause: the value is passed to `float`, which takes all of these.
    Wrong: self.client.send(name, float(value))
    Right:
        if isinstance(value, bool) or not math.isfinite(value):
            raise InvalidRequestError("this is not a finite number", value=value)
    """
    with h.plugin() as plugin:
        name, observer = h.series(kind), h.seen(plugin)
        getattr(plugin, kind)(name, 3)
        for it in bad:
            expect.refused(getattr(plugin, kind), name, it, what=f"the value {it!r}")
        expect.equal(_number(observer, kind, name), 3, f"the {kind}")


@METRIC.each(
    member("METRIC-027", kind="gauge"),
    member("METRIC-047", kind="counter"),
    member("METRIC-067", kind="timer"),
    methods=("$kind",),
    rule=5,
)
def each_kind_refuses_what_is_no_name(h: MetricHarness, kind: str) -> None:
    """`$kind` refuses a name that nobody could see.
    To fix: raise InvalidRequestError.
    Usual cause: the name is put together with a prefix, and so never looks empty.
    Wrong: self.client.send(f"dispatch.{name}", value)
    Right:
        if not name.strip():
            raise InvalidRequestError("this cannot be a name", value=name)
    """
    with h.plugin() as plugin:
        for name in adversarial.NOT_NAMES:
            expect.refused(getattr(plugin, kind), name, 1, what=f"the name {name!r}")


@METRIC.each(
    member("METRIC-028", kind="gauge"),
    member("METRIC-048", kind="counter"),
    member("METRIC-068", kind="timer"),
    methods=("$kind",),
    rule=3,
    observes=("${kind}_of",),
)
def each_kind_keeps_no_reference_to_its_tags(h: MetricHarness, kind: str) -> None:
    """`$kind` neither changes the tags nor keeps them.
    To fix: copy before you complete or keep them.
    Usual cause: default tags are put into the same dict.
    Wrong: tags.update(self.default_tags)
    Right: tags = {**self.default_tags, **(tags or {})}
    """
    with h.plugin() as plugin:
        name, observer, tags = h.series(kind), h.seen(plugin), h.tags(host="a")
        getattr(plugin, kind)(name, 3, tags)
        expect.unchanged(h.tags(host="a"), tags, "the tags")
        tags.update(h.tags(host="b"))
        expect.equal(_number(observer, kind, name, h.tags(host="a")), 3, f"the {kind}")


@METRIC.each(
    member("METRIC-029", kind="gauge"),
    member("METRIC-049", kind="counter"),
    member("METRIC-069", kind="timer"),
    methods=("$kind",),
    rule=8,
    observes=("${kind}_of",),
)
def each_kind_accepts_any_tag_value(h: MetricHarness, kind: str) -> None:
    """`$kind` accepts tags whose values are no str, or hold any text.
    To fix: turn a value into text where the system needs it.
    Usual cause: the values of tags are joined, which wants text.
    Wrong: ";".join(f"{key}:" + value for key, value in tags.items())
    Right: ";".join(f"{key}:{value}" for key, value in tags.items())
    """
    with h.plugin() as plugin:
        name, observer, key = h.series(kind), h.seen(plugin), "status code"
        if not h.limits.takes("tag_name", key):
            key = h.plain("tag_name", key)
        for value, tag in enumerate(_TAG_VALUES, 1):
            if expect.is_limited(getattr(plugin, kind), name, value, {key: tag}):
                continue
            found = _number(observer, kind, name, {key: tag})
            declare = "" if found else _elsewhere(observer, kind, name, key, tag)
            expect.equal(found, value, f"the {kind} of {tag!r:.60}", declare)


@_must("METRIC-040", "counter", rule=4, observes=("counter_of",))
def counter_adds(h: MetricHarness) -> None:
    """`counter` adds the value to what was counted before, fractions too.
    To fix: add, do not set.
    Usual cause: counters and gauges share their code.
    Wrong: self.values[name] = value
    Right: self.values[name] = self.values.get(name, 0) + value
    """
    with h.plugin() as plugin:
        name, observer = h.series("counter"), h.seen(plugin)
        for value, total in ((2, 2), (3, 5), (0.5, 5.5), (10**6, 1000005.5)):
            plugin.counter(name, value)
            expect.equal(observer.counter_of(name), total, "the counter")


@_must("METRIC-041", "counter", rule=10, observes=("counter_of",))
def counter_without_a_value_adds_one(h: MetricHarness) -> None:
    """`counter` adds one if the value is left out or None.
    To fix: take None for one.
    Usual cause: None is passed on to the metric system.
    Wrong: self.client.increment(name, value)
    Right: self.client.increment(name, 1 if value is None else value)
    """
    with h.plugin() as plugin:
        name, observer = h.series("counter"), h.seen(plugin)
        plugin.counter(name)
        expect.equal(observer.counter_of(name), 1, "the counter without a value")
        plugin.counter(name, value=None)
        expect.equal(observer.counter_of(name), 2, "the counter with None")


@_must("METRIC-042", "counter", rule=4, observes=("counter_of",))
def counter_adds_zero(h: MetricHarness) -> None:
    """`counter` adds nothing if the value is zero.
    To fix: compare with None; zero is a value.
    Usual cause: a falsy value is taken for one.
    Wrong: self.client.increment(name, value or 1)
    Right: self.client.increment(name, 1 if value is None else value)
    """
    with h.plugin() as plugin:
        name, observer = h.series("counter"), h.seen(plugin)
        plugin.counter(name, 3)
        plugin.counter(name, 0)
        plugin.counter(name, 0.0)
        expect.equal(observer.counter_of(name), 3, "the counter")


@_must("METRIC-060", "timer", rule=4, observes=("timer_of",))
def timer_records_beside_the_others(h: MetricHarness) -> None:
    """`timer` records the value, in seconds, beside those before.
    To fix: append the value.
    Usual cause: only the last value, or milliseconds, are kept.
    Wrong: self.values[name] = value * 1000
    Right: self.values.setdefault(name, []).append(value)
    """
    with h.plugin() as plugin:
        name, observer = h.series("timer"), h.seen(plugin)
        for value in (0.25, 2, 0.5):
            plugin.timer(name, value)
        _expect_recorded(observer.timer_of(name), "what was recorded", 3, 2.75, 0.25, 2)


@_must("METRIC-061", "timer", rule=4, observes=("timer_of",))
def timer_records_zero(h: MetricHarness) -> None:
    """`timer` records a duration of zero.
    To fix: compare with None, if at all; zero is a duration.
    Usual cause: falsy values are passed over.
    Wrong:
        if value:
            self.client.time(name, value)
    Right: self.client.time(name, value)
    """
    with h.plugin() as plugin:
        name, observer = h.series("timer"), h.seen(plugin)
        plugin.timer(name, 0)
        plugin.timer(name, 0.0)
        _expect_recorded(observer.timer_of(name), "what was recorded", 2, 0, 0, 0)


@_must("METRIC-062", "timer", rule=5, observes=("timer_of",))
def timer_refuses_less_than_zero(h: MetricHarness) -> None:
    """`timer` refuses a duration below zero, and records nothing.
    To fix: raise InvalidRequestError.
    Usual cause: a clock that was set back is not thought of.
    Wrong: self.client.time(name, value)
    Right:
        if value < 0:
            raise InvalidRequestError("a duration is not below zero", value=value)
    """
    with h.plugin() as plugin:
        name, observer = h.series("timer"), h.seen(plugin)
        plugin.timer(name, 1)
        for value in (-1, -0.001):
            expect.refused(plugin.timer, name, value, what=f"the duration {value}")
        _expect_recorded(observer.timer_of(name), "what was recorded", 1, 1, 1, 1)


@_must(
    "METRIC-073",
    "gauge",
    "counter",
    "timer",
    rule=4,
    observes=("gauge_of", "counter_of", "timer_of"),
)
def the_kinds_are_kept_apart(h: MetricHarness) -> None:
    """A gauge, a counter and a timer of the same name do not touch each other.
    To fix: make the kind part of the key.
    Usual cause: all measurements are kept in one dict.
    Wrong: self.values[name] = value
    Right: self.gauges[name] = value
    """
    with h.plugin() as plugin:
        name, observer = h.series("metric"), h.seen(plugin)
        plugin.gauge(name, 1)
        plugin.counter(name, 2)
        plugin.timer(name, 3)
        found = observer.gauge_of(name), observer.counter_of(name)
        expect.equal(found, (1, 2), "gauge and counter")
        _expect_recorded(observer.timer_of(name), "the timer", 1, 3, 3, 3)


@_should("METRIC-074", "gauge", "counter", "timer", rule=5)
def what_is_wrong_is_invalid(h: MetricHarness) -> None:
    """What is no finite number, or no name, is refused with InvalidRequestError.
    To fix: raise InvalidRequestError, which is a ValueError too.
    Usual cause: the TypeError of an arithmetic operation goes through.
    Wrong: self.total += value
    Right:
        if not isinstance(value, (int, float)):
            raise InvalidRequestError("this is not a number", value=value)
    """
    with h.plugin() as plugin:
        name, text = h.series("metric"), _NOT_NUMBERS[-2]
        expect.all_refused_with(
            InvalidRequestError,
            ("gauge with a str", lambda: plugin.gauge(name, text)),
            ("counter with a str", lambda: plugin.counter(name, text)),
            ("timer with a str", lambda: plugin.timer(name, text)),
            ("gauge with NaN", lambda: plugin.gauge(name, math.nan)),
            ("gauge without a name", lambda: plugin.gauge("", 1)),
            ("counter without a name", lambda: plugin.counter("")),
            ("timer without a name", lambda: plugin.timer("", 1)),
        )


@_must(
    "METRIC-080",
    "gauge",
    "counter",
    "timer",
    rule=12,
    observes=("gauge_of", "counter_of", "timer_of"),
)
def plugins_side_by_side_share_nothing(h: MetricHarness) -> None:
    """What one plugin records is not seen in another plugin that is open beside it.
    To fix: keep measurements in the object, not in the class or the module.
    Usual cause: they are kept in a class attribute.
    Wrong:
        class AcmeMetric(MetricPlugin):
            values = {}
    Right:
        def __init__(self):
            self.values = {}
    """
    with h.plugin() as one, h.plugin() as other:
        name, observer = h.series("metric"), h.seen(other)
        one.gauge(name, 1)
        one.counter(name)
        one.timer(name, 1)
        for kind, found in (
            ("gauge", observer.gauge_of(name)),
            ("counter", observer.counter_of(name)),
            ("timer", observer.timer_of(name)),
        ):
            seen = found is not None
            expect.equal(seen, h.shared_backend, f"whether the other plugin has the {kind}")


@_must("METRIC-081", "counter", rule=11, level=Level.CONCURRENT, observes=("counter_of",))
def counter_serves_several_threads(h: MetricHarness) -> None:
    """`counter` loses nothing when several threads count at once.
    To fix: add under a lock, or let the system do it.
    Usual cause: the sum is read, and written back with one more.
    Wrong: self.values[name] = self.values.get(name, 0) + value
    Right:
        with self._lock:
            self.values[name] = self.values.get(name, 0) + value
    """
    with h.plugin() as plugin:
        name = h.series("counter")
        h.in_parallel([lambda: plugin.counter(name)] * 8)
        expect.equal(h.seen(plugin).counter_of(name), 8, "the counter")


@_must("METRIC-082", "timer", rule=11, level=Level.CONCURRENT, observes=("timer_of",))
def timer_serves_several_threads(h: MetricHarness) -> None:
    """`timer` loses nothing when several threads record at once.
    To fix: append under a lock, or let the system do it.
    Usual cause: the values are read, and written back with one more.
    Wrong: self.values[name] = [*self.values.get(name, []), value]
    Right:
        with self._lock:
            self.values.setdefault(name, []).append(value)
    """
    with h.plugin() as plugin:
        name = h.series("timer")
        h.in_parallel([lambda: plugin.timer(name, 0.5)] * 8)
        expect.equal(_times(h.seen(plugin).timer_of(name)), (8, 4), "count and total")


@_must(
    "METRIC-950",
    "gauge",
    "counter",
    "timer",
    rule=11,
    level=Level.CONCURRENT,
    observes=("gauge_of", "counter_of", "timer_of"),
)
def measurements_stand_up_to_many_threads(h: MetricHarness) -> None:
    """Threads that set, count and time all at once, in many series, lose nothing of each other's.
    To fix: hold a lock from the first read of a series to the last write, also when it is new.
    Usual cause: all series are in one dict, which is copied and written back.
    Wrong: self.series = {**self.series, key: self.series.get(key, 0) + value}
    Right:
        with self._lock:
            self.series[key] = self.series.get(key, 0) + value
    """
    with h.plugin() as plugin:
        name, observer = h.series("metric"), h.seen(plugin)
        numbers = h.threads(0, partial(_one_threads_work, h, plugin, name))
        for number in numbers:
            own = h.tags(thread=number)
            expect.equal(observer.gauge_of(name, own), 2, "the gauge of a thread")
            for part in _PARTS:
                gauge = observer.gauge_of(name, {**own, **h.tags(part=part)})
                expect.equal(gauge, number, "a gauge that a thread set once")
            expect.equal(observer.counter_of(name, own), 3, "the counter of a thread")
            _expect_recorded(observer.timer_of(name, own), "its timer", 1, 0.5, 0.5, 0.5)
        total = sum(2**number for number in numbers)
        expect.equal(observer.counter_of(name), _AGAIN * total, "the counter of all threads")
        count = _AGAIN * len(numbers), _AGAIN * 0.25 * len(numbers)
        expect.equal(_times(observer.timer_of(name)), count, "count and total of all threads")
        expect.that(
            observer.gauge_of(name) in numbers,
            "the gauge of all threads to be what one of them set",
            f"it is {observer.gauge_of(name)!r}",
        )


def _one_threads_work(
    h: MetricHarness, plugin: MetricPlugin, name: str, number: int, random: Random
) -> int:
    """Work on series of one's own and on those that all threads share."""
    own = h.tags(thread=number)
    plugin.gauge(name, 1, own)
    shared = [
        partial(plugin.gauge, name, number),
        partial(plugin.counter, name, 2**number),
        partial(plugin.timer, name, 0.25),
    ]
    steps = [
        partial(plugin.gauge, name, 2, own),
        *(partial(plugin.gauge, name, number, {**own, **h.tags(part=it)}) for it in _PARTS),
        partial(plugin.counter, name, 3, own),
        partial(plugin.timer, name, 0.5, own),
        *shared * _AGAIN,
    ]
    random.shuffle(steps)
    for step in steps:
        step()
    return number


@_must(
    "METRIC-960",
    "gauge",
    "counter",
    "timer",
    rule=5,
    observes=("gauge_of", "counter_of", "timer_of"),
)
def half_a_character_is_no_part_of_a_name(h: MetricHarness) -> None:
    """A name that is no Unicode text is refused, and nothing is recorded in place of it.
    To fix: encode the name before anything else; raise InvalidRequestError if that fails.
    Usual cause: what cannot be sent is replaced, so that different names become the same.
    Wrong: self.client.send(name.encode("utf-8", "replace"), value)
    Right:
        try:
            line = name.encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("this is no Unicode text", value=name) from error
    """
    with h.plugin() as plugin:
        observer = h.seen(plugin)
        looks = {"gauge": observer.gauge_of, "counter": observer.counter_of}
        for half in adversarial.SURROGATES:
            for kind, look in {**looks, "timer": observer.timer_of}.items():
                if not expect.offers(plugin, kind):
                    continue
                start = h.series(kind)
                whole = h.joined("name", start, half)
                expect.refused(
                    getattr(plugin, kind), whole, 1, what=f"the name {half!r} of a {kind}"
                )
                for lossy in ("replace", "ignore"):
                    name = whole.encode("utf-8", lossy).decode()
                    if h.limits.takes("name", name):  # else there cannot be any of that name
                        expect.equal(look(name), None, f"the {kind} {name!r}")


@_must(
    "METRIC-900",
    "gauge",
    "counter",
    "timer",
    rule=4,
    level=Level.STATEFUL,
    observes=("gauge_of", "counter_of", "timer_of"),
)
def any_sequence_of_measurements_adds_up(h: MetricHarness) -> None:
    """After any sequence of calls, refused ones among them, every series is as it should be.
    To fix: run the calls that are shown, and look at each series after each.
    Usual cause: series are kept under part of what tells them apart.
    Wrong: self._values[name] = value
    Right: self._values["gauge", name, frozenset((tags or {}).items())] = value
    """
    from dispatch_interfaces.conformance.requirements.stateful.metric import MetricMachine

    MetricMachine.explore(h)
