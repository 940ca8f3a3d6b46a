"""What the conformance suite does not ask: people beside the plugin, and several processes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from dispatch_interfaces import AlreadyExistsError, InvalidRequestError, UnavailableError
from dispatch_webdav.testing import Observer, open_plugin, settings

_NAMES = (
    "a #1 %41 & <b>",
    "\u00e9\u4e8b\U0001f525",
    "it's",
    "a+b=c",
    " spaces ",
    "..hidden",
    "x" * 255,
)


def _request(method: str, address: str, **headers: str) -> int:
    found = settings()
    account = (found.username, found.password)
    return httpx.request(method, address, headers=headers, auth=account).status_code


def test_names_are_what_they_are_on_the_disk(incidents: Path) -> None:
    plugin = open_plugin()
    drive = plugin.create("names & <more> #%", [])
    for name in _NAMES:
        made = plugin.create_file(drive["id"], name, "document")
        assert plugin.move_file(drive["id"], made["id"]) == made
        assert _request("GET", made["weblink"]) == 200
    on_disk = {it.name for it in (incidents / "names & <more> #%").iterdir()}
    assert on_disk == {it["name"] for it in plugin.list_files(drive["id"])} == set(_NAMES)


@pytest.mark.parametrize("name", ["a/b", "..", "a;b", "a?b", "a\x01b", "a\nb", "\ufffe", "x" * 256])
def test_a_name_that_a_server_would_lose_is_rejected(name: str) -> None:
    plugin = open_plugin()
    with pytest.raises(InvalidRequestError):
        plugin.create(name, [])


def test_an_id_stays_when_somebody_else_renames_and_moves() -> None:
    plugin, other = open_plugin(), open_plugin()
    drive = plugin.create("Renamed by people", [])
    folder = plugin.create_file(drive["id"], "before")
    file = plugin.create_file(folder["id"], "notes", "document")
    Observer(plugin).set_text(file["id"], "as it was")
    to = f"{drive['weblink']}/after"
    assert _request("MOVE", folder["weblink"], Destination=to) == 201
    for each in (plugin, other):
        assert each.get(file["id"]) == "as it was"
        assert {it["name"] for it in each.list_files(drive["id"])} == {"after", "notes"}


def test_what_people_put_there_is_listed_with_an_id_that_stays(incidents: Path) -> None:
    drive = open_plugin().create("By hand", [])
    (incidents / "By hand/Screenshots").mkdir()
    (incidents / "By hand/Screenshots/costs.xlsx").write_bytes(b"")
    with ThreadPoolExecutor() as pool:  # whoever comes first gives the ids, and all see the same
        listed = list(pool.map(lambda _: open_plugin().list_files(drive["id"]), range(4)))
    names = {it["id"]: it["name"] for it in listed[0]}
    assert set(names.values()) == {"Screenshots", "costs.xlsx"}
    plugin = open_plugin()
    assert {it["id"]: it["name"] for it in plugin.list_files(drive["id"])} == names
    assert [it["name"] for it in plugin.list_files(drive["id"], "type = 'sheet'")] == ["costs.xlsx"]


def test_a_copy_that_people_make_has_an_id_of_its_own() -> None:
    plugin = open_plugin()
    drive = plugin.create("Copied by hand", [])
    file = plugin.create_file(drive["id"], "notes", "document")
    to = f"{drive['weblink']}/a copy of notes"  # WsgiDAV copies the id along
    assert _request("COPY", file["weblink"], Destination=to) == 201
    files = {it["name"]: it["id"] for it in plugin.list_files(drive["id"])}
    assert files["notes"] == file["id"] != files["a copy of notes"]


def test_a_file_is_seen_once_while_another_process_moves_it() -> None:
    """Another object stands for the other process: they have nothing but the server in common."""
    mover, reader = open_plugin(), open_plugin()
    drive = mover.create("Moved meanwhile", [])
    places = [mover.create_file(drive["id"], it)["id"] for it in ("a", "b", "c")]
    file = mover.create_file(drive["id"], "z", "document")["id"]
    done = threading.Event()

    def move() -> None:
        for number in range(12):
            mover.move_file(places[number % 3], file)
        done.set()

    thread = threading.Thread(target=move)
    thread.start()
    seen = set[int]()
    while not done.is_set():
        with suppress(UnavailableError):
            seen.add([it["id"] for it in reader.list_files(drive["id"])].count(file))
        with suppress(UnavailableError):  # which is no wrong answer
            assert reader.get(file) == ""
    thread.join()
    assert seen == {1}
    assert reader.get(file) == ""


def test_of_two_processes_that_make_the_same_file_one_does() -> None:
    drive = open_plugin().create("Made at once", [])["id"]

    def make(_: int) -> str | None:
        try:
            return open_plugin().create_file(drive, "notes")["id"]
        except AlreadyExistsError:
            return None

    with ThreadPoolExecutor() as pool:
        made = [it for it in pool.map(make, range(6)) if it]
    assert made == [it["id"] for it in open_plugin().list_files(drive)]


def test_the_drive_of_a_file_is_found() -> None:
    plugin = open_plugin()
    drive = plugin.create("Found", [])["id"]
    folder = plugin.create_file(drive, "folder")["id"]
    file = plugin.create_file(folder, "file", "document")["id"]
    assert open_plugin().drive_of(file) == drive
