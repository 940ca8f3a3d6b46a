"""What a check of a real backend makes once for all requirements, and what it cannot remove."""

from pathlib import Path
from typing import Any

import pytest

from dispatch_interfaces import unsupported
from dispatch_interfaces.conformance import ConversationHarness, Created, Result, check
from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.live.ledger import Ledger
from dispatch_interfaces.conformance.live.plan import Plan, plan_of
from dispatch_interfaces.conformance.live.session import LiveSession
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.created import OF_THE_RUN, Fate
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.layers import Exchange
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.run.trace import Trace
from dispatch_interfaces.conformance.targets import resolve
from reference_impls import (
    InMemoryConversation,
    InMemoryParticipant,
    InMemoryStorage,
    InMemoryTicket,
)
from tests.author import Author
from tests.live.commands import run

TAPE = Path("run.jsonl")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shared(plugin: Any, **more: Any) -> ConversationHarness:
    live: dict[str, Any] = {"shared_backend": True, "sandbox": True, "calls_per_second": 1e6}
    return ConversationHarness(open=lambda: plugin, **live, **more)


def test_what_the_whole_run_needs_is_removed_at_its_end() -> None:
    removed = list[Created]()
    harness = shared(InMemoryConversation(), remove=lambda _plugin, it: removed.append(it))
    report = check(InMemoryConversation, harness=harness, profile="live")
    assert report.passed
    assert report.judgements[0].left_behind == ()
    common = [it.requirement.startswith(OF_THE_RUN) for it in removed]
    assert common == sorted(common)
    assert sum(common) == 11


def test_what_the_whole_run_needs_outlives_its_requirements_only() -> None:
    removed = list[str]()
    harness = shared(
        InMemoryConversation(), remove=lambda _plugin, it: removed.append(it.requirement)
    )
    ledger = Ledger(PluginConfig(target="acme:Chat"), "di-1")
    for requirement in (OF_THE_RUN, "CONVERSATION-020"):
        made = Exchange(requirement, "plugin", "create", ("di-1 incident", []))
        ledger.watch(harness, made, lambda: {"id": "1"})
    session = LiveSession(harness, ledger)
    session.clean()
    assert removed == ["CONVERSATION-020"]
    session.clean(again=True)
    assert removed == ["CONVERSATION-020", OF_THE_RUN]
    assert ledger.pending == ()


def test_a_part_of_a_recording_is_replayed_though_another_part_made_what_it_needs() -> None:
    harness = shared(InMemoryConversation())
    recorded = check(InMemoryConversation, harness=harness, profile="live", record=TAPE)
    assert recorded.passed
    replayed = check(InMemoryConversation, harness=harness, replay=TAPE, keyword="send_ephemeral")
    assert replayed.passed
    assert replayed.judgements[0].of(Result.PASSED)


class ArchivesAll(InMemoryConversation):
    """Archives every conversation there is."""

    def archive(self, conversation_id: str) -> None:
        super().archive(conversation_id)
        for it in self.conversations():
            super().archive(it)


def test_what_a_fault_has_spoilt_is_made_anew() -> None:
    report = check(ArchivesAll, harness=shared(ArchivesAll()), profile="live")
    failed = {it.requirement for it in report.judgements[0].of(Result.FAILED)}
    assert "CONVERSATION-175" in failed
    topics = [it for it in report.judgements[0].outcomes if "set_topic" in it.methods]
    assert any(it.result is Result.PASSED for it in topics if it.requirement > "CONVERSATION-175")


def test_in_memory_each_requirement_has_its_own() -> None:
    harness = shared(InMemoryConversation())
    quick = harness.traced(Trace(), Run(profile=QUICK))
    with quick.plugin() as plugin:
        assert quick.any_conversation(plugin)["id"] != quick.any_conversation(plugin)["id"]
        assert len(quick.several(plugin, 11)) == 11


def plan(plugin_class: type, **harness: Any) -> Plan:
    (target,) = resolve(plugin_class)
    kind: type[Harness[Any, Any]] = SUITES[target.contract.interface].harness
    (target,) = resolve(plugin_class, harness=kind(open=plugin_class, **harness))
    return plan_of(target)


class WithoutDelete(InMemoryStorage):
    delete = unsupported("drives stay")


class WithoutRemove(InMemoryParticipant):
    remove = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("plugin_class", "given", "removable"),
    [
        (InMemoryTicket, {}, False),
        (InMemoryTicket, {"remove": print}, True),
        (InMemoryStorage, {}, True),
        (WithoutDelete, {}, False),
        (InMemoryParticipant, {}, True),
        (WithoutRemove, {}, False),
        (WithoutRemove, {"observer": InMemoryParticipant}, True),
    ],
)
def test_nothing_is_removed_that_nobody_can_remove(
    plugin_class: type, given: dict[str, Any], removable: bool
) -> None:
    planned = plan(plugin_class, **given)
    fates = {fate for _, fate in planned.objects}
    assert (Fate.LEFT in fates) is not removable
    assert (Fate.REMOVED in fates) is removable
    assert bool(planned.removals) is removable
    assert bool(planned.staying) is not removable


@pytest.mark.parametrize("interface", SUITES)
def test_who_can_remove_says_by_what(interface: str) -> None:
    kind = SUITES[interface].harness
    assert bool(kind.removes_by) == ("_remove" in vars(kind))
    _, _, name = kind.removes_by.rpartition(".")
    assert not name or name in {*kind.hooks(), *(it.name for it in kind.contract.methods)}


def test_the_command_says_what_stays_and_what_is_waited(author: Author) -> None:
    author(
        acme_tickets="""
        from dispatch_interfaces.conformance import TicketHarness
        from reference_impls import InMemoryTicket

        harness = TicketHarness(open=InMemoryTicket, sandbox=True, settle=2)
        """
    )
    code, output = run(
        "check", "reference_impls:InMemoryTicket", "--harness", "acme_tickets:harness", "--plan"
    )
    planned = plan(InMemoryTicket, settle=2)
    assert code == 0, output
    assert f"at most {planned.staying} tickets: left, as the harness has no `remove`" in output
    assert f"at most {planned.staying} objects" in output
    assert "of it waiting until writes show" in output
    assert planned.seconds > planned.settling > 100
