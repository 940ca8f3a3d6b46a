"""What the implementations share whose system is another process: the pipes to it."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from dispatch_interfaces import InvalidRequestError, NotFoundError, UnavailableError


class RefusedError(InvalidRequestError):
    """The other process would not do it."""


class UnheardOfError(NotFoundError):
    """The other process does not know it."""


class AsleepError(UnavailableError):
    """The other process found nobody."""


_ERRORS: Final[Mapping[str, type[Exception]]] = {
    "invalid": RefusedError,
    "missing": UnheardOfError,
    "nobody": AsleepError,
}


class Pipes:
    """A child process of our own, which ends with the plugin.

    Args:
        system: Which system of `backend.py` it is.
    """

    def __init__(self, system: str) -> None:
        program = str(Path(__file__).with_name("backend.py"))
        self._child = subprocess.Popen(
            [sys.executable, "-S", "-E", program, system],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.terminate()
        with self._child:  # closes the pipes and waits
            pass

    def ask(self, method: str, /, **arguments: Any) -> Any:
        """The answer of the other process."""
        request = json.dumps([method, arguments])
        with self._lock:
            print(request, file=self._child.stdin, flush=True)
            assert self._child.stdout is not None
            answer = json.loads(self._child.stdout.readline())
        if "refused" in answer:
            kind, told = answer["refused"]
            raise _ERRORS[kind](told)
        return answer["result"]
