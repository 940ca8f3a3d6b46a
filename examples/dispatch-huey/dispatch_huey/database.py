"""What is kept of workflows and their runs, in the SQLite file in which the queue is too.

The consumer and the plugins are processes of their own, and all of them open this file. Nothing
else is remembered anywhere.
"""

import json
import sqlite3
import uuid
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from dispatch_huey import liveness
from dispatch_interfaces import Artifact, NotFoundError, PluginError, UnavailableError

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS workflow (
    id TEXT PRIMARY KEY,
    approval INTEGER NOT NULL,
    priority INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY,
    workflow_id TEXT NOT NULL,
    priority INTEGER NOT NULL,
    params TEXT NOT NULL,
    number TEXT,
    approved INTEGER NOT NULL,
    status TEXT NOT NULL,
    failure TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS run_number ON run (workflow_id, number);
CREATE TABLE IF NOT EXISTS artifact (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS artifact_run ON artifact (run_id);
"""

GONE: Final = "the process that ran it is gone"
"""The failure of a run whose worker was killed."""


@frozen
class Kept:
    """A run as it is now."""

    id: str
    workflow_id: str
    priority: int
    params: Mapping[str, Any]
    approved: bool
    status: str
    failure: str | None
    created_at: str
    updated_at: str
    artifacts: tuple[Artifact, ...] = ()


class Database:
    """Each call is a connection and a transaction of its own, so any thread may make it.

    Args:
        path: The file.
        timeout: Seconds to wait for a lock.

    Raises:
        UnavailableError: From every method: the file is locked, or not there.
        PluginError: From every method: it is no database, or no such one.
    """

    def __init__(self, path: str | Path, timeout: float = 30.0) -> None:
        self.path = Path(path).absolute()
        self._timeout = timeout

    @property
    def uri(self) -> str:
        """Opens the file, and never makes one: an empty queue that nobody serves helps nobody."""
        return f"{self.path.as_uri()}?mode=rw"

    def create(self) -> None:
        """Make the file and the tables, unless they are there. Only the consumer does."""
        with closing(sqlite3.connect(self.path, timeout=self._timeout)) as connection:
            connection.executescript(_SCHEMA)

    def publish(self, workflows: Mapping[str, tuple[bool, int]]) -> None:
        """Say which workflows there are: by id, whether they need an approval, and the priority."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM workflow")
            rows = [(key, *it) for key, it in workflows.items()]
            connection.executemany("INSERT INTO workflow VALUES (?, ?, ?)", rows)

    def add(self, workflow_id: str, params: str, number: str | None) -> Kept:
        """Make a run; unless it needs an approval, a worker may begin it from now on.

        Raises:
            NotFoundError: There is no such workflow.
        """
        with self._transaction() as connection:
            found = connection.execute(
                "SELECT approval, priority FROM workflow WHERE id = ?", (workflow_id,)
            ).fetchone()
            if found is None:
                raise NotFoundError("no workflow has this id", value=workflow_id)
            run_id, now = uuid.uuid4().hex, _now()
            connection.execute(
                "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, 'Submitted', NULL, ?, ?)",
                (run_id, workflow_id, found[1], params, number, not found[0], now, now),
            )
            return _kept(connection, run_id)

    def get(self, run_id: str) -> Kept:
        """A run as it is now.

        Raises:
            NotFoundError: There is no such run.
        """
        kept = self._get(run_id)
        if kept.status != "Running" or liveness.is_held(self.lock(run_id)):
            return kept
        # The worker lets go after it has written how the run ended: look again.
        kept = self._get(run_id)
        if kept.status == "Running":
            return evolve(kept, status="Failed", failure=GONE)
        return kept

    def numbered(self, workflow_id: str, number: str) -> str | None:
        """The last run that was given this number; None if there is none."""
        with self._transaction("DEFERRED") as connection:
            found = connection.execute(
                "SELECT id FROM run WHERE workflow_id = ? AND number = ? "
                "ORDER BY rowid DESC LIMIT 1",
                (workflow_id, number),
            ).fetchone()
            return None if found is None else str(found[0])

    def approve(self, run_id: str) -> Kept:
        """Let a run begin.

        Raises:
            NotFoundError: There is no such run.
        """
        with self._transaction() as connection:
            connection.execute("UPDATE run SET approved = 1 WHERE id = ?", (run_id,))
            return _kept(connection, run_id)

    def waiting(self) -> list[tuple[str, int]]:
        """The runs that may begin, oldest first, with their priorities."""
        with self._transaction("DEFERRED") as connection:
            return connection.execute(
                "SELECT id, priority FROM run WHERE status = 'Submitted' AND approved "
                "ORDER BY rowid"
            ).fetchall()

    def begin(self, run_id: str) -> Kept | None:
        """Begin a run; None if somebody did already, or may not."""
        with self._transaction() as connection:
            begun = connection.execute(
                "UPDATE run SET status = 'Running', updated_at = ? "
                "WHERE id = ? AND status = 'Submitted' AND approved",
                (_now(), run_id),
            )
            return _kept(connection, run_id) if begun.rowcount else None

    def end(self, run_id: str, status: str, failure: str | None = None) -> None:
        """Say how a run that is running has ended."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE run SET status = ?, failure = ?, updated_at = ? "
                "WHERE id = ? AND status = 'Running'",
                (status, failure, _now(), run_id),
            )

    def end_the_abandoned(self) -> None:
        """Say of all runs whose worker is gone that they have failed."""
        with self._transaction("DEFERRED") as connection:
            running = connection.execute("SELECT id FROM run WHERE status = 'Running'").fetchall()
        for (run_id,) in running:
            if not liveness.is_held(self.lock(run_id)):
                self.end(run_id, "Failed", GONE)
                self.lock(run_id).unlink(missing_ok=True)

    def add_artifact(self, run_id: str, artifact: Artifact) -> None:
        """Keep a document that a run made."""
        record = {**artifact, "created_at": _now()}
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO artifact VALUES (?, ?, ?)",
                (artifact["resource_id"], run_id, json.dumps(record)),
            )

    def lock(self, run_id: str) -> Path:
        """What the worker of a run holds for as long as it lives."""
        return self.path.with_name(f"{self.path.name}.running") / run_id

    def _get(self, run_id: str) -> Kept:
        with self._transaction("DEFERRED") as connection:
            return _kept(connection, run_id)

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Generator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(self.uri, uri=True, timeout=self._timeout, isolation_level=None)
            ) as connection:
                connection.execute(f"BEGIN {kind}")
                yield connection  # whatever raises, closing rolls back
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            # Without its tables it is a database, too: the error is SQLITE_ERROR and nothing more.
            later = error.sqlite_errorcode != sqlite3.SQLITE_ERROR
            if isinstance(error, sqlite3.OperationalError) and later:
                raise UnavailableError(f"the queue cannot be used now: {error}") from error
            raise PluginError(f"{self.path} is not a queue: {error}") from error


def _kept(connection: sqlite3.Connection, run_id: str) -> Kept:
    found = connection.execute(
        "SELECT id, workflow_id, priority, params, approved, status, failure, created_at, "
        "updated_at FROM run WHERE id = ?",
        (run_id,),
    ).fetchone()
    if found is None:
        raise NotFoundError("there is no such run", value=run_id)
    artifacts = connection.execute(
        "SELECT record FROM artifact WHERE run_id = ? ORDER BY rowid", (run_id,)
    )
    of, workflow_id, priority, params, approved, status, failure, created_at, updated_at = found
    return Kept(
        id=of,
        workflow_id=workflow_id,
        priority=priority,
        params=json.loads(params),
        approved=bool(approved),
        status=status,
        failure=failure,
        created_at=created_at,
        updated_at=updated_at,
        artifacts=tuple(json.loads(it) for (it,) in artifacts),
    )


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat()
