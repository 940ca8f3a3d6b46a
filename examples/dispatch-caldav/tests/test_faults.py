"""Servers that are down, in a hurry, broken, or silent."""

import asyncio
import re
import threading
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from dispatch_caldav import CalDavOncall, CalDavTask
from dispatch_caldav.task import list_id
from dispatch_caldav.testing import RotationObserver, TaskListObserver
from dispatch_interfaces import (
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from tests.server import Server

ADA = "ada@example.com"
PAGE = ("INC-7", "Orders are late", "Nobody knows why.")

Oncall = Callable[..., CalDavOncall]
Tasks = Callable[..., CalDavTask]
Call = Callable[[], object]

_ANYTHING = re.compile(".*")


@pytest.fixture
def rota(servers: Server) -> RotationObserver:
    return RotationObserver(servers.environment["CALDAV_URL"])


@pytest.fixture
def service_id(rota: RotationObserver) -> str:
    """A service for which somebody is on call."""
    service_id = rota.add_service("Database")
    rota.set_oncall(service_id, ADA)
    return service_id


@pytest.fixture
def mail(servers: Server) -> Generator[Server]:
    """The mail server, taken down; it is up again when the test is over."""
    servers.stop_mail()
    yield servers
    servers.start_mail()


def calls(oncall: Oncall, task: Tasks, **settings: Any) -> dict[str, Call]:
    """Everything that asks the calendar server."""
    pager, tasks = oncall(**settings), task(**settings)
    return {
        "get": lambda: pager.get("database"),
        "get by name": lambda: pager.get(service_name="Database"),
        "page": lambda: pager.page("database", *PAGE),
        "get_next_oncall": lambda: pager.get_next_oncall("database"),
        "did_oncall_just_go_off_shift": lambda: pager.did_oncall_just_go_off_shift("database", 16),
        "list": lambda: tasks.list("file"),
        "update": lambda: tasks.update("file", "task", True),
        "make_list": lambda: tasks.make_list("file"),
    }


ALL = (
    "get",
    "get by name",
    "page",
    "get_next_oncall",
    "did_oncall_just_go_off_shift",
    "list",
    "update",
    "make_list",
)


def test_every_call_is_among_those_that_are_tried(oncall: Oncall, task: Tasks) -> None:
    assert tuple(calls(oncall, task)) == ALL


# The calendar server, as it is.


def test_a_server_that_is_down_comes_back(
    servers: Server,
    oncall: Oncall,
    task: Tasks,
    rota: RotationObserver,
    people: TaskListObserver,
    service_id: str,
) -> None:
    file_id = people.add_file()
    task_id = people.create_task(file_id, "Call the vendor", ADA, [])
    pager, tasks = oncall(), task()
    steps: list[Call] = [
        lambda: pager.get(service_id),
        lambda: pager.page(service_id, *PAGE),
        lambda: tasks.list(file_id),
        lambda: tasks.update(file_id, task_id, True),
    ]
    servers.stop()
    try:
        for step in steps:
            with pytest.raises(UnavailableError) as raised:
                step()
            assert not isinstance(raised.value, RateLimitedError)
    finally:
        servers.start()
    assert rota.pages(service_id) == []
    for step in steps:
        step()
    assert [it.email for it in rota.pages(service_id)] == [ADA]
    assert [it["status"] for it in people.list(file_id)] == ["Resolved"]


def test_a_server_may_be_restarted_in_mid_run(
    servers: Server, oncall: Oncall, service_id: str
) -> None:
    pager = oncall()
    for _ in range(2):
        assert pager.get(service_id) == ADA
        servers.stop()
        servers.start()
    assert pager.get(service_id) == ADA


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_password_is_told_and_not_shown(oncall: Oncall, task: Tasks, name: str) -> None:
    with pytest.raises(PermissionDeniedError) as raised:
        calls(oncall, task, password="of somebody else")[name]()
    assert "of somebody else" not in str(raised.value)


@pytest.mark.parametrize("name", ALL)
def test_the_calendars_of_others_are_closed(
    servers: Server, oncall: Oncall, task: Tasks, name: str
) -> None:
    url = servers.environment["CALDAV_URL"].replace("/dispatch/", "/admin/")
    with pytest.raises(PermissionDeniedError):
        calls(oncall, task, url=url)[name]()


def test_an_address_without_a_slash_is_one_as_well(
    servers: Server, oncall: Oncall, service_id: str
) -> None:
    assert oncall(url=servers.environment["CALDAV_URL"].rstrip("/")).get(service_id) == ADA


# What it does not answer at will.


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_fewer_calls_says_when(
    httpserver: HTTPServer, oncall: Oncall, task: Tasks, name: str, status: int
) -> None:
    answer = Response("slowly", status, {"Retry-After": "17"})
    httpserver.expect_request(_ANYTHING).respond_with_response(answer)
    with pytest.raises(RateLimitedError) as raised:
        calls(oncall, task, url=httpserver.url_for("/home/"))[name]()
    assert raised.value.retry_after == 17
    assert len(httpserver.log) == 1


def test_it_may_say_so_by_a_date(httpserver: HTTPServer, oncall: Oncall) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    answer = Response("slowly", 429, {"Retry-After": then})
    httpserver.expect_request(_ANYTHING).respond_with_response(answer)
    with pytest.raises(RateLimitedError) as raised:
        oncall(url=httpserver.url_for("/home/")).get("database")
    assert raised.value.retry_after is not None
    assert 3000 < raised.value.retry_after <= 3600


@pytest.mark.parametrize("said", ["", "soon", "-3"])
def test_it_may_not_say_when(httpserver: HTTPServer, oncall: Oncall, said: str) -> None:
    answer = Response("slowly", 429, {"Retry-After": said} if said else {})
    httpserver.expect_request(_ANYTHING).respond_with_response(answer)
    with pytest.raises(RateLimitedError) as raised:
        oncall(url=httpserver.url_for("/home/")).get("database")
    assert raised.value.retry_after is None


_XML = "application/xml"
_ANSWERS = {
    "error": Response("oh no", 500),
    "bad gateway": Response("<html>oh no</html>", 502, content_type="text/html"),
    "no message": Response("", 503),
    "login page": Response("<html><form>Who are you?</form></html>", content_type="text/html"),
    "nothing": Response("", 200),
    "text": Response("hello", content_type="text/plain"),
    "broken": Response('<?xml version="1.0"?><multistatus xmlns="DAV:">', 207, content_type=_XML),
    "bytes": Response(b"\xff\xfe\x00\xd8", 207, content_type=_XML),
    "other": Response("<feed/>", 207, content_type=_XML),
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("answer", _ANSWERS.values(), ids=_ANSWERS)
def test_what_makes_no_sense_may_pass(
    httpserver: HTTPServer, oncall: Oncall, task: Tasks, name: str, answer: Response
) -> None:
    httpserver.expect_request(_ANYTHING).respond_with_response(answer)
    with pytest.raises(UnavailableError):
        calls(oncall, task, url=httpserver.url_for("/home/"))[name]()


def test_a_page_not_found_has_no_calendars(
    httpserver: HTTPServer, oncall: Oncall, task: Tasks
) -> None:
    httpserver.expect_request(_ANYTHING).respond_with_response(Response("where?", 404))
    for name in ALL:
        with pytest.raises(NotFoundError):
            calls(oncall, task, url=httpserver.url_for("/home/"))[name]()


def test_a_silent_server_does_not_hold_up_a_call(
    httpserver: HTTPServer, oncall: Oncall, task: Tasks
) -> None:
    over = threading.Event()

    def wait(_: Request) -> Response:
        over.wait(60)
        return Response("", 500)

    httpserver.expect_request(_ANYTHING).respond_with_handler(wait)
    try:
        for name in ("get", "list"):
            with pytest.raises(UnavailableError):
                calls(oncall, task, url=httpserver.url_for("/home/"), timeout=2.0)[name]()
    finally:
        over.set()


def test_a_slow_server_is_waited_for(
    servers: Server, oncall: Oncall, httpserver: HTTPServer
) -> None:
    def slow(_: Request) -> Response:
        time.sleep(1)
        return Response("", 404)

    httpserver.expect_request(_ANYTHING).respond_with_handler(slow)
    with pytest.raises(NotFoundError):
        oncall(url=httpserver.url_for("/home/")).get("database")


def test_what_was_written_and_not_answered_is_written_once(
    servers: Server, people: TaskListObserver, task: Tasks, httpserver: HTTPServer
) -> None:
    """The server takes a change and fails before it says so: the next try finds it done."""
    file_id = people.add_file()
    task_id = people.create_task(file_id, "Call the vendor", ADA, [])
    puts = list[str]()
    tasks = task(url=_through(httpserver, servers, puts))
    with pytest.raises(UnavailableError):
        tasks.update(file_id, task_id, True)
    written = people.folder.read(f"{list_id(file_id)}/{task_id}.ics").to_ical()
    tasks.update(file_id, task_id, True)
    assert people.folder.read(f"{list_id(file_id)}/{task_id}.ics").to_ical() == written
    assert len(puts) == 1


def _through(httpserver: HTTPServer, servers: Server, puts: list[str]) -> str:
    """The URL of a server that hands requests on, and forgets to answer those that write."""

    def hand_on(request: Request) -> Response:
        answer = httpx.request(
            request.method,
            f"http://127.0.0.1:{servers.port}{request.path}",
            content=request.get_data(),
            headers={
                name: it
                for name, it in request.headers.items()
                if name not in ("Host", "Accept-Encoding")
            },
        )
        if request.method == "PUT":
            puts.append(request.path)
            return Response("", 502)
        return Response(
            answer.content, answer.status_code, content_type=answer.headers["Content-Type"]
        )

    httpserver.expect_request(_ANYTHING).respond_with_handler(hand_on)
    return httpserver.url_for("/dispatch/")


_CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//tests//EN\n{}END:VCALENDAR\n"
_MEMBER = """<response><href>/home/{id}/{name}.ics</href><propstat><prop><getetag>"1"</getetag>
<getlastmodified>{at}</getlastmodified><C:calendar-data>{data}</C:calendar-data></prop>
<status>HTTP/1.1 200 OK</status></propstat></response>"""


def members(calendar_id: str, at: datetime, *data: str) -> Response:
    """What a server answers that has these objects, all written at some time."""
    stamp = format_datetime(at, usegmt=True)
    found = (
        _MEMBER.format(id=calendar_id, name=name, at=stamp, data=it) for name, it in enumerate(data)
    )
    head = '<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    body = f"{head}{''.join(found)}</multistatus>"
    return Response(body, 207, content_type=_XML)


_BROKEN = ("", "hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VTODO\n", _CALENDAR.format(""))


def test_an_object_that_makes_no_sense_is_passed_over(
    httpserver: HTTPServer, oncall: Oncall, task: Tasks
) -> None:
    shift = "BEGIN:VEVENT\nUID:1\n{}ATTENDEE:mailto:ada@example.com\nEND:VEVENT\n"
    now = datetime.now(UTC)
    lines = f"DTSTART:{now:%Y%m%dT000000Z}\nDURATION:P2D\n"
    bad = (
        "",
        "DTSTART:whenever\n",
        f"{lines}RRULE:FREQ=NEVER\n",
        f"{lines}RRULE:FREQ=DAILY;COUNT=x\n",
    )
    events = [_CALENDAR.format(shift.format(it)) for it in (*bad, lines)]
    answer = members("database", now, *_BROKEN, *events)
    httpserver.expect_request(re.compile("/home/database/")).respond_with_response(answer)
    assert oncall(url=httpserver.url_for("/home/")).get("database") == ADA

    todo = "BEGIN:VTODO\n{}SUMMARY:a\nEND:VTODO\n"
    uids = ("", "UID:1\nDUE:whenever\n", "UID:2\nORGANIZER:\nATTENDEE:\n")
    todos = [_CALENDAR.format(todo.format(it)) for it in uids]
    answer = members(list_id("file"), now, *_BROKEN, *todos)
    httpserver.expect_request(_ANYTHING).respond_with_response(answer)
    tasks = task(url=httpserver.url_for("/home/"))
    assert [it["resource_id"] for it in tasks.list("file")] == ["2"]
    with pytest.raises(NotFoundError):
        tasks.update("file", "3", True)


# The mail server.


def test_a_mail_server_that_is_down_comes_back(
    servers: Server, oncall: Oncall, rota: RotationObserver, service_id: str
) -> None:
    pager = oncall()
    servers.stop_mail()
    try:
        with pytest.raises(UnavailableError):
            pager.page(service_id, *PAGE)
        assert pager.get(service_id) == ADA
    finally:
        servers.start_mail()
    assert rota.pages(service_id) == []
    pager.page(service_id, *PAGE)
    assert len(rota.pages(service_id)) == 1


class Answers:
    """A mail server that answers at one point of the conversation what it is told to.

    Args:
        to: ``"RCPT"`` or ``"DATA"``.
        answer: What it says.
    """

    def __init__(self, to: str, answer: str) -> None:
        self.to, self.answer = to, answer
        self.mails = list[bytes]()

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to == "RCPT":
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.to == "DATA":
            return self.answer
        self.mails.append(envelope.content)
        return "250 OK"

    async def handle_QUIT(self, _server: Any, session: Any, _envelope: Any) -> str:
        if self.to == "QUIT":
            await asyncio.sleep(4)
        return "221 Bye"


@pytest.mark.parametrize("to", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 try again later", UnavailableError),
        ("421 too many connections", UnavailableError),
        ("550 no such person", PluginError),
    ],
)
def test_a_page_that_is_not_taken_is_an_error(
    mail: Server, oncall: Oncall, service_id: str, to: str, answer: str, kind: type[PluginError]
) -> None:
    mail.start_mail(Answers(to, answer))
    try:
        with pytest.raises(PluginError) as raised:
            oncall().page(service_id, *PAGE)
    finally:
        mail.stop_mail()
    assert type(raised.value) is kind
    assert answer in str(raised.value)


def test_a_page_that_was_taken_is_none_whatever_comes_then(
    mail: Server, oncall: Oncall, service_id: str
) -> None:
    forgetful = Answers("QUIT", "")
    mail.start_mail(forgetful)
    try:
        oncall(timeout=2.0).page(service_id, *PAGE)
    finally:
        mail.stop_mail()
    assert len(forgetful.mails) == 1


def test_a_silent_mail_server_does_not_hold_up_a_page(
    httpserver: HTTPServer, oncall: Oncall, service_id: str
) -> None:
    """A server of something else waits for a request, as does who waits for its greeting."""
    with pytest.raises(UnavailableError):
        oncall(mail_port=httpserver.port, timeout=2.0).page(service_id, *PAGE)


def test_a_mail_server_without_encryption_is_not_trusted(oncall: Oncall, service_id: str) -> None:
    with pytest.raises(UnavailableError):
        oncall(mail_security="starttls").page(service_id, *PAGE)
