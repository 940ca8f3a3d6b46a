"""What the application calls of an oncall plugin."""

from abc import abstractmethod
from typing import Any, Protocol


class HostOncallPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get(self, service_id: str | None = None, **kwargs: Any) -> str | None:
        """Who is on call for a service: an address.

        Source: the application of September 2025, ``incident/service.py:58``,
        ``incident/flows.py:979``, ``case/flows.py:1407``, ``service/flows.py:28``,
        ``conversation/flows.py:349``, ``forms/type/service.py:99``,
        ``plugins/dispatch_core/plugin.py:571``.
        """
        ...

    @abstractmethod
    def page(
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        **kwargs: Any,
    ) -> None:
        """Page who is on call.

        Source: the application of September 2025, ``incident/flows.py:421``,
        ``incident/flows.py:1003``, ``case/flows.py:333``, ``case/flows.py:1434``.
        """
        ...

    @abstractmethod
    def get_next_oncall(self, service_id: str) -> str | None:
        """Who is on call next for a service.

        Source: the application of September 2025, ``incident/service.py:309``.
        """
        ...

    @abstractmethod
    def get_schedule_id_from_service_id(self, service_id: str) -> str | None:
        """The schedule of a service.

        Source: the application of September 2025, ``feedback/service/scheduled.py:194``.
        """
        ...

    @abstractmethod
    def did_oncall_just_go_off_shift(self, schedule_id: str, hour: int) -> dict[str, Any] | None:
        """Whose shift has just ended.

        Source: the application of September 2025, ``feedback/service/scheduled.py:96``.
        """
        ...

    @abstractmethod
    def get_service_url(self, service_id: str) -> str | None:
        """The page of a service.

        Source: the application of September 2025,
        ``plugins/dispatch_slack/case/interactive.py:2479``.
        """
        ...
