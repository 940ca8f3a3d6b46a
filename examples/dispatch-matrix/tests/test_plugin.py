"""What the suite does not ask: threads, links, who comes and goes, and what stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from dispatch_interfaces import InvalidRequestError, NotFoundError
from dispatch_matrix import MatrixConversation
from dispatch_matrix.layout import html_of, layout_of
from dispatch_matrix.testing import Admin, MatrixObserver, open_plugin
from tests.server import Server

ADA, GRACE = "ada@example.com", "grace@example.com"
CASE: Any = SimpleNamespace(
    name="case-3",
    title="A phish",
    description="Somebody asks for passwords.",
    status="New",
    case_type=SimpleNamespace(name="Security"),
    case_severity=SimpleNamespace(name="SEV1"),
    case_priority=SimpleNamespace(name="High"),
)


@pytest.fixture
def room(plugin: MatrixConversation) -> str:
    return plugin.create("incident-1", [{"email": ADA}])["id"]


@pytest.fixture
def admin(server: Server) -> Admin:
    return Admin(server.url, server.environment["MATRIX_ADMIN_TOKEN"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* and _slanted_", "<strong>bold</strong> and <em>slanted</em>"),
        (
            "<https://a.example/?x=1&y=2|a *b*>",
            '<a href="https://a.example/?x=1&amp;y=2">a <strong>b</strong></a>',
        ),
        ("<https://a.example>", '<a href="https://a.example">https://a.example</a>'),
        ("`a*b*c`", "<code>a*b*c</code>"),
        ("2*3*4, snake_case_name", "2*3*4, snake_case_name"),
        ("<b>\nx", "&lt;b&gt;<br>\nx"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
    ],
)
def test_a_text_becomes_html(text: str, shown: str) -> None:
    assert html_of(text) == shown


def test_blocks_become_html() -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Join"}}
    options = [{"text": {"type": "plain_text", "text": it}} for it in ("low", "high")]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "INC-1 *"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*slow*"}},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
        {
            "type": "actions",
            "elements": [
                {**button, "url": "https://a.example"},
                button,
                {"type": "static_select", "options": options},
            ],
        },
    ]
    assert layout_of(None, None, blocks, {}) == (
        "<div><h4>INC-1 *</h4><p><strong>slow</strong></p><hr><p><em>small</em></p>"
        '<p><a href="https://a.example">Join</a></p><p>[Join]</p><p>(low | high)</p></div>'
    )


def test_a_reply_and_a_reply_to_it_are_in_one_thread(
    plugin: MatrixConversation, admin: Admin, room: str
) -> None:
    first = plugin.send(room, "first", {}, "", persist=True)
    reply = plugin.send(room, "reply", {}, "", ts=first["timestamp"])
    plugin.send(room, "another", {}, "", ts=reply["timestamp"])
    threads = [it["content"].get("m.relates_to", {}) for it in admin.messages(room)]
    assert [it.get("event_id") for it in threads] == [None, first["id"], first["id"]]
    assert plugin.get_conversation_replies(room, first["timestamp"]) == [
        "dispatch: reply",
        "dispatch: another",
    ]
    assert len(plugin.get_conversation(room)) == 3


def test_a_thread_that_is_not_there_takes_no_reply(plugin: MatrixConversation, room: str) -> None:
    for timestamp in ("1757000000.000100", "1757000000.000100000", "soon"):
        with pytest.raises(InvalidRequestError, match="no message of this time"):
            plugin.send(room, "lost", {}, "", ts=timestamp)
    assert plugin.get_conversation(room) == []


def test_a_case_in_a_thread_changes_with_it(
    plugin: MatrixConversation, admin: Admin, room: str
) -> None:
    begun = plugin.create_threaded(CASE, room, None)
    plugin.update_thread(
        SimpleNamespace(**{**vars(CASE), "status": "Closed"}), room, begun["timestamp"]
    )
    first, edit = admin.messages(room)
    assert first["event_id"] in begun["weblink"]
    assert edit["content"]["m.relates_to"] == {
        "rel_type": "m.replace",
        "event_id": first["event_id"],
    }
    assert "Closed" in edit["content"]["m.new_content"]["formatted_body"]


def test_people_come_and_go(
    plugin: MatrixConversation, observer: MatrixObserver, room: str
) -> None:
    plugin.add(room, ["GRACE@Example.com", ADA])
    assert observer.members(room) == {ADA, GRACE}
    assert set(plugin.get_all_member_emails(room)) == {ADA, GRACE}
    for _ in range(2):
        plugin.remove_user(room, GRACE)
    plugin.remove_user(room, "nobody@elsewhere.invalid")
    assert observer.members(room) == {ADA}
    plugin.add(room, [GRACE])
    assert observer.members(room) == {ADA, GRACE}


def test_a_room_is_renamed_and_opened_again(
    plugin: MatrixConversation, observer: MatrixObserver, room: str
) -> None:
    plugin.rename(room, "incident-1-deleted")
    assert observer.conversations()[room] == "incident-1-deleted"
    plugin.archive(room)
    plugin.unarchive(room)
    assert not observer.is_archived(room)
    plugin.send(room, "again", {}, "")


def test_a_bookmark_is_a_pinned_link(
    plugin: MatrixConversation, observer: MatrixObserver, room: str
) -> None:
    plugin.add_bookmark(room, "https://a.example/1", "Ticket")
    (message,) = observer.messages(room)
    assert observer.pins(room) == [message["id"]]
    assert message["body"].split() == ["https://a.example/1", "Ticket"]


def test_direct_messages_of_all_processes_are_in_one_room(server: Server, admin: Admin) -> None:
    for text in ("one", "two"):
        open_plugin().send_direct("barbara@example.com", text, {}, "")
    alias = "#dispatch-to-barbara:matrix.test"
    (room,) = [it["room_id"] for it in admin.rooms() if it["canonical_alias"] == alias]
    assert [it["content"]["body"] for it in admin.messages(room)][-2:] == ["one", "two"]


def test_a_picture_is_there_for_everybody(plugin: MatrixConversation) -> None:
    picture = plugin.get_participant_avatar_url(ADA)
    assert picture is not None
    assert httpx.get(picture).headers["Content-Type"] == "image/png"


def test_somebody_of_another_homeserver_is_nobody(plugin: MatrixConversation) -> None:
    for stranger in ("@ada:elsewhere.invalid", "ada@elsewhere.invalid", "@", ""):
        with pytest.raises(NotFoundError):
            plugin.get_participant_email(stranger)


def _check(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """`dispatch-interfaces` in a folder of its own, where its ledger goes."""
    package = Path(__file__).parent.parent
    path = os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "dispatch_interfaces", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


TARGET = (
    "dispatch_matrix.plugin:MatrixConversation",
    "--harness",
    "dispatch_matrix.testing:harness",
)


def test_what_a_killed_check_left_is_swept(server: Server, admin: Admin, tmp_path: Path) -> None:
    process = _check(tmp_path, "check", *TARGET, "--profile", "live", "-k", "CONVERSATION-0")
    deadline = time.monotonic() + 120
    while not _left(admin) and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert _left(admin)
    sweep = _check(tmp_path, "sweep")
    told = sweep.communicate()[0]
    assert sweep.returncode in (0, 1), told  # 1: what was in flight may still come
    assert _left(admin) == []


def test_without_an_administrator_the_plan_says_that_rooms_stay(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MATRIX_ADMIN_TOKEN")
    told = _check(tmp_path, "check", *TARGET, "--plan").communicate()[0]
    assert "left, as the harness has no `remove`" in told


def _left(admin: Admin) -> list[str]:
    """The rooms that a check has made."""
    return [it["name"] for it in admin.rooms("di-")]
