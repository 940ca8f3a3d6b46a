"""The plugins, as the application loads them."""

from typing import Any, Final

from dispatch_caldav.oncall import CalDavOncall
from dispatch_caldav.settings import OncallSettings, TaskSettings
from dispatch_caldav.task import CalDavTask
from dispatch_interfaces import NotFoundError
from dispatch_interfaces.host.bridge import OncallBridge, TaskBridge

_DAY: Final = 86400


class CalDavOncallForDispatch(OncallBridge):
    """The type of a service in the application has to be ``caldav-oncall``."""

    implementation = CalDavOncall
    settings = OncallSettings


class CalDavTaskForDispatch(TaskBridge):
    """Tasks of documents that any storage plugin keeps."""

    implementation = CalDavTask
    settings = TaskSettings

    def list(self, file_id: str, lookback: int = 60, **kwargs: Any) -> list[dict[str, Any]]:
        """Makes the task list of a document that has none yet.

        Nobody else would: the application has no call for it, and people cannot choose its address.
        It asks every half minute for the documents of open incidents, and once a day for those of
        all that there ever were, which need no list any more.
        """
        try:
            return super().list(file_id, lookback, **kwargs)
        except NotFoundError:
            if not self.configuration.make_lists or lookback >= _DAY:
                raise
            self._call("list", lambda: self.plugin.make_list(file_id))
            return []
