from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import InvalidRequestError, NotFoundError
from reference_impls.conversation import COMMANDS, InMemoryConversation

ADA, GRACE, BARBARA = "ada@example.com", "grace@example.com", "barbara@example.com"


class Clock:
    def __init__(self, *times: float) -> None:
        self.times = list(times)

    def __call__(self) -> float:
        return self.times.pop(0) if len(self.times) > 1 else self.times[0]


def opened(plugin: InMemoryConversation, *members: str) -> str:
    return plugin.create("incident", [{"email": it} for it in members or (ADA,)])["id"]


def test_a_message_is_kept_with_all_that_was_said() -> None:
    plugin = InMemoryConversation(clock=lambda: 1754300000.25)
    new = opened(plugin)
    severity = object()
    message = plugin.send(
        new,
        "Roles changed",
        {"title": "Role", "text": "{{role}}"},
        "incident-notification",
        [{"role": "Scribe"}],
        None,
        True,
        severity=severity,
        tags=["a"],
    )
    assert message == {"id": "message-6", "timestamp": "1754300000.250000"}
    assert plugin.messages(new) == [
        {
            "id": "message-6",
            "timestamp": "1754300000.250000",
            "text": "Roles changed",
            "body": "Role\nScribe",
            "user": None,
            "thread": None,
            "message_template": {"title": "Role", "text": "{{role}}"},
            "notification_type": "incident-notification",
            "items": [{"role": "Scribe"}],
            "blocks": None,
            "persist": True,
            "kwargs": {"severity": severity, "tags": ["a"]},
        }
    ]
    assert plugin.pins(new) == ["message-6"]


def test_direct_and_ephemeral_messages_name_their_only_reader() -> None:
    plugin = InMemoryConversation()
    new = opened(plugin, ADA, GRACE)
    plugin.send_direct(ADA, "for you", {}, "welcome", blocks=[{"text": "Hi"}], a=1)
    plugin.send_ephemeral(new, GRACE, "psst", notification_type="help")
    (direct,), (ephemeral,) = plugin.direct_messages(ADA), plugin.ephemeral_messages(new, GRACE)
    assert (direct["user"], direct["blocks"], direct["kwargs"]) == (ADA, [{"text": "Hi"}], {"a": 1})
    assert (ephemeral["user"], ephemeral["message_template"]) == (GRACE, None)
    assert ephemeral["notification_type"] == "help"
    assert plugin.direct_messages(GRACE) == plugin.ephemeral_messages(new, ADA) == []


def test_a_user_sees_what_is_for_everybody_and_for_them() -> None:
    plugin = InMemoryConversation()
    new = opened(plugin, ADA, GRACE)
    plugin.send(new, "one", {}, "any")
    plugin.send_ephemeral(new, ADA, "two")
    plugin.send(new, "three", {}, "any")
    assert [it["text"] for it in plugin.seen_by(new, ADA)] == ["one", "two", "three"]
    assert [it["text"] for it in plugin.seen_by(new, GRACE)] == ["one", "three"]
    assert [it["text"] for it in plugin.messages(new)] == ["one", "three"]


def test_what_is_shown_is_a_copy() -> None:
    plugin = InMemoryConversation()
    new = opened(plugin)
    plugin.send(new, "text", {"text": "a"}, "any", [{"a": ["b"]}], c=({"d": [1]},))
    shown: Any = plugin.messages(new)[0]
    shown["items"][0]["a"].clear()
    shown["kwargs"]["c"][0]["d"].clear()
    plugin.pins(new).append("x")
    plugin.conversations().clear()
    plugin.command_names().clear()
    assert plugin.messages(new)[0]["items"] == [{"a": ["b"]}]
    assert plugin.messages(new)[0]["kwargs"] == {"c": ({"d": [1]},)}
    assert plugin.pins(new) == []
    assert plugin.conversations() == {new: "incident"}
    assert plugin.command_names() == dict(COMMANDS)


@given(st.lists(st.floats(0, 2_000_000_000), min_size=1, max_size=8))
def test_timestamps_rise_whatever_the_clock_does(times: list[float]) -> None:
    plugin = InMemoryConversation(clock=Clock(*times))
    new = opened(plugin)
    stamps = [float(plugin.send(new, "hello", {}, "any")["timestamp"]) for _ in times]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == pytest.approx(times[0], abs=1e-6)


