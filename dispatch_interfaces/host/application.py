"""What only the running application knows: looked up in it, if it is there.

Nothing here imports the application. In the CI of an author it may be installed and not
configured, and then importing it fails: what it has not loaded by itself is not there.
"""

import sys
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

_DATABASE: Final = "dispatch.database.core"


def loaded(module: str, name: str) -> Any:
    """A class or function of the application; None where it is not loaded.

    Args:
        module: ``"dispatch.incident.models"``.
        name: ``"Incident"``.
    """
    return getattr(sys.modules.get(module), name, None)


def row(db_session: Any, module: str, name: str, id: Any) -> Any:
    """A row by its id; None where there is no such row, no session or no application.

    Args:
        db_session: The session that the application passed.
        module: Where the model is defined.
        name: The model.
        id: The primary key.
    """
    model = loaded(module, name)
    if model is None or db_session is None or id is None:
        return None
    return db_session.get(model, id)


def attribute(it: Any, path: str) -> Any:
    """What is at the end of a dotted path; None where a part of it is missing or None.

    Args:
        it: A row, or None.
        path: ``"incident_type.name"``.
    """
    for name in path.split("."):
        it = getattr(it, name, None)
    return it


def organizations() -> list[str]:
    """The slugs of all organizations; each has its rows in a schema of its own."""
    opened, model = _opened("get_session"), loaded("dispatch.organization.models", "Organization")
    if opened is None or model is None:
        return []
    with opened as session:
        return [str(it.slug) for it in session.query(model).all()]


@contextmanager
def session_of(organization: str) -> Generator[Any]:
    """A session for the rows of an organization, closed afterwards; None without the application.

    Args:
        organization: The slug.
    """
    opened = _opened("get_organization_session", organization)
    if opened is None:
        yield None
        return
    with opened as session:
        yield session


def _opened(name: str, *args: Any) -> AbstractContextManager[Any] | None:
    function = loaded(_DATABASE, name)
    return None if function is None else function(*args)
