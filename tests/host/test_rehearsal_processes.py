"""The act of two processes: nothing that must survive lives in the memory of one."""

import multiprocessing
import os
import threading
import weakref
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from dispatch_interfaces.host import bridge
from dispatch_interfaces.host.rehearsal import GOOD, Part, Rehearsal, State, rehearse
from dispatch_interfaces.host.rehearsal.acts.processes import ACT
from reference_impls import bridged
from tests.alternatives.sqlite_ticket import SqliteTicket

_PATH = "REHEARSED_TICKETS"


def in_second() -> bool:
    return multiprocessing.parent_process() is not None


class Tickets(SqliteTicket):
    """Tickets in a file, which all processes open."""

    slug = "tickets-in-a-file"

    def __init__(self) -> None:
        super().__init__(os.environ[_PATH])
        # The application never closes a plugin; the database would complain from Python 3.13 on.
        weakref.finalize(self, self._connection.close)


class Remembering(Tickets):
    """Keeps in memory which tickets there are."""

    slug = "tickets-in-a-file-and-in-memory"

    def __init__(self) -> None:
        super().__init__()
        self._made = list[str]()

    def create(self, *args: Any, **kwargs: Any) -> Any:
        made = super().create(*args, **kwargs)
        self._made.append(made["resource_id"])
        return made

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        if ticket_id not in self._made:
            raise KeyError(ticket_id)
        super().update(ticket_id, *args, **kwargs)


class Ending(Tickets):
    """Ends the second process."""

    slug = "tickets-that-end"

    def update(self, *args: Any, **kwargs: Any) -> None:
        if in_second():
            os._exit(7)
        super().update(*args, **kwargs)


class BridgedTickets(bridge.TicketBridge):
    implementation = Tickets


class BridgedRemembering(bridge.TicketBridge):
    implementation = Remembering


class BridgedEnding(bridge.TicketBridge):
    implementation = Ending


class Single(bridge.TicketBridge):
    """Cannot be made twice."""

    implementation = Tickets
    slug = "tickets-of-one"

    def __init__(self) -> None:
        if in_second():
            raise RuntimeError("there is one already")
        super().__init__()


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_PATH, str(tmp_path / "tickets"))


@contextmanager
def another_thread() -> Generator[None]:
    """While a thread lives, a process is not forked, but a new interpreter is started."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


def played(found: Rehearsal) -> dict[str, Any]:
    return {it.name: it for act in found.acts if act.name == ACT for it in act.steps}


def test_who_keeps_nothing_in_memory_goes_on_in_another_process() -> None:
    with another_thread():
        found = rehearse([BridgedTickets])
    steps = played(found)
    assert {it.state for it in steps.values()} <= {State.PASSED, State.WITHOUT}
    change = steps["process: the second changes its severity"]
    (update,) = (it for it in change.calls if it.written.startswith("ticket.update"))
    assert (update.process, update.mine) == ("second", True)
    assert {it.process for it in steps["process: the first opens an incident"].calls} == {"web"}
    assert "process" not in "".join(it.note for it in found.players if it.mine)


def test_who_keeps_something_in_memory_is_found_out() -> None:
    with another_thread():
        found = rehearse([BridgedRemembering])
    failed = [it.name for it in found.steps if it.errors and it.state is State.FAILED]
    assert failed == [
        "process: the second changes its severity",
        "process: the first closes the incident of the second",
        "process: the second closes the incident of the first",
    ]
    assert "*process: the second changes its severity*" in found.verdict
    assert "KeyError" in found.verdict


@pytest.mark.parametrize(
    ("plugin_class", "told"),
    [
        (BridgedEnding, "the second process ended with exit status 7"),
        (
            Single,
            "test_rehearsal_processes:Single cannot be made: RuntimeError: there is one already",
        ),
    ],
)
def test_a_second_process_that_is_not_there_is_told(plugin_class: type, told: str) -> None:
    with another_thread():
        found = rehearse([plugin_class])
    there = played(found)["process: the second changes its severity"]
    assert there.state is State.FAILED
    assert told in there.errors[0]
    assert played(found)["process: the first opens an incident"].state is State.PASSED


def test_a_service_in_memory_is_asked_in_the_first_process() -> None:
    class Local(bridged.Conversation):
        """Built on a reference, and nothing that could be imported."""

    found = rehearse([Local])
    assert found.verdict == GOOD
    assert [it.note for it in found.players if it.mine] == [
        "its service is in memory: the second process asks it in the first"
    ]
    with another_thread():
        found = rehearse([BridgedTickets, Part(plugin_class=bridged.Conversation)])
    calls = [it for it in played(found)["process: the second adds a participant"].calls if it.mine]
    assert {(it.type, it.process) for it in calls} == {("conversation", "second")}
    assert {it.state for it in played(found).values()} <= {State.PASSED, State.WITHOUT}


def test_what_no_other_process_can_import_is_told() -> None:
    class Local(bridge.TicketBridge):
        implementation = Tickets

    with another_thread():
        found = rehearse([Local])
    (note,) = (it.note for it in found.players if it.mine)
    assert "a second process cannot be given it: " in note
    assert {it.state for it in played(found).values()} <= {State.PASSED, State.WITHOUT}


class Odd(bridge.TicketBridge):
    """Fails only in the second process, with an error of its own."""

    implementation = Tickets
    slug = "odd-tickets"

    def update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OddError(threading.Lock())


class OddError(Exception):
    """Cannot be pickled."""


def test_what_a_plugin_raises_there_need_not_be_picklable() -> None:
    with another_thread():
        found = rehearse([Odd])
    there = played(found)["process: the second changes its severity"]
    assert there.errors[0].startswith("ticket.update raised OddError")
