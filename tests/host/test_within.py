"""What the application passes fits what a plugin declares, and no message or incident is lost."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import (
    Absent,
    AlreadyExistsError,
    ConversationLimits,
    InvalidRequestError,
    NoStep,
    NotFoundError,
    OncallLimits,
    ParticipantGroupLimits,
    StorageLimits,
    Text,
    TicketLimits,
    Unique,
    cut,
)
from dispatch_interfaces.conformance.host.edition import judge_host
from dispatch_interfaces.host import bridge
from dispatch_interfaces.host.bridge.within import fitted, parts
from dispatch_interfaces.host.rehearsal import rehearse
from reference_impls import (
    InMemoryConversation,
    InMemoryOncall,
    InMemoryParticipantGroup,
    InMemoryStorage,
    InMemoryTicket,
)
from tests.services.ldap_group import LdapGroup

_LONG = Text("Acme's messages have 40 characters", longest=40)
_NAME = Text(
    "a channel's name has small letters, digits and dashes, 20 of them",
    longest=20,
    taken=lambda it: re.fullmatch(r"[a-z0-9-]*", it) is not None,
)


class Chat(InMemoryConversation):
    """Short messages, few blocks, and names like Slack's."""

    slug = "short-chat"
    limits = ConversationLimits(
        name=_NAME, unique_names=Unique("a name is taken for ever"), message=_LONG
    )

    def create(self, name: str, participants: Any) -> Any:
        if not _NAME.takes(name):
            raise InvalidRequestError("no such name", value=name)
        if any(it.name == name for it in self._conversations.values()):
            raise AlreadyExistsError("the name is taken", value=name)
        return super().create(name, participants)

    def send(self, conversation_id: str, text: str, *args: Any, **kwargs: Any) -> Any:
        body = next((it for it in args if isinstance(it, list)), None)
        if not _LONG.takes(text) or len(str(body or "")) > 200:
            raise InvalidRequestError("too long")
        return super().send(conversation_id, text, *args, **kwargs)


class BridgedChat(bridge.ConversationBridge):
    implementation = Chat


