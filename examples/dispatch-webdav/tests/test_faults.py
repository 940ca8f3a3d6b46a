"""A server that is down, restarts, is in a hurry, is broken, is slow or answers nonsense."""

import itertools
import re
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_interfaces import (
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_webdav import WebDavSettings, WebDavStorage
from dispatch_webdav.testing import open_plugin, settings
from tests.server import Server, running

_ID = "0" * 32
_CALLS: list[Callable[[WebDavStorage], Any]] = [
    lambda it: it.list(),
    lambda it: it.create("drive", []),
    lambda it: it.list_files(_ID),
    lambda it: it.get(_ID),
    lambda it: it.copy_file(_ID, _ID, "copy"),
]


def _at(server: HTTPServer, timeout: float = 10.0) -> WebDavStorage:
    return WebDavStorage(WebDavSettings(url=server.url_for("/dav/drives"), timeout=timeout))


def _answers(
    server: HTTPServer, body: str = "", status: int = 200, **headers: str
) -> WebDavStorage:
    """A plugin over a server that has one answer to everything."""
    answer = Response(body, status, {it.replace("_", "-"): headers[it] for it in headers})
    server.expect_request(re.compile(".*")).respond_with_response(answer)
    return _at(server)


@pytest.mark.parametrize("call", _CALLS)
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, PermissionDeniedError),
        (403, PermissionDeniedError),
        (500, UnavailableError),
        (502, UnavailableError),
        (503, UnavailableError),
        (507, UnavailableError),
        (423, UnavailableError),
        (302, UnavailableError),
    ],
)
def test_a_status_becomes_an_error_of_its_own(
    httpserver: HTTPServer, status: int, kind: type[Exception], call: Callable[[WebDavStorage], Any]
) -> None:
    with pytest.raises(kind):
        call(_answers(httpserver, "<p>Sorry</p>", status, Location="/login"))


@pytest.mark.parametrize("call", _CALLS)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_in_a_hurry_says_how_long_to_wait(
    httpserver: HTTPServer, status: int, call: Callable[[WebDavStorage], Any]
) -> None:
    with pytest.raises(RateLimitedError) as caught:
        call(_answers(httpserver, "", status, Retry_After="7"))
    assert caught.value.retry_after == 7.0


