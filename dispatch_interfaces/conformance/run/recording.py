"""A run written down, and run again without the backend."""

import builtins
import hashlib
import inspect
import itertools
import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, TypeVar

from attrs import define, evolve, field, frozen
from attrs.converters import optional
from attrs.validators import and_, ge, in_, instance_of

from dispatch_interfaces import __version__, errors
from dispatch_interfaces.checking.shape import shape_problems
from dispatch_interfaces.conformance.run.cache import open_private
from dispatch_interfaces.conformance.run.endings import HarnessError, NeverReturned, NotObserved
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.json_values import (
    UNREADABLE,
    decode,
    encode,
    why_unreadable,
)
from dispatch_interfaces.conformance.run.layers import REMOTE, Answer, Exchange, Layer
from dispatch_interfaces.conformance.run.profiles import PROFILES, Run
from dispatch_interfaces.conformance.run.threads import THREAD
from dispatch_interfaces.contract import Contract
from dispatch_interfaces.errors import PluginError
from dispatch_interfaces.masking import hidden_in, learn_error, text_of
from dispatch_interfaces.narrowing import is_dict, is_list

H = TypeVar("H", bound=Harness[Any, Any])

_LONGEST: Final = 500
"""Arguments that are longer are kept as a digest: they only have to be recognised."""

_KNOWN: Final = {
    it.__name__: it
    for it in (*vars(errors).values(), *vars(builtins).values(), HarnessError, NotObserved)
    if isinstance(it, type)
    and issubclass(it, BaseException)
    and not issubclass(it, BaseExceptionGroup)  # which is made of errors, not of their texts
}
"""The errors that come back as they were; others come back as a class that derives from one."""


_OF_OURS: Final = ("interface", "method", "value", "retry_after", "_shown")
"""The attributes of the errors of this package."""


class CassetteError(Exception):
    """A file is no recording, or none that can be used."""


class Recording:
    """Writes down everything that a run asks, and what came back, with secrets masked.

    Args:
        path: The file; it is written anew.
        profile: The name of the profile.
        seed: What sequences of calls and schedules of threads are drawn from.

    Raises:
        CassetteError: The file cannot be written.
    """

    def __init__(self, path: Path, profile: str, seed: int) -> None:
        try:
            self._begin(path, "w")
        except OSError as error:
            raise CassetteError(f"{path} cannot be written: {error.strerror}") from error
        recorded = datetime.now(UTC).isoformat(timespec="seconds")
        self._write(version=__version__, recorded=recorded, profile=profile, seed=seed)

    @classmethod
    def going_on(cls, path: Path) -> Self:
        """A recording that another process has begun, and may have died over."""
        with path.open("r+b") as file:
            # The last line may have no end.
            file.truncate(file.read().rfind(b"\n") + 1)
        recording = cls.__new__(cls)
        recording._begin(path, "a")
        return recording

    def _begin(self, path: Path, mode: str) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._file = open_private(path, mode)

    def layer(self, target: str, tag: str) -> Layer:
        """What is put between the suite and one plugin, whose names bear a tag."""
        self._write(target=target, tag=tag)
        return partial(self._ask, target)

    def close(self) -> None:
        """End the file."""
        with self._lock:
            self._file.close()

    def _ask(self, target: str, exchange: Exchange, answer: Answer) -> Any:
        given = _given_to(exchange)
        number = next(self._numbers)
        # Written before it is asked: it may never come back, or end the process.
        self._write(question=number, target=target, **_about(exchange, given))
        try:
            result = answer()
        except BaseException as error:
            self._write(answer=number, raised=_encoded_error(error), **_left(exchange, given))
            raise
        self._write(answer=number, returned=encode(result), **_left(exchange, given))
        return result

    def _write(self, **entry: Any) -> None:
        with self._lock:
            if not self._file.closed:  # a thread that was given up may come back late
                self._file.write(json.dumps(hidden_in(entry)) + "\n")
                self._file.flush()


