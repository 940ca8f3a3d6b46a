"""A child process: what it answers, how it ends, and what of it stays."""

import asyncio
import ctypes
import os
import re
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from dispatch_interfaces.supervised.child import Voice
from dispatch_interfaces.supervised.process import Broke, Child, Died
from dispatch_interfaces.supervised.wire import Frames, WireError, sealer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

BOTH: Final = pytest.mark.parametrize(
    "method", ["fork", pytest.param("spawn", marks=pytest.mark.slow)]
)


class Server:
    """What can be asked of the children here."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def double(self, number: int) -> Any:
        self._voice.progress("doubling")
        print("printed, and", number)
        return {"twice": 2 * number, "text": "é\ud800"}

    def run(self, program: str) -> int:
        return os.system(program)

    def leave(self, code: int) -> None:
        self._voice.doing("leave(3)")
        os._exit(code)

    def crash(self) -> None:
        self._voice.doing("crash()")
        ctypes.string_at(0)

    def stand_still(self) -> None:
        self._voice.doing("stand_still()")
        re.match(r"(a+)+$", "a" * 64 + "b")  # which holds the interpreter lock

    def count_and_leave(self, number: int) -> None:
        for it in range(number):
            self._voice.progress({"reached": it})
            time.sleep(0.2 if it == 0 else 0)
        os._exit(3)

    def refuse(self) -> None:
        raise SystemExit("no")

    def use_up(self) -> int:
        return len(bytearray(2 << 30))

    def scribble(self) -> None:
        for it in range(3, 1 << 11):
            path = f"/proc/self/fd/{it}"
            if os.path.exists(path) and "socket" in os.readlink(path):
                os.write(it, b"x" * 99)

    def close_all(self) -> None:
        os.closerange(3, 1 << 16)

    def flood(self) -> None:
        for _ in range(10_000):
            os.write(1, b"x" * 999 + b"\n")

    def pid(self) -> int:
        return os.getpid()


def asked(what: Callable[[Child], Awaitable[Any]], method: str = "fork", memory: int = 0) -> Any:
    """What comes of asking a child, which is closed afterwards."""

    async def ask() -> Any:
        child = Child.start(Server, memory, method)
        try:
            return await what(child)
        finally:
            child.close()

    return asyncio.run(ask())


def died(name: str, seconds: float = 60) -> Died:
    """How a child ended over what it was asked."""
    with pytest.raises(Died) as raised:
        asked(lambda it: it.ask(name, seconds=seconds))
    return raised.value


@BOTH
def test_it_answers_and_what_it_prints_is_kept_apart(
    method: str, capfd: pytest.CaptureFixture[str]
) -> None:
    begun: list[str] = []

    async def ask(child: Child) -> tuple[Any, str]:
        answer = await child.ask("double", 21, seconds=60, progress=begun.append)
        return answer, child.printed

    assert asked(ask, method) == ({"twice": 42, "text": "é\ud800"}, "printed, and 21\n")
    assert begun == ["doubling"]
    assert capfd.readouterr() == ("", "")


@BOTH
def test_what_it_raises_is_told(method: str) -> None:
    with pytest.raises(Broke, match="SystemExit: no"):
        asked(lambda it: it.ask("refuse", seconds=60), method)


def test_a_program_prints_to_the_parent_too() -> None:
    async def ask(child: Child) -> str:
        await child.ask("run", "echo from a program; echo wrong >&2", seconds=60)
        return child.printed

    assert asked(ask) == "from a program\nwrong\n"


def test_an_exit_is_told_with_what_was_being_done() -> None:
    with pytest.raises(Died, match="exit status 3") as raised:
        asked(lambda it: it.ask("leave", 3, seconds=60))
    assert raised.value.doing == "leave(3)"


def test_what_it_told_before_it_ended_is_heard_however_late() -> None:
    heard = list[int]()

    def slowly(told: dict[str, int]) -> None:
        heard.append(told["reached"])
        if heard == [0]:
            time.sleep(1)  # the child tells all else, and is gone

    with pytest.raises(Died, match="exit status 3"):
        asked(lambda it: it.ask("count_and_leave", 50, seconds=60, progress=slowly))
    assert heard == list(range(50))


def test_a_crash_is_told_with_its_line() -> None:
    end = died("crash")
    assert (end.how, end.doing) == ("ended the process by SIGSEGV", "crash()")
    assert "test_supervised.py" in end.where


def test_a_lock_that_is_held_does_not_hold_up_the_parent() -> None:
    began = time.monotonic()
    end = died("stand_still", seconds=2)
    assert (end.late, end.doing) == (True, "stand_still()")
    assert "test_supervised.py" in end.where
    assert time.monotonic() - began < 60


def test_what_writes_into_the_pipe_is_found_out() -> None:
    assert died("scribble").how == "wrote into the pipe of the suite"


def test_what_closes_the_pipe_is_found_out() -> None:
    assert died("close_all").how == "closed the pipe of the suite"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what is allocated")
def test_memory_is_limited() -> None:
    with pytest.raises(Broke, match="MemoryError"):
        asked(lambda it: it.ask("use_up", seconds=60), memory=1 << 30)


def test_of_a_flood_the_last_is_kept() -> None:
    async def ask(child: Child) -> int:
        await child.ask("flood", seconds=60)
        return len(child.printed)

    assert 0 < asked(ask) <= 16_000


def test_nothing_is_left_of_a_child() -> None:
    before = set(os.listdir("/dev/fd"))
    pid = asked(lambda it: it.ask("pid", seconds=60))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert len(set(os.listdir("/dev/fd")) - before) <= 1  # the folder itself


def test_a_frame_that_others_wrote_is_refused() -> None:
    seal, frames = sealer(b"key"), Frames(b"key")
    first, second = seal({"n": 1}), seal({"n": 2})
    assert list(frames.feed(first[:10])) == []
    assert list(frames.feed(first[10:])) == [{"n": 1}]
    for forged in (first, second[:-1] + b"x", b"\0\0\0\2" + b"0" * 16 + b"{}", b"\xff" * 40):
        with pytest.raises(WireError):
            list(Frames(b"key").feed(forged) if forged is not first else frames.feed(forged))
