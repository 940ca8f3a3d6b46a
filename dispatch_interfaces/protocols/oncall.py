"""Finds and pages whoever is on call. Source: seed, section Oncall."""

from abc import abstractmethod
from typing import Protocol

from dispatch_interfaces.protocols.plugin import Plugin


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
