"""A Synapse of one's own on loopback, with an account for the plugin, an admin, and four people."""

import base64
import hashlib
import hmac
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from attrs import define, field
from mirakuru import HTTPExecutor

NAME: Final = "matrix.test"
PASSWORD: Final = "for-tests-only"
PEOPLE: Final = ("ada", "grace", "edsger", "barbara")
DOMAIN: Final = "example.com"

_PYTHON: Final = Path(__file__).parent.parent / ".server" / "bin" / "python"
_MUCH: Final = {"per_second": 100_000, "burst_count": 100_000}
_RAISED: Final = {
    "rc_message": _MUCH,
    "rc_room_creation": _MUCH,
    "rc_invites": {"per_room": _MUCH, "per_user": _MUCH, "per_issuer": _MUCH},
    "rc_joins": {"local": _MUCH, "remote": _MUCH},
    "rc_joins_per_room": _MUCH,
    "rc_login": {"address": _MUCH, "account": _MUCH, "failed_attempts": _MUCH},
    "rc_registration": _MUCH,
    "rc_profile": _MUCH,
}
_PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""


@define
class Server:
    """A homeserver that runs.

    Args:
        url: Its address.
        environment: What `dispatch_matrix.testing` reads.
        process: Synapse.
    """

    url: str
    process: HTTPExecutor = field(repr=False)
    environment: dict[str, str] = field(factory=dict, repr=False)

    def stop(self) -> None:
        self.process.stop()

    def start(self) -> None:
        self.process.start()

    def login(self, user: str) -> str:
        """An access token of somebody."""
        who = {"type": "m.id.user", "user": user}
        asked = {"type": "m.login.password", "identifier": who, "password": PASSWORD}
        return str(
            _done(httpx.post(f"{self.url}/_matrix/client/v3/login", json=asked))["access_token"]
        )


@contextmanager
def running(folder: Path, *, limited: bool = False) -> Iterator[Server]:
    """Run a Synapse.

    Args:
        folder: Where its data go.
        limited: Whether its rate limits are those that it comes with.
    """
    port = _free_port()
    secret = base64.urlsafe_b64encode(os.urandom(24)).decode()
    url = f"http://127.0.0.1:{port}"
    settings = _settings(folder, port, secret, {} if limited else _RAISED)
    command = [str(_PYTHON), "-m", "synapse.app.homeserver", "-c", str(settings)]
    process = HTTPExecutor(command, f"{url}/_matrix/client/versions", timeout=120, cwd=folder)
    with process:
        server = Server(url, process)
        _furnish(server, secret)
        yield server


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _settings(folder: Path, port: int, secret: str, limits: Mapping[str, Any]) -> Path:
    """The homeserver's configuration; JSON is YAML, too."""
    seed = base64.b64encode(os.urandom(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_test {seed}\n")
    log = {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"file": {"class": "logging.FileHandler", "filename": f"{folder}/synapse.log"}},
        "root": {"level": "WARNING", "handlers": ["file"]},
    }
    (folder / "log.yaml").write_text(json.dumps(log))
    listener = {
        "port": port,
        "type": "http",
        "bind_addresses": ["127.0.0.1"],
        "resources": [{"names": ["client"]}],
    }
    settings = {
        "server_name": NAME,
        "pid_file": f"{folder}/synapse.pid",
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": f"{folder}/synapse.db"}},
        "log_config": f"{folder}/log.yaml",
        "media_store_path": f"{folder}/media",
        "signing_key_path": f"{folder}/signing.key",
        "macaroon_secret_key": secret,
        "registration_shared_secret": secret,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "presence": {"enabled": False},
        "report_stats": False,
        # What README.md asks of a homeserver:
        "auto_accept_invites": {"enabled": True, "only_from_local_users": True},
        "enable_authenticated_media": False,
        **limits,
    }
    path = folder / "homeserver.yaml"
    path.write_text(json.dumps(settings))
    return path


def _furnish(server: Server, secret: str) -> None:
    """Make the accounts; Barbara has no picture."""
    admin = _register_admin(server.url, secret)
    with httpx.Client(headers={"Authorization": f"Bearer {admin}"}) as client:
        media = f"{server.url}/_matrix/media/v3/upload"
        image = {"Content-Type": "image/png"}
        picture = _done(client.post(media, content=_PICTURE, headers=image))["content_uri"]
        for name in ("dispatch", *PEOPLE):
            account: dict[str, Any] = {"password": PASSWORD}
            if name in PEOPLE:
                account["threepids"] = [{"medium": "email", "address": f"{name}@{DOMAIN}"}]
            if name in PEOPLE[:3]:
                account["avatar_url"] = picture
            users = f"{server.url}/_synapse/admin/v2/users"
            _done(client.put(f"{users}/@{name}:{NAME}", json=account))
    server.environment.update(
        MATRIX_URL=server.url,
        MATRIX_TOKEN=server.login("dispatch"),
        MATRIX_ADMIN_TOKEN=admin,
        MATRIX_EMAIL_DOMAIN=DOMAIN,
    )


def _register_admin(url: str, secret: str) -> str:
    register = f"{url}/_synapse/admin/v1/register"
    nonce = _done(httpx.get(register))["nonce"]
    signed = "\0".join([nonce, "admin", PASSWORD, "admin"])
    mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).hexdigest()
    asked = {"nonce": nonce, "username": "admin", "password": PASSWORD, "admin": True, "mac": mac}
    return str(_done(httpx.post(register, json=asked))["access_token"])


def _done(answer: httpx.Response) -> Any:
    return answer.raise_for_status().json()
