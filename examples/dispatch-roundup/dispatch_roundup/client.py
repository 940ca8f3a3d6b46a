"""Requests to the tracker's REST interface, and what becomes of its answers."""

import json
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final, TypeVar

import httpx
from attrs import frozen

from dispatch_interfaces import (
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)

T = TypeVar("T")

TRIES: Final = 10
"""How often in a row somebody else may be faster in changing an item."""


class _OutOfDate(UnavailableError):
    """Somebody has changed the item since it was looked at."""


@frozen
class Item:
    """An item of one of the tracker's classes.

    Args:
        etag: Stands for its state; a change has to name it.
        properties: By name; a link is ``{"id": "5", ...}`` or None, several links are a list.
    """

    etag: str
    properties: Mapping[str, Any]


class Tracker:
    """A Roundup tracker: classes (``"issue"``) of items (``"issue/17"``). Serves all threads.

    Every method raises:
        UnavailableError: The tracker is down, silent, broken or busy.
        PermissionDeniedError: The account may not do this.
        NotFoundError: There is no such item.
        InvalidRequestError: The tracker rejects a value.

    Args:
        url: Where the tracker is.
        username: The account that makes all requests.
        password: Of the account.
        timeout: How many seconds the tracker may be silent.
    """

    def __init__(self, url: str, username: str, password: str, timeout: float) -> None:
        self.url = url.rstrip("/")
        address = httpx.URL(self.url)
        # A pool of httpx that several threads share may fail as one of them takes a connection and
        # another looks whether it has expired: so each request has a client to itself.
        self._new_client = partial(
            httpx.Client,
            base_url=f"{self.url}/rest/data/",
            auth=httpx.BasicAuth(username, password),
            timeout=timeout,
            verify=httpx.create_ssl_context(),
            # Roundup answers no request that a foreign page could have made in a browser.
            headers={
                "X-Requested-With": "rest",
                "Origin": f"{address.scheme}://{address.netloc.decode()}",
            },
        )
        self._idle = deque[httpx.Client]()
        weakref.finalize(self, _close, self._idle)

    def find(self, kind: str, fields: str = "id", **having: str) -> list[dict[str, Any]]:
        """Items of a class that have some values; of a text, these are part of it.

        What is retired is not found.

        Args:
            kind: The class.
            fields: Names of properties to tell, with commas.
            **having: The values.
        """
        query = {"@fields": fields, **having}
        return self._ask("GET", kind, _items, params=query)

    def named(self, kind: str, name: str) -> str | None:
        """The id of the item with exactly this name; the oldest, if there are several."""
        ids = [it["id"] for it in self.find(kind, "name", **{"name:": name})]
        return min(ids, key=int, default=None)

    def item(self, path: str) -> Item:
        """An item, retired or not."""
        return self._ask(
            "GET",
            path,
            lambda it: Item(it["@etag"], it["attributes"]),
            params={"@protected": "true"},
        )

    def content(self, message: str) -> str:
        """The text of a message."""
        return self._ask("GET", f"msg/{message}/content", lambda it: str(it["data"] or ""))

    def make(self, kind: str, properties: Mapping[str, Any]) -> str:
        """Make an item, and return its id."""
        return self._ask("POST", kind, lambda it: str(it["id"]), body=properties)

    def change(self, path: str, properties: Mapping[str, Any], etag: str) -> bool:
        """Change all these properties of an item, or none of them.

        Returns:
            Whether they were: not if somebody else was faster, so that the etag is out of date.
        """
        try:
            self._ask("PUT", path, dict, body=properties, etag=etag)
        except _OutOfDate:
            return False
        return True

    def retire(self, path: str) -> None:
        """Hide an item, as the tracker calls it; one that is retired already stays so."""
        for _ in range(TRIES):
            with suppress(_OutOfDate):
                self._ask("DELETE", path, dict, etag=self.item(path).etag)
                return
        raise UnavailableError("others change the item again and again", value=path)

    @contextmanager
    def _client(self) -> Iterator[httpx.Client]:
        """A client that nobody else uses meanwhile."""
        try:
            client = self._idle.pop()
        except IndexError:
            client = self._new_client()
        try:
            yield client
        finally:
            self._idle.append(client)

    def _ask(
        self,
        method: str,
        path: str,
        read: Callable[[Any], T],
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        etag: str = "",
    ) -> T:
        """What is read in the tracker's answer."""
        headers = {"If-Match": etag} if etag else {}
        content = None
        if body is not None:
            headers["Content-Type"], content = "application/json", json.dumps(body)
        try:
            with self._client() as client:
                answer = client.request(
                    method, path, params=params, content=content, headers=headers
                )
        except httpx.HTTPError as error:
            raise UnavailableError(f"the tracker does not answer: {error or error!r}") from error
        if not answer.is_success:
            raise _error(answer)
        try:
            return read(answer.json()["data"])
        except (ValueError, KeyError, TypeError) as error:
            raise PluginError(f"{self.url}/rest answers as no Roundup tracker does") from error


def _close(clients: Iterable[httpx.Client]) -> None:
    for client in clients:
        client.close()


def _items(data: Any) -> list[dict[str, Any]]:
    return [dict(it) for it in data["collection"]]


def _error(answer: httpx.Response) -> PluginError:
    """What an answer says that is no success."""
    try:
        told = str(answer.json()["error"]["msg"])
    except (ValueError, KeyError, TypeError):
        told = answer.text[:200]
    told = f"the tracker answers {answer.status_code}: {told}"
    match answer.status_code:
        case 401 | 403:
            return PermissionDeniedError(told)
        case 404:
            return NotFoundError(told)
        case 409 if "is retired" in told:
            return NotFoundError(told)
        case 412:
            return _OutOfDate(told)
        case 429:
            return RateLimitedError(told, retry_after=_seconds(answer.headers.get("Retry-After")))
        # Roundup says 400 of a mistake of its own as well, such as a database that is locked.
        case 400 if "check the server log" in told:
            return UnavailableError(told)
        case 400 | 409:
            return InvalidRequestError(told)
        case status if status >= 500:
            return UnavailableError(told)
    return PluginError(told)


def _seconds(text: str | None) -> float | None:
    """A number of seconds; a date, which a proxy may send, is none."""
    try:
        return float(text or "")
    except ValueError:
        return None
