import gc
import logging
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from dispatch_interfaces import (
    InvalidRequestError,
    MetricPlugin,
    NotFoundError,
    PluginError,
    StoragePlugin,
    TicketPlugin,
    implements,
    unsupported,
)
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_interfaces.host.configuration import secret
from dispatch_interfaces.masking import MASK
from dispatch_interfaces.registry import FanOut, PluginRegistry, PluginRejectedError
from reference_impls import InMemoryMetric, InMemoryStorage, InMemoryTicket


@attrs.frozen
class Settings:
    url: str
    token: str = secret()


class AcmeStorage(InMemoryStorage):
    slug = "acme-storage"
    configuration_schema = Settings


class OtherStorage(InMemoryStorage):
    slug = "other-storage"


class SeveralMetric(InMemoryMetric):
    slug = "several-metric"
    multiple = True


class FailingMetric(SeveralMetric):
    slug = "failing-metric"

    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None:
        raise ConnectionError("no backend")


ENTERED = {"url": "https://acme.example", "token": "s3cret"}


@pytest.fixture
def registry() -> PluginRegistry:
    registry = PluginRegistry()
    for it in (AcmeStorage, OtherStorage, InMemoryMetric, SeveralMetric, FailingMetric):
        registry.register(it)
    return registry


def in_another_thread(call: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


# Registration


def test_what_is_registered_says_who_it_is(registry: PluginRegistry) -> None:
    assert [it.slug for it in registry.registered(StoragePlugin)] == [
        "acme-storage",
        "other-storage",
    ]
    assert len(registry.registered()) == 5
    assert registry.registered(TicketPlugin) == ()


def test_everything_wrong_is_told_at_once() -> None:
    class Bad:
        title, slug, author = None, "bad", 7
        type = "metric"

        async def gauge(self, name: str, value: float, tags: Any = None) -> None: ...
        def counter(self, name: str) -> None: ...

    with pytest.raises(PluginRejectedError) as caught:
        PluginRegistry().register(Bad)
    error = caught.value
    assert error.interface == "metric"
    assert "Bad cannot be registered" in str(error)
    for told in (
        "gauge is async",
        "counter has no parameter value",
        "timer is missing",
        "title is not set",
        "author must be a str, not 7",
        "author_url is not set",
    ):
        assert any(it.startswith(told) for it in error.problems), told
        assert told in str(error)
    assert any(f"{__file__}:" in it for it in error.problems)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("contact", "type is 'contact', which is no documented interface"), (None, "type is not set")],
)
def test_a_plugin_of_no_documented_interface(kind: Any, told: str) -> None:
    told_of_itself = dict.fromkeys(("title", "slug", "author", "author_url"), "x")
    odd = type("Odd", (), {**told_of_itself, "type": kind})
    with pytest.raises(PluginRejectedError, match=told):
        PluginRegistry().register(odd)


def test_a_slug_is_taken_once(registry: PluginRegistry) -> None:
    class Twin(InMemoryTicket):
        slug = "acme-storage"

    class Unmade(Twin):
        title = ""

    registry.register(AcmeStorage)  # again, which changes nothing
    with pytest.raises(PluginRejectedError, match=r"'acme-storage' is taken by .*AcmeStorage"):
        registry.register(Twin)
    with pytest.raises(PluginRejectedError) as caught:
        registry.register(Unmade)
    assert len(caught.value.problems) == 2  # the title and the slug
    assert [it.type for it in registry.registered() if it.slug == "acme-storage"] == ["storage"]


def test_attributes_that_only_an_object_can_tell() -> None:
    class Named(InMemoryMetric):
        slug = property(lambda self: "by-property")

    class Fails(Named):
        def __init__(self) -> None:
            raise ConnectionError("no backend")

    registry = PluginRegistry()
    registry.register(Named)
    assert registry.registered()[0].slug == "by-property"
    with pytest.raises(PluginRejectedError, match="ConnectionError: no backend"):
        registry.register(Fails)


def test_declared_methods_need_not_be_there() -> None:
    class Few(MetricPlugin):
        title, slug, author, author_url = "Few", "few", "Acme", "https://acme.example"
        gauge = counter = timer = unsupported("nothing here")

    registry = PluginRegistry()
    registry.register(Few)
    registry.activate("few")
    assert implements(registry.get(MetricPlugin), MetricPlugin)


# Activation


def test_nothing_is_found_before_it_is_active(registry: PluginRegistry) -> None:
    with pytest.raises(NotFoundError, match="registered: acme-storage, other-storage"):
        registry.get(StoragePlugin)
    with pytest.raises(NotFoundError, match="registered: none"):
        registry.get(TicketPlugin)
    with pytest.raises(InvalidRequestError, match="no documented interface"):
        registry.get(dict)


