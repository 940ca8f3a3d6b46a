"""An oncall plugin in the running application."""

from collections.abc import Mapping
from typing import Any, ClassVar

from dispatch_interfaces.host.bridge.base import Bridge, taken


class OncallBridge(Bridge):
    """Who is on call, and how they are paged.

    The type of a service has to be the slug of the plugin.
    """

    type = "oncall"
    keywords: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "page": {"event_type": "who is paged for a case is told of an incident"}
    }
    methods: ClassVar[Mapping[str, str]] = {
        "get_next_oncall": "who is on call next is not engaged",
        "get_schedule_id_from_service_id": "nobody is asked how a shift was",
        "did_oncall_just_go_off_shift": "nobody is asked how a shift was",
        "get_service_url": "the page of a service is not linked",
    }

    def get(self, service_id: str | None = None, **kwargs: Any) -> str | None:
        """Nobody, where the plugin raises: most call sites go on with that, and none with more."""

        def get() -> str | None:
            email: str | None = self.within.get(service_id=service_id)
            return email or None

        return self._spared("get", None, get)

    def page(
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        **kwargs: Any,
    ) -> None:
        """What cannot be paged must not keep an incident from being opened; the log has it."""
        told = (service_id, incident_name, incident_title, incident_description)

        def page() -> None:
            plugin = self.within
            plugin.page(*told, **taken(plugin.page, kwargs))

        self._spared("page", None, page)

    def get_next_oncall(self, service_id: str) -> str | None:
        return self._spared(
            "get_next_oncall", None, lambda: self._optional("get_next_oncall", None, service_id)
        )

    def get_schedule_id_from_service_id(self, service_id: str) -> str | None:
        name = "get_schedule_id_from_service_id"
        return self._spared(name, None, lambda: self._optional(name, None, service_id))

    def did_oncall_just_go_off_shift(self, schedule_id: str, hour: int) -> dict[str, Any] | None:
        def ask() -> dict[str, Any] | None:
            name = "did_oncall_just_go_off_shift"
            shift: Mapping[str, Any] | None = self._optional(name, None, schedule_id, hour)
            return dict(shift) if shift else None

        return self._spared("did_oncall_just_go_off_shift", None, ask)

    def get_service_url(self, service_id: str) -> str | None:
        return self._spared(
            "get_service_url", None, lambda: self._optional("get_service_url", None, service_id)
        )
