"""Requests to a WebDAV server (RFC 4918), and what its answers mean.

The WebDAV clients for Python set no properties and send no conditions, so this is httpx. Paths are
decoded, begin with a slash, and end without one.
"""

import weakref
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import attrs
import httpx

from dispatch_interfaces import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_webdav.settings import WebDavSettings

NAMESPACE: Final = "urn:dispatch-webdav"
"""Of the properties that the plugin keeps with files; dead ones, which the server only stores."""

_KEPT: Final = ("id", "type", "state", "moving")
_DAV: Final = "{DAV:}"

_MEANS: Final[Mapping[int, Callable[..., PluginError]]] = {
    400: partial(InvalidRequestError, "the server does not take this"),
    401: partial(PermissionDeniedError, "the server does not know the account or its password"),
    403: partial(PermissionDeniedError, "the account may not do this"),
    404: partial(NotFoundError, "there is nothing here"),
    405: partial(AlreadyExistsError, "the name is taken"),
    409: partial(NotFoundError, "there is no folder to put it in"),
    412: partial(AlreadyExistsError, "the name is taken"),
    414: partial(InvalidRequestError, "the path is too long for the server"),
    415: partial(InvalidRequestError, "the server does not take this"),
    423: partial(UnavailableError, "somebody has locked it"),
    507: partial(UnavailableError, "the server has no room left"),
}
"""By status. What is not here is a fault of the server: the call may succeed later."""


class FaultyAnswerError(UnavailableError):
    """The server answered, and could not do it."""


class ChangedError(UnavailableError):
    """The content is not that which was read before: somebody has written another one."""


@attrs.frozen
class Entry:
    """What there is at a path."""

    path: str
    folder: bool
    id: str
    """``""`` if it has none yet, because somebody else has put it there."""
    type: str
    state: str
    moving: str
    """Of the folder in which things are made: the move that was begun last, or done."""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


class WebDav:
    """The server; safe to use from several threads."""

    def __init__(self, settings: WebDavSettings) -> None:
        parts = urlsplit(settings.url)
        self._origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self.root = unquote(parts.path).rstrip("/")
        self._http = httpx.Client(
            auth=(settings.username, settings.password) if settings.username else None,
            timeout=settings.timeout,
        )
        # Nobody says when a plugin is no longer needed.
        weakref.finalize(self, self._http.close)

    def address(self, path: str) -> str:
        """The absolute URL of a path, with everything encoded that has a meaning in one."""
        return self._origin + quote(path)

    def entries(self, path: str, *, within: bool) -> list[Entry]:
        """What is at a path, first of all, and with `within` also what lies directly in it.

        Never deeper: servers refuse ``Depth: infinity``, or answer as if it were 1.
        """
        asked = "".join(f'<d:{it} xmlns:d="{NAMESPACE}"/>' for it in _KEPT)
        body = f'<propfind xmlns="DAV:"><prop><resourcetype/>{asked}</prop></propfind>'
        headers = {"Depth": "1" if within else "0", "Content-Type": "application/xml"}
        answer = self._ask("PROPFIND", path, headers, body.encode(), ok=(207,))
        found = {it.path: it for it in _entries(answer.content)}
        itself = found.pop(path, None)
        if itself is None:
            raise FaultyAnswerError("the server lists another folder", value=path)
        return [itself, *found.values()]

    def make_folder(self, path: str) -> None:
        self._ask("MKCOL", path)

    def read(self, path: str) -> tuple[bytes, str]:
        """The content of a file, and its etag: ``""`` if the server gives none."""
        answer = self._ask("GET", path)
        return answer.content, answer.headers.get("ETag", "")

    def write(self, path: str, content: bytes = b"", etag: str = "") -> None:
        """Write a file; one that is there, only if it still has the etag that was read with it.

        Raises:
            ChangedError: It has another one.
        """
        condition = {"If-Match": etag} if etag else {}
        try:
            self._ask("PUT", path, condition, content)
        except AlreadyExistsError as error:
            if etag:
                raise ChangedError("the file was changed meanwhile", value=path) from error
            raise

    def mark(self, path: str, properties: Mapping[str, str]) -> None:
        """Set some of the properties that are kept with a file.

        Raises:
            PluginError: The server keeps no dead properties, or not all of these.
        """
        update = ET.Element(f"{_DAV}propertyupdate")
        prop = ET.SubElement(ET.SubElement(update, f"{_DAV}set"), f"{_DAV}prop")
        for name, value in properties.items():
            ET.SubElement(prop, f"{{{NAMESPACE}}}{name}").text = value
        headers = {"Content-Type": "application/xml"}
        answer = self._ask("PROPPATCH", path, headers, ET.tostring(update), ok=(207,))
        statuses = [it.text or "" for it in _parsed(answer.content).iter(f"{_DAV}status")]
        if not statuses or not all(" 200 " in f"{it} " for it in statuses):
            raise PluginError("the server keeps no property of ours with a file", value=path)

    def copy(self, path: str, to: str) -> None:
        self._transfer("COPY", path, to)

    def move(self, path: str, to: str) -> None:
        """Move in one step, unless something is there already.

        Raises:
            AlreadyExistsError: Something is there.
        """
        self._transfer("MOVE", path, to)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path)

    def _transfer(self, method: str, path: str, to: str) -> None:
        # Some servers take no path in place of an address here.
        self._ask(method, path, {"Destination": self.address(to), "Overwrite": "F"})

    def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        ok: Collection[int] = (200, 201, 204),
    ) -> httpx.Response:
        try:
            answer = self._http.request(
                method, self.address(path), headers=headers, content=content
            )
        except httpx.TimeoutException as error:
            raise UnavailableError("the server does not answer in time") from error
        except httpx.HTTPError as error:
            raise UnavailableError(f"the server cannot be reached: {error}") from error
        if answer.status_code not in ok:
            raise _error(answer, path)
        return answer


def _error(answer: httpx.Response, path: str) -> PluginError:
    status, wait = answer.status_code, _seconds(answer.headers.get("Retry-After", ""))
    if status == 429 or (status == 503 and wait is not None):
        return RateLimitedError("the server asks for fewer requests", retry_after=wait)
    if status in _MEANS:
        return _MEANS[status](value=path)
    if status < 400:
        # A redirect leads to a login page, or to https; a multi-status of DELETE says what failed.
        return UnavailableError(f"the server answers {status}; see to the url of the settings")
    return FaultyAnswerError(f"the server answers {status}", value=path)


def _seconds(retry_after: str) -> float | None:
    """How long to wait, which is told as a number or as a date; None if it is not."""
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _parsed(body: bytes) -> ET.Element:
    try:
        return ET.fromstring(body)
    except ET.ParseError as error:
        raise FaultyAnswerError(f"the server answers what is no XML: {error}") from error


def _entries(body: bytes) -> Iterator[Entry]:
    for response in _parsed(body).iter(f"{_DAV}response"):
        there = {
            prop.tag: prop
            for stat in response.iter(f"{_DAV}propstat")
            if " 200 " in f"{stat.findtext(f'{_DAV}status', '')} "
            for prop in stat.iterfind(f"{_DAV}prop/*")
        }
        resource_type = there.get(f"{_DAV}resourcetype")
        folder = resource_type is not None and resource_type.find(f"{_DAV}collection") is not None
        kept = (there.get(f"{{{NAMESPACE}}}{it}") for it in _KEPT)
        values = ((it.text or "") if it is not None else "" for it in kept)
        # A server may give the address or only its path.
        href = response.findtext(f"{_DAV}href", "").strip()
        yield Entry(unquote(urlsplit(href).path).rstrip("/"), folder, *values)
