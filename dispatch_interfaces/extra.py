"""What the conformance suite and the command need, and the package alone does not bring."""

from importlib.util import find_spec
from typing import Final

NAMES: Final = ("pytest", "hypothesis", "mypy", "click", "rich")
"""The modules that the extra `conformance` installs."""


def require_conformance() -> None:
    """Say what to install if something is missing.

    Raises:
        ModuleNotFoundError: The extra is not installed; the text names it.
    """
    missing = [it for it in NAMES if find_spec(it) is None]
    if missing:
        raise ModuleNotFoundError(
            f"the conformance suite needs {', '.join(missing)}: "
            "pip install 'dispatch-interfaces[conformance]'",
            name=missing[0],
        )