def sections(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": it}} for it in texts]


@pytest.fixture
def chat() -> Any:
    # A class of its own: a bridge keeps its implementation.
    return type("OfOneTest", (BridgedChat,), {})()


def test_a_long_message_is_sent_in_parts(chat: Any, caplog: pytest.LogCaptureFixture) -> None:
    channel = chat.create("incident")["id"]
    text = "The database is down.\nQueries take minutes, and orders are lost.\nGrace looks at it."
    sent = chat.send(channel, text)
    said = [it["text"] for it in chat.plugin.messages(channel)]
    assert "".join(said) == text
    assert all(len(it) <= 40 for it in said)
    assert said[0].endswith("\n")
    assert sent["id"] == chat.plugin.messages(channel)[0]["id"]
    assert "short-chat.send: a message in 3 parts" in caplog.messages


def test_blocks_that_are_too_long_are_said_as_text(
    chat: Any, caplog: pytest.LogCaptureFixture
) -> None:
    channel = chat.create("incident")["id"]
    blocks = sections("Who pages whom, and when: " * 5, "Severity: high")
    assert chat.send(channel, "Welcome", blocks=blocks)
    said = "".join(it["text"] for it in chat.plugin.messages(channel))
    assert said.startswith("Welcome\nWho pages whom")
    assert said.endswith("Severity: high")
    assert any("said as text: too long" in it for it in caplog.messages)


def test_names_are_spelt_as_the_platform_takes_them(chat: Any) -> None:
    assert chat.create("Incident 17 (Database)")["name"] == "incident-17-database"[:20]
    assert chat.create("Störung")["name"] == "st-rung"


def test_a_name_that_is_taken_gets_a_number(chat: Any, caplog: pytest.LogCaptureFixture) -> None:
    names = [chat.create("incident")["name"] for _ in range(3)]
    assert names == ["incident", "incident-2", "incident-3"]
    assert "short-chat.create: the name 'incident' is taken: 'incident 2'" in caplog.messages


class Tracker(InMemoryTicket):
    """Short titles, and no way back."""

    slug = "short-tracker"
    limits = TicketLimits(
        title=Text("an issue's title has 30 characters", longest=30),
        description=Text("what is too long is lost", kept=cut(10)),
        steps=NoStep("what is closed stays closed", {"closed": ["active", "stable"]}),
    )

    def create(self, title: str, *args: Any, **kwargs: Any) -> Any:
        if len(title) > 30:
            raise InvalidRequestError("too long", value=title)
        return super().create(title, *args, **kwargs)

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        status = kwargs.get("status")
        if self.fields(ticket_id)["status"] == "closed" and status not in (None, "closed"):
            raise InvalidRequestError("it is closed", value=status)
        super().update(ticket_id, *args, **kwargs)


class BridgedTracker(bridge.TicketBridge):
    implementation = Tracker


def test_a_long_title_is_shortened_visibly(caplog: pytest.LogCaptureFixture) -> None:
    tracker: Any = BridgedTracker()
    ticket = tracker.create(1, "Orders are late: " * 10, "grace@example.com", "ada@example.com")
    title = tracker.plugin.fields(ticket["resource_id"])["title"]
    assert title == "Orders are late: Orders are l\N{HORIZONTAL ELLIPSIS}"
    assert any("create: title does not fit (an issue's title has" in it for it in caplog.messages)


def test_a_step_that_is_not_there_costs_no_other_field(caplog: pytest.LogCaptureFixture) -> None:
    tracker: Any = BridgedTracker()
    ticket = tracker.create(1, "Late", "grace@example.com", "ada@example.com")["resource_id"]
    tracker.update(ticket, title="Lost", status="closed")
    tracker.update(ticket, title="Found", status="active")
    fields = tracker.plugin.fields(ticket)
    assert (fields["title"], fields["status"]) == ("Found", "closed")
    assert (
        "short-tracker.update: the status stays as it is: it is closed: 'active'" in caplog.messages
    )


class Pager(InMemoryOncall):
    """Pages of 20 characters."""

    slug = "short-pager"
    limits = OncallLimits(incident_title=Text("a page has 20 characters", longest=20))

    def page(self, service_id: str, incident_name: str, incident_title: str, *rest: Any) -> None:
        if len(incident_title) > 20:
            raise InvalidRequestError("too long", value=incident_title)
        super().page(service_id, incident_name, incident_title, *rest)


class BridgedPager(bridge.OncallBridge):
    implementation = Pager


def test_a_page_is_shortened_rather_than_lost() -> None:
    pager: Any = BridgedPager()
    service = pager.plugin.add_service("Database")
    pager.plugin.set_oncall(service, "grace@example.com")
    pager.page(service, "incident-1", "Everything is down, and for everybody", "Look at it.")
    (page,) = pager.plugin.pages(service)
    assert page.incident_title == "Everything is down,\N{HORIZONTAL ELLIPSIS}"


class Directory(InMemoryParticipantGroup):
    """Never an empty group."""

    slug = "full-groups"
    limits = ParticipantGroupLimits(empty=Absent("groupOfNames has a member"))

    def create(self, name: str, participants: list[str], *args: Any, **kwargs: Any) -> Any:
        if not participants:
            raise InvalidRequestError("a group needs a member", value=participants)
        return super().create(name, participants, *args, **kwargs)


class BridgedDirectory(bridge.ParticipantGroupBridge):
    implementation = Directory


def test_a_group_that_is_never_empty_begins_with_who_is_known() -> None:
    class Knowing(Directory):
        def create(self, name: str, participants: list[str], *args: Any, **kwargs: Any) -> Any:
            if "stranger@example.com" in participants:
                raise NotFoundError("nobody")
            return super().create(name, participants, *args, **kwargs)

        def add(self, email: str, participants: list[str], *args: Any, **kwargs: Any) -> None:
            if "stranger@example.com" in participants:
                raise NotFoundError("nobody")
            super().add(email, participants, *args, **kwargs)

    groups: Any = type("Knows", (bridge.ParticipantGroupBridge,), {"implementation": Knowing})()
    made = groups.create("incident", ["stranger@example.com", "ada@example.com"])
    assert groups.list(made["email"]) == ["ada@example.com"]


class BridgedLdap(bridge.ParticipantGroupBridge):
    implementation = LdapGroup
    slug = "bridged-ldap"


def test_a_group_that_is_never_empty_is_not_made_of_nobody_and_keeps_its_last_member(
    caplog: pytest.LogCaptureFixture,
) -> None:
    groups: Any = BridgedLdap()
    assert groups.create("incident-notifications", []) is None
    assert "incident-notifications is not made (groupOfNames requires" in caplog.text
    email = groups.create("incident", ["ada@example.com", "grace@example.com"])["email"]
    groups.remove(email, ["ada@example.com", "grace@example.com"])
    assert groups.list(email) == ["grace@example.com"]
    assert "grace@example.com stays (groupOfNames requires" in caplog.text


def test_what_is_rejected_for_another_reason_is_told(caplog: pytest.LogCaptureFixture) -> None:
    class Rejecting(InMemoryParticipantGroup):
        def remove(self, email: str, participants: list[str]) -> None:
            raise InvalidRequestError("not today")

    groups: Any = type("R", (bridge.ParticipantGroupBridge,), {"implementation": Rejecting})()
    groups.remove(groups.create("incident", ["ada@example.com"])["email"], ["ada@example.com"])
    assert "not today" in caplog.text


def test_a_group_that_is_never_empty_conforms_and_its_rehearsal_says_what_that_costs() -> None:
    judgement = judge_host(BridgedLdap)
    assert judgement.exit_code == 0, judgement.verdict
    assert "its last member stays" in str(judgement.limits)
    found = rehearse([BridgedLdap])
    assert [it.name for it in found.steps if it.errors] == []
    assert [it.name for it in found.steps if it.losses] == ["incident: create restricted"]
    told = {it for step in found.steps for it in step.lacks}
    assert any("is not made (groupOfNames requires" in it for it in told)


class Files(InMemoryStorage):
    """One name once in a folder."""

    slug = "unique-files"
    limits = StorageLimits(unique_file_names=Unique("as in any file system"))

    def create_file(self, drive_id: str, name: str, *args: Any, **kwargs: Any) -> Any:
        if name in [it["name"] for it in self.list_files(drive_id)]:
            raise AlreadyExistsError("the name is taken", value=name)
        return super().create_file(drive_id, name, *args, **kwargs)


class BridgedFiles(bridge.StorageBridge):
    implementation = Files


def test_a_folder_whose_name_is_taken_gets_a_number() -> None:
    files: Any = BridgedFiles()
    files.configuration = files.configuration_schema.parse_obj({"root_id": "drive-1"})
    root = files.plugin.create("Incidents", [])["id"]
    names = [files.create_file(root, "incident-1")["name"] for _ in range(2)]
    assert names == ["incident-1", "incident-1 2"]


def test_what_limits_cost_is_rehearsed() -> None:
    found = rehearse([BridgedTracker])
    assert [it.name for it in found.steps if it.errors] == []
    (note,) = (it.note for it in found.players if it.mine)
    assert note.startswith("within limits: title, description, steps; ")
    told = {it for step in found.steps for it in step.lacks}
    assert any("title does not fit" in it for it in told)
    assert any("the status stays as it is" in it for it in told)
    cut = [it for it in found.differences if it.what == "fields of the ticket"]
    assert ("status: closed",) in [it.unexpected for it in cut]


_LIMITS = st.one_of(
    st.integers(1, 40).map(lambda it: Text("short", longest=it)),
    st.integers(4, 40).map(lambda it: Text("few bytes", most_bytes=it)),
    st.just(_NAME),
)


@given(_LIMITS, st.text(min_size=1, max_size=120))
def test_whatever_fits_is_taken(limit: Text, text: str) -> None:
    found = fitted(limit, text)
    assert limit.takes(found)
    if limit.takes(text):
        assert found == text


@given(st.integers(1, 40), st.text(min_size=1, max_size=300))
def test_parts_are_all_of_it(longest: int, text: str) -> None:
    limit = Text("short", longest=longest)
    found = parts(limit, text)
    assert all(map(limit.takes, found)) or not text.strip()
    for it in found:
        between, _, text = text.partition(it)
        assert not between.strip()
    assert not text.strip()
