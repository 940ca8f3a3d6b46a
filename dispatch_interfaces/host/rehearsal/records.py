"""What a rehearsal comes to: acts, steps, calls, and how all of it ended. All of it is plain."""

from enum import StrEnum
from typing import Any, Final

from attrs import asdict, frozen

from dispatch_interfaces.host.calls import Severity
from dispatch_interfaces.showing import only_printable

GOOD: Final = "an incident opens, runs and closes"
"""The verdict, if everything went as it should."""


class State(StrEnum):
    """How a step, or the whole, went."""

    PASSED = "passed"
    WITHOUT = "without"
    """It went on without something that a plugin need not have."""
    LOST = "lost"
    """It went on, and something is missing of which at most a line in the log tells."""
    FAILED = "failed"


@frozen(field_transformer=only_printable)
class Call:
    """One call that a plugin got.

    Args:
        type: The plugin type.
        method: The method.
        site: Where the application makes the call.
        project: For which project.
        arguments: What was passed, as it would be written.
        answer: What came back: ``"returned ..."`` or ``"raised ..."``.
        made: What the application made of it, if something was the matter with it.
        severity: What that costs; None if nothing was the matter.
        mine: Whether it went to a plugin of the author, and not to a stand-in.
        process: Which process of the application made it.
    """

    type: str
    method: str
    site: str
    project: str
    arguments: tuple[str, ...]
    answer: str = ""
    made: str = ""
    severity: Severity | None = None
    mine: bool = False
    process: str = "web"

    @property
    def written(self) -> str:
        """The call, as one would write it."""
        return f"{self.type}.{self.method}({', '.join(self.arguments)})"


@frozen(field_transformer=only_printable)
class Step:
    """One thing that somebody does, or a job.

    Args:
        name: What it is called.
        calls: All calls, in order.
        errors: Why it failed: what it raised, logged as an exception, or wrote in the timeline.
        losses: What is missing, of which only a line in the log tells.
        lacks: What it went on without because a plugin need not have it.
    """

    name: str
    calls: tuple[Call, ...] = ()
    errors: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the application's own step would have failed."""
        return bool(self.errors)

    @property
    def state(self) -> State:
        if self.errors:
            return State.WITHOUT if set(self.errors) <= set(self.lacks) else State.FAILED
        if self.losses:
            return State.LOST
        return State.WITHOUT if self.lacks else State.PASSED


@frozen(field_transformer=only_printable)
class Act:
    """Some steps that belong together."""

    name: str
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        order = list(State)
        return max((it.state for it in self.steps), key=order.index, default=State.PASSED)


@frozen(field_transformer=only_printable)
class Seen:
    """One thing at the end, as the application believes it to be and as a plugin shows it.

    Args:
        of: What it belongs to: ``"incident ticket-1"``.
        what: What it is: ``"members of the channel"``.
        type: The plugin type that has it.
        believed: What the application believes; one line for each item.
        shown: What the plugin shows; None where it cannot be seen.
        reason: Why it cannot be seen.
    """

    of: str
    what: str
    type: str
    believed: tuple[str, ...]
    shown: tuple[str, ...] | None = None
    reason: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What the application believes, and the plugin does not show."""
        return (
            () if self.shown is None else tuple(it for it in self.believed if it not in self.shown)
        )

    @property
    def unexpected(self) -> tuple[str, ...]:
        """What the plugin shows, and the application does not believe."""
        return (
            () if self.shown is None else tuple(it for it in self.shown if it not in self.believed)
        )

    @property
    def differs(self) -> bool:
        return bool(self.missing or self.unexpected)


@frozen(field_transformer=only_printable)
class Message:
    """A message as people read it.

    Args:
        place: The conversation or the person that it went to.
        to: Who alone sees it; empty if everybody does.
        text: The text.
    """

    place: str
    to: str
    text: str


@frozen(field_transformer=only_printable)
class Player:
    """A plugin that takes part.

    Args:
        type: Its type.
        name: Its slug.
        label: The class.
        mine: Whether it is the author's.
        note: What else there is to know, such as settings that were made up.
    """

    type: str
    name: str
    label: str
    mine: bool
    note: str = ""


@frozen(field_transformer=only_printable)
class Rehearsal:
    """What came of a rehearsal.

    Args:
        players: All plugins.
        acts: What was played, in order.
        ending: The end, side by side.
        messages: All messages, as people read them.
        without: Types of which the project has no plugin.
        seed: By which services failed; None if they did not.
        refused: Why nothing could be rehearsed; empty if it was.
    """

    players: tuple[Player, ...] = ()
    acts: tuple[Act, ...] = ()
    ending: tuple[Seen, ...] = ()
    messages: tuple[Message, ...] = ()
    without: tuple[str, ...] = ()
    seed: int | None = None
    refused: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for act in self.acts for step in act.steps)

    @property
    def differences(self) -> tuple[Seen, ...]:
        """What is not as the application believes it to be."""
        return tuple(it for it in self.ending if it.differs)

    @property
    def verdict(self) -> str:
        """One sentence."""
        if self.refused:
            return f"it cannot be rehearsed: {self.refused}"
        failed = [it for it in self.steps if it.state is State.FAILED]
        stops = [(it, call) for it in failed for call in it.calls if call.severity in _STOPS]
        if stops:
            return _stopped(*stops[0])
        if failed:
            return f"fails in *{failed[0].name}*: {failed[0].errors[0]}"
        lost = [it for it in self.steps if it.state is State.LOST]
        if lost:
            return f"{GOOD}, and something gets lost in *{lost[0].name}*: {lost[0].losses[0]}"
        if self.differences:
            first = self.differences[0]
            return f"{GOOD}, and not all is as the application believes: {first.what} of {first.of}"
        return GOOD

    @property
    def exit_code(self) -> int:
        """0 if all went well, 1 if it did not, 2 if nothing could be rehearsed."""
        if self.refused:
            return 2
        return int(self.verdict != GOOD)

    def plain(self) -> dict[str, Any]:
        """All of it, as JSON can hold it; with the verdict."""
        told = asdict(self, value_serializer=_serialized)
        return {"verdict": self.verdict, "exit_code": self.exit_code, **told}


_STOPS: Final = (Severity.ABORTS, Severity.SKIPS)


def _stopped(step: Step, call: Call) -> str:
    """What stops, in the words of the catalogue if it has some, after which answer, and why."""
    head, stops, _ = call.made.partition(" stops half-way")
    why, _, what = head.rpartition("; ") if stops else (call.made, "", step.name)
    told = filter(None, (f"{call.type}.{call.method} {call.answer}", why))
    return f"stops half-way in *{what}*: {': '.join(told)}"


def _serialized(_instance: Any, _field: Any, value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


@frozen
class Progress:
    """How far a rehearsal is.

    Args:
        act: The act.
        step: The step; its calls and errors once it is over.
        number: Which step it is, from 1.
        of: Of how many.
        over: Whether it is over.
        players: Who plays.
    """

    act: str
    step: Step
    number: int
    of: int
    over: bool = False
    players: tuple[Player, ...] = ()
