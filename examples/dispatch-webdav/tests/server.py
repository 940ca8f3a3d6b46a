"""WsgiDAV with cheroot, as a process of its own, on loopback."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mirakuru import TCPExecutor

PACKAGE = Path(__file__).parents[1]
ROOT = "/remote.php/dav/files/dispatch"
"""Where the files are, as on a Nextcloud: not at the top of the host."""
ACCOUNTS = {"dispatch": "of the plugin", "observer": "of who looks on"}


class Server:
    """The server, which keeps files and properties in a folder while it is stopped.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        (self.files / "Incidents").mkdir(parents=True)
        port = _free_port()
        self._configuration = folder / "wsgidav.json"
        self._configuration.write_text(json.dumps(_configuration(folder, self.files, port)))
        self.port = port
        self._process = self._made()
        self.environment = {
            "WEBDAV_URL": f"http://127.0.0.1:{port}{ROOT}/Incidents",
            "WEBDAV_USERNAME": "dispatch",
            "WEBDAV_PASSWORD": ACCOUNTS["dispatch"],
            "WEBDAV_OBSERVER_USERNAME": "observer",
            "WEBDAV_OBSERVER_PASSWORD": ACCOUNTS["observer"],
        }

    def start(self) -> None:
        self._process = self._made()
        self._process.start()

    def stop(self) -> None:
        self._process.stop()

    def _made(self) -> TCPExecutor:
        python = PACKAGE / ".server/bin/python"
        command = [str(python), "-m", "wsgidav.server.server_cli", "--config"]
        return TCPExecutor(
            [*command, str(self._configuration)],
            host="127.0.0.1",
            port=self.port,
            timeout=60,
            envvars={"PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
        )


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server while it lasts.

    Args:
        folder: An empty folder, for what it keeps.
    """
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _configuration(folder: Path, files: Path, port: int) -> dict[str, object]:
    return {
        "host": "127.0.0.1",
        "port": port,
        "server": "cheroot",
        "server_args": {"numthreads": 16},
        "provider_mapping": {ROOT: str(files)},
        "simple_dc": {"user_mapping": {"*": {it: {"password": ACCOUNTS[it]} for it in ACCOUNTS}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False},
        "property_manager": {
            "class": "wsgidav.prop_man.property_manager.ShelvePropertyManager",
            "kwargs": {"storage_path": str(folder / "properties")},
        },
        "lock_storage": True,
        "verbose": 1,
    }


def _free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        port: int = it.getsockname()[1]
        return port
