"""Links that are watched, kept in memory."""

import re
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.monitor import HostMonitorPlugin, MatchStatus

_LINK: Final = re.compile(r"(?P<weblink>https://builds\.example\.com/(?P<build>[\w-]+))")


@frozen
class _Build:
    title: str
    state: str
    changed: datetime


class InMemoryMonitor(HostPlugin, HostMonitorPlugin):
    """Builds and their states; `change` stands for the system that runs them."""

    title = "In-memory monitor"
    slug = "in-memory-monitor"
    type = "monitor"
    description = "Links to builds kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._builds: dict[str, _Build] = {}
        self._lock = threading.Lock()

    def get_matchers(self) -> list[re.Pattern[str]]:
        """Links to builds."""
        return [_LINK]

    def get_match_status(
        self, weblink: str | Mapping[str, str], last_modified: datetime | None = None
    ) -> MatchStatus | None:
        """The state of a build; None if the link is of something else, or nothing has changed."""
        link = weblink if isinstance(weblink, str) else weblink.get("weblink", "")
        found = _LINK.search(link)
        with self._lock:
            build = self._builds.get(found["build"]) if found else None
        if build is None or (last_modified is not None and build.changed <= last_modified):
            return None
        return {"title": build.title, "state": build.state}

    def change(self, build: str, title: str, state: str, changed: datetime) -> str:
        """Bring a build to a state; returns the link to it.

        Args:
            build: Its id, as it is in the link.
            title: What it is about.
            state: Its state.
            changed: When, in UTC without offset.
        """
        with self._lock:
            self._builds[build] = _Build(title, state, changed)
        return f"https://builds.example.com/{build}"
