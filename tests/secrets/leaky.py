"""A ticket plugin whose errors, results and prints show secrets, one way after another.

Each way has a canary of its own, so that a test says which one was seen, and where.
"""

import base64
import itertools
import logging
import os
import sys
import urllib.error
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from functools import partial
from typing import ClassVar, Final, NoReturn

import attrs

from dispatch_interfaces import Ticket, UnavailableError
from dispatch_interfaces.conformance import HostHarness, TicketHarness
from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_interfaces.host.configuration import secret
from dispatch_interfaces.host.rehearsal import Part
from reference_impls import InMemoryTicket


def canary(way: str) -> str:
    """The secret of one way to show it; it needs no escaping, and is no word."""
    return f"cAn4ry-{way}-8f3e"


VARIABLE: Final = "ACME_API_TOKEN"


class Client:
    """What a platform is reached through; its repr shows what it was made with."""

    url = "https://chat.example"

    def __init__(self, password: str) -> None:
        self.password = password

    def __repr__(self) -> str:
        return f"Client(url={self.url!r}, password={self.password!r})"


class RequestFailed(Exception):
    """As an HTTP library raises it: the request hangs on it, with its headers."""

    def __init__(self, text: str, headers: Mapping[str, str]) -> None:
        super().__init__(text)
        self.request = {"method": "GET", "headers": dict(headers)}
        self.token = headers.get("Authorization", "")


class Answer(Exception):
    """Everything about an answer is in its arguments."""


def _fail(text: str) -> NoReturn:
    raise UnavailableError(text)


def _attribute() -> NoReturn:
    raise RequestFailed("401 Unauthorized", {"Authorization": f"Bearer {canary('attribute')}"})


def _arguments() -> NoReturn:
    raise Answer(401, {"Authorization": f"Bearer {canary('arguments')}"})


def _http_error() -> NoReturn:
    headers = Message()
    headers["Set-Cookie"] = f"session={canary('http-error')}"
    url = f"https://bot:{canary('http-error')}@chat.example/api"
    raise urllib.error.HTTPError(url, 401, f"no entry to {url}", headers, None)


def _cause() -> NoReturn:
    try:
        raise OSError(f"connect to https://bot:{canary('cause')}@chat.example failed")
    except OSError as error:
        raise UnavailableError("the platform is down") from error


def _note() -> NoReturn:
    error = UnavailableError("the platform is down")
    error.add_note(f"asked with Authorization: Bearer {canary('note')}")
    raise error


def _group() -> NoReturn:
    raise ExceptionGroup("all of them", [ValueError(f"password={canary('group')!r} is wrong")])


def _validator() -> NoReturn:
    @attrs.frozen
    class Settings:
        token: str = attrs.field(validator=attrs.validators.max_len(3))

    Settings(token=canary("validator"))
    raise AssertionError


def _validator_behind() -> NoReturn:
    @attrs.frozen
    class Settings:
        token: str = attrs.field(validator=attrs.validators.matches_re("xoxb-.*"))

    try:
        Settings(token=canary("validator-behind"))
    except ValueError as error:
        raise UnavailableError("the platform is not set up") from error
    raise AssertionError


def _printed() -> NoReturn:
    print(f"GET /?access_token={canary('printed')}")
    print(f"Authorization: Bearer {canary('printed')}", file=sys.stderr)
    logging.getLogger("acme").warning("password=%r", canary("printed"))
    _fail("the platform is down")


def _long() -> NoReturn:
    _fail(f"{'.' * 1_500}Authorization: Bearer {canary('long') * 20}{'.' * 3_000}")


def _source() -> NoReturn:
    _fail(Client(password="cAn4ry-source-8f3e").url)


def _basic() -> NoReturn:
    given = base64.b64encode(f"bot:{canary('basic')}".encode()).decode()
    _fail(f"{{'authorization': 'Basic {given}'}}")


WAYS: Final[dict[str, Callable[[], NoReturn]]] = {
    "environment": lambda: _fail(f"no entry with {os.environ[VARIABLE]}"),
    "setting": lambda: _fail(f"no entry with {canary('setting')}"),
    "harness": lambda: _fail(f"no entry with {canary('harness')}"),
    "url": lambda: _fail(f"GET https://bot:{canary('url')}@chat.example/api failed"),
    "url-token": lambda: _fail(f"cannot clone https://{canary('url-token')}@chat.example/a.git"),
    "dsn": lambda: _fail(f"postgresql+asyncpg://bot:{canary('dsn')}@db.example:5432/x is down"),
    "query": lambda: _fail(f"GET https://chat.example/?a=b&access_token={canary('query')}&c=d"),
    "header": lambda: _fail(f"{{'Authorization': 'Bearer {canary('header')}', 'Accept': '*/*'}}"),
    "header-line": lambda: _fail(f"X-Api-Key: {canary('header-line')}\r\nAccept: */*"),
    "header-pair": lambda: _fail(f"[(b'authorization', b'Bearer {canary('header-pair')}')]"),
    "cookie": lambda: _fail(f"Cookie: sid={canary('cookie')}; theme=dark"),
    "json": lambda: _fail(f'{{"client_secret": "{canary("json")}", "grant": "x"}}'),
    "json-in-json": lambda: _fail(f'{{"body": "{{\\"token\\": \\"{canary("json-in-json")}\\"}}"}}'),
    "repr": lambda: _fail(f"{Client(canary('repr'))!r} gave up"),
    "basic": _basic,
    "attribute": _attribute,
    "arguments": _arguments,
    "http-error": _http_error,
    "cause": _cause,
    "note": _note,
    "group": _group,
    "validator": _validator,
    "validator-behind": _validator_behind,
    "printed": _printed,
    "long": _long,
    "source": _source,
}
"""How a call shows a secret: what is raised, with all that hangs on it."""


@attrs.frozen
class Settings:
    """How to get in."""

    token: str = secret()
    url: str = "https://chat.example"


class Leaky(InMemoryTicket):
    """Shows secrets whenever a ticket is made: one way after another, or always the same."""

    slug = "leaky"
    ways: ClassVar[Iterator[str]] = itertools.cycle(WAYS)

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings

    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Ticket:
        way = next(self.ways, "result")
        if way in WAYS:
            WAYS[way]()
        made = super().create(title, incident_type, incident_priority, commander, reporter)
        link = f"https://bot:{canary('result')}@chat.example/{made['resource_id']}"
        return {**made, "weblink": link, "token": canary("result")}  # type: ignore[typeddict-unknown-key]


class Honest(Leaky):
    """Makes every ticket, and shows a secret in it."""

    ways = iter(())


@attrs.frozen(kw_only=True)
class LeakyHarness(TicketHarness):
    """Has a password, as many an author's harness has."""

    password: str = canary("harness")


def opened(_token: str) -> Leaky:
    """A plugin whose settings a harness knows."""
    return Leaky(Settings(token=canary("setting")))


harness = LeakyHarness(open=partial(opened, canary("harness")))
live = LeakyHarness(
    open=Honest,
    observer=lambda plugin: plugin,
    shared_backend=True,
    sandbox=True,
    calls_per_second=10_000.0,
)


class LeakyBridge(TicketBridge):
    """The same in the application."""

    implementation = Leaky
    settings = Settings


entered = Part(plugin_class=LeakyBridge, settings={"token": canary("setting")})
configured = HostHarness(configuration={"token": canary("setting")})
