"""What the suite does not see of the in-memory storage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import InvalidRequestError, NotFoundError, PluginError
from reference_impls.storage import InMemoryStorage


@pytest.fixture
def storage() -> InMemoryStorage:
    return InMemoryStorage()


def test_ids_and_links_are_the_same_in_every_run() -> None:
    storage = InMemoryStorage(domain="files.acme.example")
    assert storage.create("Incident 1", []) == {
        "id": "drive-1",
        "weblink": "https://files.acme.example/drive-1",
        "name": "Incident 1",
        "description": "",
    }
    assert storage.create_file("drive-1", "Logs") == {
        "id": "file-2",
        "weblink": "https://files.acme.example/file-2",
        "name": "Logs",
    }


def test_drives_are_listed_in_the_order_they_were_created(storage: InMemoryStorage) -> None:
    for name in ("b", "a", "b"):
        storage.create(name, [])
    assert [it["id"] for it in storage.list()] == ["drive-1", "drive-2", "drive-3"]


def test_participants_of_a_new_drive_are_users(storage: InMemoryStorage) -> None:
    storage.create("Incident", ["ada@example.com", "grace@example.com"], role="writer")
    assert storage.permissions("drive-1") == {
        "ada@example.com": "writer",
        "grace@example.com": "writer",
    }
    assert set(storage.user_types("drive-1").values()) == {"user"}


@pytest.mark.parametrize(
    ("above", "below", "effective"),
    [("owner", "reader", "owner"), ("reader", "owner", "owner"), ("writer", "writer", "writer")],
)
def test_the_role_that_allows_most_counts(
    storage: InMemoryStorage, above: str, below: str, effective: str
) -> None:
    storage.create("Incident", ["ada@example.com"], above)  # type: ignore[arg-type]
    storage.create_file("drive-1", "Logs")
    storage.add_participant("file-2", ["ada@example.com"], below)  # type: ignore[arg-type]
    assert storage.permissions("file-2") == {"ada@example.com": effective}
    assert storage.permissions("drive-1") == {"ada@example.com": above}


def test_adding_again_changes_the_role_but_not_what_a_participant_is(
    storage: InMemoryStorage,
) -> None:
    storage.create("Incident", [])
    storage.add_participant("drive-1", ["example.com"], "reader", "domain")
    storage.add_participant("drive-1", ["example.com"], "writer", "group")
    assert storage.permissions("drive-1") == {"example.com": "writer"}
    assert storage.user_types("drive-1") == {"example.com": "domain"}


def test_user_types_are_inherited(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.create_file("drive-1", "Logs")
    storage.create_file("file-2", "Notes", "document")
    storage.add_participant("drive-1", ["everybody"], "reader", "anyone")
    storage.add_participant("file-2", ["team@example.com"], "writer", "group")
    assert storage.user_types("file-3") == {"everybody": "anyone", "team@example.com": "group"}


@pytest.mark.parametrize("unknown", ["drive-9", "file-9", ""])
def test_nobody_has_access_to_what_is_not_there(storage: InMemoryStorage, unknown: str) -> None:
    assert storage.permissions(unknown) == {}
    assert storage.user_types(unknown) == {}


def test_what_the_inspection_methods_return_is_a_copy(storage: InMemoryStorage) -> None:
    storage.create("Incident", ["ada@example.com"])
    storage.permissions("drive-1").clear()
    storage.user_types("drive-1").clear()
    storage.trashed_drives().add("drive-1")
    assert storage.permissions("drive-1") == {"ada@example.com": "fileOrganizer"}
    assert storage.user_types("drive-1") == {"ada@example.com": "user"}
    assert storage.trashed_drives() == set()


def test_a_text_is_kept_for_each_format(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.create_file("drive-1", "Notes", "document")
    assert storage.get("file-2", "text/anything") == ""
    storage.set_text("file-2", "<p>Notes</p>", "text/html")
    storage.set_text("file-2", "Notes")
    assert storage.get("file-2") == "<p>Notes</p>"
    assert storage.get("file-2", "text/plain") == "Notes"
    with pytest.raises(InvalidRequestError, match="text/csv"):
        storage.get("file-2", "text/csv")


def test_a_copy_has_every_format_and_no_participants(storage: InMemoryStorage) -> None:
    storage.create("Templates", [])
    storage.create_file("drive-1", "Template", "document")
    storage.set_text("file-2", "Template")
    storage.set_text("file-2", "<p>Template</p>", "text/html")
    storage.add_participant("file-2", ["ada@example.com"])
    storage.copy_file("drive-1", "file-2", "Incident")
    assert storage.get("file-3", "text/plain") == "Template"
    assert storage.get("file-3", "text/html") == "<p>Template</p>"
    assert storage.permissions("file-3") == {}


def test_a_folder_may_be_copied_into_itself(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.create_file("drive-1", "outer")
    storage.create_file("file-2", "inner")
    storage.copy_file("file-3", "file-2", "copy")
    names = [it["name"] for it in storage.list_files("drive-1")]
    assert sorted(names) == ["copy", "inner", "inner", "outer"]
    assert [it["name"] for it in storage.list_files("drive-1", "'file-3' in parents")] == ["copy"]


def test_a_folder_has_no_text_to_write(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.create_file("drive-1", "Logs")
    with pytest.raises(InvalidRequestError):
        storage.set_text("file-2", "text")
    with pytest.raises(NotFoundError):
        storage.set_text("file-9", "text")


def test_a_trashed_drive_can_be_restored_with_everything_in_it(storage: InMemoryStorage) -> None:
    storage.create("Incident", ["ada@example.com"])
    storage.create_file("drive-1", "Notes", "document")
    storage.set_text("file-2", "kept")
    storage.delete("drive-1", empty=False)
    assert storage.trashed_drives() == {"drive-1"}
    assert storage.permissions("file-2") == {}
    storage.restore("drive-1")
    assert storage.trashed_drives() == set()
    assert storage.get("file-2") == "kept"
    assert storage.permissions("file-2") == {"ada@example.com": "fileOrganizer"}
    assert [it["id"] for it in storage.list()] == ["drive-1"]


def test_an_emptied_drive_cannot_be_restored(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.delete("drive-1")
    with pytest.raises(NotFoundError):
        storage.restore("drive-1")


def test_a_drive_that_is_not_in_the_trash_cannot_be_restored(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    with pytest.raises(NotFoundError):
        storage.restore("drive-1")


def test_archived_files_are_seen_by_those_who_see_the_archive(storage: InMemoryStorage) -> None:
    storage.create("Incident", ["ada@example.com"])
    storage.create_file("drive-1", "Notes", "document")
    storage.create("Archive", ["grace@example.com"], "reader")
    storage.archive("drive-1", "drive-3", "Incident")
    assert storage.permissions("file-2") == {"grace@example.com": "reader"}
    assert storage.permissions("drive-1") == {"ada@example.com": "fileOrganizer"}


def test_an_archived_drive_can_be_deleted(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.create("Archive", [])
    storage.archive("drive-1", "drive-2", "Incident")
    storage.delete("drive-1", empty=False)
    assert storage.trashed_drives() == {"drive-1"}


def test_files_deleted_with_their_folder_are_gone_for_good(storage: InMemoryStorage) -> None:
    storage.create("Incident", [])
    storage.create_file("drive-1", "Logs")
    storage.create_file("file-2", "Notes", "document")
    storage.delete_file("drive-1", "file-2")
    with pytest.raises(NotFoundError, match="file-3"):
        storage.get("file-3")


@pytest.mark.parametrize("place", ["drive-1", "file-2"])
def test_a_drive_is_no_file(storage: InMemoryStorage, place: str) -> None:
    storage.create("Incident", [])
    storage.create_file("drive-1", "Logs")
    for call in (
        lambda: storage.move_file(place, "drive-1"),
        lambda: storage.copy_file(place, "drive-1", "copy"),
        lambda: storage.delete_file("drive-1", "drive-1"),
        lambda: storage.list_files("file-2"),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_an_error_says_where_it_comes_from(storage: InMemoryStorage) -> None:
    with pytest.raises(PluginError) as caught:
        storage.delete_file("drive-7", "file-1")
    error = caught.value
    assert (error.interface, error.method, error.value) == ("storage", "delete_file", "drive-7")


@given(st.lists(st.tuples(st.integers(2, 6), st.integers(1, 6))))
def test_no_folder_is_ever_lost_by_moving(moves: list[tuple[int, int]]) -> None:
    storage = InMemoryStorage()
    storage.create("Incident", [])
    folders = {storage.create_file("drive-1", str(number))["id"] for number in range(2, 7)}
    for folder, place in moves:
        target = "drive-1" if place == 1 else f"file-{place}"
        try:
            storage.move_file(target, f"file-{folder}")
        except InvalidRequestError:
            continue
        directly_in = storage.list_files("drive-1", f"'{target}' in parents")
        assert f"file-{folder}" in [it["id"] for it in directly_in]
    assert {it["id"] for it in storage.list_files("drive-1")} == folders


def test_a_folder_is_listed_in_its_own_drive_only(storage: InMemoryStorage) -> None:
    one, other = (storage.create(name, [])["id"] for name in ("One", "Other"))
    folder = storage.create_file(one, "Folder")["id"]
    file = storage.create_file(folder, "File", "document")["id"]
    query = f"'{folder}' in parents"
    assert [it["id"] for it in storage.list_files(one, query)] == [file]
    assert storage.list_files(other, query) == []
    storage.move_file(other, folder)
    assert storage.list_files(one, query) == []
    assert [it["id"] for it in storage.list_files(other, query)] == [file]
    storage.delete_file(other, folder)
    assert storage.list_files(other, query) == []
    assert storage.list_files(other) == []
