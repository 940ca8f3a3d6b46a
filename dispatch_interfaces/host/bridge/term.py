"""A term plugin in the running application."""

import builtins
from typing import Any, ClassVar

import attrs

from dispatch_interfaces.host.bridge.base import Bridge


@attrs.frozen
class TermSettings:
    """What the application wants to know of each term."""

    project: str = attrs.field(metadata={"title": "Name of the project to which terms belong"})


class TermBridge(Bridge):
    """The vocabulary of an organisation.

    Definitions are left out: the application takes none but its own rows, and ends the job for
    all projects at the first that it does not know.

    `settings` has to have the field of `TermSettings`; a class without it is rejected.
    """

    type = "term"
    settings: ClassVar[builtins.type[Any] | None] = TermSettings

    @classmethod
    def make(cls, settings: Any) -> Any:
        # The application's own field is no business of the implementation.
        return cls.implementation() if cls.settings is TermSettings else super().make(settings)

    def get(self, **kwargs: Any) -> list[dict[str, Any]]:
        def get() -> list[dict[str, Any]]:
            project = {"name": self._settings().project}
            return [{"text": it["text"], "project": dict(project)} for it in self.plugin.get()]

        return self._spared("get", [], get)
