"""What every plugin has, whatever its interface.

Source: the application of September 2025, ``plugins/base/v1.py`` and ``plugin/models.py``.
"""

from collections.abc import Sequence
from typing import Any, Protocol


class Plugin(Protocol):
    """The attributes that the application reads from a plugin, or sets on it.

    The application makes the plugin itself, with no arguments. It keeps instance attributes per
    thread and runs ``__init__`` again in each, so state belongs elsewhere.
    """

    title: str
    """The name shown to people; all plugins are sorted by it, so None breaks every look-up."""

    slug: str
    """The unique name it is looked up by, and the ``resource_type`` of what it creates.

    Changing it orphans what was stored under the old one.
    """

    description: str = ""
    """One sentence for the list of plugins; stored when the plugin is installed."""

    version: str = ""
    """The version of the plugin itself; stored, never compared."""

    author: str
    """Who wrote it; without it, listing the plugins and creating a project fail."""

    author_url: str
    """Where the author is found; needed for the same reason as ``author``."""

    type: str
    """The interface it serves (``"participant-group"``): how a project's active one is found."""

    multiple: bool = False
    """Whether enabling it leaves other plugins of its type enabled.

    The application finds most types by asking for the only one, which fails if there are two.
    """

    configuration: Any = None
    """The project's settings, set by the application before each use.

    None in ``__init__``, in threads the plugin starts, when never configured, and when what was
    stored no longer validates.
    """

    project_id: int | None = None
    """The project it is used for, set together with ``configuration``: the last look-up holds."""

    events: Any = None
    """A FastAPI ``APIRouter``, mounted without authentication below ``/{organization}/events``."""

    plugin_events: Sequence[Any] = ()
    """Classes with ``name`` (3 characters or more), ``slug`` and ``description``.

    One per kind of activity that a cost model may count.
    """
