"""The consumer is down, killed or restarted; the file is locked, gone, or no database."""

import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from dispatch_huey import HueySettings, HueyWorkflow
from dispatch_huey.database import GONE, Database
from dispatch_huey.testing import WEBLINK, SqlObserver
from dispatch_interfaces import PluginError, UnavailableError
from tests.server import Server, running
from tests.test_plugin import ends, until


@pytest.fixture(autouse=True)
def up_again(server: Server) -> Generator[None]:
    yield
    if not server.executor.running():
        server.start()


def test_what_is_run_while_the_consumer_is_down_begins_when_it_is_up(
    server: Server, plugin: HueyWorkflow
) -> None:
    server.stop()
    runs = [plugin.run("greet", {"n": n})["resource_id"] for n in range(3)]
    assert {plugin.get_instance("greet", it)["status"] for it in runs} == {"Submitted"}
    server.start()
    for run_id in runs:
        ended = ends(plugin, run_id)
        assert ended["status"] == "Completed"
        assert len(ended["artifacts"]) == 1


def test_a_run_whose_worker_was_killed_has_failed(
    server: Server, plugin: HueyWorkflow, observer: SqlObserver, database: Path
) -> None:
    run_id = plugin.run("restart", {})["resource_id"]
    artifact_id = observer.add_artifact(run_id, "half of the work")
    server.kill()
    ended = plugin.get_instance("restart", run_id)  # no consumer has to be up to know it
    assert ended["status"] == "Failed"
    assert [it["resource_id"] for it in ended["artifacts"]] == [artifact_id]
    server.start()
    until(lambda: Database(database).get(run_id).failure == GONE)
    ends(plugin, plugin.run("greet", {})["resource_id"])
    assert plugin.get_instance("restart", run_id)["status"] == "Failed"  # and not begun again


def test_a_worker_that_was_killed_alone_is_told_as_well(tmp_path: Path) -> None:
    """Workers may be processes, and the consumer goes on without one of them."""
    with running(tmp_path, "-k", "process", "-w", "2", "-c", "1") as server:
        database = Path(server.environment["DISPATCH_HUEY_DATABASE"])
        plugin, observer = HueyWorkflow(HueySettings(str(database), WEBLINK)), SqlObserver(database)
        run_id = plugin.run("restart", {})["resource_id"]
        observer.advance(run_id, "Running")
        consumer = server.executor.process
        assert consumer is not None
        for worker in psutil.Process(consumer.pid).children():
            worker.kill()
        until(lambda: plugin.get_instance("restart", run_id)["status"] == "Failed")
        assert server.executor.running()
        assert ends(plugin, plugin.run("greet", {})["resource_id"])["status"] == "Completed"


def test_a_run_that_waits_outlives_the_consumer(
    server: Server, plugin: HueyWorkflow, observer: SqlObserver
) -> None:
    run_id = plugin.run("restart", {"a": 1})["resource_id"]
    server.kill()
    server.start()
    observer.add_artifact(run_id, "a document")
    observer.advance(run_id, "Completed")
    assert plugin.get_instance("restart", run_id)["status"] == "Completed"


def test_a_wake_up_that_was_lost_is_made_up_for(
    server: Server, plugin: HueyWorkflow, database: Path
) -> None:
    """As when a worker was killed between taking it and beginning the run."""
    server.stop()
    run_id = plugin.run("greet", {})["resource_id"]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM task")
    server.start()
    assert ends(plugin, run_id)["status"] == "Completed"


def test_a_queue_that_fails_after_the_run_was_made_is_no_error(
    server: Server,
    plugin: HueyWorkflow,
    observer: SqlObserver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whoever was told of an error would run it again, and have it twice."""

    def locked(*_: Any) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr("dispatch_huey.queue.Queue.wake", locked)
    before = observer.instances("greet")
    run_id = plugin.run("greet", {})["resource_id"]
    assert "begins within a minute" in caplog.text
    assert set(observer.instances("greet")) - set(before) == {run_id}
    server.stop()
    server.start()
    assert ends(plugin, run_id)["status"] == "Completed"


def test_a_file_that_is_locked_is_unavailable_and_nothing_is_made(
    plugin: HueyWorkflow, observer: SqlObserver, database: Path
) -> None:
    before = observer.instances("greet")
    hurried = HueyWorkflow(HueySettings(str(database), WEBLINK, timeout=0.1))
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError, match="locked"):
            hurried.run("greet", {})
        connection.execute("ROLLBACK")
    assert observer.instances("greet") == before
    assert ends(hurried, hurried.run("greet", {})["resource_id"])["status"] == "Completed"


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "huey.sqlite"
    plugin = HueyWorkflow(HueySettings(str(path), WEBLINK))
    for call in (
        lambda: plugin.run("greet", {}),
        lambda: plugin.get_instance("greet", "1"),
        lambda: plugin.find_instance("greet", 1),
    ):
        with pytest.raises(UnavailableError, match="unable to open"):
            call()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"<html>not found</html>" * 100, b""], ids=["html", "empty"])
def test_another_file_is_no_queue(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "huey.sqlite"
    path.write_bytes(content)
    plugin = HueyWorkflow(HueySettings(str(path), WEBLINK))
    with pytest.raises(PluginError, match="not a queue") as caught:
        plugin.run("greet", {})
    assert not isinstance(caught.value, UnavailableError)
