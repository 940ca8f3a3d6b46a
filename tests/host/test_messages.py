"""What the application has a chat show arrives whole, however its templates are written."""

import copy
import logging
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from dispatch_interfaces import unsupported
from dispatch_interfaces.host import messages
from dispatch_interfaces.host.bridge import ConversationBridge
from reference_impls import InMemoryConversation
from tests.host.bridged import Conversation

LINK = "https://dispatch.example.com/"
STATUS = {"title": "Status - {{status}}", "status_mapping": {"Active": "Somebody is on it."}}
TITLE = {"title": "📝 Title", "text": "{{title}}"}
REPORTER = {
    "title": "Reporter - {{reporter}}",
    "title_link": "{{reporter_weblink}}",
    "text": "Who reported it.",
}
PRIORITY = {
    "title": "{% if old.view_order < new.view_order %}up{% else %}down{% endif %} Priority",
    "text": "{{ old.name }} → {{ new.name }}",
}
ARTIFACTS = {"text": "{% for it in artifacts %}- {{it.name}}\n{% endfor %}"}
TITLED = ["*📝 Title*", "The database is slow"]
SMALL = {"type": "context", "text": "Ask us."}
BUTTONS = {
    "text": "Is it over?",
    "buttons": [
        {"button_text": "Close {{name}}", "button_value": "{{id}}", "button_action": "close"},
        {
            "button_text": "Look",
            "button_value": "x",
            "button_action": "look",
            "button_url": f"{LINK}{{{{name}}}}",
        },
    ],
    "select": {
        "placeholder": "Later",
        "select_action": "remind",
        "options": [{"option_text": "in {{hours}} hours", "option_value": "{{id}}-{{hours}}"}],
    },
}
OFFERED = ["Is it over?", "Close inc-7", "Look", f"{LINK}inc-7", "Later", "in 2 hours"]
VALUES: dict[str, Any] = {
    "title": "The database is slow",
    "status": "Active",
    "reporter": "Ada",
    "reporter_weblink": "https://people.example.com/ada",
    "old": SimpleNamespace(name="Low", view_order=1),
    "new": SimpleNamespace(name="High", view_order=2),
    "artifacts": [SimpleNamespace(name="log"), SimpleNamespace(name="graph")],
    "name": "inc-7",
    "id": 7,
    "hours": 2,
}


class Chat:
    """A bridged conversation with one channel, and what people read there."""

    def __init__(self) -> None:
        self.bridge = Conversation()
        self.reference: InMemoryConversation = self.bridge.plugin
        self.reference.register("ada@example.com")
        self.channel = self.bridge.create("inc-7")["id"]

    def lines(self) -> list[str]:
        (message,) = self.reference.messages(self.channel)
        return message["body"].splitlines()


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        (
            [STATUS, TITLE],
            ["*Status - Active*", "Somebody is on it.", "*📝 Title*", VALUES["title"]],
        ),
        ([PRIORITY], ["*up Priority*", "Low → High"]),
        ([REPORTER], ["*<https://people.example.com/ada|Reporter - Ada>*", "Who reported it."]),
        ([ARTIFACTS], ["- log", "- graph"]),
        ([BUTTONS], OFFERED),
        ([SMALL, {"type": "header", "text": "Report"}], ["Ask us.", "Report"]),
        ([{"header": "All", "context": "small", "datetime": "{{ id }}"}], ["All", "7", "small"]),
        ({"text": "one part"}, ["one part"]),
    ],
)
def test_every_part_of_a_template_arrives(chat: Chat, template: Any, lines: list[str]) -> None:
    before = copy.deepcopy(template)
    chat.bridge.send(chat.channel, "Lead", template, "incident-notification", **VALUES)
    assert chat.lines() == lines
    assert template == before


@pytest.mark.parametrize("link", ["", None])
def test_a_part_that_leads_nowhere_is_left_out(chat: Chat, link: str | None) -> None:
    values = {**VALUES, "reporter_weblink": link}
    chat.bridge.send(chat.channel, "Lead", [REPORTER, TITLE], "incident-notification", **values)
    assert chat.lines() == ["*📝 Title*", VALUES["title"]]


@pytest.mark.parametrize("values", [{}, {"status": "Unheard of"}])
def test_a_mapping_without_its_variable_is_dropped(chat: Chat, values: dict[str, Any]) -> None:
    chat.bridge.send(chat.channel, "Lead", [STATUS, TITLE], "x", **values, title="Slow")
    assert chat.lines()[1:] == ["*📝 Title*", "Slow"]
    assert "Somebody is on it." not in chat.lines()


