"""What is judged in the host edition, one thing after the other, before anything of it is done."""

from functools import cache
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.conformance.host.preconditions import PRECONDITIONS, Precondition
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.host.calls import Call, HostMethod
from dispatch_interfaces.host.catalogue import CATALOGUE

LAST: Final = (
    "remove_user",
    "remove_participant",
    "remove",
    "move_file",
    "archive",
    "unarchive",
    "delete",
    "delete_file",
)
"""What ends something comes after everything else, in this order."""

FIRST: Final = ("create", "create_file", "create_case_ticket", "run", "create_mfa_challenge")

LEVELS: Final = (Level.STATIC, Level.HOST)
"""The levels of this edition."""


@frozen
class Step:
    """One requirement of the host edition.

    Args:
        id: Its id.
        text: What is required.
        strength: How much it counts.
        precondition: What the application relies on; None for a call.
        method: The method that is called.
        call: The call.
    """

    id: str
    text: str
    strength: Strength
    precondition: Precondition | None = None
    method: HostMethod | None = None
    call: Call | None = None

    @property
    def what(self) -> str:
        """What is shown while it is judged: ``"HOST-ONCALL-103 page"``."""
        return f"{self.id} {self.method.name}" if self.method else self.id

    @property
    def called(self) -> str:
        """The call as one would write it; empty for a precondition."""
        return f"{self.method.name}({self.call.written})" if self.method and self.call else ""

    def left_out(self, level: Level | None, keyword: str) -> str:
        """Why it is not judged; empty if it is.

        Args:
            level: The last level to run; None for all.
            keyword: A part of its id or of the name of its method.
        """
        opens = self.precondition is not None and self.precondition.opens
        if level not in (None, Level.HOST) and opens:
            return f"beyond --level {level.value}"
        if keyword.lower() not in self.what.lower():
            return f"not selected by -k {keyword}"
        return ""

    def outcome(
        self, result: Result, reason: str = "", level: Level = Level.HOST, **more: Any
    ) -> Outcome:
        """How it ended.

        Args:
            result: How.
            reason: Why it did not pass.
            level: The level at which that was found.
            more: All else, by the names of `Outcome`.
        """
        return Outcome(
            requirement=self.id,
            text=self.text,
            strength=self.strength,
            level=level,
            methods=(self.method.name,) if self.method else (),
            result=result,
            reason=reason,
            **more,
        )

    def believed(self, told: Outcome) -> Outcome:
        """An outcome that another process tells, of which this step says what it is about."""
        strength = Strength.MUST if told.strength is Strength.MUST else self.strength
        methods = (self.method.name,) if self.method else ()
        return evolve(told, requirement=self.id, text=self.text, strength=strength, methods=methods)


@cache
def steps_of(type: str) -> tuple[Step, ...]:
    """All that is judged of plugins of a type, in the order in which it is."""
    found = CATALOGUE[type]
    prefix = f"HOST-{type.upper()}"
    steps = [
        Step(f"{prefix}-{it.number:03d}", it.text, Strength.MUST, precondition=it)
        for it in PRECONDITIONS
    ]
    numbered = [(method, call) for method in found.methods for call in method.calls]
    calls = [
        Step(
            f"{prefix}-{number:03d}",
            f"`{method.name}` works when {call.when}.",
            Strength.MUST if method.required else Strength.SHOULD,
            method=method,
            call=call,
        )
        for number, (method, call) in enumerate(numbered, 101)
    ]
    return (*steps, *sorted(calls, key=_rank))


def _rank(step: Step) -> tuple[int, int]:
    name = step.method.name if step.method else ""
    if name in FIRST:
        return 0, FIRST.index(name)
    return (2, LAST.index(name)) if name in LAST else (1, 0)
