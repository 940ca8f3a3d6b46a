"""A run written down, and run again without the backend."""

import builtins
import hashlib
import inspect
import itertools
import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, TypeVar

from attrs import evolve

from dispatch_interfaces import __version__, errors
from dispatch_interfaces.conformance.run.cache import open_private
from dispatch_interfaces.conformance.run.endings import HarnessError, NeverReturned, NotObserved
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.json_values import decode, encode
from dispatch_interfaces.conformance.run.layers import Answer, Exchange, Layer
from dispatch_interfaces.conformance.run.profiles import PROFILES, Run
from dispatch_interfaces.conformance.run.threads import THREAD
from dispatch_interfaces.contract import Contract
from dispatch_interfaces.errors import PluginError
from dispatch_interfaces.masking import hidden_in, learn_error, text_of
from dispatch_interfaces.narrowing import is_list

H = TypeVar("H", bound=Harness[Any, Any])

_LONGEST: Final = 500
"""Arguments that are longer are kept as a digest: they only have to be recognised."""

_KNOWN: Final = {
    it.__name__: it
    for it in (*vars(errors).values(), *vars(builtins).values(), HarnessError, NotObserved)
    if isinstance(it, type) and issubclass(it, BaseException)
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


class Replay:
    """Answers what a run asks from a recording; nothing is opened.

    Raises:
        CassetteError: The file is no recording.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._answers: dict[str, deque[Mapping[str, Any]]] = defaultdict(deque)
        self._tags: dict[str, str] = {}
        try:
            with path.open(encoding="utf-8") as file:
                head = json.loads(next(file, ""))
                self.recorded: datetime = datetime.fromisoformat(head["recorded"])
                self.profile: str = head["profile"]
                self.seed: int = head["seed"]
                self._version: str = head["version"]
                self._read(map(json.loads, file))
        except OSError as error:
            raise CassetteError(f"{path} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise CassetteError(f"{path} is no recording of a check: {error!r}") from error

    def _read(self, entries: Iterable[dict[str, Any]]) -> None:
        asked = dict[int, dict[str, Any]]()
        for entry in entries:
            if "tag" in entry:
                self._tags[entry["target"]] = entry["tag"]
            elif "question" in entry:
                # Another process counts anew: what was not answered before will never be.
                asked[entry["question"]] = entry
                self._answers[_key(entry)].append(entry)
            elif "answer" in entry:
                asked[entry["answer"]].update(entry)

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
            answers = self._answers[_key({"target": target, **about})]
            entry = answers.popleft() if answers else None
        if entry is None:
            raise HarnessError(
                f"{exchange.by}.{exchange.name} was not called like this when it was recorded "
                f"(by version {self._version}): the suite or the harness has changed, "
                "record it again"
            )
        if "answer" not in entry and exchange.by == "plugin":
            raise NeverReturned
        if "answer" not in entry:
            raise HarnessError(f"{exchange.name} did not return when this was recorded")
        if "left" in entry:
            _leave(exchange, entry["left"])
        if "raised" in entry:
            raise _decoded_error(entry["raised"])
        return decode(entry["returned"])


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
        yield tape, Run(profile=PROFILES[tape.profile], seed=tape.seed)
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


def _key(entry: Mapping[str, Any]) -> str:
    kept = ("target", "requirement", "thread", "by", "name", "given")
    return json.dumps([entry[it] for it in kept])


def _left(exchange: Exchange, given: Any) -> dict[str, Any]:
    """The arguments as the plugin left them, if it changed them."""
    left = _given_to(exchange)
    return {} if left == given else {"left": left}


def _leave(exchange: Exchange, left: Any) -> None:
    """Change the caller's arguments as the plugin did."""
    args, kwargs = decode(left)
    pairs = [*zip(exchange.args, args, strict=False)]
    pairs += [(it, kwargs.get(key)) for key, it in exchange.kwargs.items()]
    for argument, now in pairs:
        if is_list(argument):
            argument[:] = now
        elif type(argument) in (dict, set) and argument != now:
            argument.clear()
            argument.update(now)


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
