"""The plugins, as the application loads them."""

from collections.abc import Sequence
from typing import Any, Final

from dispatch_caldav.oncall import CalDavOncall
from dispatch_caldav.settings import OncallSettings, TaskSettings
from dispatch_caldav.task import CalDavTask
from dispatch_interfaces import NotFoundError, Task
from dispatch_interfaces.host.bridge import OncallBridge, TaskBridge

_DAY: Final = 86400


class CalDavTaskWithLists(CalDavTask):
    """Makes the list of a document when it is first asked for.

    Nobody else would: the application has no call for it, and people cannot choose its address. It
    asks every half minute for documents of open incidents, and once a day for those of all that
    there ever were, which need no list any more.
    """

    def __init__(self, settings: TaskSettings) -> None:
        super().__init__(settings)
        self._makes_lists = settings.make_lists

    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        try:
            return super().list(file_id, **kwargs)
        except NotFoundError:
            if not self._makes_lists or kwargs.get("lookback", _DAY) >= _DAY:
                raise
            self.make_list(file_id)
            return []


class CalDavOncallForDispatch(OncallBridge):
    """The type of a service in the application has to be ``caldav-oncall``."""

    implementation = CalDavOncall
    settings = OncallSettings


class CalDavTaskForDispatch(TaskBridge):
    """Tasks of documents that any storage plugin keeps."""

    implementation = CalDavTaskWithLists
    settings = TaskSettings