def test_a_clock_that_stands_still_counts_microseconds() -> None:
    plugin = InMemoryConversation(clock=lambda: 7.0)
    new = opened(plugin)
    stamps = [plugin.send(new, "hello", {}, "any")["timestamp"] for _ in range(3)]
    assert stamps == ["7.000000", "7.000001", "7.000002"]


def test_full_names_are_kept() -> None:
    plugin = InMemoryConversation()
    new = plugin.create("incident", [{"email": ADA, "name": "Ada Lovelace"}, {"email": GRACE}])[
        "id"
    ]
    plugin.add(new, [ADA, BARBARA])
    assert plugin.members(new) == {ADA, GRACE, BARBARA}
    assert plugin.full_names(new) == {ADA: "Ada Lovelace"}


def test_nothing_is_known_of_no_conversation() -> None:
    plugin = InMemoryConversation()
    assert plugin.members("conversation-99") == frozenset()
    assert plugin.messages("conversation-99") == []
    for look in (plugin.pins, plugin.topic, plugin.is_archived, plugin.full_names):
        with pytest.raises(NotFoundError, match="'conversation-99'"):
            look("conversation-99")


def test_a_conversation_begins_open_and_without_a_topic() -> None:
    plugin = InMemoryConversation()
    new = opened(plugin)
    assert (plugin.topic(new), plugin.is_archived(new), plugin.pins(new)) == ("", False, [])


def test_who_is_registered_can_be_found_by_id_and_address() -> None:
    plugin = InMemoryConversation()
    with pytest.raises(NotFoundError):
        plugin.create("incident", [{"email": "alan@example.com"}])
    alan = plugin.register("alan@example.com", avatar_url="https://example.com/alan.png")
    assert plugin.get_participant_username(alan) == "alan"
    assert plugin.get_participant_email(alan) == "alan@example.com"
    assert plugin.get_participant_avatar_url("alan@example.com") == "https://example.com/alan.png"
    opened(plugin, "alan@example.com")


def test_registering_again_changes_the_profile_and_keeps_the_id() -> None:
    plugin = InMemoryConversation()
    before = plugin.profile(BARBARA)
    assert before
    assert plugin.register(BARBARA, "bl", "https://example.com/bl.png") == before["id"]
    assert plugin.profile(BARBARA) == {
        "id": before["id"],
        "email": BARBARA,
        "username": "bl",
        "avatar_url": "https://example.com/bl.png",
    }
    assert plugin.profile("nobody@example.com") is None


def test_a_trigger_belongs_to_somebody_known() -> None:
    plugin = InMemoryConversation()
    with pytest.raises(NotFoundError, match=r"nobody has this address: 'nobody@example\.com'"):
        plugin.issue_trigger("nobody@example.com")
    plugin.open_modal(plugin.issue_trigger(GRACE), {"title": "T"})
    assert (plugin.modals(GRACE), plugin.modals(ADA), plugin.dialogs(GRACE)) == (
        [{"title": "T"}],
        [],
        [],
    )


def test_commands_are_those_given() -> None:
    assert InMemoryConversation().get_command_name("list-tasks") == "/dispatch-list-tasks"
    plugin = InMemoryConversation({"list-tasks": "!tasks"})
    assert plugin.get_command_name("list-tasks") == "!tasks"
    with pytest.raises(NotFoundError, match="'assign-role'"):
        plugin.get_command_name("assign-role")


def test_errors_say_where_they_come_from() -> None:
    plugin = InMemoryConversation()
    new = opened(plugin)
    plugin.archive(new)
    with pytest.raises(InvalidRequestError) as archived:
        plugin.send_ephemeral(new, ADA, "late")
    assert str(archived.value) == (
        "conversation.send_ephemeral: the conversation is archived: 'conversation-5'"
    )
    with pytest.raises(NotFoundError) as used:
        plugin.open_dialog("trigger-1", {})
    assert (used.value.interface, used.value.method, used.value.value) == (
        "conversation",
        "open_dialog",
        "trigger-1",
    )
