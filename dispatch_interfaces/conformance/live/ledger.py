"""What a run makes on a live backend, written down before it is made, so that it can be removed."""

import hashlib
import inspect
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from attrs import asdict, define, evolve, field
from attrs.validators import instance_of

from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.requirements.expect import is_refusal
from dispatch_interfaces.conformance.run.cache import open_private, own_cache
from dispatch_interfaces.conformance.run.created import (
    OF_THE_RUN,
    CannotBeRemoved,
    Created,
    Fate,
    LeftBehind,
)
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.json_values import (
    UNREADABLE,
    decode,
    encode,
    why_unreadable,
)
from dispatch_interfaces.conformance.run.layers import Answer, Exchange
from dispatch_interfaces.errors import NotFoundError, PluginError, UnavailableError
from dispatch_interfaces.masking import hidden_in
from dispatch_interfaces.showing import message_of, told

try:
    import fcntl
except ImportError:  # pragma: no cover - not on every platform; then a running check is not seen
    fcntl = None  # type: ignore[assignment]

_PREFIX: Final = "ledger-"

_LATE: Final = 600.0
"""Seconds after which a call that was never answered makes nothing any more."""


class LedgerError(Exception):
    """A ledger cannot be read, or is still being written."""


@define
class Ledger:
    """Everything that a run made, or was about to make, and has not removed yet.

    Its file, in the cache of the current folder, is begun with the first thing that is made. Each
    line is on the disk before the next call is made.

    Args:
        plugin: How to open the backend again.
        tag: What the names bear that the run made up.
    """

    plugin: PluginConfig
    tag: str = field(validator=instance_of(str))
    path: Path | None = None
    _file: IO[str] | None = field(default=None, repr=False)
    _pending: dict[int, Created] = field(factory=dict[int, Created], init=False)
    _left: dict[int, str] = field(factory=dict[int, str], init=False)
    """Why something that is pending could not be removed."""
    _count: int = field(default=0, init=False)
    _sum: str = field(default="", init=False)
    """The checksum of the last line."""
    _lock: Any = field(factory=threading.Lock, init=False, repr=False, eq=False)

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """A ledger that an earlier run left behind.

        Raises:
            LedgerError: The run has not ended, or the file is no ledger.
        """
        file = path.open("r+", encoding="utf-8")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise LedgerError("the check that writes it has not ended") from error
        try:
            (head, _), *entries = lines = [*_lines(file.read())]
            ledger = cls(PluginConfig(**head["plugin"]), head["tag"], path, file)
            if not ledger.tag:
                raise LedgerError("it has no tag: everything would be taken for ours")
            for entry, _ in entries:
                ledger._take(entry)
            ledger._sum = lines[-1][1]
        except LedgerError:
            file.close()
            raise
        except UNREADABLE as error:
            file.close()
            raise LedgerError(f"it is no ledger: {why_unreadable(error)}") from error
        return ledger

    @property
    def pending(self) -> tuple[Created, ...]:
        """What was made, or may have been, and is not removed yet; the last first."""
        return tuple(reversed(self._pending.values()))

    def watch(self, harness: Harness[Any, Any], exchange: Exchange, answer: Answer) -> Any:
        """Make a call, and write down what it makes: that it will, and what came of it."""
        made = harness.makes(exchange.by, exchange.name)
        if made is None or made[1] is not Fate.REMOVED:
            return answer()
        arguments = _arguments(harness, exchange)
        created = Created(
            made[0], exchange.requirement, exchange.name, arguments, begun=time.time()
        )
        with self._lock:
            self._count += 1
            number = self._count
            self._note(number, created)
        try:
            result = answer()
        except BaseException as error:
            refused = isinstance(error, Exception) and _is_no(error)
            # Ctrl-C tells nothing about the call: it is in flight.
            failed = not refused and not isinstance(error, KeyboardInterrupt)
            with self._lock:
                self._note(number, evolve(created, refused=refused, failed=failed))
            raise
        with self._lock:
            self._note(number, evolve(created, result=decode(encode(result)), answered=True))
        return result

    @property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be removed, and why; the last first."""
        left = reversed(self._left.items())
        return tuple(LeftBehind(str(self._pending[number]), why) for number, why in left)

    def clean(
        self, harness: Harness[Any, Any], pace: Callable[[Answer], Any], again: bool = False
    ) -> None:
        """Remove what is pending, the last first.

        What a call that never answered may have made is looked for by its name, and only if the
        name bears the tag of the run: else it could be somebody else's. If it is not there, it may
        still come: after a call that failed, it is looked for again at the end of the run; after
        one that nobody knows the end of, until ten minutes are over.

        Args:
            harness: Opens the backend.
            pace: Makes a call when it is its turn.
            again: Whether to try again what could not be removed before, and to remove what the
                whole run needed.
        """
        wanted = [it for it in reversed(self._pending) if again or self._due(it)]
        if not wanted:
            return
        try:
            with harness.raw_plugin() as plugin:
                for number in wanted:
                    reason = self._remove(harness, plugin, self._pending[number], pace, again)
                    self._settle(number, reason)
        except Exception as error:
            for number in wanted:
                if number in self._pending:
                    self._left.setdefault(number, message_of(error))
        with self._lock:
            if not self._pending:
                self.close()

    def _due(self, number: int) -> bool:
        """Whether something is to be removed while the run goes on."""
        requirement = self._pending[number].requirement
        return number not in self._left and not requirement.startswith(OF_THE_RUN)

    def _settle(self, number: int, reason: str | None) -> None:
        """Keep why something could not be removed, or that it is gone."""
        with self._lock:
            if reason is not None:
                self._left[number] = reason
                return
            self._write({"removed": number})
            self._left.pop(number, None)
            del self._pending[number]

    def close(self) -> None:
        """End the file; it goes if nothing is left. What is made from now on begins another."""
        if self._file is not None and self.path is not None:
            self._file.close()
            self._file = None
            if not self._pending:
                self.path.unlink(missing_ok=True)

    def _remove(
        self,
        harness: Harness[Any, Any],
        plugin: Any,
        created: Created,
        pace: Callable[[Answer], Any],
        again: bool,
    ) -> str | None:
        """Remove one thing; None if it is gone, else why not."""
        if not created.answered and not created.bears(self.tag):
            if created.refused:
                return None
            return "nobody knows whether it was made, and its name does not tell that it is ours"
        try:
            pace(lambda: harness.remove_created(plugin, created))
        except NotFoundError:
            if created.in_flight and time.time() < created.begun + _LATE:
                return "its call was never answered, and may still make it: sweep again later"
            if created.failed and not again:
                return "its call failed, and it is not there yet"
            return None
        except CannotBeRemoved as reason:
            return None if created.refused else str(reason)
        except Exception as error:
            return None if created.refused else told(error)
        return None

    def _note(self, number: int, created: Created) -> None:
        self._pending[number] = created
        self._write({"number": number, "created": encode(asdict(created))})

    def _take(self, entry: Mapping[str, Any]) -> None:
        if "removed" in entry:
            self._pending.pop(entry["removed"], None)
            return
        number: int = entry["number"]
        self._count = max(self._count, number)
        self._pending[number] = Created(**decode(entry["created"]))

    def _write(self, entry: Mapping[str, Any]) -> None:
        if self._file is None:
            self.path = own_cache() / f"{_PREFIX}{self.tag}-{secrets.token_hex(2)}.jsonl"
            self._file, self._sum = open_private(self.path, "x"), ""
            _lock(self._file)
            self._write({"plugin": asdict(self.plugin), "tag": self.tag})
        text = json.dumps(hidden_in(entry))
        self._sum = _summed(self._sum, text)
        self._file.write(f"{self._sum} {text}\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def left_over() -> list[Path]:
    """The ledgers in the cache of the current folder, the oldest first."""
    found = own_cache().glob(f"{_PREFIX}*.jsonl")
    return sorted(found, key=lambda it: it.stat().st_mtime)


def _is_no(error: Exception) -> bool:
    """Whether an error says for certain that nothing was made."""
    if isinstance(error, PluginError):
        return not isinstance(error, UnavailableError)
    return is_refusal(error)


def _arguments(harness: Harness[Any, Any], exchange: Exchange) -> dict[str, Any]:
    """The arguments of a call, by the names of the parameters."""
    owner = harness.contract.protocol if exchange.by == "plugin" else harness.observer_type
    signature = inspect.signature(getattr(owner, exchange.name))
    with suppress(TypeError):  # a call that does not even fit is refused by the plugin
        bound = signature.bind(None, *exchange.args, **exchange.kwargs).arguments
        bound.pop("self", None)
        return dict(decode(encode(bound)))
    return {}


def _lock(file: IO[str]) -> None:
    """Hold a file as long as this process lives.

    Raises:
        OSError: Another process holds it.
    """
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _summed(before: str, text: str) -> str:
    """What stands before a line: nothing of it, or of those before, was changed since."""
    return hashlib.sha256(f"{before} {text}".encode()).hexdigest()[:16]


def _lines(text: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The entries with their checksums; a last line that was only half written is none.

    Raises:
        LedgerError: Somebody has changed it: what it names may be somebody else's.
    """
    whole, before = text[: text.rfind("\n") + 1], ""
    for number, line in enumerate(whole.splitlines(), 1):
        told, _, entry = line.partition(" ")
        if told != _summed(before, entry):
            if number == 1:
                raise LedgerError("it is no ledger")
            raise LedgerError(f"line {number} is not as it was written: nothing is removed by it")
        before = told
        yield json.loads(entry), told
