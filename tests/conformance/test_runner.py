"""Whatever a plugin does, one requirement ends in one clear outcome."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import pytest
from attrs import asdict

from dispatch_interfaces import MetricPlugin, NotSupportedError, unsupported
from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.metric import MetricHarness
from dispatch_interfaces.conformance.run.endings import (
    ENDINGS,
    Blocked,
    Limited,
    NotObserved,
    arranging,
)
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Suite
from dispatch_interfaces.conformance.run.runner import Runner
from dispatch_interfaces.showing import LONGEST


class Plugin(MetricPlugin):
    """Each method does what the test tells it to."""

    title, slug, author, author_url = "T", "t", "A", "https://a.example"
    act: Callable[[], Any] = staticmethod(lambda: None)

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        return self.act()  # type: ignore[no-any-return]  # a wrong result is the point

    def counter(
        self, name: str, value: float | None = None, tags: dict[str, Any] | None = None
    ) -> None: ...

    timer = unsupported("no timers")


def acting(act: Callable[[], Any]) -> type[Plugin]:
    return type("Acting", (Plugin,), {"act": staticmethod(act)})


def run(
    plugin_class: type,
    function: Callable[[MetricHarness], None],
    *methods: str,
    level: Level = Level.BEHAVIOUR,
    observes: tuple[str, ...] = (),
    timeout: float = 5,
    **harness: Any,
) -> Outcome:
    suite = Suite(MetricHarness)
    suite.must("METRIC-900", *methods, rule=4, level=level, observes=observes)(function)
    runner = Runner(MetricHarness(**{"open": plugin_class, **harness}), plugin_class, timeout)
    return runner.outcome_of(suite.requirements["METRIC-900"])


def gauges(h: MetricHarness) -> None:
    """`gauge` is called.

    To fix: mend it.
    """
    with h.plugin() as plugin:
        plugin.gauge("load", 1.5, tags={"host": "a"})


def counts_after_a_gauge(h: MetricHarness) -> None:
    """`counter` counts."""
    with h.plugin() as plugin:
        plugin.gauge("load", 1.5)
        plugin.counter("errors")


def test_passed() -> None:
    outcome = run(Plugin, gauges, "gauge")
    assert (outcome.result, outcome.finding) == (Result.PASSED, None)
    assert outcome.text == "`gauge` is called."


def test_a_failed_expectation_shows_the_call_and_what_came_back() -> None:
    def fails(h: MetricHarness) -> None:
        gauges(h)
        expect.equal(1, 2, "the gauge")

    outcome = run(Plugin, fails, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.called == "gauge(name='load', value=1.5, tags={'host': 'a'})"
    assert outcome.finding.outcome == "returned None"
    assert (outcome.finding.expected, outcome.finding.then) == (
        "the gauge to be 2",
        "the gauge is 1",
    )
    assert outcome.finding.source.startswith(__file__)


def test_an_error_of_the_method_itself_is_its_failure() -> None:
    def act() -> None:
        raise KeyError("host")

    outcome = run(acting(act), gauges, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome == "raised KeyError: 'host'"
    assert outcome.finding.to_fix == "mend it."


def test_an_error_of_another_method_blocks() -> None:
    def act() -> None:
        raise KeyError("host")

    outcome = run(acting(act), counts_after_a_gauge, "counter")
    assert (outcome.result, outcome.blocked_by) == (Result.BLOCKED, "gauge")
    assert "raised KeyError" in outcome.reason


def test_a_malformed_result_blocks_every_level_but_its_own() -> None:
    wrong = acting(lambda: "not None")
    assert run(wrong, gauges, "gauge").result is Result.BLOCKED
    outcome = run(wrong, gauges, "gauge", level=Level.SHAPE)
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert "'not None', not None" in outcome.finding.then


def test_undeclared_not_supported_is_a_failure() -> None:
    def act() -> None:
        raise NotSupportedError("never")

    outcome = run(acting(act), gauges, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.expected == "gauge to work, or to be declared unsupported"


def test_a_method_declared_unsupported_is_reported_as_that() -> None:
    def times(h: MetricHarness) -> None:
        raise AssertionError("is not even called")

    outcome = run(Plugin, times, "timer")
    assert (outcome.result, outcome.reason) == (Result.UNSUPPORTED, "no timers")


def test_ground_that_needs_an_unsupported_method_leaves_it_unobserved() -> None:
    def gauges_after_a_timer(h: MetricHarness) -> None:
        with h.plugin() as plugin:
            plugin.timer("t", 1)

    outcome = run(Plugin, gauges_after_a_timer, "gauge")
    assert outcome.result is Result.NOT_OBSERVED
    assert "needs timer" in outcome.reason


def test_a_missing_method_blocks() -> None:
    class Without(Plugin):
        gauge = None  # type: ignore[assignment]

    outcome = run(Without, gauges, "gauge")
    assert (outcome.result, outcome.blocked_by) == (Result.BLOCKED, "gauge")


def test_failing_ground_blocks() -> None:
    def unprepared(h: MetricHarness) -> None:
        with arranging("gauge"):
            raise KeyError("id")

    outcome = run(Plugin, unprepared, "counter")
    assert (outcome.result, outcome.blocked_by) == (Result.BLOCKED, "gauge")


def test_a_missing_observer_leaves_it_unobserved() -> None:
    hook = MetricHarness.hooks()[0]
    outcome = run(Plugin, gauges, "gauge", observes=(hook,))
    assert outcome.result is Result.NOT_OBSERVED
    assert hook in outcome.reason


def test_what_cannot_be_seen_is_not_observed() -> None:
    def unseen(h: MetricHarness) -> None:
        raise NotObserved("too dark")

    assert run(Plugin, unseen).result is Result.NOT_OBSERVED


def test_an_observer_that_raises_is_an_error_of_the_harness() -> None:
    class Broken:
        def __getattr__(self, name: str) -> Callable[..., Any]:
            def broken(*args: Any, **kwargs: Any) -> Any:
                raise RuntimeError("no route to host")

            return broken

    def observes(h: MetricHarness) -> None:
        with h.plugin() as plugin:
            getattr(h.observe(plugin), h.hooks()[0])()

    outcome = run(Plugin, observes, "gauge", observer=lambda _: Broken())
    assert outcome.result is Result.ERROR
    assert "RuntimeError: no route to host" in outcome.reason


def test_a_harness_that_cannot_open_is_an_error_of_the_harness() -> None:
    def no_backend() -> None:
        raise ConnectionRefusedError("port 1")

    outcome = run(Plugin, gauges, "gauge", open=no_backend)
    assert outcome.result is Result.ERROR
    assert outcome.reason == "open raised ConnectionRefusedError: port 1"


def test_a_harness_that_cannot_close_is_an_error_but_hides_no_failure() -> None:
    @contextmanager
    def opens_badly() -> Iterator[Plugin]:
        try:
            yield Plugin()
        finally:
            raise RuntimeError("left open")

    outcome = run(Plugin, gauges, "gauge", open=opens_badly)
    assert (outcome.result, outcome.reason) == (
        Result.ERROR,
        "open (while closing) raised RuntimeError: left open",
    )

    def fails(h: MetricHarness) -> None:
        with h.plugin():
            expect.that(False, "the impossible")

    assert run(Plugin, fails, "gauge", open=opens_badly).result is Result.FAILED


@pytest.mark.parametrize("error", ENDINGS, ids=lambda it: it.__name__)
def test_an_ending_of_the_suite_that_a_plugin_raises_is_a_failure_like_any(
    error: type[Exception],
) -> None:
    def act() -> None:
        two = error in (Blocked, Limited)
        raise error("nothing", "to see here") if two else error("nothing to see here")

    outcome = run(acting(act), gauges, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome.startswith(f"raised {error.__name__}: ")
    assert "in act" in outcome.finding.traceback


def test_a_property_that_raises_is_a_failure_of_the_plugin() -> None:
    def broken(_: object) -> None:
        raise ConnectionError("no backend")

    outcome = run(type("Broken", (Plugin,), {"gauge": property(broken)}), gauges, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome == "raised ConnectionError: no backend"


def test_a_result_that_cannot_be_shown_is_a_failure_of_the_plugin() -> None:
    class Sulks:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    outcome = run(acting(Sulks), gauges, "gauge", level=Level.SHAPE)
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome == "returned <Sulks, whose repr raised RuntimeError>"


def test_no_frame_of_the_package_is_shown_as_the_authors() -> None:
    def act() -> None:
        Plugin.timer("load", 1.5)

    outcome = run(acting(act), gauges, "gauge")
    assert outcome.finding is not None
    assert "in act" in outcome.finding.traceback
    assert "capabilities.py" not in outcome.finding.traceback


def test_sys_exit_is_a_failure() -> None:
    outcome = run(acting(sys.exit), gauges, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome.startswith("raised SystemExit")


def test_a_hanging_method_is_waited_for_once() -> None:
    suite = Suite(MetricHarness)
    suite.must("METRIC-900", "gauge", rule=4)(gauges)
    suite.must("METRIC-901", "gauge", rule=4)(gauges)
    suite.must("METRIC-902", "counter", rule=4)(counts_after_a_gauge)
    hanging = acting(lambda: time.sleep(30))
    runner = Runner(MetricHarness(open=hanging), hanging, timeout=2)
    first, second, third = (runner.outcome_of(it) for it in suite.requirements.values())
    assert first.result is Result.FAILED
    assert first.finding is not None
    assert first.finding.expected == "the call to return within 2 s"
    assert first.finding.outcome == "did not return"
    assert (second.result, second.blocked_by) == (Result.BLOCKED, "gauge")
    assert (third.result, third.blocked_by) == (Result.BLOCKED, "gauge")


def test_a_method_known_to_hang_fails_its_own_shape_at_once() -> None:
    suite = Suite(MetricHarness)
    suite.must("METRIC-900", "counter", rule=4)(counts_after_a_gauge)
    suite.must("METRIC-901", "gauge", rule=4, level=Level.SHAPE)(gauges)
    hanging = acting(lambda: time.sleep(30))
    runner = Runner(MetricHarness(open=hanging), hanging, timeout=2)
    first, second = (runner.outcome_of(it) for it in suite.requirements.values())
    assert (first.result, first.blocked_by) == (Result.BLOCKED, "gauge")
    assert second.result is Result.FAILED


def test_a_hanging_harness_is_an_error() -> None:
    outcome = run(Plugin, gauges, "gauge", open=lambda: time.sleep(30), timeout=2)
    assert outcome.result is Result.ERROR
    assert "harness did not come back within 2 s" in outcome.reason


def test_what_a_plugin_prints_goes_into_the_finding(capsys: pytest.CaptureFixture[str]) -> None:
    def act() -> None:
        print("connecting to acme")
        raise RuntimeError("no")

    outcome = run(acting(act), gauges, "gauge")
    assert outcome.finding is not None
    assert outcome.finding.printed == "connecting to acme\n"
    assert capsys.readouterr().out == ""


def test_an_error_of_the_suite_itself_is_never_blamed_on_the_plugin() -> None:
    def broken(h: MetricHarness) -> None:
        raise ZeroDivisionError("ours")

    outcome = run(Plugin, broken, "gauge")
    assert outcome.result is Result.ERROR
    assert "please report it: ZeroDivisionError" in outcome.reason


def test_a_huge_result_is_shown_short() -> None:
    outcome = run(acting(lambda: "x" * 10_000_000), gauges, "gauge", level=Level.SHAPE)
    assert outcome.finding is not None
    assert len(outcome.finding.outcome) < 300
    assert len(outcome.finding.then) < 300


def saying(name: str, act: Callable[[], Any], *bases: type) -> Any:
    """An object of which one special method, or property, does something."""
    members: dict[str, Any] = {name: lambda *_: act()}
    if not name.startswith("__"):
        members[name] = property(lambda _: act())
    return type("Hostile", bases or (object,), members)()


def acme_fails() -> Any:
    raise LookupError("acme says no")


def acme_exits() -> Any:
    sys.exit("acme exits")


def acme_interrupts() -> Any:
    raise KeyboardInterrupt


def acme_recurses() -> Any:
    return acme_recurses()


HOSTILE: Final = (acme_fails, acme_exits, acme_interrupts, acme_recurses)
LOOKS: Final[Mapping[str, Callable[[Any], object]]] = {
    "__eq__": lambda it: expect.equal(it, 1, "the gauge"),
    "__len__": len,
    "__iter__": list,
    "__bool__": lambda it: expect.that(it, "a gauge"),
    "__hash__": lambda it: {it},
    "__contains__": lambda it: 1 in it,
    "__str__": lambda it: f"{it}",
    "__repr__": lambda it: f"{it!r}",
    "size": lambda it: it.size,
}


def looking(answer: Any, look: Callable[[Any], object]) -> Outcome:
    """How a requirement ends that looks at something once `gauge` has returned."""

    def looks(h: MetricHarness) -> None:
        """What `gauge` returns is looked at."""
        with h.plugin() as plugin:
            plugin.gauge("load", 1.5)
            look(answer)

    return run(Plugin, looks, "gauge", timeout=2)


@pytest.mark.parametrize("act", HOSTILE)
@pytest.mark.parametrize("name", LOOKS)
def test_an_object_that_fails_when_it_is_looked_at_is_the_plugins(
    name: str, act: Callable[[], Any]
) -> None:
    outcome = looking(saying(name, act), LOOKS[name])
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.called == "gauge(name='load', value=1.5)"
    assert "when it was looked at" in outcome.finding.then
    assert "dispatch_interfaces" not in outcome.finding.traceback
    assert act.__name__ in outcome.finding.traceback


@pytest.mark.parametrize("name", ["__bool__", "__hash__", "__iter__", "__str__", "__repr__"])
def test_an_object_that_answers_what_the_interpreter_does_not_take(name: str) -> None:
    outcome = looking(saying(name, lambda: -1.5), LOOKS[name])
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert "return" in outcome.finding.then


def test_an_object_that_hangs_when_it_is_looked_at_is_the_plugins() -> None:
    outcome = looking(saying("__eq__", lambda: time.sleep(30)), LOOKS["__eq__"])
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.then == "it did not return within 2 s when it was looked at"


@pytest.mark.parametrize("act", HOSTILE)
@pytest.mark.parametrize("name", ["__repr__", "__class__", "__len__", "__iter__"])
def test_a_result_that_cannot_even_be_shown(name: str, act: Callable[[], Any]) -> None:
    wrong = acting(lambda: saying(name, act, list))
    outcome = run(wrong, gauges, "gauge", level=Level.SHAPE)
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.called.startswith("gauge(")


@pytest.mark.parametrize("act", HOSTILE)
@pytest.mark.parametrize("name", ["__str__", "__repr__", "__class__"])
def test_an_error_that_cannot_even_be_shown(name: str, act: Callable[[], Any]) -> None:
    def raises() -> None:
        raise saying(name, act, Exception)

    outcome = run(acting(raises), gauges, "gauge")
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome.startswith("raised Hostile: ")


@pytest.mark.parametrize("how", ["returned", "raised"])
def test_what_hangs_when_it_is_shown(how: str) -> None:
    hangs = saying("__repr__", lambda: time.sleep(30), Exception)
    hangs_as_text = saying("__str__", lambda: time.sleep(30), Exception)

    def act() -> Any:
        if how == "raised":
            raise hangs_as_text
        return hangs

    outcome = run(acting(act), gauges, "gauge", level=Level.SHAPE, timeout=2)
    assert outcome.result is Result.FAILED
    assert outcome.finding is not None
    assert outcome.finding.outcome.startswith(f"{how} ")
    assert outcome.finding.outcome.endswith("Hostile, which does not say what it is")
    assert "did not return within 2 s" in outcome.finding.then


def test_a_harness_that_fails_or_hangs_stays_the_authors() -> None:
    def opens() -> Any:
        raise saying("__str__", acme_exits, Exception)

    outcome = run(Plugin, gauges, "gauge", open=opens)
    assert outcome.result is Result.ERROR
    assert outcome.reason == "open raised Hostile: <Hostile, whose str raised SystemExit>"

    class Observer:
        def gauges(self) -> object:
            time.sleep(30)
            return {}

    def observes(h: MetricHarness) -> None:
        gauges(h)
        with h.plugin() as plugin:
            h.observe(plugin).gauges()  # type: ignore[attr-defined]

    outcome = run(Plugin, observes, "gauge", observer=lambda _: Observer(), timeout=2)
    assert outcome.result is Result.ERROR
    assert "harness did not come back within 2 s" in outcome.reason


@pytest.mark.parametrize("how", ["raised", "returned", "printed"])
def test_a_finding_is_short_and_printable_whatever_it_is_about(how: str) -> None:
    text = "\x1b[2J\u202e\ud800" * 1_000_000

    def act() -> Any:
        if how == "raised":
            raise ValueError(text)
        if how == "printed":
            print(text)
        return text

    outcome = run(acting(act), gauges, "gauge", level=Level.SHAPE)
    assert outcome.finding is not None
    texts = [it for it in asdict(outcome.finding).values() if isinstance(it, str)]
    assert all(len(it) <= LONGEST for it in texts)
    assert all(it.replace("\n", "").isprintable() for it in texts)
    assert any(r"\x1b[2J\u202e\ud800" in it for it in texts)
