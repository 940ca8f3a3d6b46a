"""A server of its own for each test, and a folder to run in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.server import Backend, serving


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    monkeypatch.chdir(tmp_path)
    with serving(Backend()) as it:
        monkeypatch.setenv("ACME_URL", it.url)
        yield it