def test_a_date_to_wait_for_and_no_word_of_it(httpserver: HTTPServer) -> None:
    with pytest.raises(RateLimitedError) as caught:
        _answers(httpserver, "", 429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT").list()
    assert caught.value.retry_after == 0.0
    httpserver.clear()
    with pytest.raises(RateLimitedError) as caught:
        _answers(httpserver, "", 429, Retry_After="soon").list()
    assert caught.value.retry_after is None


@pytest.mark.parametrize("call", _CALLS)
@pytest.mark.parametrize(
    "body", ["", "<html><p>It works", '{"error": 1}', "<multistatus xmlns='DAV:'/>", "\x00\x01"]
)
def test_nonsense_is_no_answer(
    httpserver: HTTPServer, body: str, call: Callable[[WebDavStorage], Any]
) -> None:
    for status in (200, 207):
        with pytest.raises(PluginError):
            call(_answers(httpserver, body, status))
        httpserver.clear()


def test_a_server_that_keeps_no_properties_is_said_to(httpserver: HTTPServer) -> None:
    """Without them there are no ids, and nothing may seem to have been made."""
    refused = """<multistatus xmlns="DAV:"><response><href>/</href><propstat><prop/>
    <status>HTTP/1.1 403 Forbidden</status></propstat></response></multistatus>"""
    everything, asked = re.compile(".*"), list[str]()

    def handle(request: Request) -> Response:
        asked.append(request.method)
        if request.method == "PROPPATCH":
            return Response(refused, 207)
        return Response("", 204 if request.method == "DELETE" else 201)

    httpserver.expect_request(everything).respond_with_handler(handle)
    with pytest.raises(PluginError, match="keeps no property"):
        _at(httpserver).create("drive", [])
    assert asked == ["MKCOL", "PROPPATCH", "DELETE"]


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never says anything."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        it.listen()
        yield f"http://127.0.0.1:{it.getsockname()[1]}/dav"


def test_a_server_that_never_answers_is_not_waited_for(silent: str) -> None:
    plugin = WebDavStorage(WebDavSettings(url=silent, timeout=2.0))
    with pytest.raises(UnavailableError, match="in time"):
        plugin.list()


def test_a_wrong_password_is_said_so() -> None:
    wrong = WebDavStorage(attrs.evolve(settings(), password="wrong"))
    with pytest.raises(PermissionDeniedError) as caught:
        wrong.list()
    assert "wrong" not in str(caught.value)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that may be stopped."""
    with running(tmp_path) as it:
        for name, value in it.environment.items():
            monkeypatch.setenv(name, value)
        yield it


def test_a_server_that_is_down_and_comes_back(own: Server) -> None:
    plugin = open_plugin()
    drive = plugin.create("drive", [])
    file = plugin.create_file(drive["id"], "notes", "document")
    own.stop()
    for call in _CALLS:
        with pytest.raises(UnavailableError):
            call(plugin)
    own.start()
    assert plugin.list() == [drive]
    assert plugin.list_files(drive["id"]) == open_plugin().list_files(drive["id"]) == [file]


def test_a_restart_in_the_middle_loses_nothing_and_makes_nothing_twice(own: Server) -> None:
    plugin = open_plugin()
    drive = plugin.create("drive", [])["id"]
    names = [f"file {number}" for number in range(30)]
    made = dict[str, str]()

    def make() -> None:
        for name in names:
            while name not in made:
                with suppress(UnavailableError):
                    made[name] = plugin.create_file(drive, name)["id"]

    thread = threading.Thread(target=make)
    thread.start()
    for _ in range(2):
        own.stop()
        own.start()
    thread.join()
    assert {it["name"]: it["id"] for it in plugin.list_files(drive)} == made


@pytest.mark.parametrize("lost", [1, 2, 3], ids=["made", "marked", "moved"])
def test_what_was_made_though_the_answer_got_lost_is_not_made_twice(
    monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    plugin = open_plugin()
    drive = plugin.create(f"Lost {lost}", [])["id"]
    template = plugin.create_file(drive, "template", "document")["id"]
    calls: list[Callable[[], Any]] = [
        lambda: plugin.create(f"Lost, too {lost}", []),
        lambda: plugin.create_file(drive, "folder"),
        lambda: plugin.create_file(drive, "notes", "document"),
        lambda: plugin.copy_file(drive, template, "copy"),
    ]
    for call in calls:
        with _without_answer(monkeypatch, lost), pytest.raises(UnavailableError):
            call()
        assert call()
    names = sorted(it["name"] for it in plugin.list_files(drive))
    assert names == ["copy", "folder", "notes", "template"]


def test_an_archive_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = open_plugin()
    drive, other = (plugin.create(it, [])["id"] for it in ("To archive", "Archive"))
    files = {it["id"] for it in (plugin.create_file(drive, name) for name in "abcd")}
    for lost in (2, 3, 5, 6):
        with _without_answer(monkeypatch, lost), suppress(UnavailableError):
            plugin.archive(drive, other, "folder")
    plugin.archive(drive, other, "folder")
    found = {it["name"]: it["id"] for it in plugin.list_files(other)}
    assert set(found) == {"folder", *"abcd"}
    assert files < set(found.values())
    assert plugin.list_files(drive) == []
    assert drive not in {it["id"] for it in plugin.list()}


@contextmanager
def _without_answer(monkeypatch: pytest.MonkeyPatch, number: int) -> Generator[None]:
    """The answer to one of the next requests that write gets lost, after the server has done it."""
    send, count = httpx.Client.request, itertools.count(1)

    def lossy(self: httpx.Client, method: str, *args: Any, **kwargs: Any) -> httpx.Response:
        answer = send(self, method, *args, **kwargs)
        if method not in ("PROPFIND", "GET") and next(count) == number:
            raise httpx.ReadTimeout("the answer got lost")
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(httpx.Client, "request", lossy)
        yield
