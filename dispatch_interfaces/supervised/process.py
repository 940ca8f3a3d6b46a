"""A child process, as its parent sees it."""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces.supervised.child import LENGTH, LOST, NOTE, Link, Voice, serve
from dispatch_interfaces.supervised.wire import Frames, WireError

_KEPT: Final = 16_000
"""Bytes of what was printed that are kept."""

_GRACE: Final = 2.0
"""Seconds that a child has to say where it is, before it is killed."""

_LOOK: Final = 0.1
"""How often it is looked whether a child still lives, in seconds: what it has forked may hold its
end of the pipe."""


@define(eq=False)
class Died(Exception):
    """A child is gone, or had to be killed.

    Args:
        how: What it did, to follow its name: ``"ended the process with exit status 3"``.
        doing: What it was just doing; empty if nothing was noted.
        late: Whether it had more time than it was given.
        where: Where it was then, as faulthandler tells.
        printed: The last of what it printed.
    """

    how: str
    doing: str = ""
    late: bool = False
    where: str = ""
    printed: str = ""

    def __str__(self) -> str:
        return self.how


class Broke(Exception):
    """What was asked raised in the child."""


@define(eq=False)
class Child:
    """A child process, which does one thing at a time.

    Use `start` to make one, and `close` when it is not needed any more, whatever became of it.
    """

    _process: Any
    _talk: socket.socket
    _output: socket.socket | None
    _note: Any
    _frames: Frames
    _dump: Path
    _said: list[bytes] = field(factory=list[bytes])
    _silent: bool = False
    """Whether its end of the pipe is closed."""
    _news: asyncio.Event = field(factory=asyncio.Event)
    _printed: bytearray = field(factory=bytearray)
    _number: int = 0

    @classmethod
    def start(
        cls, server: Callable[[Voice], Any], memory: int = 0, method: str | None = None
    ) -> "Child":
        """Start a child; within a running event loop.

        Args:
            server: Makes what has the methods that can be asked for.
            memory: Bytes that it may have, where the system can limit that; 0 for no limit.
            method: How it is started, ``"fork"`` or ``"spawn"``; forked where that is possible.
        """
        if method is None:
            method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context: Any = multiprocessing.get_context(method)
        talk, theirs = socket.socketpair()
        output, printed = socket.socketpair() if hasattr(os, "fork") else (None, None)
        note, key = context.RawArray("c", NOTE), os.urandom(32)
        handle, dump = tempfile.mkstemp()
        os.close(handle)
        link = Link(theirs, printed, note, key, dump, memory)
        gc.freeze()  # what is there already is not copied because it is looked at
        process = context.Process(target=serve, args=(link, server))
        process.start()
        for it in filter(None, (theirs, printed)):
            it.close()
        child = cls(process, talk, output, note, Frames(key), Path(dump))
        loop = asyncio.get_running_loop()
        talk.setblocking(False)
        loop.add_reader(talk, child._take_said)
        if output is not None:
            output.setblocking(False)
            loop.add_reader(output, child._take_printed)
        return child

    async def ask(
        self, name: str, *args: Any, seconds: float, progress: Callable[[Any], None] | None = None
    ) -> Any:
        """What a method of the server returns, as JSON has it.

        Args:
            name: The method.
            args: What it is given; has to be picklable.
            seconds: How long it may take; with each progress the time begins anew.
            progress: Called with what the child tells of how far it is.

        Raises:
            Died: The child ended, or had to be killed.
            Broke: The method raised.
        """
        self._number += 1
        del self._printed[:]
        body = pickle.dumps((self._number, name, args))
        loop = asyncio.get_running_loop()
        deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it is dead: its answers end, too
            # Not `wait_for`, which forgets a Ctrl-C that comes together with what it waits for.
            async with asyncio.timeout(seconds):
                await loop.sock_sendall(self._talk, LENGTH.pack(len(body)) + body)
        while True:
            for message in await self._heard(deadline):
                if "progress" in message:
                    deadline = time.monotonic() + seconds
                    if progress is not None:
                        progress(message["progress"])
                elif message.get("number") != self._number:
                    raise await self._ended("answered what it was not asked")
                elif "answer" not in message:
                    raise Broke(message.get("broke", ""))
                else:
                    self._take_printed()
                    return message["answer"]

    @property
    def printed(self) -> str:
        """The last of what was printed since it was asked."""
        return self._printed.decode("utf-8", "backslashreplace")

    def close(self) -> None:
        """Kill it, with all that it started in its group."""
        self._kill()
        for it in filter(None, (self._talk, self._output)):
            asyncio.get_running_loop().remove_reader(it)
            it.close()
        self._dump.unlink(missing_ok=True)

    async def _heard(self, deadline: float) -> list[Any]:
        """What it says next.

        Raises:
            Died: It says nothing any more, or had to be killed.
        """
        while not self._said:
            left = deadline - time.monotonic()
            if left <= 0:
                raise await self._ended("did not return", late=True)
            if self._process.exitcode is not None or self._silent:
                self._take_said()  # what it said last: it is read only when there is time
                if self._said:
                    break
                raise await self._ended()
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, _LOOK)):
                    await self._news.wait()
        data = b"".join(self._said)
        self._said.clear()
        try:
            return list(self._frames.feed(data))
        except WireError:
            raise await self._ended("wrote into the pipe of the suite") from None

    async def _ended(self, how: str = "", late: bool = False) -> Died:
        """Kill what is left of it; how it ended."""
        if late:
            with contextlib.suppress(OSError, AttributeError):
                os.kill(self._process.pid, signal.SIGABRT)  # faulthandler tells where it is
        until = time.monotonic() + _GRACE
        while self._process.exitcode is None and time.monotonic() < until and (late or not how):
            await asyncio.sleep(0.002)
        code = self._process.exitcode
        self._kill()
        self._take_printed()
        pipe = (bool(how) and not late) or code == LOST
        # The pipe is found broken only when what broke it has ended.
        note = self._note.raw if self._note.raw[0] or pipe else b"\0"
        doing = note[1:].partition(b"\0")[0].decode("utf-8", "replace")
        where = self._dump.read_bytes()[:_KEPT].decode("utf-8", "backslashreplace")
        return Died(how or _how(code), doing, late, where, self.printed)

    def _kill(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(5)

    def _take_said(self) -> None:
        try:
            data = self._talk.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._said.append(data)
        else:
            self._silent = True
            asyncio.get_running_loop().remove_reader(self._talk)
        self._news.set()

    def _take_printed(self) -> None:
        """Take what was printed; a plugin that prints for ever is not followed for ever."""
        if self._output is None:
            return
        with contextlib.suppress(OSError):
            for _ in range(64):
                data = self._output.recv(1 << 16)
                if not data:
                    asyncio.get_running_loop().remove_reader(self._output)
                    return
                self._printed += data
                del self._printed[:-_KEPT]


def _how(code: int | None) -> str:
    if code is None:
        return "cut itself off from its parent"
    if code == LOST:
        return "closed the pipe of the suite"
    if code < 0:
        known = {it.value: it.name for it in signal.Signals}
        return f"ended the process by {known.get(-code, f'signal {-code}')}"
    return f"ended the process with exit status {code}"
