"""What the application calls of an email plugin."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class HostEmailPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def send(
        self,
        recipient: str,
        notification_text: str,
        notification_template: Sequence[Mapping[str, Any]],
        notification_type: str,
        items: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> bool:
        """Send a mail.

        Source: the application of September 2025, ``incident/messaging.py:228``,
        ``incident/messaging.py:275``, ``notification/service.py:115``, ``task/flows.py:73``,
        ``feedback/incident/messaging.py:50``, ``feedback/incident/messaging.py:100``,
        ``evergreen/scheduled.py:70``, ``report/messaging.py:90``, ``report/messaging.py:130``.
        """
        ...
