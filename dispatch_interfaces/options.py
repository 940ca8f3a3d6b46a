"""The options of a check, for the command, pytest and `check()` alike.

Each is declared here once, with its type and what it means; the command and the pytest plugin read
the declarations. Nothing of the suite is imported: pytest loads this at every start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from types import NoneType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypedDict,
    get_args,
    get_origin,
    get_type_hints,
)

LevelName: TypeAlias = Literal["static", "shape", "behaviour", "stateful", "concurrent"]
ProfileName: TypeAlias = Literal["quick", "remote", "thorough", "live"]


@dataclass(frozen=True)
class Help:
    """What an option is for.

    Args:
        text: What it does, to follow its name.
        metavar: What stands for its value on the command line.
        page: Where the documentation says more.
        flag: How the command calls it, if not by its name.
        short: How the command calls it, too.
    """

    text: str
    metavar: str = ""
    page: str = ""
    flag: str = ""
    short: str = ""


class RunOptions(TypedDict, total=False):
    """What `requirements_for` and pytest take; each may be left out."""

    harness: Annotated[
        object, Help("opens the plugin: a harness, a function that makes one, or its name", "NAME")
    ]
    interface: Annotated[
        str | None, Help("the interface to judge by; found from the class if left out", "NAME")
    ]
    profile: Annotated[ProfileName, Help("how much is tried", page="#profiles")]
    seed: Annotated[
        int, Help("draws the same sequences of calls and schedules of threads again", "N")
    ]
    strict: Annotated[bool, Help("a SHOULD counts as a MUST, and everything must be observed")]
    timeout: Annotated[float, Help("how long one requirement may take, 60 if left out", "SECONDS")]


class CheckOptions(RunOptions, total=False):
    """What `check` and the command take; each may be left out."""

    level: Annotated[LevelName | None, Help("the last level to run", page="#levels")]
    keyword: Annotated[
        str, Help("only requirements with the text in their id, name or methods", "TEXT", flag="-k")
    ]
    fail_fast: Annotated[
        bool, Help("judges a plugin until its first failure, and no further", short="-x")
    ]
    self_check: Annotated[
        bool,
        Help(
            "mutates what passed, to see that the check would notice",
            page="#does-the-check-see-anything",
        ),
    ]
    mypy: Annotated[bool, Help("asks mypy, too, at the static level", page="#mypy")]
    record: Annotated[
        Path | None,
        Help(
            "writes down all that plugins and observers answer",
            "FILE",
            page="remote-backend.md#a-run-without-the-backend",
        ),
    ]
    replay: Annotated[
        Path | None,
        Help(
            "lets a recording answer in their place, with its profile and seed",
            "FILE",
            page="remote-backend.md#a-run-without-the-backend",
        ),
    ]


def seconds(given: str | float) -> float:
    """How long something may take, as it was given.

    Raises:
        ValueError: It is no number of seconds that can be waited.
    """
    found = float(given)
    if not 0 < found < inf:
        raise ValueError(f"{given} is not a number of seconds above 0")
    return found


@dataclass(frozen=True)
class Option:
    """One option, as it was declared."""

    name: str
    kind: Any
    """The type of its value: `bool`, `int`, `float`, `str`, `Path` or `object`."""
    choices: tuple[str, ...]
    """What its value is one of; empty for any."""
    help: Help


def declared(options: type) -> Iterator[Option]:
    """The options of `RunOptions` or `CheckOptions`."""
    for name, annotation in get_type_hints(options, include_extras=True).items():
        kind, about = get_args(annotation)
        if NoneType in get_args(kind):
            kind = get_args(kind)[0]
        choices = get_args(kind) if get_origin(kind) is Literal else ()
        yield Option(name, str if choices else kind, choices, about)
