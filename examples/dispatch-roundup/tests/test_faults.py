"""The tracker is down, silent, busy, or no tracker at all."""

import re
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_roundup import RoundupSettings, RoundupTicket
from dispatch_roundup.testing import TrackerFile, entered
from tests.server import Server, running

_ANYTHING = re.compile(".*")


def create(plugin: RoundupTicket, title: str, incident_id: int | None = None) -> str:
    return plugin.create(title, "", "", "", "", incident_id=incident_id)["resource_id"]


def again_and_again(call: Callable[[], object]) -> None:
    """Make a call until the tracker is there."""
    while True:
        try:
            call()
        except UnavailableError:
            time.sleep(0.05)
        else:
            return


def test_it_is_down_and_comes_back(
    classic: Server, plugin: RoundupTicket, tracker: TrackerFile
) -> None:
    ticket_id = create(plugin, "Down")
    classic.stop()
    try:
        with pytest.raises(UnavailableError, match="does not answer"):
            create(plugin, "Down")
        with pytest.raises(UnavailableError, match="does not answer"):
            plugin.update(ticket_id, title="Down again")
    finally:
        classic.start()
    plugin.update(ticket_id, title="Up")
    assert tracker.fields(ticket_id)["title"] == "Up"


def test_it_is_restarted_meanwhile(
    classic: Server, plugin: RoundupTicket, tracker: TrackerFile
) -> None:
    """Callers who try again lose nothing, and make nothing twice."""

    def work(number: int) -> None:
        title = f"Restarted {number}"
        again_and_again(lambda: ids.update({number: create(plugin, title, 1000 + number)}))
        for text in ("one", "two", "three"):
            given: dict[str, Any] = {"description": text, "labels": [f"{text} {number}"]}
            again_and_again(partial(plugin.update, ids[number], **given))

    ids = dict[int, str]()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    while len(ids) < 2:
        time.sleep(0.01)
    classic.stop()
    classic.start()
    for thread in threads:
        thread.join()
    for number in range(4):
        assert tracker.tickets(f"Restarted {number}") == [ids[number]]
        shown = tracker.fields(ids[number])
        assert (shown["description"], shown["labels"]) == ("three", [f"three {number}"])


class Loses(httpx.BaseTransport):
    """Loses answers, after the tracker has done what it was asked for.

    Args:
        method: Of the request whose answer is lost.
        path: The end of its path.
        then_down: Whether the tracker is down from then on.
    """

    def __init__(self, method: str, path: str, *, then_down: bool = False) -> None:
        self.within, self.lost, self.then_down = httpx.HTTPTransport(), False, then_down
        self.about = method, path

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.lost and self.then_down:
            raise httpx.ConnectError("refused")
        answer = self.within.handle_request(request)
        method, path = self.about
        if not self.lost and request.method == method and request.url.path.endswith(path):
            self.lost = True
            answer.close()
            raise httpx.ReadTimeout("timed out")
        return answer

    def close(self) -> None:
        self.within.close()


def through(plugin: RoundupTicket, transport: httpx.BaseTransport) -> RoundupTicket:
    """A plugin whose requests go through a transport."""
    found = RoundupTicket(plugin.settings)
    tracker = found.tracker
    tracker._new_client = partial(tracker._new_client, transport=transport)
    return found


def test_the_answer_to_a_creation_is_lost(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    ticket_id = create(through(plugin, Loses("POST", "/issue")), "Lost")
    assert tracker.tickets("Lost") == [ticket_id]


def test_the_application_asks_again(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    """The look-up after the lost answer fails as well."""
    faulty = through(plugin, Loses("POST", "/issue", then_down=True))
    with pytest.raises(UnavailableError):
        create(faulty, "Asked again", 55)
    assert tracker.tickets("Asked again") == [create(plugin, "Asked again", 55)]


def test_the_answer_to_an_update_is_lost(plugin: RoundupTicket, tracker: TrackerFile) -> None:
    ticket_id = create(plugin, "Updated")
    number = ticket_id.removeprefix("issue")
    faulty = through(plugin, Loses("PUT", f"/issue/{number}"))
    with pytest.raises(UnavailableError):
        faulty.update(ticket_id, description="one")
    assert tracker.fields(ticket_id)["description"] == "one"
    faulty.update(ticket_id, description="one")
    assert tracker.fields(ticket_id)["description"] == "one"


def test_it_asks_for_fewer_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Roundup itself, told to limit its interface."""
    limits = {"web_api_calls_per_interval": "6", "web_api_interval_in_sec": "600"}
    with running(tmp_path, settings=limits) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        plugin = RoundupTicket(RoundupSettings(**entered()))
        with pytest.raises(RateLimitedError) as caught:
            [create(plugin, f"Number {number}") for number in range(10)]
        assert caught.value.retry_after is not None
        assert 0 < caught.value.retry_after <= 600


def test_the_password_is_wrong(plugin: RoundupTicket) -> None:
    wrong = RoundupTicket(evolve(plugin.settings, password="a wrong secret"))
    with pytest.raises(PermissionDeniedError, match="Invalid Login") as caught:
        create(wrong, "Wrong")
    assert "a wrong secret" not in str(caught.value)


def answered(httpserver: HTTPServer, answer: Response) -> RoundupTicket:
    """A plugin whose tracker gives the same answer to everything."""
    httpserver.expect_request(_ANYTHING).respond_with_response(answer)
    return _plugin(httpserver)


def _plugin(httpserver: HTTPServer, timeout: float = 10.0) -> RoundupTicket:
    settings = RoundupSettings(httpserver.url_for("/"), "dispatch", "secret", timeout=timeout)
    return RoundupTicket(settings)


def _told(message: str) -> str:
    return f'{{"error": {{"status": 400, "msg": "{message}"}}}}'


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (403, _told("Forbidden."), PermissionDeniedError),
        (404, _told("no such issue 1"), NotFoundError),
        (409, _told("Requested item is retired"), NotFoundError),
        (409, _told("title is no string"), InvalidRequestError),
        (400, _told("'x' is not a status."), InvalidRequestError),
        (400, _told("An error occurred. Please check the server log"), UnavailableError),
        (500, "<html>Internal Server Error</html>", UnavailableError),
        (503, "", UnavailableError),
        (302, "", PluginError),
        (200, "<html>Welcome</html>", PluginError),
        (200, "[]", PluginError),
        (200, '{"data": null}', PluginError),
        (200, '{"data": {"collection": "?"}}', PluginError),
    ],
)
def test_every_answer_is_an_error_of_the_plugin(
    httpserver: HTTPServer, status: int, body: str, error: type[PluginError]
) -> None:
    plugin = answered(httpserver, Response(body, status))
    with pytest.raises(PluginError) as caught:
        plugin.update("issue1", title="changed")
    assert type(caught.value) is error
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("header", "seconds"), [("55", 55.0), ("soon", None), (None, None)])
def test_how_long_to_wait(
    httpserver: HTTPServer, header: str | None, seconds: float | None
) -> None:
    headers = {} if header is None else {"Retry-After": header}
    plugin = answered(httpserver, Response("", 429, headers))
    with pytest.raises(RateLimitedError) as caught:
        create(plugin, "Too many")
    assert caught.value.retry_after == seconds


def test_it_never_answers(httpserver: HTTPServer) -> None:
    over = threading.Event()

    def wait(_request: Request) -> Response:
        over.wait(60)
        return Response("")

    httpserver.expect_request(_ANYTHING).respond_with_handler(wait)
    try:
        with pytest.raises(UnavailableError, match="timed out"):
            create(_plugin(httpserver, timeout=2.0), "Never")
    finally:
        over.set()
