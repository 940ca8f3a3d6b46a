"""How the plugin is brought under test, over a tracker that may be filled.

The environment says where that is: ``ROUNDUP_URL``, ``ROUNDUP_USERNAME``, ``ROUNDUP_PASSWORD``, and
``ROUNDUP_HOME`` for the tracker's folder. Its users have the addresses ada, grace, edsger and
barbara @example.com. ``tests/server.py`` makes one.
"""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from dispatch_interfaces.conformance import Created, HostHarness, TicketHarness
from dispatch_interfaces.host.rehearsal import Part
from dispatch_roundup.bridge import RoundupTicketForDispatch
from dispatch_roundup.client import Tracker
from dispatch_roundup.messages import DOMAIN, forget
from dispatch_roundup.plugin import RoundupTicket, kept
from dispatch_roundup.settings import RoundupSettings, pairs

_STATUSES: Final = {"in-progress": "active", "testing": "stable", "resolved": "closed"}


def entered(**more: Any) -> dict[str, Any]:
    """What an administrator would enter to use the tracker."""
    given = ("url", "username", "password")
    return {**{it: os.environ[f"ROUNDUP_{it.upper()}"] for it in given}, **more}


class TrackerFile:
    """Reads the tracker's own database and files; the plugin is not asked.

    Args:
        home: The tracker's folder.
        properties: Those that its schema has added, as in the settings.
    """

    def __init__(self, home: Path, properties: str = "") -> None:
        self._files = home / "db" / "files" / "msg"
        self._database = f"{(home / 'db' / 'db').as_uri()}?mode=ro"
        self._properties = pairs(properties)

    def fields(self, ticket_id: str) -> dict[str, Any]:
        """The fields of an issue. Its description is what the messages after the first say."""
        number = int(ticket_id.removeprefix("issue"))
        issue = self._rows("SELECT * FROM _issue WHERE id = ?", number)[0]
        links = "SELECT _name FROM _keyword JOIN issue_keyword ON linkid = id WHERE nodeid = ?"
        messages = "SELECT linkid FROM issue_messages WHERE nodeid = ? ORDER BY linkid"
        reporter = self._properties.get("reporter")
        status = self._one("_status", "_name", issue["_status"])
        more = {it: issue[f"_{name}"] for it, name in self._properties.items() if it != "reporter"}
        return {
            "title": issue["_title"],
            "description": "\n".join(
                self._content(it["linkid"]) for it in self._rows(messages, number)[1:]
            ),
            "priority": self._one("_priority", "_name", issue["_priority"]),
            "status": _STATUSES.get(status or "", status),
            "commander_email": self._one("_user", "_address", issue["_assignedto"]),
            "reporter_email": reporter and self._one("_user", "_address", issue[f"_{reporter}"]),
            "labels": [it["_name"] for it in self._rows(links, number)],
            **more,
        }

    def tickets(self, title: str) -> list[str]:
        """The issues that have exactly this title and are not retired."""
        query = "SELECT id FROM _issue WHERE _title = ? AND __retired__ = 0"
        return [f"issue{it['id']}" for it in self._rows(query, title)]

    def _one(self, table: str, column: str, number: int | None) -> str | None:
        for row in self._rows(f"SELECT {column} FROM {table} WHERE id = ?", number):
            return str(row[column])
        return None

    def _content(self, number: int) -> str:
        path = self._files / str(number // 1000) / f"msg{number}"
        return path.read_bytes().decode()

    def _rows(self, query: str, *values: object) -> list[Mapping[str, Any]]:
        with closing(sqlite3.connect(self._database, uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(it) for it in database.execute(query, values)]


def observer(_plugin: Any = None) -> TrackerFile:
    """Of the tracker that the environment names."""
    return TrackerFile(Path(os.environ["ROUNDUP_HOME"]))


def remove(plugin: RoundupTicket, created: Created) -> None:
    """Retire an issue with its messages, and the keywords that were made for it."""
    tracker = plugin.tracker
    for number in _issues(plugin, created):
        issue = tracker.item(f"issue/{number}").properties
        plugin.delete(f"issue{number}")
        used = _used(tracker, "keyword")
        for keyword in tracker.find("keyword", "creation,creator"):
            since = keyword["creation"] >= issue["creation"]
            own = keyword["creator"]["id"] == issue["creator"]["id"]
            if since and own and keyword["id"] not in used:
                tracker.retire(f"keyword/{keyword['id']}")
    # Those of the issue, and those of a call that was killed before an issue had them.
    own_messages = {it["id"] for it in tracker.find("msg", messageid=f"@{DOMAIN}>")}
    forget(tracker, own_messages - _used(tracker, "messages"))


def _issues(plugin: RoundupTicket, created: Created) -> list[str]:
    if created.answered:
        return [str(created.result["resource_id"]).removeprefix("issue")]
    title = {"title:": kept(created.arguments["title"])}
    return [it["id"] for it in plugin.tracker.find("issue", **title)]


def _used(tracker: Tracker, name: str) -> set[str]:
    """The ids of what issues have in a property."""
    return {it["id"] for issue in tracker.find("issue", name) for it in issue[name]}


def harness() -> TicketHarness:
    """Of the classic template."""
    return TicketHarness(
        open=lambda: RoundupTicket(RoundupSettings(**entered())),
        observer=observer,
        remove=remove,
        shared_backend=True,
        sandbox=True,
        calls_per_second=200,
        incident_priorities=("critical", "wish"),
    )


PRIORITIES: Final = "High=urgent, Medium=feature, Low=wish"
"""The priorities that the application begins with, in the words of the classic template."""


def host_harness() -> HostHarness:
    """For the calls of the application."""
    # What an administrator enters at a type are properties of an issue.
    entry = {"slug": RoundupTicket.slug, "metadata": [{"key": "superseder", "value": ""}]}
    return HostHarness(
        configuration=entered(priorities=PRIORITIES),
        values={"plugin_metadata": entry},
        prepare=_a_ticket,
    )


def _a_ticket(bridge: RoundupTicketForDispatch) -> dict[str, str]:
    """What the application calls with the id of a ticket needs one."""
    made: RoundupTicket = bridge.plugin
    return {"ticket_id": made.create("A ticket", "", "", "", "")["resource_id"]}


def part() -> Part:
    """For a rehearsal."""
    return Part(
        plugin_class=RoundupTicketForDispatch,
        settings=entered(priorities=PRIORITIES),
        observer=observer,
    )
