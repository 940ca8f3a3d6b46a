"""Where a glossary is read from: a file, or the web."""

import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final, Protocol

import httpx
from attrs import field, frozen
from rdflib.util import guess_format

from dispatch_interfaces import (
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)

FORMATS: Final = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
}
"""What glossaries are written in: the media type, and what rdflib calls it."""

_LARGEST: Final = 100_000_000
"""Bytes; a glossary of more is none."""

_SECONDS: Final = re.compile(r"[0-9]{1,9}")


@frozen
class Page:
    """A glossary as it was read.

    Args:
        place: The address of what was read, without a query, which may have a secret in it.
        data: All of it.
        format: What it is written in, as rdflib calls it.
        etag: What the server calls this version; empty if it does not say.
    """

    place: str
    data: bytes = field(repr=False)
    format: str
    etag: str = ""


class Source(Protocol):
    """Where a glossary is read from."""

    def read(self, before: Page | None) -> Page:
        """The glossary as it is now.

        Args:
            before: What was read before.

        Returns:
            The same page if nothing has changed.

        Raises:
            UnavailableError: It cannot be read now.
            PluginError: It cannot be read at all.
        """
        ...


@frozen
class File:
    """A file of this machine, read at each look: its times may be too coarse to tell a change."""

    path: Path

    def read(self, before: Page | None) -> Page:
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise UnavailableError(f"{self.path} cannot be read: {error}") from error
        if before is not None and before.data == data:
            return before
        return Page(self.path.absolute().as_uri(), data, _format(self.path.name))


@frozen
class Web:
    """A page on the web, asked for at each look, and sent only if it has changed.

    Args:
        url: Its address.
        token: What the server knows us by; empty if anybody may read it.
        timeout: Seconds after which it is given up, however much has come.
    """

    url: str
    token: str = field(repr=False)
    timeout: float
    _client: httpx.Client = field(init=False, repr=False)

    @_client.default
    def _made(self) -> httpx.Client:
        headers = {"Accept": ", ".join(FORMATS)}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return httpx.Client(headers=headers, timeout=self.timeout, follow_redirects=True)

    @property
    def place(self) -> str:
        return self.url.partition("?")[0]

    def read(self, before: Page | None) -> Page:
        headers = {"If-None-Match": before.etag} if before and before.etag else {}
        end = time.monotonic() + self.timeout
        try:
            with self._client.stream("GET", self.url, headers=headers) as response:
                if response.status_code == HTTPStatus.NOT_MODIFIED and headers and before:
                    return before
                if response.status_code != HTTPStatus.OK:
                    raise _problem(response, self.place)
                return Page(
                    self.place,
                    self._body(response, end),
                    _format(self.place, response.headers.get("Content-Type", "")),
                    response.headers.get("ETag", ""),
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            told = f"{type(error).__name__}: {error}".removesuffix(": ")
            raise UnavailableError(f"{self.place} cannot be read: {told}") from error

    def _body(self, response: httpx.Response, end: float) -> bytes:
        """All that is sent; httpx itself bounds only the time between two parts."""
        data = bytearray()
        for part in response.iter_bytes():
            data += part
            if time.monotonic() > end:
                raise UnavailableError(f"{self.place} took longer than {self.timeout:g} seconds")
            if len(data) > _LARGEST:
                raise PluginError(f"{self.place} has more than {_LARGEST:,} bytes")
        return bytes(data)


def _format(name: str, media_type: str = "") -> str:
    """What something is written in, by what the server says, or else by its name."""
    known = FORMATS.get(media_type.partition(";")[0].strip().lower()) or guess_format(name)
    if known not in FORMATS.values():
        written = "Turtle, RDF/XML, JSON-LD or N-Triples"
        raise PluginError(f"{name} is not known to be {written}{media_type and f': {media_type}'}")
    return str(known)


def _problem(response: httpx.Response, place: str) -> PluginError:
    """What an answer other than the glossary means."""
    status = response.status_code
    told = f"{place} answered {status} {response.reason_phrase}".strip()
    wait = response.headers.get("Retry-After")
    if status == HTTPStatus.TOO_MANY_REQUESTS or (wait and status == 503):
        return RateLimitedError(told, retry_after=_seconds(wait or ""))
    if status >= 500 or status == HTTPStatus.REQUEST_TIMEOUT:
        return UnavailableError(told)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return PermissionDeniedError(f"{told}: is the token right?")
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return NotFoundError(told)
    return PluginError(told)


def _seconds(wait: str) -> float | None:
    """How long to wait: the header has seconds, or the time when it is over."""
    if _SECONDS.fullmatch(wait):
        return float(wait)
    try:
        until = parsedate_to_datetime(wait)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds())
