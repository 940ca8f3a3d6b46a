"""On-call rotations and tasks on a CalDAV server, for Dispatch."""

from dispatch_caldav.oncall import CalDavOncall
from dispatch_caldav.settings import OncallSettings, Security, TaskSettings
from dispatch_caldav.task import CalDavTask

__all__ = ["CalDavOncall", "CalDavTask", "OncallSettings", "Security", "TaskSettings"]
