"""What becomes of a glossary on the web when its server fails."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_interfaces import (
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_skos import GlossarySettings, SkosTerms
from tests.conftest import TURTLE

KIND = "text/turtle; charset=utf-8"


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(threaded=True) as running:
        yield running


def reading(server: HTTPServer, timeout: float = 30, token: str = "") -> SkosTerms:
    source = server.url_for("/glossary?key=of-somebody")
    return SkosTerms(GlossarySettings(source=source, timeout=timeout, token=token))


def serve(server: HTTPServer, data: str = TURTLE, status: int = 200, **headers: str) -> None:
    server.clear()
    named = {name.replace("_", "-"): it for name, it in headers.items()}
    server.expect_request("/glossary").respond_with_data(data, status, named, content_type=KIND)


def texts(plugin: SkosTerms) -> list[str]:
    return [it["text"] for it in plugin.get()]


def test_it_is_sent_again_only_when_it_has_changed(server: HTTPServer) -> None:
    asked = list[str | None]()

    def answer(request: Request) -> Response:
        asked.append(request.headers.get("If-None-Match"))
        if asked[-1] == '"1"':
            return Response(status=304)
        return Response(TURTLE, headers={"ETag": '"1"'}, content_type=KIND)

    server.expect_request("/glossary").respond_with_handler(answer)
    plugin = reading(server)
    assert [texts(plugin) for _ in range(3)] == [["rollback"]] * 3
    assert asked == [None, '"1"', '"1"']
    serve(server, TURTLE.replace('"rollback"', '"roll-back"'), ETag='"2"')
    assert texts(plugin) == ["roll-back"]


def test_without_an_etag_it_is_read_each_time(server: HTTPServer) -> None:
    serve(server)
    plugin = reading(server)
    assert texts(plugin) == ["rollback"]
    serve(server, TURTLE.replace('"rollback"', '"roll-back"'))
    assert texts(plugin) == ["roll-back"]


def test_the_token_is_sent(server: HTTPServer) -> None:
    server.expect_request(
        "/glossary", headers={"Authorization": "Bearer hunter2"}
    ).respond_with_data(TURTLE, content_type=KIND)
    assert texts(reading(server, token="hunter2")) == ["rollback"]


def test_a_server_that_restarts(server: HTTPServer) -> None:
    serve(server, ETag='"1"')
    plugin = reading(server)
    assert texts(plugin) == ["rollback"]
    server.stop()
    with pytest.raises(UnavailableError, match="ConnectError"):
        plugin.get()
    server.start()
    assert texts(plugin) == ["rollback"]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, PermissionDeniedError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (410, NotFoundError),
        (400, PluginError),
        (204, PluginError),
        (304, PluginError),
        (408, UnavailableError),
        (500, UnavailableError),
        (502, UnavailableError),
        (503, UnavailableError),
    ],
)
def test_an_answer_that_is_none(server: HTTPServer, status: int, error: type[PluginError]) -> None:
    serve(server, "", status)
    with pytest.raises(PluginError, match=f"answered {status}") as raised:
        reading(server, token="hunter2").get()
    assert type(raised.value) is error
    assert "of-somebody" not in str(raised.value)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("wait", "seconds"), [("7", 7.0), ("soon", None), ("9" * 400, None)])
def test_a_server_that_says_to_wait(
    server: HTTPServer, status: int, wait: str, seconds: float | None
) -> None:
    serve(server, "", status, Retry_After=wait)
    with pytest.raises(RateLimitedError) as raised:
        reading(server).get()
    assert raised.value.retry_after == seconds


def test_a_server_that_says_until_when_to_wait(server: HTTPServer) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    serve(server, "", 429, Retry_After=format_datetime(until, usegmt=True))
    with pytest.raises(RateLimitedError) as raised:
        reading(server).get()
    assert raised.value.retry_after is not None
    assert 0 < raised.value.retry_after <= 3600
    serve(server, "", 429, Retry_After=format_datetime(until - timedelta(days=1), usegmt=True))
    with pytest.raises(RateLimitedError) as raised:
        reading(server).get()
    assert raised.value.retry_after == 0


@pytest.mark.parametrize("garbage", ["", "{", "<html>Log in</html>", TURTLE[:60]])
def test_garbage(server: HTTPServer, garbage: str) -> None:
    serve(server, ETag='"1"')
    plugin = reading(server)
    plugin.get()
    serve(server, garbage, ETag='"2"')
    with pytest.raises(UnavailableError):
        plugin.get()
    serve(server, ETag='"3"')
    assert texts(plugin) == ["rollback"]


def test_another_kind_of_page(server: HTTPServer) -> None:
    server.expect_request("/glossary").respond_with_data("Log in", content_type="text/html")
    with pytest.raises(PluginError, match="text/html"):
        reading(server).get()


def test_redirects_without_end(server: HTTPServer) -> None:
    serve(server, "", 302, Location=server.url_for("/glossary"))
    with pytest.raises(UnavailableError, match="TooManyRedirects"):
        reading(server).get()


@contextmanager
def answering(begin: bytes, hang: bool = True) -> Iterator[str]:
    """A server that sends something, and then nothing more."""
    over = threading.Event()

    def answer() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(10_000)
            connection.sendall(begin)
            if hang:
                over.wait()

    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as threads:
        threads.submit(answer)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/glossary"
        finally:
            over.set()


BEGUN = b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 1000\r\n\r\n# A"


@pytest.mark.parametrize("begin", [b"", BEGUN])
def test_a_server_that_never_answers(begin: bytes) -> None:
    with answering(begin) as source:
        plugin = SkosTerms(GlossarySettings(source=source, timeout=2))
        with pytest.raises(UnavailableError, match="Timeout"):
            plugin.get()


@pytest.mark.parametrize("begin", [b"", BEGUN, b"SSH-2.0-OpenSSH_9.2\r\n"])
def test_an_answer_that_is_cut_off(begin: bytes) -> None:
    with answering(begin, hang=False) as source:
        plugin = SkosTerms(GlossarySettings(source=source))
        with pytest.raises(UnavailableError, match="RemoteProtocolError"):
            plugin.get()


def test_a_server_that_sends_a_little_at_a_time(server: HTTPServer) -> None:
    over = threading.Event()

    def parts() -> Iterator[bytes]:
        while not over.wait(0.1):
            yield b"# more\n"

    server.expect_request("/glossary").respond_with_handler(
        lambda _: Response(parts(), content_type=KIND)
    )
    try:
        with pytest.raises(UnavailableError, match="longer than 2 seconds"):
            reading(server, timeout=2).get()
    finally:
        over.set()


def test_threads_ask_at_once(server: HTTPServer) -> None:
    serve(server, ETag='"1"')
    plugin = reading(server)
    with ThreadPoolExecutor(8) as threads:
        found = [threads.submit(texts, plugin) for _ in range(40)]
        assert [it.result() for it in found] == [["rollback"]] * 40
