"""Whole rehearsals: of what is right, and of one fault each."""

import json
import threading
from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

import attrs
import pytest

import reference_impls
from dispatch_interfaces.conformance.supervisor.messages import plain, structured
from dispatch_interfaces.host import bridge
from dispatch_interfaces.host.calls import Severity
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.configuration import Schema
from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.rehearsal import GOOD, Part, Progress, Rehearsal, State, rehearse
from dispatch_interfaces.host.rehearsal.acts.programme import programme
from dispatch_interfaces.host.rehearsal.elsewhere import Elsewhere
from reference_impls import InMemoryConference, bridged
from tests.host import bridged as documented


@pytest.fixture(scope="module")
def good() -> Rehearsal:
    return rehearse()


def raising(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise RuntimeError("computer says no")


def nothing(*_args: Any, **_kwargs: Any) -> None:
    """A method that forgets to return anything."""


class Faulty:
    """Makes subclasses of a bridge with one fault each."""

    def __init__(self, base: type) -> None:
        self._base = base

    def with_(self, **methods: Any) -> type:
        return type(f"Faulty{self._base.__name__}", (self._base,), methods)

    def lacking(self, method: str, key: str) -> type:
        """The results of a method lack a key."""

        def called(plugin: Any, *args: Any, **kwargs: Any) -> Any:
            found = dict(getattr(super(made, plugin), method)(*args, **kwargs))
            del found[key]
            return found

        made = self.with_(**{method: called})
        return made

    def changed(self, method: str, **values: Any) -> type:
        """The results of a method have other values."""

        def called(plugin: Any, *args: Any, **kwargs: Any) -> Any:
            return {**getattr(super(made, plugin), method)(*args, **kwargs), **values}

        made = self.with_(**{method: called})
        return made


def step(found: Rehearsal, name: str) -> Any:
    return next(it for it in found.steps if it.name == name)


def test_the_references_are_good(good: Rehearsal) -> None:
    failed = {it.name: it.errors for it in good.steps if it.state is not State.PASSED}
    assert not failed
    assert (good.verdict, good.exit_code) == (GOOD, 0)
    assert good.ending
    assert not good.differences


def test_every_step_has_a_name_of_its_own() -> None:
    names = [step for _, steps in programme(Elsewhere()) for step, _ in steps]
    assert len(names) == len(set(names))


def test_all_types_that_are_called_are_played(good: Rehearsal) -> None:
    called = {call.type for it in good.steps for call in it.calls}
    never = {"metric", "auth-mfa", "auth-provider", "document-resolver", "investigation-tooling"}
    nobody = {"definition", "signal-enrichment"}
    assert called == set(CATALOGUE) - never - nobody


def test_the_references_may_lack_what_is_not_documented() -> None:
    found = rehearse([*documented.BRIDGED.values()])
    assert step(found, "incident: export the timeline").state is State.WITHOUT
    # Nobody opens an archived channel again, so nobody hears of what follows.
    assert found.verdict.startswith(f"{GOOD}, and something gets lost in *incident: closed to")
    assert not [it.name for it in found.steps if it.state is State.FAILED]


def test_messages_are_as_people_read_them(good: Rehearsal) -> None:
    texts = [it.text for it in good.messages]
    assert any("Ticket" in it or "ticket-1" in it for it in texts)
    assert not any("{{" in it for it in texts)


def test_progress_is_told_of_each_step() -> None:
    told = list[Progress]()
    found = rehearse(without=["email"], progress=told.append)
    assert [it.step.name for it in told[::2]] == [it.name for it in found.steps]
    assert [it.step for it in told[1::2]] == list(found.steps)
    assert told[-1].number == told[-1].of == len(found.steps)


TICKET, GROUP = Faulty(bridged.Ticket), Faulty(bridged.ParticipantGroup)
STORAGE, CHAT = Faulty(bridged.Storage), Faulty(bridged.Conversation)
ONCALL, TASK = Faulty(bridged.Oncall), Faulty(bridged.Task)
WORKFLOW, PEOPLE = Faulty(bridged.Workflow), Faulty(bridged.Participant)

FAULTS: Mapping[str, tuple[type, str, str]] = {
    "a missing key": (
        TICKET.lacking("create", "resource_id"),
        "incident: create",
        "KeyError: 'resource_id'",
    ),
    "an id that is a number": (
        TICKET.changed("create", resource_id=17),
        "incident: create",
        "stops half-way in *incident creation*: ticket.create",
    ),
    "no result of a ticket": (TICKET.with_(create=nothing), "incident: create", "fails in *"),
    "no members": (GROUP.with_(list=nothing), "incident: create", "stops half-way in *the update"),
    "an address to which nothing is delivered": (
        GROUP.changed("create", email="ops@groups.local"),
        "incident: create",
        "nothing is delivered there",
    ),
    "a folder without a link": (
        STORAGE.lacking("create_file", "weblink"),
        "incident: create",
        "stops half-way in *incident creation*: storage.create_file",
    ),
    "a text that is none": (
        STORAGE.with_(get=nothing),
        "job: incident-auto-tagger",
        "stops half-way in *job: incident-auto-tagger*: storage.get returned None: the job ends",
    ),
    "an announcement that raises": (
        CHAT.with_(send=raising),
        "incident: create",
        "stops half-way in *incident creation*: conversation.send",
    ),
    "a topic that raises": (
        CHAT.with_(set_topic=raising),
        "incident: create",
        "fails in *incident: create*: conversation.set_topic raised RuntimeError",
    ),
    "nobody on call": (
        ONCALL.with_(page=raising),
        "incident: create",
        "stops half-way in *incident creation*: oncall.page",
    ),
    "people in tuples": (
        PEOPLE.with_(get=lambda *_args, **_kwargs: ((), ())),
        "incident: who has an account is in the channel",
        "stops half-way in *case creation*: participant.get",
    ),
    "no tasks": (
        TASK.with_(list=nothing),
        "task: sync what was written",
        "stops half-way in *task: sync what was written*: task.list",
    ),
    "a status of its own": (
        WORKFLOW.changed("get_workflow_instance", status="done"),
        "workflow: ask how the run stands",
        "stops half-way in *workflow: ask how the run stands*: workflow.get_workflow_instance",
    ),
}


@pytest.mark.parametrize(("plugin", "name", "verdict"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_at_its_step(plugin: type, name: str, verdict: str) -> None:
    found = rehearse([plugin])
    first = next(it for it in found.steps if it.failed)
    assert first.name == name
    assert verdict in found.verdict
    assert found.exit_code == 1
    assert any(call.mine and call.severity is not None for call in first.calls) or first.errors


@pytest.mark.parametrize(
    "base",
    [
        reference_impls.InMemoryTicket,
        reference_impls.InMemoryConversation,
        reference_impls.InMemoryOncall,
        reference_impls.InMemoryParticipant,
    ],
)
def test_documented_signatures_do_not_serve_the_application(base: type) -> None:
    found = rehearse([type(f"Unbridged{base.__name__}", (base, HostPlugin), {})])
    assert step(found, "incident: create").failed
    assert found.exit_code == 1


class Slow(bridged.Document):
    """One whose first update never comes back."""

    asked: ClassVar[threading.Event]

    def update(self, document_id: str | None, /, **_kwargs: Any) -> None:
        if not self.asked.is_set():
            self.asked.set()
            threading.Event().wait(20)


def test_a_call_that_does_not_come_back_is_given_up() -> None:
    Slow.asked = threading.Event()
    found = rehearse([Slow], timeout=2)
    assert "did not return within 2 s" in found.verdict
    assert "document.update" in found.verdict


@attrs.frozen
class Settings:
    """Which tracker."""

    url: str


class Tracker(reference_impls.InMemoryTicket):
    """One that has to know where it is."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class Configured(bridge.TicketBridge):
    """A ticket plugin with settings."""

    implementation = Tracker
    settings = Settings


class Forgetful(InMemoryConference):
    """It keeps the settings that it saw first."""

    configuration_schema = Schema(Settings)
    kept: Any = None

    def create(self, name: str, title: str, participants: list[str]) -> Any:
        Forgetful.kept = Forgetful.kept or self.configuration.url
        return super().create(name, title, participants)


def test_a_plugin_that_keeps_the_settings_of_one_project() -> None:
    Forgetful.kept = None
    found = rehearse([Forgetful])
    errors = step(found, "projects: each has its own settings").errors
    assert len(errors) == 1
    assert "read its settings: those of another are kept" in errors[0]
    assert found.exit_code == 1


def test_settings_are_made_up_if_none_are_given() -> None:
    found = rehearse([Configured])
    (player,) = (it for it in found.players if it.mine)
    assert player.note.startswith("settings made up: url; ")
    assert found.exit_code == 0


def test_settings_that_are_not_accepted_are_told() -> None:
    found = rehearse([Part(plugin_class=Configured, settings={"uri": "https://x.example"})])
    assert found.exit_code == 2
    assert "url is missing" in found.verdict


def test_a_harness_says_what_is_known_of_a_plugin() -> None:
    class Known:
        settings = {"url": "https://tracker.example"}  # noqa: RUF012

    found = rehearse([Configured], harnesses={"ticket": Known})
    (player,) = (it for it in found.players if it.mine)
    assert "made up" not in player.note


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        (["acme.nowhere"], "acme.nowhere cannot be loaded"),
        (["tests.host.bridged:Nobody"], "has no attribute 'Nobody'"),
        (["json"], "json has no plugin for the application"),
        ([bridged.Ticket, documented.Ticket], "both of the type ticket"),
        ([int], "has no type that the application calls"),
    ],
)
def test_what_cannot_be_rehearsed_is_told(targets: Any, told: str) -> None:
    found = rehearse(targets)
    assert found.exit_code == 2
    assert told in found.verdict


def test_a_type_that_is_not_there_is_told() -> None:
    assert "did you mean" in rehearse(without=["tickets"]).verdict


AT_EACH_CHANGE = ("conference", "storage", "ticket", "term")
"""The others are the same by other calls."""


@pytest.mark.parametrize(
    "plugin_type",
    [
        pytest.param(it, marks=() if it in AT_EACH_CHANGE else pytest.mark.slow)
        for it in sorted(CATALOGUE)
    ],
)
def test_a_project_without_a_type(plugin_type: str) -> None:
    found = rehearse(without=[plugin_type])
    assert not any(call.type == plugin_type for it in found.steps for call in it.calls)
    # Without these, the application itself fails.
    needed = {
        "artificial-intelligence",
        "conversation",
        "document",
        "oncall",
        "participant-group",
        "storage",
        "ticket",
        "workflow",
    }
    assert found.exit_code == int(plugin_type in needed)


def test_flaky_services_fail_alike_for_a_seed() -> None:
    first, again, other = rehearse(flaky=7), rehearse(flaky=7), rehearse(flaky=8)
    assert [it.errors for it in first.steps] == [it.errors for it in again.steps]
    assert [it.errors for it in first.steps] != [it.errors for it in other.steps]
    assert any(it.failed for it in first.steps)
    assert any(call.severity is Severity.LOSES for it in first.steps for call in it.calls)


def test_json_has_all_of_it(good: Rehearsal) -> None:
    told = json.loads(json.dumps(good.plain()))
    assert (told.pop("verdict"), told.pop("exit_code")) == (GOOD, 0)
    assert structured(told, Rehearsal) == good
    assert structured(json.loads(json.dumps(plain(good))), Rehearsal) == good


def test_the_workflow_is_one_that_the_service_knows() -> None:
    class Numbered(bridged.Workflow):
        """One that has a single workflow, under a number."""

        slug = "numbered-workflow"

        @classmethod
        def make(cls, settings: Any) -> Any:
            return reference_impls.InMemoryWorkflow(("17",))

    rehearsal = rehearse([Part(plugin_class=Numbered, values={"workflow_id": 17})])
    assert rehearsal.exit_code == 0, rehearsal.verdict
    calls = [it for act in rehearsal.acts for step in act.steps for it in step.calls if it.mine]
    assert {it.arguments[0] for it in calls if it.method == "run"} == {"'17'"}
