"""A homeserver that is away, limits, rejects, hangs, or answers with something else."""

import re
import threading
from pathlib import Path
from typing import Any

import attrs
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from dispatch_interfaces import (
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_matrix import MatrixConversation, MatrixSettings
from dispatch_matrix.testing import MatrixObserver
from tests.server import Server, running

ADA = "ada@example.com"
ROOM = "!room:matrix.test"
_ANY_ALIAS = re.compile("/_matrix/client/v3/directory/room/.*")
_PROFILE = "/_matrix/client/v3/profile/@ada:matrix.test"


def _settings(server: Server) -> MatrixSettings:
    known = server.environment
    return MatrixSettings(server.url, known["MATRIX_EMAIL_DOMAIN"], known["MATRIX_TOKEN"])


def _plugin(httpserver: HTTPServer) -> MatrixConversation:
    """A plugin over a server that answers what a test says; no answer takes longer than 2 s."""
    httpserver.expect_request("/_matrix/client/v3/account/whoami").respond_with_json(
        {"user_id": "@dispatch:matrix.test"}
    )
    url = httpserver.url_for("")
    return MatrixConversation(MatrixSettings(url, "example.com", "secret", timeout=2.0))


def test_a_homeserver_that_comes_back_is_used_again(
    server: Server, plugin: MatrixConversation, observer: MatrixObserver
) -> None:
    room = plugin.create("restarts", [{"email": ADA}])["id"]
    server.stop()
    try:
        with pytest.raises(UnavailableError, match="cannot be reached"):
            plugin.send(room, "away", {}, "")
        with pytest.raises(UnavailableError):
            plugin.create("away", [])
    finally:
        server.start()
    sent = plugin.send(room, "back", {}, "", persist=True)
    assert [it["text"] for it in observer.messages(room)] == ["back"]
    assert observer.pins(room) == [sent["id"]]
    assert "away" not in observer.conversations().values()


def test_a_wrong_token_is_told(server: Server) -> None:
    plugin = MatrixConversation(attrs.evolve(_settings(server), access_token="wrong"))
    with pytest.raises(PermissionDeniedError, match="is the access token right") as raised:
        plugin.create("x", [])
    assert "wrong" not in str(raised.value)


def test_the_limits_of_a_homeserver_as_it_comes(tmp_path: Path) -> None:
    def make_rooms(plugin: MatrixConversation) -> None:
        for number in range(20):
            plugin.create(f"room-{number}", [])

    with running(tmp_path, limited=True) as server:
        with pytest.raises(RateLimitedError) as raised:
            make_rooms(MatrixConversation(_settings(server)))
        assert raised.value.retry_after is not None
        assert raised.value.retry_after > 1


def test_a_limit_between_a_message_and_its_pin_doubles_nothing(httpserver: HTTPServer) -> None:
    plugin = _plugin(httpserver)
    room = f"/_matrix/client/v3/rooms/{ROOM}"
    levels = f"{room}/state/m.room.power_levels/"
    httpserver.expect_request(levels).respond_with_json({"events_default": 0})
    sent: list[str] = []

    def send(request: Any) -> Response:
        sent.append(request.path)
        return Response('{"event_id": "$1"}', content_type="application/json")

    event = {"event_id": "$1", "origin_server_ts": 1_757_000_000_123}
    limited = '{"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many", "retry_after_ms": 50}'
    answers = [
        Response('{"pinned": []}', 200),
        Response(limited, 429),
        Response('{"event_id": "$2"}', 200),
        Response('{"pinned": ["$1"]}', 200),
    ]
    pins = f"{room}/state/m.room.pinned_events/"
    httpserver.expect_request(f"{room}/event/$1").respond_with_json(event)
    httpserver.expect_request(pins).respond_with_handler(lambda _request: answers.pop(0))
    sending = re.compile(re.escape(f"{room}/send/m.room.message/"))
    httpserver.expect_request(sending, "PUT").respond_with_handler(send)
    assert plugin.send(ROOM, "once", {}, "", persist=True)["id"] == "$1"
    assert (len(sent), answers) == (1, [])


def test_a_room_whose_answer_was_lost_is_found(httpserver: HTTPServer) -> None:
    plugin = _plugin(httpserver)
    in_use = {"errcode": "M_ROOM_IN_USE", "error": "Room alias already taken"}
    httpserver.expect_request("/_matrix/client/v3/createRoom").respond_with_json(in_use, 400)
    httpserver.expect_request(_ANY_ALIAS).respond_with_json({"room_id": ROOM})
    assert plugin.create("lost", [])["id"] == ROOM


@pytest.mark.parametrize(
    ("status", "body", "headers", "error"),
    [
        (429, '{"errcode": "M_LIMIT_EXCEEDED"}', {"Retry-After": "7"}, RateLimitedError),
        (401, '{"errcode": "M_UNKNOWN_TOKEN"}', {}, PermissionDeniedError),
        (403, '{"errcode": "M_FORBIDDEN"}', {}, PermissionDeniedError),
        (500, '{"errcode": "M_UNKNOWN"}', {}, UnavailableError),
        (502, "<h1>Bad Gateway</h1>", {}, UnavailableError),
        (404, "<h1>Not Found</h1>", {}, UnavailableError),
        (200, "<h1>Welcome</h1>", {}, UnavailableError),
        (200, "[]", {}, UnavailableError),
        (302, "", {"Location": "https://elsewhere.invalid/"}, UnavailableError),
    ],
)
def test_an_answer_is_told(
    httpserver: HTTPServer,
    status: int,
    body: str,
    headers: dict[str, str],
    error: type[PluginError],
) -> None:
    plugin = _plugin(httpserver)
    httpserver.expect_request(_PROFILE).respond_with_data(body, status, headers)
    with pytest.raises(error) as raised:
        plugin.get_participant_username(ADA)
    assert getattr(raised.value, "retry_after", None) == (7.0 if status == 429 else None)


def test_an_answer_that_never_comes_is_not_waited_for(httpserver: HTTPServer) -> None:
    over = threading.Event()

    def hang(_request: Any) -> Response:
        over.wait(30)
        return Response("{}")

    plugin = _plugin(httpserver)
    httpserver.expect_request(_PROFILE).respond_with_handler(hang)
    try:
        with pytest.raises(UnavailableError, match=r"no answer within 2\.0 seconds"):
            plugin.get_participant_username(ADA)
    finally:
        over.set()
