"""Who is on call, kept in memory."""

import math
import threading
import time
from collections.abc import Sequence

from attrs import define, field, frozen

from dispatch_interfaces import InvalidRequestError, NotFoundError, OncallPlugin, UnavailableError
from reference_impls.common import Clock, Ids, require_name, require_text

WEEK = 7 * 24 * 3600.0
"""Seconds in a week, the usual length of a shift."""


@frozen
class Rotation:
    """People who are on call in turn.

    Args:
        people: Their addresses, in turn.
        start: When the first shift begins, in seconds since the epoch.
        shift: How long each is on call, in seconds.
        end: When the last shift ends.
    """

    people: tuple[str, ...]
    start: float
    shift: float
    end: float

    def at(self, now: float) -> str | None:
        """Who is on call at a time; None before the first shift and after the last."""
        if not self.start <= now < self.end:
            return None
        return self.people[int((now - self.start) // self.shift) % len(self.people)]


@frozen
class Page:
    """One page that was sent."""

    service_id: str
    email: str
    incident_name: str
    incident_title: str
    incident_description: str
    sent_at: float
    """Seconds since the epoch."""


@define
class _Service:
    rotations: list[Rotation] = field(factory=list[Rotation])
    overrides: list[Rotation] = field(factory=list[Rotation])

    def at(self, now: float) -> str | None:
        # The last one that was added counts, and an override before any rotation.
        for it in (*reversed(self.overrides), *reversed(self.rotations)):
            if (person := it.at(now)) is not None:
                return person
        return None


class InMemoryOncall(OncallPlugin):
    """Services with rotations and overrides.

    `add_service`, `add_rotation`, `add_override` and `set_oncall` stand for the on-call system;
    `pages` shows what was sent.

    Args:
        clock: The time, which decides who is on call.
    """

    title = "In-memory oncall"
    slug = "in-memory-oncall"
    description = "Rotations kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, *, clock: Clock = time.time) -> None:
        self._services: dict[str, _Service] = {}
        self._ids_by_name: dict[str, str] = {}
        self._pages: list[Page] = []
        self._ids = Ids()
        self._clock = clock
        self._lock = threading.Lock()

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        """Who is on call now; the id decides if both are given."""
        with self._lock:
            if service_id is None and service_name is None:
                raise InvalidRequestError(
                    "a service_id or a service_name is needed", interface=self.type, method="get"
                )
            if service_id is None:
                service_id = self._id_of(service_name or "")
            return self._oncall("get", service_id)

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        """Page who is on call now; see `pages`."""
        for text in (incident_name, incident_title, incident_description):
            require_text(text, interface=self.type, method="page")
        with self._lock:
            email = self._oncall("page", service_id)
            self._pages.append(
                Page(
                    service_id,
                    email,
                    incident_name,
                    incident_title,
                    incident_description,
                    self._clock(),
                )
            )

    def add_service(self, name: str) -> str:
        """Add a service for which nobody is on call yet; returns its id.

        Raises:
            InvalidRequestError: Nobody could see the name, or another service has it.
        """
        require_name(name, interface=self.type, method="add_service")
        with self._lock:
            if name in self._ids_by_name:
                raise InvalidRequestError(
                    "a service has this name", interface=self.type, method="add_service", value=name
                )
            service_id = self._ids.new("service")
            self._services[service_id] = _Service()
            self._ids_by_name[name] = service_id
            return service_id

    def add_rotation(
        self,
        service_id: str,
        people: Sequence[str],
        *,
        start: float = 0.0,
        shift: float = WEEK,
        end: float = math.inf,
    ) -> None:
        """Let people be on call for a service in turn; see `Rotation`.

        Raises:
            NotFoundError: There is no such service.
            InvalidRequestError: There is nobody, or a shift takes no time.
        """
        if not people or shift <= 0:
            raise InvalidRequestError(
                "a rotation has people, and shifts that take time",
                interface=self.type,
                method="add_rotation",
                value=(tuple(people), shift),
            )
        with self._lock:
            service = self._service("add_rotation", service_id)
            service.rotations.append(Rotation(tuple(people), start, shift, end))

    def add_override(self, service_id: str, email: str, *, start: float, end: float) -> None:
        """Let a person be on call for a service in place of the rotation, for a time.

        Raises:
            NotFoundError: There is no such service.
        """
        with self._lock:
            service = self._service("add_override", service_id)
            service.overrides.append(Rotation((email,), start, WEEK, end))

    def set_oncall(self, service_id: str, email: str | None) -> None:
        """Let a person be on call for a service from now on, or nobody.

        Takes the place of all its rotations and overrides.

        Raises:
            NotFoundError: There is no such service.
        """
        with self._lock:
            service = self._service("set_oncall", service_id)
            service.overrides.clear()
            service.rotations[:] = (
                [] if email is None else [Rotation((email,), 0.0, WEEK, math.inf)]
            )

    def pages(self, service_id: str | None = None) -> list[Page]:
        """The pages that were sent for a service, or for all, in order."""
        with self._lock:
            return [it for it in self._pages if service_id in (None, it.service_id)]

    def _id_of(self, name: str) -> str:
        service_id = self._ids_by_name.get(name)
        if service_id is None:
            raise NotFoundError(
                "no service has this name", interface=self.type, method="get", value=name
            )
        return service_id

    def _service(self, method: str, service_id: str) -> _Service:
        service = self._services.get(service_id)
        if service is None:
            raise NotFoundError(
                "no service has this id", interface=self.type, method=method, value=service_id
            )
        return service

    def _oncall(self, method: str, service_id: str) -> str:
        person = self._service(method, service_id).at(self._clock())
        if person is None:
            raise UnavailableError(
                "nobody is on call for the service now",
                interface=self.type,
                method=method,
                value=service_id,
            )
        return person
