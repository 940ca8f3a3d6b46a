"""What runs in the child: does what the parent asks, one thing after the other."""

import contextlib
import faulthandler
import io
import os
import pickle
import signal
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_interfaces.supervised.wire import sealer

LENGTH: Final = struct.Struct(">I")
"""What stands before each thing that is asked."""

NOTE: Final = 4096
"""Bytes of the page on which the child notes what it is just doing."""

LOST: Final = 70
"""How a child ends that has lost its parent."""


@frozen
class Link:
    """What a child has of its parent.

    Args:
        talk: Where it is asked, and answers.
        output: Where all goes that is printed; None for where the errors of the parent go.
        note: A page that both can see.
        key: What answers are sealed with.
        dump: A file for where the child was when it was killed.
        memory: Bytes that it may have; 0 for no limit.
    """

    talk: socket.socket
    output: socket.socket | None
    note: Any
    key: bytes
    dump: str
    memory: int


class Voice:
    """Tells the parent how far it is, while it is still about what was asked."""

    def __init__(self, send: Callable[[Any], None], note: Any) -> None:
        self._send, self._note = send, note

    def progress(self, what: Any) -> None:
        """That something has begun, or is over; the time that the parent waits begins anew.

        Args:
            what: What the parent is told, as JSON can hold it. Any thread may tell it.
        """
        self._send({"progress": what})

    def doing(self, what: str) -> None:
        """What is just being done, for the parent to read if it never ends; empty for nothing."""
        if not what:
            self._note[0] = b"\0"  # what it was stays, for who looks what came before
            return
        data = b"\1" + what.encode("utf-8", "backslashreplace")[: NOTE - 2] + b"\0"
        self._note[0 : len(data)] = data


def serve(link: Link, server: Callable[[Voice], Any]) -> None:
    """Answer what is asked of a server until nobody asks any more; never returns.

    Args:
        link: What there is of the parent.
        server: Makes what has the methods that are asked for; what they return is sent as JSON.
    """
    try:
        _answer_all(_settled(link), server)
    except BaseException:
        with contextlib.suppress(BaseException):
            os.write(2, traceback.format_exc().encode("ascii", "backslashreplace"))
    finally:
        os._exit(LOST)


def _answer_all(link: Link, server: Callable[[Voice], Any]) -> None:
    # Bound before a line of a stranger's runs: what is patched then does not reach it.
    talk, seal, leave, pid, getpid = link.talk, sealer(link.key), os._exit, os.getpid(), os.getpid
    told, lock = traceback.format_exception_only, threading.Lock()

    def send(message: Any) -> None:
        if getpid() != pid:  # a process that was forked off goes on with our code
            leave(LOST)
        with lock:  # frames are numbered
            talk.sendall(seal(message))

    able = server(Voice(send, link.note))
    while (asked := _asked(talk)) is not None:
        number, name, args = asked
        answer: dict[str, Any] = {"number": number}
        try:
            answer["answer"] = getattr(able, name)(*args)
        except BaseException as error:  # of strangers, who may raise anything
            answer["broke"] = "".join(told(error)).strip()
        send(answer)


def _asked(talk: socket.socket) -> tuple[int, str, tuple[Any, ...]] | None:
    head = _read(talk, LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    # The parent made it: nothing that a stranger wrote comes this way.
    found: tuple[int, str, tuple[Any, ...]] = pickle.loads(_read(talk, length))
    return found


def _read(talk: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length and (more := talk.recv(length - len(data))):
        data += more
    return bytes(data)


def _settled(link: Link) -> Link:
    """A group of our own, no input, all output to the parent, limits, and nothing else open."""
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):
            os.setsid()
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    output = 2 if link.output is None else link.output.fileno()
    os.dup2(output, 1)
    os.dup2(output, 2)
    if link.output is not None:
        link.output.close()
    talk = _hidden(link.talk)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=talk.close)
    dump = open(link.dump, "w")  # noqa: SIM115 - as long as the process lives
    _close_others(talk.fileno(), dump.fileno())
    faulthandler.enable(dump)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = io.FileIO(descriptor, "w", closefd=False)
        stream = io.TextIOWrapper(raw, "utf-8", "backslashreplace", write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    _limit(link.memory)
    return evolve(link, talk=talk)


def _hidden(talk: socket.socket) -> socket.socket:
    """The same under a number that no `closerange(3, 256)` hits."""
    try:
        import fcntl

        low = 300 + int.from_bytes(os.urandom(2), "big") % 500
        hidden = fcntl.fcntl(talk, fcntl.F_DUPFD_CLOEXEC, low)
    except (ImportError, OSError):
        return talk
    talk.close()
    return socket.socket(fileno=hidden)


def _close_others(*kept: int) -> None:
    """What the parent had open, the pipes of other children among it."""
    if not hasattr(os, "fork"):
        return
    low = 3
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, min(os.sysconf("SC_OPEN_MAX"), 1 << 16))


def _limit(memory: int) -> None:
    if sys.platform != "linux":
        return
    import ctypes
    import resource

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: it does not outlive its parent
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("900")  # where memory runs out, the child goes, not who supervises it
