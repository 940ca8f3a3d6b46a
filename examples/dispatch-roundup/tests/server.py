"""A Roundup tracker of the classic template, on this machine."""

import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import define
from mirakuru import TCPExecutor

_HERE: Final = Path(__file__).parent
_BIN: Final = _HERE.parent / ".server" / "bin"
_PASSWORD: Final = "throwaway"

_ROLE: Final = re.findall(
    "```python\n(.*?)```", (_HERE.parent / "README.md").read_text(), re.DOTALL
)[0]
"""The role of the plugin's account, as an administrator is told to make it."""
_PEOPLE: Final = """
user.create(username="dispatch", password=adminpw, roles="Dispatch", address="dispatch@example.com")
for name in ("ada", "grace", "edsger", "barbara"):
    user.create(username=name, address=name + "@example.com", roles="User")
"""

PROPERTIES: Final = (
    "incident_type=kind, reporter=reporter, conversation_weblink=chat, document_weblink=document, "
    "storage_weblink=folder, cost=cost, severity=severity, dispatch_weblink=dispatch"
)
"""What the extended schema has more, as the settings name it."""
_TEXTS: Final = ("kind", "chat", "document", "folder", "cost", "severity", "dispatch")
_CLASS: Final = 'IssueClass(db, "issue",'
_EXTENDED: Final = f"{_CLASS} reporter=Link('user'), {''.join(f'{it}=String(), ' for it in _TEXTS)}"


@define
class Server:
    """A tracker that runs.

    Args:
        environment: What ``dispatch_roundup.testing`` reads.
        process: Serves it.
    """

    environment: dict[str, str]
    process: TCPExecutor

    def stop(self) -> None:
        """Take it down; what it knows stays."""
        self.process.stop()

    def start(self) -> None:
        """Bring it up again, at the same address."""
        self.process.start()


@contextmanager
def running(
    folder: Path, *, extended: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Make a tracker in a folder, and serve it.

    Args:
        folder: An empty folder.
        extended: Whether its issues have the properties of `PROPERTIES` too.
        settings: Of its config.ini: ``{"web_api_calls_per_interval": "5"}``.
    """
    home, port = folder / "tracker", _free_port()
    url = f"http://127.0.0.1:{port}/"
    config = {
        "tracker_web": url,
        "admin_email": "admin@example.com",
        "mail_domain": "example.com",
        "mail_host": "127.0.0.1",
        "mail_debug": str(folder / "mail.txt"),
        # The password is hashed at each request.
        "password_pbkdf2_default_rounds": "1000",
        **(settings or {}),
    }
    told = ",".join(f"{name}={value}" for name, value in config.items())
    _admin(home, "install", "classic", "sqlite", told)
    _add(home / "schema.py", _ROLE)
    _add(home / "initial_data.py", _PEOPLE)
    if extended:
        schema = home / "schema.py"
        schema.write_text(schema.read_text().replace(_CLASS, _EXTENDED))
    _admin(home, "initialise", _PASSWORD)
    with (folder / "server.log").open("wb") as log:
        process = TCPExecutor(
            [str(_BIN / "python"), str(_HERE / "serve.py"), str(home), str(port)],
            host="127.0.0.1",
            port=port,
            timeout=60,
            stdout=log,
            stderr=log,
        )
        environment = {
            "ROUNDUP_URL": url,
            "ROUNDUP_USERNAME": "dispatch",
            "ROUNDUP_PASSWORD": _PASSWORD,
            "ROUNDUP_HOME": str(home),
        }
        with process:
            yield Server(environment, process)


def _admin(home: Path, *command: str) -> None:
    subprocess.run(
        [_BIN / "roundup-admin", "-i", home, *command], check=True, stdout=subprocess.DEVNULL
    )


def _add(path: Path, lines: str) -> None:
    path.write_text(f"{path.read_text()}\n{lines}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
