"""Radicale and a mail server, on this machine, for as long as they are needed."""

import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from attrs import define, field
from mirakuru import TCPExecutor

PYTHON = Path(__file__).parents[1] / ".server" / "bin" / "python"

_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""
_RIGHTS = """
[admin]
user: admin
collection: .*
permissions: RrWw
[plugin]
user: dispatch
collection: (dispatch|other)(/.*)?
permissions: RrWw
[owner]
user: .+
collection: {user}(/.*)?
permissions: RrWw
"""
_USERS = ("admin", "dispatch", "other")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@define
class Server:
    """Both servers; each can be taken down and up again.

    Args:
        folder: Where they keep what they are given.
    """

    folder: Path
    port: int = field(factory=free_port)
    mail_port: int = field(factory=free_port)
    _radicale: Any = None
    _mail: Any = None

    @property
    def environment(self) -> dict[str, str]:
        """What `dispatch_caldav.testing` reads."""
        url = f"http://127.0.0.1:{self.port}"
        return {
            "CALDAV_URL": f"{url}/dispatch/",
            "CALDAV_OTHER_URL": f"{url}/other/",
            "CALDAV_USER": "dispatch",
            "CALDAV_PASSWORD": "secret of dispatch",
            "CALDAV_ADMIN": "admin",
            "CALDAV_ADMIN_PASSWORD": "secret of admin",
            "CALDAV_FOLDER": str(self.folder / "collections"),
            "MAIL_PORT": str(self.mail_port),
            "MAIL_FOLDER": str(self.folder / "mails"),
        }

    def start(self) -> None:
        command = [PYTHON, "-m", "radicale", "--config", self.folder / "config"]
        self._radicale = TCPExecutor(
            [str(it) for it in command],
            host="127.0.0.1",
            port=self.port,
            timeout=30,
            stderr=subprocess.DEVNULL,
        )
        self._radicale.start()

    def stop(self) -> None:
        self._radicale.stop()

    def start_mail(self, handler: Any = None) -> None:
        """Take mails; with a handler, as it likes."""
        handler = handler or Mailbox(self.folder / "mails")
        self._mail = Controller(handler, hostname="127.0.0.1", port=self.mail_port)
        self._mail.start()

    def stop_mail(self) -> None:
        self._mail.stop()


@contextmanager
def running(folder: Path) -> Generator[Server]:
    """Both servers, with nothing in them."""
    server = Server(folder)
    (folder / "config").write_text(_CONFIG.format(port=server.port, folder=folder))
    (folder / "rights").write_text(_RIGHTS)
    (folder / "users").write_text("".join(f"{it}:secret of {it}\n" for it in _USERS))
    server.start()
    server.start_mail()
    try:
        for user in _USERS:  # Radicale makes the folder of a user who logs in
            url = f"http://127.0.0.1:{server.port}/{user}/"
            httpx.request("PROPFIND", url, auth=(user, f"secret of {user}")).raise_for_status()
        yield server
    finally:
        server.stop_mail()
        server.stop()
