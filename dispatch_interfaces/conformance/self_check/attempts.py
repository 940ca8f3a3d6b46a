"""What a self-check tried, and what of it was noticed."""

from enum import StrEnum

from attrs import frozen

from dispatch_interfaces.showing import only_printable


class Blindness(StrEnum):
    """What kept a check from noticing that a plugin was mutated."""

    NOT_REACHED = "not reached"
    EXPECTED_FAILURE = "expected failure"
    NOT_OBSERVED = "not observed"
    OBSERVER = "observer"
    UNSEEN = "unseen"


@frozen(field_transformer=only_printable)
class Attempt:
    """One mutation in one method: caught, unnoticed, or not tried."""

    mutation: str
    method: str
    argument: str = ""
    """The parameter it was after, if it was after one."""
    caught_by: str = ""
    """The first requirement that failed."""
    blindness: Blindness | None = None
    """Why it was not noticed; None if it was, or was not tried."""
    reason: str = ""
    """What exactly kept the check from noticing, or why it was not tried."""


@frozen(field_transformer=only_printable)
class SelfCheck:
    """Whether a check would have noticed, had the plugin been a worse one."""

    attempts: tuple[Attempt, ...] = ()
    not_run: str = ""
    """Why it was not run."""

    @property
    def caught(self) -> tuple[Attempt, ...]:
        return tuple(it for it in self.attempts if it.caught_by)

    @property
    def unnoticed(self) -> tuple[Attempt, ...]:
        return tuple(it for it in self.attempts if it.blindness)

    def exit_code(self, strict: bool) -> int:
        """0 if everything was caught; what nothing was there to observe is 1 only if strict."""
        if self.not_run:
            return 2
        excused = () if strict else (Blindness.NOT_OBSERVED,)
        return int(any(it.blindness not in excused for it in self.unnoticed))