def test_one_is_active_in_each_project(registry: PluginRegistry) -> None:
    registry.activate("acme-storage", project_id=1, configuration=ENTERED)
    registry.activate("other-storage", project_id=2)
    one, two = registry.get(StoragePlugin, project_id=1), registry.get(StoragePlugin, project_id=2)
    assert (one.slug, two.slug) == ("acme-storage", "other-storage")
    assert registry.get(StoragePlugin, project_id=1) is one
    registry.activate("other-storage", project_id=1)
    assert registry.get(StoragePlugin, project_id=1).slug == "other-storage"
    assert registry.get(StoragePlugin, project_id=1) is not two
    registry.deactivate("other-storage", project_id=1)
    registry.deactivate("other-storage", project_id=1)
    with pytest.raises(NotFoundError):
        registry.get(StoragePlugin, project_id=1)
    assert registry.get(StoragePlugin, project_id=2) is two


def test_several_are_active_that_say_so(registry: PluginRegistry) -> None:
    registry.activate("several-metric")
    registry.activate("failing-metric")
    with pytest.raises(InvalidRequestError, match="several-metric, failing-metric; name one"):
        registry.get(MetricPlugin)
    assert registry.get(MetricPlugin, slug="failing-metric").slug == "failing-metric"
    assert list(registry.active(MetricPlugin)) == ["several-metric", "failing-metric"]
    registry.activate("in-memory-metric")
    assert list(registry.active(MetricPlugin)) == ["in-memory-metric"]


def test_slugs_that_are_not_there(registry: PluginRegistry) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'acme-storage'"):
        registry.activate("acme-storag")
    with pytest.raises(NotFoundError):
        registry.deactivate("nothing-like-it")
    with pytest.raises(NotFoundError, match="acme-storage is not active"):
        registry.get(StoragePlugin, slug="acme-storage")
    with pytest.raises(InvalidRequestError, match="acme-storage is a storage plugin"):
        registry.get(MetricPlugin, slug="acme-storage")


# Configuration


def test_a_configuration_is_validated_and_its_secrets_are_not_shown(
    registry: PluginRegistry,
) -> None:
    registry.activate("acme-storage", project_id=1, configuration=ENTERED)
    configuration = registry.get(StoragePlugin, project_id=1).configuration
    assert (configuration.url, configuration.token) == ("https://acme.example", "s3cret")
    assert configuration["token"] == MASK
    assert "s3cret" not in repr(configuration)


@pytest.mark.parametrize("entered", [None, {}, {"url": 7, "token": "s3cret"}, {**ENTERED, "x": 1}])
def test_a_refused_configuration_changes_nothing(registry: PluginRegistry, entered: Any) -> None:
    registry.activate("other-storage", project_id=1)
    with pytest.raises(InvalidRequestError) as caught:
        registry.activate("acme-storage", project_id=1, configuration=entered)
    assert "s3cret" not in str(caught.value)
    assert registry.get(StoragePlugin, project_id=1).slug == "other-storage"


def test_a_schema_of_pydantics_shape_will_do() -> None:
    class Refused(ValueError):
        pass

    class Schema:
        @classmethod
        def model_validate(cls, given: dict[str, Any]) -> tuple[str, Any]:
            if "url" not in given:
                raise Refused(f"input_value={given}")
            return "validated", given["url"]

    class Modelled(InMemoryMetric):
        slug = "modelled"
        configuration_schema = Schema

    registry = PluginRegistry()
    registry.register(Modelled)
    registry.activate("modelled", configuration={"url": "x"})
    assert registry.get(MetricPlugin).configuration == ("validated", "x")
    with pytest.raises(InvalidRequestError, match="of modelled is rejected") as caught:
        registry.activate("modelled", configuration={"token": "s3cret"})
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None  # a traceback would show what was entered


def test_without_a_schema_it_is_passed_on_as_a_copy(registry: PluginRegistry) -> None:
    entered = {"tags": ["a"]}
    registry.activate("other-storage", configuration=entered)
    entered["tags"].append("b")
    assert registry.get(StoragePlugin).configuration == {"tags": ["a"]}


def test_a_new_configuration_keeps_the_object(registry: PluginRegistry) -> None:
    registry.activate("acme-storage", configuration=ENTERED)
    storage = registry.get(StoragePlugin)
    drive = storage.create("incident-1", [])
    registry.activate("acme-storage", configuration={**ENTERED, "url": "https://b.example"})
    again = registry.get(StoragePlugin)
    assert again is storage
    assert again.configuration.url == "https://b.example"
    assert [it["id"] for it in again.list()] == [drive["id"]]


