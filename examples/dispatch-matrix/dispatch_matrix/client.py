"""Requests to a homeserver, and what its answers mean."""

import ssl
import time
from typing import Any, Final
from urllib.parse import quote

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

_PAUSES: Final = (0.3, 1.0)
"""Seconds before a request is made again whose connection broke."""

_TOO_MANY_INVITED: Final = "Cannot invite so many users at once"
"""Synapse's words for a rate limit, where a room is made with invitations; its status is 400."""


class Client:
    """The client-server API for one account; serves several threads.

    Every request may be made twice: a message has a transaction id, a room an alias of its own,
    and everything else is set to a value.

    Args:
        url: Address of the homeserver.
        token: Access token of the account.
        timeout: Seconds to wait for an answer.
    """

    def __init__(self, url: str, token: str, timeout: float) -> None:
        self._timeout = timeout
        self._url = f"{url.rstrip('/')}/_matrix/client/"
        self._headers = {"Authorization": f"Bearer {token}"}
        # Made once, since it takes long. A client of httpx does not serve several threads.
        self._tls = ssl.create_default_context()

    def request(self, method: str, *path: str, body: Any = None, **query: str | int) -> Any:
        """Make a request; once more after a connection that broke, as when the server restarts.

        Args:
            method: Of HTTP.
            path: Its parts, beginning with the version; they are quoted here.
            body: Sent as JSON.
            query: The parameters.

        Returns:
            The answer, a dict.

        Raises:
            PluginError: The answer is no success, as the error that says so.
            UnavailableError: There is no answer, or none of a homeserver.
        """
        for pause in _PAUSES:
            try:
                return self._request(method, path, body, query)
            except UnavailableError as error:
                if not isinstance(error.__cause__, httpx.NetworkError | httpx.RemoteProtocolError):
                    raise
                time.sleep(pause)
        return self._request(method, path, body, query)

    def finish(self, method: str, *path: str, body: Any = None) -> Any:
        """As `request`, for the rest of what has begun: who tries all of it again, doubles it.

        It waits while the homeserver is away or asks for fewer requests, but not for ever.
        """
        end = time.monotonic() + self._timeout
        while True:
            try:
                return self.request(method, *path, body=body)
            except UnavailableError as error:
                pause = getattr(error, "retry_after", None) or 1.0
                if time.monotonic() + pause > end:
                    raise
                time.sleep(pause)

    def _request(self, method: str, path: tuple[str, ...], body: Any, query: Any) -> Any:
        try:
            answer = httpx.request(
                method,
                self._url + "/".join(quote(part, safe="") for part in path),
                json=body,
                params=query,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._tls,
            )
        except UnicodeEncodeError as error:
            raise InvalidRequestError("this is no Unicode text", value=error.object) from error
        except httpx.TimeoutException as error:
            raise UnavailableError(f"no answer within {self._timeout} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnavailableError(f"the homeserver cannot be reached: {error}") from error
        said = _json(answer)
        if answer.is_success and said is not None:
            return said
        raise _error(answer, said or {})


def _json(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        said = answer.json()
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _error(answer: httpx.Response, said: dict[str, Any]) -> PluginError:
    status, code = answer.status_code, said.get("errcode")
    told = f"the homeserver answered {status}: {said.get('error') or answer.reason_phrase}"
    if status == 429 or said.get("error") == _TOO_MANY_INVITED:
        return RateLimitedError(told, retry_after=_retry_after(answer, said))
    if status == 401:
        return PermissionDeniedError(f"{told}; is the access token right?")
    if code is None or status >= 500:  # a proxy, or something that is no homeserver
        return UnavailableError(told)
    if code == "M_ROOM_IN_USE":
        return AlreadyExistsError(told)
    kinds = {403: PermissionDeniedError, 404: NotFoundError}
    return kinds.get(status, InvalidRequestError)(told)


def _retry_after(answer: httpx.Response, said: dict[str, Any]) -> float | None:
    """Seconds; the header is that of Matrix since version 1.10, the field that of all before."""
    try:
        return float(said["retry_after_ms"]) / 1000
    except (KeyError, TypeError, ValueError):
        header = answer.headers.get("Retry-After", "")
        return float(header) if header.isdecimal() else None
