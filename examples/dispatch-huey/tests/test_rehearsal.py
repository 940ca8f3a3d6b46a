"""The bridge in whole incidents, and then the tables themselves."""

import sqlite3
from contextlib import closing
from pathlib import Path

from dispatch_huey.testing import part
from dispatch_interfaces.host.rehearsal import rehearse
from tests.test_plugin import until


def test_an_incident_opens_runs_and_closes(database: Path) -> None:
    rehearsal = rehearse([part()])
    assert rehearsal.exit_code == 0, rehearsal.verdict

    with closing(sqlite3.connect(database)) as connection:

        def rows() -> list[tuple[object, ...]]:
            return connection.execute(
                "SELECT run.workflow_id, run.number, run.status, "
                "json_extract(artifact.record, '$.name') "
                "FROM run JOIN artifact ON artifact.run_id = run.id"
            ).fetchall()

        until(lambda: bool(rows()) and {it[2] for it in rows()} == {"Completed"})
        assert set(rows()) == {("greet", "1", "Completed", "Hello web-1")}
