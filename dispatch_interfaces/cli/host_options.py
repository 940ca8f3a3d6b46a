"""The options that mean nothing to a check of the host edition: each is rejected, and says why."""

from collections.abc import Mapping
from typing import Any, Final

_CALLS: Final = "it makes each call of the application once, with the same values"
_WHY_NOT: Final[Mapping[str, str]] = {
    "profile": _CALLS,
    "seed": f"{_CALLS}, and draws nothing",
    "self_check": f"{_CALLS}, and mutates nothing",
    "record": "what the calls of the application return is not recorded",
    "replay": "what the calls of the application return is not recorded",
    "mypy": "mypy is asked about the documented interface",
    "interface": "the application takes the type of a plugin from its class",
}
_LEVELS: Final = ("static",)


def rejection(given: Mapping[str, Any], plan: bool) -> str:
    """Why options do not go with the host edition; empty if they do.

    Args:
        given: What was given on the command line, by name.
        plan: Whether ``--plan`` was.
    """
    for name, why in _WHY_NOT.items():
        found = given.get(name)
        if found is not None and found is not False:
            flag = name.replace("_", "-")
            return f"--{flag} does not go with --edition host: {why}"
    level = given.get("level")
    if level is not None and level not in _LEVELS:
        return (
            f"--edition host has no level {level}: --level static reads the class, and without "
            "--level every call is made"
        )
    if plan:
        return "--plan does not go with --edition host: it says what the live profile would do"
    return ""


def without_documented(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options from pyproject.toml, without those that are for the documented edition only."""
    left = {name: it for name, it in given.items() if name not in _WHY_NOT}
    if left.get("level") not in (None, *_LEVELS):
        del left["level"]
    return left
