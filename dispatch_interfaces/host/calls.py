"""How the catalogue says what the application calls, what it reads, and what a mistake costs."""

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen


class Severity(StrEnum):
    """What a mistake in a plugin costs, the worst first."""

    ABORTS = "aborts"
    """What somebody was doing stops half-way: an incident is created, a request is answered."""
    SKIPS = "skips"
    """A job of the scheduler ends for all other projects of the organisation."""
    LOSES = "loses"
    """The step does not happen, and at most a log line or an entry of the timeline tells."""
    HARMLESS = "harmless"
    """The application goes on as if nothing had been."""


@frozen
class Consequence:
    """What the application does when a plugin does not do what it expects."""

    severity: Severity
    text: str
    """In plain words: ``"incident creation stops half-way"``."""


FINE = Consequence(Severity.HARMLESS, "nothing: the application goes on")
IGNORED = Consequence(Severity.HARMLESS, "nothing: the result is not looked at")
LOGGED = Consequence(Severity.LOSES, "the step is left out; only the log tells")
TIMELINE = Consequence(Severity.LOSES, "the step is left out; the timeline says that it failed")
OPENING_STOPS = Consequence(Severity.ABORTS, "incident creation stops half-way")
CASE_STOPS = Consequence(Severity.ABORTS, "case creation stops half-way")
UPDATE_STOPS = Consequence(Severity.ABORTS, "the update of the incident stops half-way")
REQUEST_FAILS = Consequence(Severity.ABORTS, "the request ends with HTTP 500")
HANDLER_FAILS = Consequence(Severity.ABORTS, "the handler of the chat fails: the user sees nothing")
JOB_ENDS = Consequence(Severity.SKIPS, "the job ends for all other projects of the organisation")


class Frequency(StrEnum):
    """How often a call is made."""

    ON_EVENT = "when somebody does something"
    HALF_MINUTE = "every 30 seconds"
    HOURLY = "every hour"
    DAILY = "every day"
    WEEKLY = "every week"
    REQUEST = "at every request"
    ONCE = "once, when the command is started"
    NEVER = "never: the code that calls it is dead"


@frozen
class Value:
    """One value that the application passes.

    Args:
        name: What the values of one meaning have in common: ``"service_id"``.
        kind: The type, and where it is from: ``"str: external_id of the service"``.
    """

    name: str
    kind: str


class ResultKind(StrEnum):
    """What kind of result the application can work with."""

    ANYTHING = "anything"
    DICT = "a dict"
    STR = "a str"
    BOOL = "anything that is true or false"
    ITERABLE = "something to iterate over"
    CONTAINER = "something to look in"
    TUPLE = "a tuple to unpack"
    OBJECT = "an object with attributes"


@frozen(kw_only=True)
class Reads:
    """What the application does with a result.

    Args:
        result: What it has to be.
        needs: The keys, or the attributes of an object, that it must have, with their types.
        takes: Those that it may have, with their types.
        forbids: Those that it must not have, since the application passes them itself.
        mutates: Whether it is changed in place, so that it must be fresh and mutable.
        one_of: The strings one of which it must be, or the `needs` key ``"status"`` must be.
        length: How many parts a tuple has.
        items: What is done with each item, of an iterable or a tuple of iterables.
    """

    result: ResultKind = ResultKind.ANYTHING
    needs: Mapping[str, type] = field(factory=dict[str, type])
    takes: Mapping[str, type] = field(factory=dict[str, type])
    forbids: tuple[str, ...] = ()
    mutates: bool = False
    one_of: tuple[str, ...] = ()
    length: int | None = None
    items: "Reads | None" = None


NOTHING_READ = Reads()
"""The result is ignored."""


@frozen(kw_only=True)
class Call:
    """One place at which the application calls a plugin.

    Args:
        site: File and line: ``"incident/flows.py:979"``.
        when: What is going on: ``"somebody is engaged for an incident"``.
        args: What is passed by position.
        kwargs: What is passed by name.
        variables: Whether template variables are passed by name as well: any names, values of any
            type.
        reads: What is done with the result.
        on_none: What happens if the plugin returns None.
        on_missing: What happens if a key that is needed is missing or of the wrong type.
        on_error: What happens if the plugin raises.
        often: How often.
        note: What else there is to know; a reason why it is never reached.
    """

    site: str
    when: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(factory=dict[str, Value])
    variables: bool = False
    reads: Reads = NOTHING_READ
    on_none: Consequence = IGNORED
    on_missing: Consequence = IGNORED
    on_error: Consequence
    often: Frequency = Frequency.ON_EVENT
    note: str = ""

    @property
    def written(self) -> str:
        """The call as one would write it: ``"get(service_id=...)"`` without the method."""
        given = [it.name for it in self.args]
        given += [f"{name}={value.name}" for name, value in self.kwargs.items()]
        return ", ".join([*given, "**variables"] if self.variables else given)


@frozen(kw_only=True)
class HostMethod:
    """A method that the application calls, with all its calls.

    Args:
        name: The method.
        calls: Where it is called.
        required: Whether incidents or cases break without it; else the application gets along.
        about: What it is for, in a sentence.
    """

    name: str
    about: str
    calls: tuple[Call, ...]
    required: bool = True


@frozen(kw_only=True)
class HostType:
    """A plugin type, as the application knows it.

    Args:
        type: Its name: ``"participant-group"``.
        methods: What is called.
        never_called: What the documentation or the base class has, and nobody calls.
        lookup: How the plugin is found.
        settings: The fields of the configuration that the application itself reads.
        notes: What else an author has to know.
    """

    type: str
    methods: tuple[HostMethod, ...] = ()
    never_called: tuple[str, ...] = ()
    lookup: str = "the one enabled plugin of this type in the project"
    settings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def method(self, name: str) -> HostMethod | None:
        """The method of that name; None if the application calls none."""
        return next((it for it in self.methods if it.name == name), None)

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(call for method in self.methods for call in method.calls)