def test_only_the_thread_that_looks_it_up_sees_the_configuration(registry: PluginRegistry) -> None:
    registry.activate("other-storage", project_id=1, configuration={"name": "one"})
    storage = registry.get(StoragePlugin, project_id=1)
    drive = storage.create("incident-1", [])
    assert (storage.configuration, storage.project_id) == ({"name": "one"}, 1)
    # The object is the same; what this thread was given is not seen in another.
    assert in_another_thread(lambda: (storage.configuration, storage.project_id)) == (None, None)
    there = in_another_thread(lambda: registry.get(StoragePlugin, project_id=1))
    assert there is storage
    assert in_another_thread(
        lambda: [it["id"] for it in registry.get(StoragePlugin, project_id=1).list()]
    ) == [drive["id"]]
    seen = in_another_thread(lambda: registry.get(StoragePlugin, project_id=1).configuration)
    assert seen == {"name": "one"}


def test_many_threads_and_projects_never_see_each_others_configuration(
    registry: PluginRegistry,
) -> None:
    for project in range(4):
        registry.activate("other-storage", project_id=project, configuration={"of": project})
    barrier = threading.Barrier(8)

    def look_up(number: int) -> set[tuple[int, Any, Any]]:
        barrier.wait()
        seen = set()
        for turn in range(300):
            project = (number + turn) % 4
            plugin = registry.get(StoragePlugin, project_id=project)
            seen.add((project, plugin.project_id, plugin.configuration["of"]))
        return seen

    with ThreadPoolExecutor(8) as pool:
        for seen in pool.map(look_up, range(8)):
            assert seen == {(it, it, it) for it in range(4)}


def test_plugins_with_slots_and_init_are_scoped_too() -> None:
    class Slotted(InMemoryMetric):
        slug = "slotted"
        __slots__ = ("kept",)

        def __init__(self) -> None:
            super().__init__()
            self.configuration = None
            self.kept = "kept"

    registry = PluginRegistry()
    registry.register(Slotted)
    registry.activate("slotted", configuration={"a": 1})
    plugin = registry.get(MetricPlugin)
    assert isinstance(plugin, Slotted)
    assert type(plugin).__name__ == "Slotted"
    assert (plugin.kept, plugin.configuration) == ("kept", {"a": 1})
    assert in_another_thread(lambda: plugin.configuration) is None


def test_a_function_makes_the_object() -> None:
    made: list[InMemoryMetric] = []

    def make() -> InMemoryMetric:
        made.append(InMemoryMetric())
        return made[-1]

    registry = PluginRegistry()
    registry.register(InMemoryMetric, make=make)
    for project in (1, 2):
        registry.activate("in-memory-metric", project_id=project)
        assert registry.get(MetricPlugin, project_id=project) is made[-1]
    shared = InMemoryMetric()
    registry = PluginRegistry()
    registry.register(InMemoryMetric, make=lambda: shared)
    for project in (1, 2):
        registry.activate("in-memory-metric", project_id=project)
    registry.get(MetricPlugin, project_id=1)
    with pytest.raises(InvalidRequestError, match="gave the same object again"):
        registry.get(MetricPlugin, project_id=2)


def test_a_plugin_that_cannot_be_configured_is_refused_when_it_is_looked_up() -> None:
    class Stubborn(InMemoryMetric):
        slug = "stubborn"

        def __setattr__(self, name: str, value: object) -> None:
            if name == "configuration":
                raise AttributeError("read-only")
            super().__setattr__(name, value)

    registry = PluginRegistry()
    registry.register(Stubborn)
    registry.activate("stubborn", configuration={"a": 1})
    with pytest.raises(InvalidRequestError, match="configuration cannot be set"):
        registry.get(MetricPlugin)


# Bridges


class Tracker(InMemoryTicket):
    slug = "tracker"

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class TrackerForDispatch(TicketBridge):
    implementation = Tracker
    settings = Settings


def test_a_bridge_brings_its_class_and_settings() -> None:
    registry = PluginRegistry()
    registry.register(Tracker)
    registry.register(TrackerForDispatch)
    assert [it.slug for it in registry.registered(TicketPlugin)] == ["tracker"]
    registry.activate("tracker", configuration=ENTERED)
    first = registry.get(TicketPlugin)
    assert isinstance(first, Tracker)
    assert first.settings == Settings(**ENTERED)
    registry.activate("tracker", configuration={**ENTERED, "token": "other"})
    second = registry.get(TicketPlugin)
    assert isinstance(second, Tracker)
    assert second.settings.token == "other"


# Fan-out


