"""A task plugin in the running application."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from dispatch_interfaces.host.bridge.base import Bridge

_RESOLVED: Final = "Resolved"


class TaskBridge(Bridge):
    """Tasks in the comments of an incident's documents."""

    type = "task"
    methods: ClassVar[Mapping[str, str]] = {
        "update": "a task that is resolved in the application stays open on the platform"
    }

    def list(self, file_id: str, lookback: int = 60, **kwargs: Any) -> list[dict[str, Any]]:
        """Fresh items, without the keys that would erase what the application has."""
        return self._call(
            "list",
            lambda: [
                {key: it for key, it in item.items() if it is not None and key != "incident"}
                for item in self.within.list(file_id, lookback=lookback, **kwargs)
            ],
        )

    def update(
        self, file_id: str, task_id: str | None, resolved: bool | str = False, **kwargs: Any
    ) -> None:
        """The chat passes a bool, the web page the status, where ``"Open"`` is true as well."""
        if task_id is not None:  # made in the web page, and unknown to the platform
            done = resolved if isinstance(resolved, bool) else str(resolved) == _RESOLVED
            self._optional("update", None, file_id, task_id, done)
