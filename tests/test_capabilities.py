import pytest

from dispatch_interfaces import (
    MetricPlugin,
    NotSupportedError,
    OncallPlugin,
    implements,
    unsupported,
)
from dispatch_interfaces.capabilities import unsupported_reason


class Gauges(MetricPlugin):
    title, slug = "Gauges", "gauges"
    author, author_url = "Acme", "https://acme.example"

    def gauge(self, name: str, value: float, tags: dict[str, object] | None = None) -> None: ...

    counter = unsupported("Acme has no counters")
    timer = unsupported("Acme has no timers")


class Duck:
    def gauge(self, name: str, value: float, tags: object = None) -> None: ...
    def counter(self, name: str, value: object = None, tags: object = None) -> None: ...
    def timer(self, name: str, value: float, tags: object = None) -> None: ...


class Half(MetricPlugin):
    def gauge(self, name: str, value: float, tags: object = None) -> None: ...


def test_a_declared_method_completes_the_class_and_raises_with_its_reason() -> None:
    with pytest.raises(NotSupportedError) as caught:
        Gauges().counter("errors")
    assert str(caught.value) == "metric.counter: Acme has no counters"


def test_the_reason_can_be_read_without_calling() -> None:
    assert unsupported_reason(Gauges, "timer") == "Acme has no timers"
    assert unsupported_reason(Gauges, "gauge") is None
    assert unsupported_reason(Gauges, "nothing of the kind") is None


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_declaration_needs_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        unsupported(reason)


@pytest.mark.parametrize("plugin", [Gauges, Gauges(), Duck, Duck()])
def test_implements_accepts_subclasses_and_ducks(plugin: object) -> None:
    assert implements(plugin, MetricPlugin)
    assert not implements(plugin, OncallPlugin)


def test_implements_refuses_abstract_and_missing_methods() -> None:
    class Without(Duck):
        timer = None  # type: ignore[assignment]  # the case in hand

    assert not implements(Half, MetricPlugin)
    assert not implements(Without(), MetricPlugin)
    assert not implements(object(), MetricPlugin)


def test_implements_looks_at_a_class_once() -> None:
    class Changing(Duck):
        pass

    assert implements(Changing, MetricPlugin)
    setattr(Changing, "timer", None)  # noqa: B010  # as a monkeypatch does
    assert implements(Changing, MetricPlugin)
