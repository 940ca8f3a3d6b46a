import pytest

from dispatch_interfaces import (
    MetricPlugin,
    NotSupportedError,
    OncallPlugin,
    explain,
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


def test_a_monkeypatched_class_is_looked_at_anew_after_cache_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Base(Duck):
        pass

    class Inherits(Base):
        pass

    assert implements(Inherits, MetricPlugin)
    with monkeypatch.context() as patch:
        patch.setattr(Base, "timer", None)
        implements.cache_clear()
        assert not implements(Inherits, MetricPlugin)
        assert not implements(Inherits(), MetricPlugin)
        assert explain(Inherits, MetricPlugin) == ("timer is None, not a method",)
    implements.cache_clear()
    assert implements(Inherits, MetricPlugin)


def test_an_object_may_have_what_its_class_has_not() -> None:
    class Delegates:
        def __init__(self, to: object) -> None:
            self.to = to

        def __getattr__(self, name: str) -> object:
            return getattr(self.to, name)

    class Slotted:
        __slots__ = ("counter", "gauge", "timer")

    slotted = Slotted()
    assert not implements(slotted, MetricPlugin)
    for name in Slotted.__slots__:
        setattr(slotted, name, getattr(Duck(), name))
    assert implements(slotted, MetricPlugin)
    assert implements(Delegates(Duck()), MetricPlugin)
    assert not implements(Delegates(Half), OncallPlugin)
    assert not implements(Slotted, MetricPlugin)
    assert not implements(Delegates, MetricPlugin)
    assert "only an object of it could have it" in explain(Slotted, MetricPlugin)[0]


def test_explain_names_every_method_that_is_not_there() -> None:
    class Odd(Duck):
        gauge = 3  # type: ignore[assignment]  # the case in hand

    assert explain(Duck, MetricPlugin) == explain(Gauges(), MetricPlugin) == ()
    assert explain(Odd(), MetricPlugin) == ("gauge is 3, not a method",)
    assert explain(Half, MetricPlugin) == ("counter is left abstract", "timer is left abstract")
    assert explain(object(), MetricPlugin) == (
        "counter is missing",
        "gauge is missing",
        "timer is missing",
    )
