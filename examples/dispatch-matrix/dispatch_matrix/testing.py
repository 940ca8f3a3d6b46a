"""How the suite opens the plugin, sees what it did, and removes what it made.

The environment says where: ``MATRIX_URL``, ``MATRIX_TOKEN`` of the plugin's account,
``MATRIX_EMAIL_DOMAIN``, and ``MATRIX_ADMIN_TOKEN`` of an administrator of a Synapse. The observer
asks that administrator's interface, and not the one that the plugin speaks. An account of its own
cannot delete a room: without the administrator, nothing is removed.
"""

import os
import ssl
import time
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import quote

import httpx

from dispatch_interfaces import NotFoundError
from dispatch_interfaces.conformance import ConversationHarness, Created, HostHarness
from dispatch_interfaces.conformance.requirements.conversation import SeenMessage, SeenProfile
from dispatch_interfaces.host.rehearsal import Part
from dispatch_matrix.bridge import MatrixForDispatch
from dispatch_matrix.plugin import COMMANDS, MatrixConversation, timestamp_of
from dispatch_matrix.settings import MatrixSettings

PEOPLE: Final = ("ada", "grace", "edsger", "barbara")

_PATIENCE: Final = 10.0
"""Seconds that the homeserver may take to accept an invitation for somebody."""


class Admin:
    """What an administrator of a Synapse can see and remove."""

    def __init__(self, url: str, token: str) -> None:
        self._url = f"{url}/_synapse/admin"
        self._token = token
        self._tls = ssl.create_default_context()

    def ask(self, method: str, path: str, body: Any = None, **query: str | int) -> httpx.Response:
        return httpx.request(
            method,
            self._url + path,
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=60,
            verify=self._tls,
        )

    def get(self, path: str, **query: str | int) -> Any:
        return self.ask("GET", path, **query).raise_for_status().json()

    def find(self, path: str) -> Any:
        """As `get`; None if there is nothing."""
        answer = self.ask("GET", path)
        return None if answer.status_code == 404 else answer.raise_for_status().json()

    def rooms(self, name: str = "") -> list[dict[str, Any]]:
        """All rooms, or those in whose name or id something is found."""
        found, start = list[dict[str, Any]](), 0
        while start is not None:
            query = {"search_term": name} if name else {}
            page = self.get("/v1/rooms", **query, limit=500, **{"from": start})
            found += page["rooms"]
            start = page.get("next_batch")
        return found

    def state(self, room_id: str) -> list[dict[str, Any]]:
        return list(self.get(f"/v1/rooms/{_quoted(room_id)}/state")["state"])

    def memberships(self, room_id: str) -> dict[str, str]:
        """Who is in a room; whoever is invited gets a moment to come."""
        end = time.monotonic() + _PATIENCE
        while True:
            members = [it for it in self.state(room_id) if it["type"] == "m.room.member"]
            found = {it["state_key"]: str(it["content"]["membership"]) for it in members}
            if "invite" not in found.values() or time.monotonic() > end:
                return found
            time.sleep(0.05)

    def joined(self, room_id: str) -> set[str]:
        return {it for it, state in self.memberships(room_id).items() if state == "join"}

    def messages(self, room_id: str) -> list[dict[str, Any]]:
        """The messages of a room, oldest first."""
        found, query = list[dict[str, Any]](), dict[str, str]()
        while True:
            path = f"/v1/rooms/{_quoted(room_id)}/messages"
            page = self.get(path, dir="b", limit=500, **query)
            found += page["chunk"]
            if not page.get("end"):
                return [it for it in reversed(found) if it["type"] == "m.room.message"]
            query = {"from": page["end"]}

    def addresses(self, account: str) -> list[str]:
        """The addresses that an account has registered: people have one, the plugin has none."""
        known = self.get(f"/v2/users/{_quoted(account)}")
        return [str(it["address"]) for it in known["threepids"]]

    def account(self, email: str) -> str | None:
        found = self.find(f"/v1/threepid/email/users/{_quoted(email)}")
        return str(found["user_id"]) if found else None

    def delete(self, room_id: str) -> None:
        """Remove a room, and everything in it.

        Raises:
            NotFoundError: There is no such room.
        """
        path = f"/v1/rooms/{_quoted(room_id)}"
        answer = self.ask("DELETE", path, {"purge": True})
        if answer.status_code in (400, 404):  # it is no id of a room, or none that is there
            raise NotFoundError("there is no such room", value=room_id)
        answer.raise_for_status()