def test_call_all_collects_results_and_errors(
    registry: PluginRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    registry.activate("several-metric", project_id=1)
    registry.activate("failing-metric", project_id=1)
    with caplog.at_level(logging.ERROR):
        called = registry.call_all(MetricPlugin, lambda it: it.gauge("incidents", 3), project_id=1)
    assert called.results == {"several-metric": None}
    error = called.errors["failing-metric"]
    assert isinstance(error, ConnectionError)
    assert error.__notes__ == ["in failing-metric, project 1"]
    assert "failing-metric failed in project 1" in caplog.text
    with pytest.raises(ExceptionGroup, match="failing-metric failed") as caught:
        called.raise_errors()
    assert caught.value.exceptions == (error,)
    registry.call_all(MetricPlugin, lambda it: it.slug, project_id=2).raise_errors()
    assert registry.call_all(MetricPlugin, lambda it: it.slug, project_id=2) == FanOut({}, {})


def test_a_plugin_that_cannot_be_made_stops_no_other_call() -> None:
    def fails() -> InMemoryMetric:
        raise ConnectionError("no backend")

    registry = PluginRegistry()
    registry.register(FailingMetric, make=fails)
    registry.register(SeveralMetric)
    registry.activate("failing-metric")
    registry.activate("several-metric")
    called = registry.call_all(MetricPlugin, lambda it: it.slug)
    assert called.results == {"several-metric": "several-metric"}
    assert list(called.errors) == ["failing-metric"]
    with pytest.raises(ConnectionError):
        registry.get(MetricPlugin, slug="failing-metric")


def test_every_reference_can_be_registered_and_found() -> None:
    import reference_impls

    registry = PluginRegistry()
    for contract in CONTRACTS.values():
        name = contract.protocol.__name__.removesuffix("Plugin")
        plugin_class = getattr(reference_impls, f"InMemory{name}")
        registry.register(plugin_class)
        registry.activate(plugin_class.slug)
        protocol: Any = contract.protocol
        assert isinstance(registry.get(protocol), plugin_class)


def test_what_is_deactivated_is_let_go(registry: PluginRegistry) -> None:
    registry.activate("other-storage")
    gone = weakref.ref(registry.get(StoragePlugin))
    registry.deactivate("other-storage")
    gc.collect()
    assert gone() is None


def test_one_that_hangs_while_it_is_made_holds_up_no_other_project() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def hangs() -> InMemoryMetric:
        begun.set()
        assert go_on.wait(60)
        return FailingMetric()

    registry = PluginRegistry()
    registry.register(FailingMetric, make=hangs)
    registry.register(OtherStorage)
    registry.activate("failing-metric", project_id=1)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(registry.get, MetricPlugin, project_id=1) for _ in range(2)]
        assert begun.wait(60)
        registry.activate("other-storage", project_id=2)
        assert registry.get(StoragePlugin, project_id=2).list() == []
        assert not any(it.done() for it in waiting)
        go_on.set()
    one, same = (it.result() for it in waiting)
    assert one is same


def test_a_plugin_that_exits_does_not_end_the_host(registry: PluginRegistry) -> None:
    class Exits(SeveralMetric):
        slug = "exits-metric"

        def gauge(self, *_args: Any, **_kwargs: Any) -> None:
            raise SystemExit("no token")

    class ExitsAtOnce(Exits):
        slug = "exits-at-once"

        def __init__(self) -> None:
            raise SystemExit("no token")

    class SaysNothingOfItself(InMemoryMetric):
        title: Any = property(lambda self: "a title")
        slug = "says-nothing"

        def __init__(self) -> None:
            raise SystemExit("no token")

    for it in (Exits, ExitsAtOnce):
        registry.register(it)
        registry.activate(it.slug)
    registry.activate("several-metric")
    called = registry.call_all(MetricPlugin, lambda it: it.gauge("incidents", 3))
    assert called.results == {"several-metric": None}
    assert set(called.errors) == {"exits-metric", "exits-at-once"}
    with pytest.raises(ExceptionGroup):
        called.raise_errors()
    with pytest.raises(PluginError, match="exits-at-once tried to end the process: SystemExit"):
        registry.get(MetricPlugin, slug="exits-at-once")
    with pytest.raises(PluginRejectedError, match="SystemExit: no token"):
        registry.register(SaysNothingOfItself)


def test_a_class_that_allows_none_below_it_is_refused_in_a_sentence() -> None:
    class Closed(InMemoryMetric):
        slug = "closed-metric"

        def __init_subclass__(cls) -> None:
            raise TypeError("Closed is final")

    registry = PluginRegistry()
    registry.register(Closed)
    registry.activate("closed-metric")
    with pytest.raises(InvalidRequestError, match="its class can have no other below it"):
        registry.get(MetricPlugin)


def test_what_changes_while_a_plugin_is_looked_up_holds_for_the_next_look_up() -> None:
    registry = PluginRegistry()

    def leaves_meanwhile() -> InMemoryStorage:
        registry.deactivate(InMemoryStorage.slug)
        return InMemoryStorage()

    registry.register(InMemoryStorage, make=leaves_meanwhile)
    registry.activate(InMemoryStorage.slug)
    assert implements(registry.get(StoragePlugin), StoragePlugin)
    with pytest.raises(NotFoundError):
        registry.get(StoragePlugin)
