"""A backend over HTTP that throttles, delays and fails.

What it holds is held by the reference implementations; what it does on the way is said here.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from attrs import define, field

from dispatch_interfaces import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from dispatch_interfaces.conformance.run.json_values import decode, encode
from reference_impls import InMemoryParticipantGroup, InMemoryStorage, InMemoryTicket

STATUS: Final = {
    NotFoundError: 404,
    AlreadyExistsError: 409,
    InvalidRequestError: 400,
    PermissionDeniedError: 403,
}


class Drives(InMemoryStorage):
    """Drives that an administrator can list, with those in the trash and the archive."""

    def purge(self, drive_id: str) -> None:
        """Delete a drive for good, also one in the trash."""
        if self._drives[drive_id].state == "trashed":
            self._drives[drive_id].state = "active"
        self.delete(drive_id)

    def all_drives(self) -> dict[str, str]:
        """The names of all drives, by id."""
        return {drive_id: drive.name for drive_id, drive in self._drives.items()}


@define
class Backend:
    """What the server holds, and how badly it behaves.

    Args:
        delay: Seconds that each answer takes.
        throttle_every: Each so many-th call is answered with 429; 0 for none.
        fail_before: Each so many-th call of a method fails with 503, without an effect.
        fail_after: Each so many-th call of a method has its effect, and fails with 503.
        forbidden: Methods that are answered with 403.
        stall_at: At which call of ``create``, or the next that has an effect, the answer is held
            back; 0 for none.
        late_at: At which call of ``create`` the effect is held back, too; 0 for none.
    """

    delay: float = 0.0
    throttle_every: int = 0
    fail_before: Mapping[str, int] = field(factory=dict)
    fail_after: Mapping[str, int] = field(factory=dict)
    forbidden: frozenset[str] = frozenset()
    stall_at: int = 0
    late_at: int = 0
    stalled: threading.Event = field(factory=threading.Event)
    """Set when the answer is being held back: the effect is there, unless it is late."""
    go_on: threading.Event = field(factory=threading.Event)
    """Set to let it go."""
    calls: list[tuple[str, tuple[Any, ...]]] = field(factory=list)
    plugins: Mapping[str, Any] = field(
        factory=lambda: {
            "storage": Drives(),
            "participant-group": InMemoryParticipantGroup(),
            "ticket": InMemoryTicket(),
        }
    )
    url: str = ""
    _lock: Any = field(factory=threading.Lock)

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    def answer(self, interface: str, method: str, args: list[Any], kwargs: Any) -> Any:
        """The status, the headers and the body for one call."""
        with self._lock:
            self.calls.append((method, tuple(args)))
            total, number = len(self.calls), self.count(method)
        time.sleep(self.delay)
        if self.throttle_every and total % self.throttle_every == 0:
            return 429, {"Retry-After": "0.001"}, "too many calls"
        if method in self.forbidden:
            return 403, {}, "not for you"
        if method in self.fail_before and number % self.fail_before[method] == 0:
            return 503, {}, "down for a moment"
        if method == "create" and number == self.late_at:
            self.stalled.set()
            self.go_on.wait(60)
        try:
            result = getattr(self.plugins[interface], method)(*args, **kwargs)
        except tuple(STATUS) as error:
            status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
            return status, {}, str(error)
        if method == "create" and 0 < self.stall_at <= number and not self.stalled.is_set():
            self.stalled.set()
            self.go_on.wait(60)
        if method in self.fail_after and number % self.fail_after[method] == 0:
            return 503, {}, "the answer was lost"
        return 200, {}, result


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    """Connections that wait: of the usual 5, two checks with their threads lose some."""


@contextmanager
def serving(backend: Backend) -> Iterator[Backend]:
    """Serve a backend on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            args, kwargs = decode(json.loads(self.rfile.read(length)))
            _, interface, method = self.path.split("/")
            status, headers, result = backend.answer(interface, method, args, kwargs)
            body = json.dumps(encode(result)).encode()
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # whoever asked is gone

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        backend.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield backend
        finally:
            backend.go_on.set()
            server.shutdown()
            thread.join()
