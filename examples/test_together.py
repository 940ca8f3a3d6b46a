"""All ten packages carry incidents and cases together, from open to closed.

Then it is looked at the servers themselves.
"""

import email
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from ldap3 import Connection, Server
from with_server import serving

from dispatch_caldav import testing as caldav
from dispatch_docx import testing as documents
from dispatch_huey import testing as huey
from dispatch_interfaces.host.rehearsal import Rehearsal, rehearse
from dispatch_ldap import testing as ldap
from dispatch_matrix import testing as matrix
from dispatch_opentelemetry import testing as opentelemetry
from dispatch_roundup import testing as roundup
from dispatch_skos import testing as skos
from dispatch_sqlite_search import testing as sqlite_search
from dispatch_webdav import testing as webdav

HOST = Path(__file__).parent / "host"

SERVERS = ("caldav", "huey", "ldap", "matrix", "roundup", "webdav")


@pytest.fixture(scope="module")
def environment() -> Generator[Mapping[str, str]]:
    """All servers run; the environment says where."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patched:
        for name in SERVERS:
            for key, value in stack.enter_context(serving(f"dispatch-{name}")).items():
                patched.setenv(key, value)
        yield os.environ


@pytest.fixture(scope="module")
def storage(environment: Mapping[str, str]) -> Any:
    return webdav.part("Together")


@pytest.fixture(scope="module")
def rehearsal(environment: Mapping[str, str], storage: Any) -> Rehearsal:
    return rehearse(
        [
            storage,
            documents.part(),
            matrix.part(),
            roundup.part(),
            caldav.oncall_part(),
            caldav.task_part(),
            ldap.group_part(),
            ldap.participant_part(),
            huey.part(),
            opentelemetry.part(),
            skos.part(),
            sqlite_search.part(),
        ]
    )


def test_incidents_and_cases_open_run_and_close(rehearsal: Rehearsal) -> None:
    assert rehearsal.exit_code == 0, rehearsal.verdict
    assert rehearsal.verdict == "an incident opens, runs and closes"


@pytest.fixture
def issues(rehearsal: Rehearsal, environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The id and the status of each issue of the tracker, by title, out of its own file."""
    file = Path(environment["ROUNDUP_HOME"], "db", "db")
    query = "SELECT _title, i.id, _name FROM _issue i JOIN _status s ON s.id = _status"
    with closing(sqlite3.connect(file)) as tracker:
        return {title: (str(number), status) for title, number, status in tracker.execute(query)}


def test_the_tracker_knows_how_they_ended(issues: Mapping[str, tuple[str, str]]) -> None:
    assert issues["Orders are late: closed incident"][1] == "resolved"
    assert issues["Odd logins: closed case"][1] == "resolved"


def test_each_incident_has_its_room_its_group_and_its_folder(
    rehearsal: Rehearsal,
    environment: Mapping[str, str],
    storage: Any,
    issues: Mapping[str, tuple[str, str]],
) -> None:
    admin = matrix.Admin(environment["MATRIX_URL"], environment["MATRIX_ADMIN_TOKEN"])
    rooms = {it["name"] for it in admin.rooms()}
    account = environment["LDAP_ADMIN_DN"], environment["LDAP_ADMIN_PASSWORD"]
    with Connection(Server(environment["LDAP_URL"]), *account, auto_bind=True) as directory:
        base = environment["LDAP_ADMIN_DN"].partition(",")[2]
        directory.search(base, "(objectClass=groupOfNames)", attributes=["cn"])
        groups = {str(name) for it in directory.entries for name in it.cn.values}
    files = webdav.Observer(None).list_files(storage.settings["root_id"], None)
    folders = {it["name"] for it in files}
    number = issues["Orders are late: closed incident"][0]
    for kind, names in (("room", rooms), ("group", groups), ("folder", folders)):
        assert any(it.endswith(number) for it in names), f"no {kind} of {number}: {sorted(names)}"


def test_the_documents_are_filled_in(rehearsal: Rehearsal, storage: Any) -> None:
    server = webdav.Observer(None)
    found = server.list_files(storage.settings["root_id"], "name contains 'Incident Document'")
    assert found
    for file in found:
        document: Any = docx.Document(BytesIO(server.read(file["id"])))
        first = document.paragraphs[0].text
        assert first.startswith(file["name"].partition(" - ")[0])
        assert "{{name}}" not in first


def test_whoever_was_on_call_got_mails(
    rehearsal: Rehearsal, environment: Mapping[str, str]
) -> None:
    files = [it for it in Path(environment["MAIL_FOLDER"]).rglob("*") if it.is_file()]
    mails = [email.message_from_bytes(it.read_bytes()) for it in files]
    assert any("Orders are late" in str(it["Subject"]) for it in mails), [
        str(it["Subject"]) for it in mails
    ]


def test_the_workflow_ran(rehearsal: Rehearsal, environment: Mapping[str, str]) -> None:
    with closing(sqlite3.connect(environment["DISPATCH_HUEY_DATABASE"])) as queue:
        states = {it for (it,) in queue.execute("SELECT status FROM run")}
        assert states == {"Completed"}


def test_the_host_loads_them_by_their_entry_points(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    entered = {"webdav-storage": webdav.part("Host").settings, "skos-term": skos.part().settings}
    tables = [
        f"[{slug}]\n" + "\n".join(f"{name} = {json.dumps(it)}" for name, it in settings.items())
        for slug, settings in entered.items()
        if settings
    ]
    (tmp_path / "settings.toml").write_text("\n".join(tables))
    install = ("pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path), str(HOST))
    subprocess.run([sys.executable, "-m", *install], check=True, cwd=tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "demo_host", "settings.toml"],
        env={**environment, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ticket-1 is closed" in done.stdout, done.stdout
    assert "Archive" in {it["name"] for it in webdav.open_plugin().list()}
