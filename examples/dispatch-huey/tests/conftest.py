"""A consumer for each module, and a plugin on its file."""

from collections.abc import Generator
from pathlib import Path

import pytest

from dispatch_huey import HueySettings, HueyWorkflow
from dispatch_huey.testing import WEBLINK, SqlObserver
from tests.server import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    with running(tmp_path_factory.mktemp("huey")) as started:
        yield started


@pytest.fixture
def database(server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the queue, where `dispatch_huey.testing` finds it too."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return Path(server.environment["DISPATCH_HUEY_DATABASE"])


@pytest.fixture
def plugin(database: Path) -> HueyWorkflow:
    return HueyWorkflow(HueySettings(str(database), WEBLINK))


@pytest.fixture
def observer(database: Path) -> Generator[SqlObserver]:
    made = SqlObserver(database)
    yield made
    made.release()
