"""One call of a plugin, and what the application makes of what comes back."""

import sys
import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field

from dispatch_interfaces.deadline import within
from dispatch_interfaces.host import calls as catalogued
from dispatch_interfaces.host.calls import Consequence, ResultKind, Severity
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.host.rehearsal.records import Call, Step
from dispatch_interfaces.host.rehearsal.rows import Project, Session
from dispatch_interfaces.host.rehearsal.stage import Stage
from dispatch_interfaces.host.results import problems
from dispatch_interfaces.showing import shown, told

_CALLS: Final[Mapping[tuple[str, str, str], tuple[catalogued.HostMethod, catalogued.Call]]] = {
    (it.type, method.name, call.site): (method, call)
    for it in CATALOGUE.values()
    for method in it.methods
    for call in method.calls
}

_ONLY_SAID: Final = frozenset(
    {
        "incident/messaging.py:228",
        "incident/messaging.py:275",
        "case/messaging.py:471",
        "report/messaging.py:90",
        "task/flows.py:73",
        "feedback/incident/messaging.py:50",
        "feedback/incident/messaging.py:100",
        "evergreen/scheduled.py:70",
    }
)
"""Where an error is a line in the log, without the exception."""

_NO_LINK: Final = "ValidationError: the result['weblink'] is None"
"""What has no page of its own may say so; only the key has to be there."""

_LONGEST: Final = 160


class Stopped(Exception):
    """What the application was doing stops half-way."""


class Nobody(Stopped):
    """It stops because a plugin returned nothing."""


class Failed(Exception):
    """A request is answered with an error, or what it was to make is not there."""


class _NoAnswer(Exception):
    """A call did not return in time."""


@define
class Script:
    """Everything that was called, for the step that is being played; safe for several threads."""

    calls: list[Call] = field(factory=list[Call])
    errors: list[str] = field(factory=list[str])
    losses: list[str] = field(factory=list[str])
    lacks: list[str] = field(factory=list[str])
    doing: Callable[[Call], None] = field(default=lambda _call: None)
    """Told of each call before it is made, and again when its answer is known."""
    _lock: Any = field(factory=threading.RLock)

    def note(self, call: Call) -> None:
        with self._lock:
            self.calls.append(call)
            self.doing(call)

    def tell(self, kept: list[str], text: str) -> None:
        with self._lock:
            if text not in kept:
                kept.append(text)

    def take_over(self, step: Step) -> None:
        """Note what was noted in another process."""
        with self._lock:
            self.calls.extend(step.calls)
        for kept, said in (
            (self.errors, step.errors),
            (self.losses, step.losses),
            (self.lacks, step.lacks),
        ):
            for text in said:
                self.tell(kept, text)

    def step(self, name: str) -> Step:
        """What was noted since the last step."""
        with self._lock:
            found = Step(
                name, tuple(self.calls), tuple(self.errors), tuple(self.losses), tuple(self.lacks)
            )
            for kept in (self.calls, self.errors, self.losses, self.lacks):
                kept.clear()
            return found


Listener: TypeAlias = Callable[["App", str, tuple[Any, ...], Mapping[str, Any], Any], None]
"""Told of a call that went well: its name, its arguments, and what came back."""


