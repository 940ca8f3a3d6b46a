"""The consumer of the sandbox, in a process of its own."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import define, field
from mirakuru import OutputExecutor

PACKAGE = Path(__file__).parents[1]


@define
class Server:
    """A consumer on a file in some folder.

    Args:
        folder: Where the file is.
        options: Of huey_consumer, beside those by which workers look often.
    """

    folder: Path
    options: tuple[str, ...] = ("-w", "24")
    """As many workers as runs may wait for orders at once."""
    executor: OutputExecutor = field(init=False)

    def __attrs_post_init__(self) -> None:
        consumer = Path(sys.executable).with_name("huey_consumer")
        self.executor = OutputExecutor(
            [str(consumer), "dispatch_huey.sandbox.huey", *self.options, "-d", "0.02", "-m", "0.1"],
            banner="Huey consumer started",
            timeout=60,
            stdout=None,
            stderr=subprocess.PIPE,
            envvars={
                "PYTHONPATH": os.pathsep.join(filter(None, [str(PACKAGE), *sys.path])),
                **self.environment,
            },
        )

    @property
    def environment(self) -> dict[str, str]:
        """What `dispatch_huey.testing` reads."""
        return {"DISPATCH_HUEY_DATABASE": str(self.folder / "huey.sqlite")}

    def start(self) -> None:
        self.executor.start()
        # The consumer says that it has started, and then the workers say which workflows there are.
        until = time.monotonic() + 60
        while not self._published():
            if time.monotonic() > until:
                raise TimeoutError("no worker has come up")
            time.sleep(0.02)

    def _published(self) -> bool:
        path = self.environment["DISPATCH_HUEY_DATABASE"]
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            return connection.execute("SELECT 1 FROM workflow").fetchone() is not None

    def stop(self) -> None:
        self.executor.stop()

    def kill(self) -> None:
        self.executor.kill()


@contextmanager
def running(folder: Path, *options: str) -> Generator[Server]:
    """A consumer, until the end of the block."""
    server = Server(folder, options) if options else Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