def test_a_template_is_filled_in_once_per_item(chat: Chat) -> None:
    items = [{"title": "one"}, {"title": "two"}]
    chat.bridge.send(
        chat.channel, "Tasks", [{"text": "{{title}} of {{name}}"}], "x", items, name="inc-7"
    )
    assert chat.lines() == ["one of inc-7", "two of inc-7"]
    assert items == [{"title": "one"}, {"title": "two"}]


def test_the_groups_of_a_report_arrive(chat: Chat) -> None:
    chat.bridge.send(
        chat.channel,
        "Report",
        [{"type": "header", "text": "Incidents"}],
        "incident-daily-report",
        items_grouped=[{"title": "slow"}, {"title": "down"}],
        items_grouped_template=[TITLE],
    )
    assert chat.lines() == ["Incidents", "*📝 Title*", "slow", "*📝 Title*", "down"]


def test_a_part_that_cannot_be_filled_in_is_shown_without_its_code(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"text": "Priority {{ nothing.at.all }}", "title": "{% if %}Changed"}
    chat.bridge.send(chat.channel, "Lead", [broken, TITLE], "x", title="Slow")
    assert chat.lines() == ["*Changed*", "Priority ", "*📝 Title*", "Slow"]
    assert "could not be filled in" in caplog.text


def test_blocks_of_the_application_stand_in_place_of_a_template(chat: Chat) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "moved on"}}]
    chat.bridge.send(chat.channel, "Lead", [], "x", blocks=blocks)
    chat.bridge.send_message(conversation_id=chat.channel, blocks=blocks)
    first, second = chat.reference.messages(chat.channel)
    assert (first["text"], first["body"]) == ("Lead", "moved on")
    assert (second["text"], second["body"]) == ("moved on", "moved on")


