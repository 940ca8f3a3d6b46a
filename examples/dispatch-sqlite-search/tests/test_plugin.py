"""What the conformance suite does not ask: files as people write them."""

import logging
import multiprocessing
import shutil
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest

from dispatch_interfaces import UnavailableError
from dispatch_sqlite_search import SearchSettings, SqliteSearch
from dispatch_sqlite_search.index import Index

Write = Callable[..., Path]


def ids(search: SqliteSearch, *incident: str) -> list[str]:
    kind, priority, description = (*incident, *("Outage", "High", "")[len(incident) :])
    return [it["resource_id"] for it in search.get(kind, priority, description)]


def test_a_runbook_is_shown_where_people_read_it(search: SqliteSearch, write: Write) -> None:
    write("disk space/full.md", "description: Find what grows", title="The disk is full")
    assert search.get("Outage", "High", "") == [
        {
            "name": "The disk is full",
            "description": "Find what grows",
            "weblink": "https://git.example.com/runbooks/disk%20space/full.md",
            "resource_type": "runbook",
            "resource_id": "disk space/full.md",
        }
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ntitle: A title\n---\n# A heading\n", "A title"),
        ("---\ntypes: []\n---\n\n# A heading #\n", "A heading"),
        ("---\n\n---\nNothing to call it by", "file"),
        ("---\r\ntitle: From Windows\r\n---\r\n", "From Windows"),
        ("---\ntitle: No\n---\n", "No"),
        ("---\ntitle: 2026-11-27\n---\n", "2026-11-27"),
    ],
)
def test_the_name(search: SqliteSearch, folder: Path, text: str, name: str) -> None:
    (folder / "file.md").write_text(text, newline="")
    (found,) = search.get("Outage", "High", "")
    assert found["name"] == name


def test_one_name_need_not_be_a_list(search: SqliteSearch, write: Write) -> None:
    write("one.md", "types: Outage", "priorities: 1", "words: no")
    assert ids(search, "Outage", "1", "No answer") == ["one.md"]
    assert ids(search, "Security", "1", "No answer") == []


def test_a_phrase_is_found_as_one(search: SqliteSearch, write: Write) -> None:
    write("full.md", "words: [disk full, 'a \"quoted\" word', '!!']")
    assert ids(search, "Outage", "High", "Disk\n full: /var") == ["full.md"]
    assert ids(search, "Outage", "High", "a quoted word") == ["full.md"]
    assert ids(search, "Outage", "High", "full disk!! OR disk AND full") == []


def test_the_most_particular_comes_first(search: SqliteSearch, write: Write) -> None:
    write("a-general.md")
    write("b-outage.md", "types: [Outage]")
    write("c-database.md", "types: [Outage]", "words: [database]")
    found = ids(search, "Outage", "High", "The database is slow")
    assert found == ["c-database.md", "b-outage.md", "a-general.md"]


def test_what_is_no_runbook_is_left_out(search: SqliteSearch, folder: Path, write: Write) -> None:
    write("a.md")
    write(".git/b.md")
    write("c.txt")
    (folder / "README.md").write_text("# Our runbooks\n")
    assert ids(search) == ["a.md"]


