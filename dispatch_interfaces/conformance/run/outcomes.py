"""How one requirement ended, with the evidence where it failed."""

from enum import StrEnum
from typing import Any, Self

from attrs import frozen

from dispatch_interfaces.checking.static import Problem
from dispatch_interfaces.conformance.run.requirement import Level, Requirement, Strength
from dispatch_interfaces.showing import only_printable


class Result(StrEnum):
    """How one requirement ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_OBSERVED = "not observed"
    UNSUPPORTED = "unsupported"
    LIMITED = "limited"
    """What it asks for is declared not to be there, and was shown not to be."""
    BLOCKED = "blocked"
    ERROR = "error"
    NOT_RUN = "not run"
    NOT_SELECTED = "not selected"
    """Left out by who asked for others: it counts for nothing."""


@frozen(field_transformer=only_printable)
class Finding:
    """The evidence of a failure, in the order in which it is read; empty is what is not there."""

    called: str = ""
    outcome: str = ""
    expected: str = ""
    then: str = ""
    to_fix: str = ""
    source: str = ""
    traceback: str = ""
    """The author's own, if the call raised."""
    printed: str = ""
    script: str = ""
    """The calls that lead to it, as a test to paste, where it takes several."""
    repeat: str = ""
    """The options of the command that draw the same again, where something was drawn."""
    declare: str = ""
    """The limit to declare where the platform cannot do it, to be pasted into the class."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the class itself, each with its place, where no call shows it."""
    untrue: tuple[str, ...] = ()
    """The declared limits that were shown to be none, or others."""


@frozen(field_transformer=only_printable)
class Outcome:
    """One requirement, and how it ended."""

    requirement: str
    text: str
    strength: Strength
    level: Level
    methods: tuple[str, ...]
    result: Result
    reason: str = ""
    """Why it did not pass: by what it was blocked, what was missing, what the harness raised."""
    traceback: str = ""
    """The author's own, if the harness raised."""
    blocked_by: str = ""
    """The method whose failure blocked it; if it failed, the one that failed only here."""
    called: tuple[str, ...] = ()
    """The methods that had been called until it was blocked."""
    finding: Finding | None = None
    """The evidence; while a plugin is being judged, also of what blocked it."""
    expected_failure: str = ""
    """The reason given in the author's configuration for expecting this failure."""
    preview: bool = False
    """Whether it is new in this minor version, and counts from the next."""
    stochastic: bool = False
    """Whether it may have passed although its rule is broken."""
    seconds: float = 0.0
    within: tuple[str, ...] = ()
    """The declared limits that some of its values came up against."""

    @classmethod
    def of(cls, requirement: Requirement, result: Result, reason: str = "", **more: Any) -> Self:
        """The outcome of a requirement, of which the requirement says what it is.

        Args:
            requirement: The requirement.
            result: How it ended.
            reason: Why it did not pass.
            more: All else, by the names here.
        """
        return cls(
            requirement=requirement.id,
            text=requirement.text,
            strength=requirement.strength,
            level=requirement.level,
            methods=requirement.methods,
            result=result,
            reason=reason,
            preview=requirement.preview,
            stochastic=requirement.stochastic,
            **more,
        )
