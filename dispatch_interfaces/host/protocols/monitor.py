"""What the application calls of a monitor plugin."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from re import Pattern
from typing import NotRequired, Protocol

from typing_extensions import TypedDict


class MatchStatus(TypedDict):
    """What has become of a link; all values are texts."""

    state: str
    """In what state it is."""
    title: NotRequired[str]
    """What it is about."""


class HostMonitorPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def get_matchers(self) -> Iterable[Pattern[str]]:
        """Compiled patterns of the links that can be watched.

        Source: the application of September 2025,
        ``plugins/dispatch_slack/incident/interactive.py:1101``.
        """
        ...

    @abstractmethod
    def get_match_status(
        self, weblink: str | Mapping[str, str], last_modified: datetime | None = None
    ) -> MatchStatus | None:
        """What has become of a link; nothing if it is unknown or has not changed.

        Source: the application of September 2025, ``monitor/scheduled.py:43``,
        ``plugins/dispatch_slack/incident/interactive.py:1112``.
        """
        ...
