"""What the suite does not ask for."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dispatch_interfaces import InvalidRequestError, NotFoundError, UnavailableError
from dispatch_interfaces.conformance import check
from dispatch_roundup import RoundupSettings, RoundupTicket
from dispatch_roundup.bridge import RoundupTicketForDispatch
from dispatch_roundup.client import Item
from dispatch_roundup.testing import PRIORITIES, TrackerFile, entered

ADA, GRACE = "ada@example.com", "grace@example.com"


def made(plugin: RoundupTicket, title: str = "Slow", **more: Any) -> str:
    """The id of a new ticket."""
    return plugin.create(title, "Outage", "urgent", ADA, GRACE, **more)["resource_id"]


def messages(plugin: RoundupTicket, ticket_id: str) -> list[str]:
    """The texts of an issue's messages, in order."""
    issue = plugin.tracker.item(ticket_id.replace("issue", "issue/")).properties
    ids = sorted((it["id"] for it in issue["messages"]), key=int)
    return [plugin.tracker.content(it) for it in ids]


def say(plugin: RoundupTicket, ticket_id: str, text: str) -> None:
    """Write a message to an issue, as people do."""
    path = ticket_id.replace("issue", "issue/")
    message = plugin.tracker.make("msg", {"content": text, "author": "ada"})
    issue = plugin.tracker.item(path)
    linked = [it["id"] for it in issue.properties["messages"]]
    assert plugin.tracker.change(path, {"messages": [*linked, message]}, issue.etag)


def test_the_first_message_tells_what_has_no_property(plugin: RoundupTicket) -> None:
    ticket_id = made(plugin, severity="High", incident_ticket_key="issue7")
    told = "Opened by Dispatch.\nType: Outage\nSeverity: High\nReporter: grace@example.com"
    assert messages(plugin, ticket_id) == [f"{told}\nTask of: issue7"]


def test_a_description_takes_the_place_of_the_one_before(plugin: RoundupTicket) -> None:
    ticket_id = made(plugin)
    for text in ("one", "two", "two"):
        plugin.update(ticket_id, description=text)
    assert messages(plugin, ticket_id)[1:] == ["two"]
    retired = plugin.tracker.find("msg", "messageid", messageid=f".{ticket_id}@dispatch")
    assert len(retired) == 1, "what was replaced is retired"


def test_messages_of_people_stay(plugin: RoundupTicket) -> None:
    ticket_id = made(plugin)
    plugin.update(ticket_id, description="one")
    say(plugin, ticket_id, "I am on it.")
    plugin.update(ticket_id, description="two")
    plugin.update(ticket_id, description="")
    assert messages(plugin, ticket_id)[1:] == ["I am on it."]