@pytest.mark.parametrize(
    "unfinished",
    [
        b"",
        b"---\ntitle: A run",
        b"---\ntypes: [Out\n---\n",
        b"---\ntitle: caf\xc3",
        b"---\n- a\n---\n",
    ],
)
def test_a_file_that_is_being_written_stays_what_it_was(
    search: SqliteSearch, write: Write, unfinished: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file = write("a.md", "types: [Outage]", title="Before")
    write("b.md")
    assert ids(search) == ["a.md", "b.md"]
    file.write_bytes(unfinished)
    with caplog.at_level(logging.WARNING):
        assert search.get("Outage", "High", "")[0]["name"] == "Before"
    assert "a.md is not read" in caplog.text
    assert ids(search, "Security") == ["b.md"]
    write("a.md", title="After")
    assert search.get("Security", "High", "")[0]["name"] == "After"


def test_a_new_file_is_found_once_it_is_whole(
    search: SqliteSearch, folder: Path, write: Write
) -> None:
    (folder / "a.md").write_text("---\ntitle: Half")
    assert ids(search) == []
    write("a.md")
    assert ids(search) == ["a.md"]


@pytest.mark.parametrize("title", ['"\\uD800"', '"a\\0b"', "[" * 5000])
def test_no_file_takes_the_others_with_it(search: SqliteSearch, write: Write, title: str) -> None:
    write("bad.md", f"words: [{title}]", title=title)
    write("good.md")
    assert "good.md" in ids(search)


def test_a_file_that_changes_twice_at_once_is_read_twice(
    search: SqliteSearch, write: Write
) -> None:
    # Of one size, and on most file systems with the same times.
    for title in ("One", "Two", "Six", "Ten"):
        write("a.md", title=title)
        (found,) = search.get("Outage", "High", "")
        assert found["name"] == title


def test_a_file_that_is_left_alone_is_read_once(
    search: SqliteSearch, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md")
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: later)
    assert ids(search) == ["a.md"]
    monkeypatch.setattr(Index, "_read", None)
    assert ids(search) == ["a.md"]


def test_a_folder_that_is_gone_is_not_empty(
    search: SqliteSearch, folder: Path, write: Write
) -> None:
    write("a.md")
    index = folder.parent / "index"
    elsewhere = SqliteSearch(SearchSettings(str(folder), "https://git.example.com", str(index)))
    assert ids(elsewhere) == ["a.md"]
    folder.rename(folder.with_name("away"))
    with pytest.raises(UnavailableError, match="cannot be read"):
        ids(elsewhere)
    folder.with_name("away").rename(folder)
    assert ids(elsewhere) == ["a.md"]
    shutil.rmtree(folder)
    with pytest.raises(UnavailableError, match="cannot be used"):
        ids(search)


def test_an_index_that_is_none_is_told_and_can_be_removed(
    search: SqliteSearch, folder: Path, write: Write
) -> None:
    write("a.md")
    index = folder / ".runbooks.sqlite3"
    index.write_bytes(b"this is no database, however long it is looked at" * 100)
    with pytest.raises(UnavailableError, match=r"\.runbooks\.sqlite3 cannot be used"):
        ids(search)
    index.unlink()
    assert ids(search) == ["a.md"]


def test_an_index_of_another_version_is_made_anew(
    search: SqliteSearch, folder: Path, write: Write
) -> None:
    write("a.md")
    with sqlite3.connect(folder / ".runbooks.sqlite3") as index:
        index.execute("CREATE TABLE runbooks (something)")
        index.execute("PRAGMA user_version = 999")
    index.close()
    assert ids(search) == ["a.md"]


def test_another_process_that_writes_for_too_long(folder: Path, write: Write) -> None:
    write("a.md")
    settings = SearchSettings(str(folder), "https://git.example.com", timeout=0.1)
    with sqlite3.connect(folder / ".runbooks.sqlite3", isolation_level=None) as index:
        index.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError, match="locked"):
            ids(SqliteSearch(settings))
    index.close()


def _look(folder: str, times: int) -> set[int]:
    """How many runbooks are found, by a process of its own."""
    search = SqliteSearch(SearchSettings(folder, "https://git.example.com"))
    return {len(search.get("Outage", "High", "the database")) for _ in range(times)}


def test_processes_share_the_index(folder: Path, write: Write) -> None:
    for number in range(20):
        write(f"{number}.md", "words: [database]")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, mp_context=spawn) as processes:
        found = [processes.submit(_look, str(folder), 20) for _ in range(3)]
        assert [it.result() for it in found] == [{20}] * 3


def test_threads_look_while_files_change(search: SqliteSearch, write: Write) -> None:
    write("stays.md")

    def change(number: int) -> None:
        for _ in range(10):
            path = write(f"{number}.md")
            assert f"{number}.md" in ids(search)
            path.unlink()
            found = ids(search)
            assert "stays.md" in found
            assert f"{number}.md" not in found

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(change, range(4)))


@pytest.mark.parametrize(
    "wrong", [{"folder": ""}, {"url": "git.example.com"}, {"url": "https://"}, {"timeout": 0.0}]
)
def test_settings_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        attrs.evolve(SearchSettings("/srv/runbooks", "https://git.example.com"), **wrong)
