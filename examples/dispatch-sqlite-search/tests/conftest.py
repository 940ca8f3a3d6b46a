from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch_sqlite_search import SearchSettings, SqliteSearch

RUNBOOK = """\
---
title: {title}
{front}---

What to do.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "runbooks"
    found.mkdir()
    return found


@pytest.fixture
def search(folder: Path) -> SqliteSearch:
    return SqliteSearch(SearchSettings(str(folder), "https://git.example.com/runbooks/"))


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Writes a runbook: its path in the folder, and the lines of its front matter."""

    def write(path: str, *front: str, title: str = "A runbook") -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{line}\n" for line in front)
        file.write_text(RUNBOOK.format(title=title, front=lines), "utf-8")
        return file

    return write
