"""One object of a plugin serves all threads and projects, and mixes up none of them."""

import gc
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import attrs
import pytest

import reference_impls
from dispatch_interfaces.host.bridge import Bridge, TicketBridge
from dispatch_interfaces.host.configuration import secret
from dispatch_interfaces.host.plugin import HostPlugin
from tests.host.bridged import ConfiguredTicket

ROUNDS = 2_500
PROJECTS = (1, 2, 1, 2)
"""In which project each thread works: 10,000 calls in all."""


@attrs.frozen
class Settings:
    token: str = secret()


class Tracker(reference_impls.InMemoryTicket):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class Plain(HostPlugin):
    """One of a type without documentation."""

    title, slug, type, author, author_url = "Plain", "plain", "tag", "Acme", "https://acme.example"

    def __init__(self) -> None:
        self.made = [threading.get_ident()]

    def token(self) -> str:
        return str(self.configuration["token"])


class WithDefaults(Plain):
    """As an author may write it who knows the application's base class."""

    configuration = None
    project_id = 7


class Bridged(TicketBridge):
    implementation = Tracker
    settings = Settings

    def token(self) -> str:
        return str(self.plugin.settings.token)


def use(plugin: Any, project_id: int, token: str) -> Any:
    """What the application does before each use."""
    schema = plugin.configuration_schema
    given = {"token": token}
    plugin.configuration = given if schema is None else schema.parse_obj(given)
    plugin.project_id = project_id
    return plugin


def bridge_with(make: Callable[[Settings], Any]) -> type[Bridge]:
    class Made(TicketBridge):
        implementation = Tracker
        settings = Settings

        @classmethod
        def make(cls, settings: Any) -> Any:
            return make(settings)

    return Made


@pytest.mark.parametrize("plugin_class", [Plain, WithDefaults, Bridged])
def test_interleaved_calls_use_the_settings_of_their_own_project(plugin_class: type[Any]) -> None:
    plugin, barrier = plugin_class(), threading.Barrier(len(PROJECTS), timeout=60)

    def work(project_id: int) -> int:
        wrong = 0
        for _ in range(ROUNDS):
            use(plugin, project_id, f"t-{project_id}")
            barrier.wait()  # all have set theirs
            wrong += (plugin.project_id, plugin.token()) != (project_id, f"t-{project_id}")
            barrier.wait()  # all have called
        return wrong

    with ThreadPoolExecutor(len(PROJECTS)) as pool:
        assert sum(pool.map(work, PROJECTS)) == 0


def test_a_thread_begins_with_the_defaults_and_shares_everything_else() -> None:
    plugin = use(WithDefaults(), 1, "t-1")
    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(lambda: (plugin.configuration, plugin.project_id, plugin.made)).result()
    assert seen == (None, 7, [threading.get_ident()])
    assert (WithDefaults.configuration, WithDefaults.project_id) == (None, 7)


def test_objects_of_one_class_have_their_own_settings() -> None:
    one, two = use(Plain(), 1, "t-1"), use(Plain(), 2, "t-2")
    assert (one.token(), one.project_id, two.token(), two.project_id) == ("t-1", 1, "t-2", 2)


def test_a_login_that_hangs_blocks_neither_other_projects_nor_corrected_settings() -> None:
    hangs, released = threading.Event(), threading.Event()

    def make(settings: Settings) -> Any:
        if settings.token == "wrong":
            hangs.set()
            assert released.wait(60)
        return Tracker(settings)

    plugin = bridge_with(make)()
    with ThreadPoolExecutor(3) as pool:
        hanging = pool.submit(lambda: use(plugin, 1, "wrong").plugin)
        try:
            assert hangs.wait(60)
            other = pool.submit(lambda: use(plugin, 2, "right").plugin).result(60)
            corrected = pool.submit(lambda: use(plugin, 1, "right").plugin).result(60)
        finally:
            released.set()
        assert hanging.result(60).settings.token == "wrong"
    assert corrected is not other
    assert use(plugin, 1, "right").plugin is corrected


def test_threads_of_one_project_share_one_object() -> None:
    made: list[Any] = []
    barrier = threading.Barrier(8, timeout=60)

    def make(settings: Settings) -> Any:
        made.append(Tracker(settings))
        return made[-1]

    plugin = bridge_with(make)()

    def look(_: int) -> Any:
        use(plugin, 1, "t-1")
        barrier.wait()
        return plugin.plugin

    with ThreadPoolExecutor(8) as pool:
        assert {id(it) for it in pool.map(look, range(8))} == {id(made[0])}
    assert len(made) == 1


def test_what_could_not_be_made_is_tried_again_also_by_those_who_waited() -> None:
    failing, going_on = threading.Event(), threading.Event()
    tries: list[int] = []

    def make(settings: Settings) -> Any:
        tries.append(1)
        if len(tries) == 1:
            failing.set()
            assert going_on.wait(60)
            raise OSError("no route to host")
        return Tracker(settings)

    plugin = bridge_with(make)()
    with ThreadPoolExecutor(2) as pool:
        first: Future[Any] = pool.submit(lambda: use(plugin, 1, "t-1").plugin)
        assert failing.wait(60)
        second = pool.submit(lambda: use(plugin, 1, "t-1").plugin)
        going_on.set()
        with pytest.raises(OSError, match="no route"):
            first.result(60)
        assert second.result(60) is use(plugin, 1, "t-1").plugin
    assert len(tries) == 2


def test_objects_of_replaced_settings_are_released() -> None:
    made: weakref.WeakSet[Any] = weakref.WeakSet()
    given: weakref.WeakSet[Any] = weakref.WeakSet()

    class Weak(Tracker):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            made.add(self)

    @attrs.frozen(eq=False)
    class Rotated:
        token: str = secret()

        def __attrs_post_init__(self) -> None:
            given.add(self)

    class Rotating(TicketBridge):
        implementation = Weak
        settings = Rotated

    plugin = Rotating()
    for number in range(2_000):
        assert use(plugin, 1, f"t-{number}").plugin.settings.token == f"t-{number}"
    gc.collect()
    assert (len(made), len(given)) == (1, 1)


def test_no_secret_is_a_key_or_shown_by_what_a_bridge_holds() -> None:
    plugin = ConfiguredTicket()
    given = {"url": "https://acme.example", "token": "s3cret"}
    plugin.configuration = plugin.configuration_schema.parse_obj(given)
    plugin.project_id = 1
    assert plugin.plugin.settings.token == "s3cret"
    assert all("s3cret" not in repr(it) for it in (vars(ConfiguredTicket), vars(plugin)))