def test_the_application_fills_in_its_own_templates(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("dispatch.messaging.strings")
    vars(module)["render_message_template"] = lambda parts, **values: [
        {"text": f"{parts[0]['text']} for {values['name']}"}
    ]
    vars(module)["INCIDENT_TASK_LIST_DESCRIPTION"] = "These are open."
    monkeypatch.setitem(sys.modules, "dispatch.messaging.strings", module)
    chat.bridge.send(chat.channel, "Lead", [{"text": "theirs"}], "incident-task-list", name="inc-7")
    assert chat.lines() == ["These are open.", "theirs for inc-7"]


def test_a_message_to_one_person_says_all_too(chat: Chat) -> None:
    chat.bridge.send_direct("ada@example.com", "Lead", [TITLE], "x", items=[{"title": "direct"}])
    chat.bridge.send_ephemeral(chat.channel, "ada@example.com", "Lead", [TITLE], "x", title="here")
    (direct,) = chat.reference.direct_messages("ada@example.com")
    (here,) = chat.reference.ephemeral_messages(chat.channel, "ada@example.com")
    assert (direct["body"], here["body"]) == ("*📝 Title*\ndirect", "*📝 Title*\nhere")


def test_what_nobody_else_may_see_is_direct_where_a_room_has_no_secrets() -> None:
    class Open(InMemoryConversation):
        send_ephemeral = unsupported("everybody in a room sees all of it")

    class Bridged(ConversationBridge):
        implementation = Open

    bridge = Bridged()
    channel = bridge.create("incident-7")["id"]
    sent = bridge.send_ephemeral(channel, "ada@example.com", "Lead", [TITLE], "x", title="here")
    (direct,) = bridge.plugin.direct_messages("ada@example.com")
    assert (direct["id"], direct["body"]) == (sent["id"], "*📝 Title*\nhere")
    assert bridge.plugin.messages(channel) == []
    assert bridge.send_ephemeral(channel, "ghost@example.com", "Hi") == {}


def test_a_reply_goes_into_its_thread(chat: Chat) -> None:
    first = chat.bridge.send(chat.channel, "all", [TITLE], "x", title="a")
    chat.bridge.send(chat.channel, "reply", [TITLE], "x", ts=first["timestamp"], title="a")
    chat.bridge.send_direct("ada@example.com", "reply", [], "x", ts="1.5")
    threads = [it["thread"] for it in chat.reference.messages(chat.channel)]
    assert threads == [None, first["timestamp"]]
    assert chat.reference.direct_messages("ada@example.com")[-1]["thread"] == "1.5"


def test_without_jinja_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2.sandbox", None)
    messages._environment.cache_clear()
    with pytest.raises(ImportError, match=r"install dispatch-interfaces\[host\]"):
        messages._environment()


def test_whoever_has_no_account_stops_nothing(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    people = ["ghost@example.com", "ada@example.com"]
    chat.bridge.add(chat.channel, people)
    assert chat.reference.members(chat.channel) == {"ada@example.com"}
    assert chat.bridge.send_direct("ghost@example.com", "Hi", [], "x") == {}
    assert chat.bridge.send_ephemeral(chat.channel, "ghost@example.com", "Hi") == {}
    told = [it.getMessage() for it in caplog.records if it.levelno == logging.ERROR]
    assert [it.partition(" failed")[0] for it in told] == [
        "in-memory-conversation.add of ghost@example.com",
        "in-memory-conversation.send_direct",
        "in-memory-conversation.send_ephemeral",
    ]


def test_an_archived_channel_stops_nothing(chat: Chat) -> None:
    chat.bridge.archive(chat.channel)
    assert chat.bridge.send(chat.channel, "Hi", [], "x") is None
    assert chat.bridge.send_ephemeral(chat.channel, "ada@example.com", "Hi") == {}
    assert chat.reference.messages(chat.channel) == []


def test_a_chat_that_is_down_is_no_refusal() -> None:
    class Down(InMemoryConversation):
        def send(self, *args: Any, **kwargs: Any) -> Any:
            raise ConnectionError("no route")

    class Bridged(ConversationBridge):
        implementation = Down

    with pytest.raises(ConnectionError, match="no route"):
        Bridged().send("C1", "Hi", [], "x")


CASE: Any = SimpleNamespace(
    name="case-3",
    title="A phish",
    description="Somebody clicked.",
    status="New",
    case_type=SimpleNamespace(name="Phishing"),
    case_severity=SimpleNamespace(name="Low"),
    case_priority=SimpleNamespace(name="High"),
)


def test_without_threads_a_pinned_message_begins_one(chat: Chat) -> None:
    made = chat.bridge.create_threaded(case=CASE, conversation_id=chat.channel, db_session=None)
    assert made is not None
    (message,) = chat.reference.messages(chat.channel)
    assert made == {"id": chat.channel, "weblink": None, "timestamp": message["timestamp"]}
    assert chat.reference.pins(chat.channel) == [message["id"]]
    for told in ("case-3", "A phish", "Somebody clicked.", "New", "Phishing", "Low", "High"):
        assert told in message["body"]
    chat.bridge.update_thread(case=CASE, conversation_id=chat.channel, ts=made["timestamp"])
    assert len(chat.reference.messages(chat.channel)) == 2


def test_without_pages_and_bookmarks_messages_are_pinned(chat: Chat) -> None:
    page = chat.bridge.create_canvas(
        conversation_id=chat.channel, title="Participants", user_emails=[], content="Ada"
    )
    assert page is not None
    assert chat.bridge.edit_canvas(canvas_id=page, content="Ada and Grace")
    chat.bridge.add_bookmark(chat.channel, "https://tickets.example.com/7", title="Ticket")
    chat.bridge.add_bookmark(chat.channel, None, title="Nothing")
    texts = [it["text"] for it in chat.reference.messages(chat.channel)]
    assert texts == ["Participants\nAda", "Ada and Grace", "Ticket: https://tickets.example.com/7"]
    assert len(chat.reference.pins(chat.channel)) == 3


def test_without_a_way_to_ask_the_question_is_told_in_the_thread(chat: Chat) -> None:
    asked = SimpleNamespace(name="Login", message="Was this you?")
    answer = chat.bridge.create_engagement_threaded(
        signal_instance=None,
        case=CASE,
        conversation_id=chat.channel,
        thread_id="1.5",
        user=SimpleNamespace(email="ada@example.com"),
        engagement=asked,
        engagement_status="new",
    )
    (message,) = chat.reference.messages(chat.channel)
    assert message["text"] == "ada@example.com: Was this you?"
    assert answer["timestamp"] == message["timestamp"]


@pytest.mark.parametrize(
    "wrong",
    [
        "no part",
        5,
        {"text": {"a": 1}},
        {"buttons": 7},
        {"buttons": ["x"]},
        {"select": {}},
        {"header": True},
    ],
)
def test_a_part_of_no_known_shape_does_not_take_the_message_with_it(
    wrong: Any, caplog: pytest.LogCaptureFixture
) -> None:
    told = messages.blocks_of([wrong, TITLE], "x", None, VALUES)
    assert [*messages.texts_of(told)] == ["\n".join(TITLED)]
    assert "a part of a message could not be" in caplog.text