def test_a_closed_issue_stays_closed(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    ticket_id = made(plugin)
    plugin.update(ticket_id, status="closed")
    plugin.update(ticket_id, description="It was the disk.")
    assert tracker.fields(ticket_id)["status"] == "closed"


def test_somebody_else_is_faster(
    plugin: RoundupTicket, tracker: TrackerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket_id, look = made(plugin), plugin.tracker.item
    faster = iter(["Slower", "Slowest"])

    def item(path: str) -> Item:
        found = look(path)
        for title in faster:
            assert plugin.tracker.change(path, {"title": title}, look(path).etag)
            break
        return found

    monkeypatch.setattr(plugin.tracker, "item", item)
    plugin.update(ticket_id, description="It is slow.", priority="wish")
    shown = tracker.fields(ticket_id)
    assert (shown["title"], shown["description"]) == ("Slowest", "It is slow.")
    assert shown["priority"] == "wish"


def test_others_are_faster_for_ever(plugin: RoundupTicket, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket_id = made(plugin)
    monkeypatch.setattr(plugin.tracker, "change", lambda *_: False)
    with pytest.raises(UnavailableError, match="again and again"):
        plugin.update(ticket_id, description="It is slow.")
    assert plugin.tracker.find("msg", messageid=f".{ticket_id}@dispatch") == []


def test_of_two_processes_one_wins(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    """The tracker itself mixes up what both of them write, in about half of all cases."""
    first: dict[str, Any] = {"title": "Slow", "priority": "wish", "status": "active"}
    second: dict[str, Any] = {"title": "Down", "priority": "urgent", "status": "stable"}
    calls = (
        (plugin, {**first, "description": "It is slow."}),
        (RoundupTicket(plugin.settings), {**second, "description": "It is down."}),
    )
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            ticket_id = made(plugin)
            list(pool.map(lambda it, at=ticket_id: it[0].update(at, **it[1]), calls))
            shown = tracker.fields(ticket_id)
            assert any(given.items() <= shown.items() for _, given in calls), shown


def test_threads_make_a_keyword_once(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    ids = [made(plugin) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda it: plugin.update(it, labels=["disk", "full"]), ids))
    assert len(plugin.tracker.find("keyword", **{"name:": "disk"})) == 1
    assert all(sorted(tracker.fields(it)["labels"]) == ["disk", "full"] for it in ids)


def test_an_incident_has_one_ticket(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    again = RoundupTicket(plugin.settings)
    one = made(plugin, "One incident", incident_id=17)
    assert made(again, "One incident", incident_id=17) == one
    others = {made(again, "One incident", **about) for about in ({"incident_id": 18}, {}, {})}
    assert set(tracker.tickets("One incident")) == {one, *others}
    assert len(others) == 3


def test_a_deleted_ticket_is_none(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    ticket_id = made(plugin, "To be deleted", case_id=3)
    plugin.delete(ticket_id)
    assert tracker.tickets("To be deleted") == []
    with pytest.raises(NotFoundError):
        plugin.update(ticket_id, title="Still there?")
    assert made(plugin, "To be deleted", case_id=3) != ticket_id


def test_priorities_may_be_called_otherwise(tracker: TrackerFile) -> None:
    plugin = RoundupTicket(RoundupSettings(**entered(priorities=PRIORITIES)))
    ticket_id = plugin.create("Slow", "", "High", "", "")["resource_id"]
    assert tracker.fields(ticket_id)["priority"] == "urgent"
    with pytest.raises(InvalidRequestError, match="no such priority: 'Lowest'"):
        plugin.update(ticket_id, priority="Lowest")


def test_a_number_is_no_name(plugin: RoundupTicket) -> None:
    with pytest.raises(InvalidRequestError, match="no such priority: '1'"):
        plugin.update(made(plugin), priority="1")


def test_people_are_found_and_registered(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    stranger = "new.person@example.com"
    with pytest.raises(InvalidRequestError, match=stranger):
        plugin.create("Slow", "", "", stranger, "")
    registering = RoundupTicket(RoundupSettings(**entered(register_people=True)))
    for address in (stranger, stranger, "Ada@Example.com"):
        ticket_id = registering.create("Slow", "", "", address, "")["resource_id"]
        assert tracker.fields(ticket_id)["commander_email"] == address.lower()


def test_what_an_administrator_enters_are_properties(
    wide: RoundupTicket, wide_tracker: TrackerFile
) -> None:
    metadata = {"slug": wide.slug, "metadata": [{"key": "folder", "value": "SEC"}]}
    ticket_id = made(wide, plugin_metadata=metadata)
    assert wide_tracker.fields(ticket_id)["storage_weblink"] == "SEC"
    metadata["metadata"] = [{"key": "folder", "value": "OPS"}]
    wide.update_metadata(ticket_id, metadata)
    assert wide_tracker.fields(ticket_id)["storage_weblink"] == "OPS"
    metadata["metadata"] = [{"key": "nowhere", "value": "OPS"}]
    with pytest.raises(InvalidRequestError, match="nowhere"):
        made(wide, "Not made", plugin_metadata=metadata)
    assert wide_tracker.tickets("Not made") == []


def test_a_schema_may_have_more_properties(wide: RoundupTicket, wide_tracker: TrackerFile) -> None:
    ticket_id = made(wide, severity="High")
    wide.update(ticket_id, cost="12.50", dispatch_weblink="https://dispatch.example.com/17")
    shown = wide_tracker.fields(ticket_id)
    assert (shown["incident_type"], shown["reporter_email"]) == ("Outage", GRACE)
    assert (shown["severity"], shown["cost"]) == ("High", "12.50")
    assert shown["dispatch_weblink"] == "https://dispatch.example.com/17"


@pytest.mark.usefixtures("wide_tracker")
def test_over_a_schema_with_more_properties_it_conforms() -> None:
    report = check(
        "tests.extended:ExtendedTicket",
        harness="tests.extended:harness",
        profile="live",
        strict=True,
    )
    assert report.exit_code == 0, report.judgements
    declared = [it.name for it in report.judgements[0].limits]
    assert declared == ["title", "description", "labels", "cost"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"url": "issues.example.com"}, "http"),
        ({"properties": "price=cost"}, "price"),
        ({"priorities": "High"}, "name=value"),
        ({"timeout": 0.0}, "timeout"),
    ],
)
def test_wrong_settings_are_told(wrong: dict[str, Any], told: str) -> None:
    right = {"url": "https://issues.example.com", "username": "dispatch", "password": "secret"}
    schema: Any = RoundupTicketForDispatch().configuration_schema
    with pytest.raises(ValueError, match=told):
        schema.parse_obj({**right, **wrong})
    assert "secret" not in repr(schema.parse_obj(right))
