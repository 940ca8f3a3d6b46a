"""Stand-ins of storage, documents and tasks share their files, and learn those of an author."""

import pytest

from reference_impls import bridged
from tests.host import bridged as documented
from tests.host.stages import play, stage_of, world_of


def test_a_document_is_the_filled_in_copy_of_a_template() -> None:
    world = world_of(stage_of(()))
    play(world, "incident: create")
    incident = world.incident()
    assert incident.document is not None
    known_as = incident.document.resource_id
    text = world.observer("storage").get(known_as)
    assert text.startswith(f"{incident.name}: {incident.title}. Active")
    assert world.observer("document").history(known_as)[-1] == text
    assert list(world.observer("task").list(known_as)) == []
    # A file that nobody told them of.
    other = world.observer("storage").create_file("drive-1", "Notes", "document")["id"]
    assert world.observer("document").text(other) == ""
    assert list(world.observer("task").list(other)) == []


def test_rehearsals_of_one_process_have_nothing_in_common() -> None:
    one, other = world_of(stage_of(())), world_of(stage_of(()))
    play(one, "incident: create")
    assert one.observer("storage") is not other.observer("storage")
    assert [it["id"] for it in other.observer("storage").list()] == ["drive-1"]
    assert len(one.observer("storage").list_files("drive-1")) > len(
        other.observer("storage").list_files("drive-1")
    )


def test_in_the_application_they_meet_as_well() -> None:
    storage, document, task = bridged.Storage(), bridged.Document(), bridged.Task()
    storage.configuration = storage.configuration_schema.parse_obj({"root_id": "drive-1"})
    drive = storage.plugin.create("Incidents", [])["id"]
    made = storage.create_file(drive, "INC-7", file_type="document")
    storage.plugin.set_text(made["id"], "{{name}}")
    document.update(made["id"], name="INC-7")
    assert storage.get(made["id"]) == "INC-7"
    assert task.list(made["id"], 600) == []


@pytest.mark.parametrize(
    "mine",
    [
        (documented.Storage,),
        (documented.Document,),
        (documented.Task,),
        (documented.Storage, documented.Document),
        (documented.Storage, documented.Task),
        (documented.Document, documented.Task),
        (documented.Storage, documented.Document, documented.Task),
    ],
    ids=lambda it: ", ".join(found.type for found in it),
)
def test_what_an_author_brings_alone_is_known_to_the_others(mine: tuple[type, ...]) -> None:
    world = world_of(stage_of(mine))
    play(
        world,
        "incident: create",
        "incident: active to stable",
        "task: create",
        "task: write one in the document",
        "task: sync what was written",
        "task: resolve one in the document",
        "task: sync what was resolved",
    )
    incident = world.incident()
    assert incident.document is not None
    text = world.observer("document").text(incident.document.resource_id)
    assert text.startswith(f"{incident.name}: {incident.title}. Active")
    assert [it.description for it in incident.tasks] == ["Roll back", "Look at the logs"]
    assert incident.tasks[-1].status == "Resolved"
