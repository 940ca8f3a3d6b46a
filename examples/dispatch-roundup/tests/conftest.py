"""Two trackers for all tests: of the classic template, and with further properties."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch_roundup import RoundupSettings, RoundupTicket
from dispatch_roundup.testing import TrackerFile, entered, observer
from tests.server import PROPERTIES, Server, running


@pytest.fixture(scope="session")
def classic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("classic")) as server:
        yield server


@pytest.fixture(scope="session")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("extended"), extended=True) as server:
        yield server


@pytest.fixture
def tracker(classic: Server, monkeypatch: pytest.MonkeyPatch) -> TrackerFile:
    """The classic tracker, named in the environment, as its files show it."""
    for name, value in classic.environment.items():
        monkeypatch.setenv(name, value)
    return observer()


@pytest.fixture
def plugin(tracker: TrackerFile) -> RoundupTicket:
    return RoundupTicket(RoundupSettings(**entered()))


@pytest.fixture
def wide_tracker(extended: Server, monkeypatch: pytest.MonkeyPatch) -> TrackerFile:
    """The tracker with further properties, named in the environment, as its files show it."""
    for name, value in extended.environment.items():
        monkeypatch.setenv(name, value)
    return TrackerFile(Path(os.environ["ROUNDUP_HOME"]), PROPERTIES)


@pytest.fixture
def wide(wide_tracker: TrackerFile) -> RoundupTicket:
    return RoundupTicket(RoundupSettings(**entered(properties=PROPERTIES)))
