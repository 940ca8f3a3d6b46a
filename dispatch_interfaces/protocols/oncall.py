"""Finds and pages whoever is on call. Source: seed, section Oncall."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from dispatch_interfaces.limits import Absent, AtMost, Limits, NoPlace, Text
from dispatch_interfaces.protocols.plugin import Plugin


@dataclass(frozen=True, kw_only=True)
class OncallLimits(Limits):
    """What a pager cannot do; a plugin's class has it as ``limits``."""

    service_name: Absent | None = None
    """Services are found by their names, not only by their ids."""
    incident_name: Text | NoPlace | None = None
    """The name of the incident, in a page."""
    incident_title: Text | None = None
    """The title of the incident, in a page; a page that does not even say this says nothing."""
    incident_description: Text | NoPlace | None = None
    """The description of the incident, in a page."""
    length: AtMost | None = None
    """Characters that name, title and description of a page have together."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "service_name": ("get.service_name",),
        "incident_name": ("page.incident_name",),
        "incident_title": ("page.incident_title",),
        "incident_description": ("page.incident_description",),
    }


class OncallPlugin(Plugin, Protocol):
    """Knows the services and who is on call for them."""

    type: str = "oncall"

    @abstractmethod
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        """Get the person on call for a service now.

        Args:
            service_id: Id of the service. It decides if both are given.
            service_name: Exact name of the service.

        Returns:
            E-mail address of the person.

        Raises:
            InvalidRequestError: Neither an id nor a name is given.
            NotFoundError: There is no such service.
            UnavailableError: Nobody is on call: the service exists, and this may pass.

        Source: seed, section Oncall.
        """
        ...

    @abstractmethod
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        """Page the person on call for a service now.

        Args:
            service_id: Id of the service.
            incident_name: Name of the incident.
            incident_title: Title of the incident.
            incident_description: Description of the incident; may be empty.

        Raises:
            NotFoundError: There is no such service.
            UnavailableError: Nobody is on call, so nobody was paged.

        Source: seed, section Oncall.
        """
        ...