class MatrixObserver:
    """Shows what the plugin did, as an administrator of the homeserver sees it."""

    def __init__(self, plugin: object) -> None:
        self._admin = _admin()
        self._url = os.environ["MATRIX_URL"]

    def conversations(self) -> Mapping[str, str]:
        return {it["room_id"]: it["name"] or "" for it in self._admin.rooms()}

    def members(self, conversation_id: str) -> set[str]:
        joined = self._admin.joined(conversation_id)
        return {address for account in joined for address in self._admin.addresses(account)}

    def messages(self, conversation_id: str) -> list[SeenMessage]:
        return [_seen(it) for it in self._admin.messages(conversation_id)]

    def direct_messages(self, user: str) -> list[SeenMessage]:
        """What is said in rooms without a name where somebody is alone with one other."""
        account = self._admin.account(user)
        rooms = [it["room_id"] for it in self._admin.rooms() if it["name"] is None]
        found = [it for it in rooms if account in self._admin.joined(it)]
        return [_seen(it) for room in found for it in self._admin.messages(room)]

    def pins(self, conversation_id: str) -> list[str]:
        return list(self._content(conversation_id, "m.room.pinned_events").get("pinned", ()))

    def topic(self, conversation_id: str) -> str:
        return str(self._content(conversation_id, "m.room.topic").get("topic", ""))

    def is_archived(self, conversation_id: str) -> bool:
        """Whether people may not post, whose level is that of everybody."""
        levels = self._content(conversation_id, "m.room.power_levels")
        return bool(levels["events_default"] > levels["users_default"])

    def profile(self, email: str) -> SeenProfile | None:
        account = self._admin.account(email)
        if account is None:
            return None
        picture = self._admin.get(f"/v2/users/{_quoted(account)}")["avatar_url"]
        media = f"{self._url}/_matrix/media/v3/download/"
        url = picture and picture.replace("mxc://", media)
        return {"id": account, "username": account[1:].partition(":")[0], "avatar_url": url or None}

    def command_names(self) -> Mapping[str, str]:
        return {it: f"!dispatch-{it}" for it in COMMANDS}

    def _content(self, room_id: str, kind: str) -> dict[str, Any]:
        state = self._admin.state(room_id)
        return next((dict(it["content"]) for it in state if it["type"] == kind), {})


class _Reader(HTMLParser):
    """Reads HTML as somebody would read it aloud, with the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += "".join(f"{value} " for key, value in attrs if key == "href")

    def handle_endtag(self, tag: str) -> None:
        self.said += "\n" if tag in ("p", "h4", "pre") else ""

    def handle_data(self, data: str) -> None:
        self.said += data


def _seen(event: dict[str, Any]) -> SeenMessage:
    """A message; HTML that is no ``<div>`` is its text over again, with bold and links."""
    content, reader = event["content"], _Reader()
    shown = content.get("formatted_body", "")
    reader.feed(shown if shown.startswith("<div>") else "")
    reader.close()
    timestamp = timestamp_of(event)
    text = content.get("body", "")
    return {"id": event["event_id"], "timestamp": timestamp, "text": text, "body": reader.said}


def remove(plugin: object, created: Created) -> None:
    """Purge a room; one whose making was never answered is looked for by its name."""
    if created.answered:
        _admin().delete(created.result["id"])
        return
    name = created.arguments["name"]
    for room in _admin().rooms(name):
        if room["name"] == name:
            _admin().delete(room["room_id"])


def configuration() -> dict[str, str]:
    """The settings of the homeserver that the environment names."""
    return {
        "url": os.environ["MATRIX_URL"],
        "access_token": os.environ["MATRIX_TOKEN"],
        "email_domain": os.environ["MATRIX_EMAIL_DOMAIN"],
    }


def open_plugin() -> MatrixConversation:
    given = configuration()
    return MatrixConversation(
        MatrixSettings(given["url"], given["email_domain"], given["access_token"])
    )


def harness() -> ConversationHarness:
    """For ``dispatch-interfaces check``."""
    observed = "MATRIX_ADMIN_TOKEN" in os.environ
    return ConversationHarness(
        open=open_plugin,
        observer=MatrixObserver if observed else None,
        remove=remove if observed else None,
        shared_backend=True,
        sandbox=True,
        people=tuple(f"{it}@{os.environ['MATRIX_EMAIL_DOMAIN']}" for it in PEOPLE),
        calls_per_second=200,
    )


def host_harness() -> HostHarness:
    """For ``dispatch-interfaces check --edition host``."""
    return HostHarness(configuration=configuration(), prepare=_begin)


def part() -> Part:
    """For a rehearsal."""
    return Part(
        plugin_class=MatrixForDispatch,
        settings=configuration(),
        prepare=_begin,
        observer=MatrixObserver,
    )


def _begin(plugin: Any) -> Mapping[str, Any]:
    """The room in which the application announces cases, and a thread that has begun there."""
    room = plugin.create("announcements")["id"]
    begun = plugin.send(room, "Cases are announced here.")["timestamp"]
    return {
        "announcements": room,
        "channel_id": room,
        "target": room,
        "thread_id": begun,
        "ts": begun,
    }


@cache
def _admin() -> Admin:
    return Admin(os.environ["MATRIX_URL"], os.environ["MATRIX_ADMIN_TOKEN"])


def _quoted(part: str) -> str:
    return quote(part, safe="")