@define
class App:
    """The application, at work for one project.

    Args:
        stage: The plugins.
        script: Where every call is noted.
        project: The project.
        timeout: Seconds after which a call is given up; the application itself would wait.
        weather: What happens to a service before a call is made: an error, or nothing.
        made: Told of the result of each call that went well.
        process: Which process of the application this is.
    """

    stage: Stage
    script: Script
    project: Project
    timeout: float = 30.0
    weather: Callable[[str, str], Exception | None] = field(default=lambda _type, _method: None)
    made: list[Listener] = field(factory=list[Any])
    process: str = "web"
    root: str | None = None
    """Where folders are made, if the settings that say so were made up."""
    session: Session = field(factory=Session)
    people: dict[str, Any] = field(factory=dict[str, Any])
    """What the contact plugin said of somebody, as the application keeps it for a while."""

    def has(self, plugin_type: str) -> bool:
        """Whether the project has such a plugin; where it has none, the log has a warning."""
        return self.stage.has(plugin_type)

    def slug(self, plugin_type: str) -> str:
        return str(getattr(self.stage.objects[plugin_type], "slug", ""))

    def settings(self, plugin_type: str) -> Any:
        """The settings, of which the application reads some itself."""
        return self.stage.settings[self.project.id, plugin_type]

    def call(self, name: str, site: str, /, *args: Any, **kwargs: Any) -> Any:
        """Make a call as the application makes it there.

        Args:
            name: The type and the method: ``"ticket.create"``.
            site: Where the application makes it.
            *args: What it passes by position.
            **kwargs: What it passes by name.

        Returns:
            What the plugin returned; None where the application goes on without it.

        Raises:
            Stopped: The application stops half-way.
        """
        return self.call_caught((), name, site, *args, **kwargs)

    def call_caught(
        self, caught: Collection[str], name: str, site: str, /, *args: Any, **kwargs: Any
    ) -> Any:
        """As `call`, where the lack of some keys is caught and logged, as an error is."""
        plugin_type, _, method = name.partition(".")
        host_method, known = _CALLS[plugin_type, method, site]
        part = self.stage.parts[plugin_type]
        call = Call(
            plugin_type,
            method,
            site,
            self.project.name,
            (*map(_told, args), *(f"{key}={_told(it)}" for key, it in kwargs.items())),
            mine=part.mine,
            process=self.process,
        )
        self.script.doing(call)
        try:
            answer = self._answer(plugin_type, method, args, kwargs)
        except _NoAnswer as error:
            call = evolve(call, answer=str(error))
            waits = Consequence(Severity.ABORTS, "the application waits, and nothing else happens")
            return self._took(call, host_method, waits, None)
        except BaseException as error:
            call = evolve(call, answer=f"raised {told(error)}")
            return self._took(call, host_method, known.on_error, None)
        call = evolve(call, answer=f"returned {shown(answer, 200)}")
        if answer is None or (answer == {} and known.on_none.severity is Severity.LOSES):
            found = self._took(call, host_method, known.on_none, answer, of_none=True)
            if known.on_none.severity is Severity.HARMLESS:
                self._listened(name, args, kwargs, answer)
            return found
        wrong = [it for it in problems(known.reads, answer) if not it.startswith(_NO_LINK)]
        if wrong:
            keys = [it for it in wrong if it in {f"KeyError: {key!r}" for key in caught}]
            cost = known.on_error if keys else known.on_missing
            return self._took(evolve(call, made="; ".join(wrong)), host_method, cost, answer)
        if known.reads.result is ResultKind.BOOL and not answer:
            return self._took(call, host_method, known.on_none, answer, of_none=True)
        self.script.note(call)
        self._listened(name, args, kwargs, answer)
        return answer

    def _listened(
        self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], answer: Any
    ) -> None:
        for listener in self.made:
            listener(self, name, args, kwargs, answer)

    def fail(self, text: str) -> None:
        """Answer a request with an error."""
        raise Failed(text)

    def _answer(
        self, plugin_type: str, method: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Any:
        error = self.weather(plugin_type, method)
        if error is not None:
            raise error
        result: list[Any] = []

        def work() -> None:
            plugin = self.stage.plugin(self.project, plugin_type)
            self.stage.reader.begin(plugin_type, method, self.project.name)
            try:
                result.append(getattr(plugin, method)(*args, **kwargs))
            finally:
                self.stage.reader.end()
            self.stage.leave(self.project, plugin_type, plugin)

        if issubclass(type(self.stage.objects[plugin_type]), threading.local):
            work()
        else:
            within(self.timeout, work)
        if not result:
            raise _NoAnswer(f"did not return within {self.timeout:g} s")
        return result[0]

    def _took(
        self,
        call: Call,
        method: catalogued.HostMethod,
        cost: Consequence,
        answer: Any,
        *,
        of_none: bool = False,
    ) -> Any:
        """Go on as the application does after something that it did not expect."""
        harmless = cost.severity is Severity.HARMLESS
        made = "; ".join(filter(None, [call.made, "" if harmless else cost.text]))
        call = evolve(call, made=made, severity=None if harmless else cost.severity)
        self.script.note(call)
        text = f"{call.type}.{call.method} {call.answer}"
        if harmless:
            return answer
        if not method.required:
            self.script.tell(self.script.lacks, text)
        if cost.severity is Severity.LOSES:
            quiet = of_none or call.site in _ONLY_SAID
            self.script.tell(self.script.losses if quiet else self.script.errors, text)
            return None
        raise Nobody(text) if of_none else Stopped(text)


def _told(value: Any) -> str:
    text = shown(value, _LONGEST)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def caught(script: Script) -> str:
    """Note what has just been caught, as the application logs it."""
    error = sys.exception()
    text = str(error) if isinstance(error, (Stopped, Failed)) else told(error or Exception())
    script.tell(script.errors, text)
    return text
