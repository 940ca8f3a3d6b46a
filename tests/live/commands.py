"""The command over the backend, and what it leaves there."""

from pathlib import Path

from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from tests.live.server import Backend

GROUPS = ("tests.live.plugins:HttpGroups", "--harness", "tests.live.plugins:groups")
STORAGE = ("tests.live.plugins:HttpStorage", "--harness", "tests.live.plugins:storage")


def others(backend: Backend) -> None:
    """What somebody else keeps on the same backend, some of it with names like ours."""
    for name in ("payroll", "drive-17", "di-20260101-aaaa drive", "Incident-Alpha"):
        backend.plugins["storage"].create(name, ["mallory@example.com"])
        backend.plugins["participant-group"].create(name, ["mallory@example.com"])


def held(backend: Backend) -> dict[str, dict[str, str]]:
    """Everything on the backend, those in the trash and the archive included."""
    storage, groups = backend.plugins["storage"], backend.plugins["participant-group"]
    return {"drives": storage.all_drives(), "groups": dict(groups.groups())}


def ledgers() -> list[Path]:
    """The ledgers in the current folder."""
    return sorted(Path(".dispatch-interfaces").glob("ledger-*"))


def run(*arguments: str) -> tuple[int, str]:
    """The exit code and the output of the command."""
    result = CliRunner().invoke(command, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output