def _in_utc(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(UTC)


def _value(encoded: object) -> object:
    return decode(encoded)


def _raised(entry: Mapping[str, Any]) -> BaseException:
    return _decoded_error(entry)


@frozen
class _Head:
    """The first line."""

    version: str = field(validator=instance_of(str))
    recorded: datetime = field(converter=_in_utc)
    profile: str = field(validator=in_(PROFILES))
    seed: int = field(validator=and_(instance_of(int), ge(0)))


@frozen
class _Plugin:
    """One that was recorded, and what its names bear."""

    target: str = field(validator=instance_of(str))
    tag: str = field(validator=instance_of(str))


@frozen
class _Question:
    """What was asked; it is found again by all but its number."""

    target: str = field(validator=instance_of(str))
    requirement: str = field(validator=instance_of(str))
    thread: int = field(validator=instance_of(int))
    by: str = field(validator=in_((*REMOTE, "suite")))
    name: str = field(validator=instance_of(str))
    given: str = field(converter=json.dumps)
    question: int = field(default=0, validator=instance_of(int), eq=False)


@frozen
class _Answer:
    """What came back: a value or an error, and how the arguments were left."""

    answer: int = field(validator=instance_of(int))
    returned: object = field(default=None, converter=_value)
    raised: BaseException | None = field(default=None, converter=optional(_raised))
    left: object = field(default=None, converter=_value)


@define(eq=False)
class _Exchanged:
    """A question, and what came back, if anything did."""

    question: _Question
    answer: _Answer | None = None


class Replay:
    """Answers what a run asks from a recording; nothing is opened.

    Raises:
        CassetteError: The file is no recording, or is not as it was written.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._exchanged = defaultdict[_Question, deque[_Exchanged]](deque)
        self._tags = dict[str, str]()
        number = 1
        try:
            with path.open(encoding="utf-8") as file:
                self._head = _Head(**_entry(next(file, "")))
                asked = dict[int, _Exchanged]()
                for number, line in enumerate(file, 2):  # noqa: B007 - told below
                    self._take(_entry(line), asked)
        except OSError as error:
            raise CassetteError(f"{path} cannot be read: {error.strerror}") from error
        except UNREADABLE as error:
            raise CassetteError(
                f"{path} is no recording of a check: line {number} is not as one writes it "
                f"({why_unreadable(error)})"
            ) from error

    @property
    def recorded(self) -> datetime:
        """When it was written down, in UTC."""
        return self._head.recorded

    @property
    def run(self) -> Run:
        """The run that it was written down of."""
        return Run(profile=PROFILES[self._head.profile], seed=self._head.seed)

    def _take(self, entry: dict[str, Any], asked: dict[int, _Exchanged]) -> None:
        """Take in a line.

        Args:
            entry: The line.
            asked: What was not answered before it.
        """
        if "tag" in entry:
            plugin = _Plugin(**entry)
            self._tags[plugin.target] = plugin.tag
        elif "question" in entry:
            question = _Question(**entry)
            if question.target not in self._tags:
                raise ValueError(f"{question.target} was not opened")
            # Another process counts anew: what was not answered before will never be.
            exchanged = asked[question.question] = _Exchanged(question)
            self._exchanged[question].append(exchanged)
        else:
            answer = _Answer(**entry)
            if answer.answer not in asked or ("returned" in entry) is ("raised" in entry):
                raise ValueError("an answer to no question, or not one answer")
            exchanged = asked.pop(answer.answer)
            if exchanged.question.by == "suite" and answer.raised is None:
                _ANSWERS_OF_THE_SUITE[exchanged.question.name](answer.returned)
            exchanged.answer = answer

    def layer(self, target: str) -> Layer:
        """What answers in the place of one plugin."""
        return partial(self._ask, target)

    def in_place_of(self, harness: H, plugin_class: type, target: str) -> H:
        """The harness of a run that opens nothing: plugin and observer are not there at all.

        Raises:
            CassetteError: The target was not there when this was recorded.
        """
        if target not in self._tags:
            raise CassetteError(f"{target} was not recorded, but {', '.join(self._tags)}")
        stand_in = _stand_in(plugin_class, harness.contract)
        # Whatever an observer is asked, the recording answers.
        observer = None if harness.observer is None else _observes_nothing
        return evolve(harness, open=stand_in, observer=observer, tag=self._tags[target])

    def _ask(self, target: str, exchange: Exchange, answer: Answer) -> Any:
        about = _about(exchange, _given_to(exchange))
        with self._lock:
            found = self._exchanged[_Question(target, **about)]
            exchanged = found.popleft() if found else None
        if exchanged is None:
            raise HarnessError(
                f"{exchange.by}.{exchange.name} was not called like this when it was recorded "
                f"(by version {self._head.version}): the suite or the harness has changed, "
                "record it again"
            )
        if (back := exchanged.answer) is None and exchange.by == "plugin":
            raise NeverReturned
        if back is None:
            raise HarnessError(f"{exchange.name} did not return when this was recorded")
        if back.left is not None:
            _leave(exchange, back.left)
        if back.raised is not None:
            raise back.raised
        return back.returned


def _entry(line: str) -> dict[str, Any]:
    """What a line says.

    Raises:
        ValueError: It says nothing, or its end was cut off.
    """
    found = json.loads(line) if line.endswith("\n") else None
    if not is_dict(found):
        raise ValueError("the line is not whole")
    return found


def _kind(kind: Any) -> Callable[[Any], None]:
    """Raises a TypeError for what is of another kind."""

    def require(value: Any) -> None:
        if problems := shape_problems(value, kind):
            raise TypeError(problems[0])

    return require


def _a_time(value: Any) -> None:
    if datetime.fromisoformat(value).tzinfo is not None:
        raise ValueError("a time with an offset")


_ANSWERS_OF_THE_SUITE: Final[Mapping[str, Callable[[Any], None]]] = {
    "unique": _kind(str),
    "now": _a_time,
    "is_set": _kind(bool),
    "took longer": _kind(bool),
    "missing_hooks": _kind(list[str]),
}
"""What is asked of the suite itself, which trusts what comes back."""


Tape: TypeAlias = Recording | Replay
"""Writes a run down, or answers in the place of the plugins."""


@contextmanager
def taped(record: Path | None, replay: Path | None, run: Run) -> Generator[tuple[Tape | None, Run]]:
    """The recording that a run writes or is answered from, and the run that goes with it.

    Neither looks into the cache of failing sequences: they would not be there the next time.

    Raises:
        CassetteError: The recording cannot be read.
    """
    if replay is not None:
        tape = Replay(replay)
        yield tape, tape.run
    elif record is not None:
        with closing(Recording(record, run.profile.name, run.seed)) as recording:
            yield recording, evolve(run, cache=None)
    else:
        yield None, run


def _given_to(exchange: Exchange) -> Any:
    """The arguments, masked as in what was recorded of them."""
    return hidden_in(encode([exchange.args, exchange.kwargs]))


def _about(exchange: Exchange, given: Any) -> dict[str, Any]:
    """What tells one exchange of a run from the others."""
    text = json.dumps(given)
    if len(text) > _LONGEST:
        given = hashlib.sha256(text.encode()).hexdigest()
    return {
        "requirement": exchange.requirement,
        "thread": THREAD.get(),
        "by": exchange.by,
        "name": exchange.name,
        "given": given,
    }


def _left(exchange: Exchange, given: Any) -> dict[str, Any]:
    """The arguments as the plugin left them, if it changed them."""
    left = _given_to(exchange)
    return {} if left == given else {"left": left}


def _leave(exchange: Exchange, left: Any) -> None:
    """Change the caller's arguments as the plugin did."""
    try:
        args, kwargs = left
        pairs = [*zip(exchange.args, args, strict=True)]
        pairs += [(it, kwargs[key]) for key, it in exchange.kwargs.items()]
        for argument, now in pairs:
            if is_list(argument):
                argument[:] = now
            elif type(argument) in (dict, set) and argument != now:
                argument.clear()
                argument.update(now)
    except UNREADABLE as error:
        raise HarnessError(
            f"{exchange.name} was not left with such arguments when it was recorded"
        ) from error


def _encoded_error(error: BaseException) -> dict[str, Any]:
    """An error as it comes back. Of one that is foreign nothing but its text is kept.

    A library of HTTP hangs the request on it, with its headers.
    """
    base = next(it for it in type(error).__mro__ if _KNOWN.get(it.__name__) is it)
    learn_error(error)
    attributes = {key: it for key, it in vars(error).items() if key in _OF_OURS}
    return {
        "class": type(error).__qualname__,
        "module": type(error).__module__,
        "base": base.__name__,
        "text": text_of(error),
        "args": encode(_given(error, base)),
        "attributes": encode(attributes),
    }


def _given(error: BaseException, base: type[BaseException]) -> tuple[Any, ...]:
    """What an error was made with; nothing for one that is foreign."""
    if base is not type(error) and not issubclass(base, PluginError):
        return ()
    if isinstance(error, OSError) and error.filename is not None:
        return (error.errno, error.strerror, error.filename)
    return error.args


def _observes_nothing(_plugin: Any) -> None:
    """The observer of a recording."""


def _decoded_error(entry: Mapping[str, Any]) -> BaseException:
    found: type[BaseException] = _KNOWN[entry["base"]]
    if (entry["class"], entry["module"]) != (found.__qualname__, found.__module__):

        def text(_error: BaseException) -> str:
            return str(entry["text"])

        body = {"__module__": entry["module"], "__str__": text}
        found = type(entry["class"], (found,), body)
    args = decode(entry["args"])
    error = found.__new__(found, *args)
    if not isinstance(error, OSError):  # which makes its own of what it is given
        error.args = args
    for name, value in decode(entry["attributes"]).items():
        setattr(error, name, value)
    return error


def _stand_in(plugin_class: type, contract: Contract) -> Callable[[], Any]:
    """A class that has the methods of a plugin's class, to be asked whether they are there."""
    found = {
        it.name: inspect.getattr_static(plugin_class, it.name, None) for it in contract.methods
    }
    body = {
        "__module__": plugin_class.__module__,
        "__qualname__": plugin_class.__qualname__,
        **{name: it for name, it in found.items() if it is not None},
    }
    return type(plugin_class.__name__, (), body)
