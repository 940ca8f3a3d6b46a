"""Each keyed operation of each reference with a million records in it, beside a thousand.

An operation asks again and again for the same few records, which came in the middle: what differs
between the two is how much else is there before and after them, and not what the processor still
has at hand. What lists everything that there is, `list` of drives or `get` of terms, is no keyed
operation.
"""

import gc
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from attrs import frozen

import reference_impls
from benchmarks.figures import Figure
from benchmarks.timing import Call, per_call

_SMALL, _LARGE, _WEIGHED = 1_000, 1_000_000, 100_000
_LIMIT: Final = 1.5
_WHO: Final = "ada@example.com"

Opened = Iterator[Callable[[int], object] | Mapping[str, Call]]
"""Gives two things about a new reference: what adds the record of a number, and, asked again when
there are some, operations on records of its own."""


@frozen
class Scale:
    """How a reference is filled, and what it is asked then."""

    reference: str
    record: str
    """What there are many of."""
    open: Callable[[], Opened]


def figures() -> Iterator[Figure]:
    """Microseconds of processor time for each operation; for each record, bytes."""
    for it in SCALES:
        gc.disable()  # a collection looks at a million records
        try:
            yield from _operations(it)
        finally:
            gc.enable()
            gc.collect()
    for it in SCALES:
        yield Figure(f"`{it.reference}`: memory for each {it.record}", _weight(it), "bytes")


def _operations(scale: Scale) -> Iterator[Figure]:
    small, large = (_filled(scale, it) for it in (_SMALL, _LARGE))
    for name, operation in large.items():
        much, little = per_call(operation, small[name], rounds=15)
        what = f"`{scale.reference}`: {name}, among {_LARGE:,} {scale.record}s"
        yield Figure(what, much * 1e6, "µs", f"among {_SMALL:,}", little * 1e6, _LIMIT)


def _filled(scale: Scale, count: int) -> Mapping[str, Call]:
    """Operations on a reference that has so many records."""
    opened = scale.open()
    add = cast("Callable[[int], object]", next(opened))
    for number in range(count // 2):
        add(number)
    operations = cast("Mapping[str, Call]", next(opened))
    for number in range(count // 2, count):
        add(number)
    return operations


def _weight(scale: Scale) -> float:
    add = cast("Callable[[int], object]", next(scale.open()))
    gc.collect()
    tracemalloc.start()
    for number in range(_WEIGHED):
        add(number)
    gc.collect()
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / _WEIGHED


def _conversations() -> Opened:
    it = reference_impls.InMemoryConversation()
    people: Any = [{"email": _WHO}]
    yield lambda number: it.create(f"incident {number}", people)
    first, second = (it.create(f"first {number}", people)["id"] for number in range(2))
    template: Any = []
    yield {
        "create": lambda: it.create("one more", people),
        "send": lambda: it.send(first, "text", template, "incident"),
        "send_ephemeral": lambda: it.send_ephemeral(first, _WHO, "text", template, "incident"),
        "add": lambda: it.add(second, ["grace@example.com"]),
        "set_topic": lambda: it.set_topic(second, "topic"),
        "archive": lambda: it.archive(second),
        "members": lambda: it.members(second),
        "messages": lambda: it.messages(second),
    }


def _people() -> Opened:
    it = reference_impls.InMemoryConversation()
    yield lambda number: it.register(f"person-{number}@example.com")
    id = it.register("first@example.com")
    template: Any = []
    yield {
        "register": lambda: it.register("first@example.com", "first"),
        "send_direct": lambda: it.send_direct(_WHO, "text", template, "incident"),
        "get_participant_username": lambda: it.get_participant_username(id),
        "get_participant_email": lambda: it.get_participant_email(id),
        "get_participant_avatar_url": lambda: it.get_participant_avatar_url(_WHO),
        "open_modal": lambda: it.open_modal(it.issue_trigger(_WHO), {}),
    }


def _documents() -> Opened:
    it = reference_impls.InMemoryDocument()
    yield lambda number: it.add_document(f"Document {number}")
    first = it.add_document("About {{name}}")
    yield {
        "update": lambda: it.update(first, other="value"),
        "add_document": lambda: it.add_document("About {{name}}"),
        "text": lambda: it.text(first),
        "history": lambda: it.history(first),
    }


def _resolved() -> Opened:
    """Ten documents for each type of incident."""
    it = reference_impls.InMemoryDocumentResolver()
    yield lambda n: it.add_document(f"Document {n}", incident_types=[f"type {n // 10}"])
    for number in range(10):
        it.add_document(f"First {number}", incident_types=["first"])

    def add_and_remove() -> None:
        it.remove_document(it.add_document("One more", incident_types=["more"]))

    yield {
        "get": lambda: it.get("first", "High", "about a disk"),
        "add_document and remove_document": add_and_remove,
    }


def _gauges() -> Opened:
    it = reference_impls.InMemoryMetric()
    yield lambda number: it.gauge(f"series {number}", 1.5)
    it.gauge("first", 1)
    it.counter("first")
    it.timer("second", 1)
    yield {
        "gauge": lambda: it.gauge("first", 2),
        "counter": lambda: it.counter("first"),
        "timer": lambda: it.timer("first", 2),
        "gauge_of": lambda: it.gauge_of("first"),
        "counter_of": lambda: it.counter_of("first"),
        "timer_of": lambda: it.timer_of("second"),
    }


def _services() -> Opened:
    it = reference_impls.InMemoryOncall()
    yield lambda number: it.add_service(f"service {number}")
    first = it.add_service("first")
    it.set_oncall(first, _WHO)
    more = iter(range(1 << 60))
    yield {
        "get by id": lambda: it.get(first),
        "get by name": lambda: it.get(service_name="first"),
        "page": lambda: it.page(first, "incident-1", "title", "description"),
        "add_service": lambda: it.add_service(f"more {next(more)}"),
        "set_oncall": lambda: it.set_oncall(first, _WHO),
    }


def _individuals() -> Opened:
    """Ten people for each type of incident."""
    it = reference_impls.InMemoryParticipant()
    yield lambda n: it.add_individual(f"{n}@example.com", incident_types=[f"type {n // 10}"])
    for number in range(10):
        it.add_individual(f"first-{number}@example.com", incident_types=["first"])

    def add_and_remove() -> None:
        it.add_individual("more@example.com", incident_types=["more"])
        it.remove("more@example.com")

    yield {
        "get": lambda: it.get("first", "High", "about a disk"),
        "add_individual and remove": add_and_remove,
    }


def _groups() -> Opened:
    it = reference_impls.InMemoryParticipantGroup()
    yield lambda number: it.create(f"group {number}", [_WHO])
    first = it.create("first", [_WHO])["email"]

    def create_and_delete() -> None:
        it.delete(it.create("one more", [_WHO])["email"])

    yield {
        "create and delete": create_and_delete,
        "add": lambda: it.add(first, ["grace@example.com"]),
        "remove": lambda: it.remove(first, ["grace@example.com"]),
        "members": lambda: it.members(first),
        "description_of": lambda: it.description_of(first),
    }


def _files() -> Opened:
    """Ten files in each folder, and all folders in one drive; a small drive beside it."""
    it = reference_impls.InMemoryStorage()
    drive, small = it.create("large", [_WHO])["id"], it.create("small", [_WHO])["id"]
    folder = ""

    def add(number: int) -> None:
        nonlocal folder
        if number % 10 == 0:
            folder = it.create_file(drive, f"folder {number}")["id"]
        it.create_file(folder, f"file {number}", "document")

    yield add

    for number in range(10):
        add(number)
        it.create_file(small, f"file {number}", "document")
    listed, first = folder, it.create_file(small, "first", "document")["id"]
    work = it.create_file(drive, "work")["id"]
    moved = it.create_file(work, "moved", "document")["id"]
    it.set_text(first, "text")

    def create_and_delete_drive() -> None:
        it.delete(it.create("one more", [_WHO])["id"])

    def create_and_delete_file() -> None:
        it.delete_file(drive, it.create_file(work, "one more", "document")["id"])

    def copy_and_delete_folder() -> None:
        it.delete_file(drive, it.copy_file(work, listed, "copy")["id"])

    def move_there_and_back() -> None:
        it.move_file(small, moved)
        it.move_file(work, moved)

    def archive() -> None:
        source = it.create("to be archived", [])["id"]
        it.create_file(source, "file", "document")
        it.archive(source, work, "archived")
        it.delete(source)

    yield {
        "get": lambda: it.get(first),
        "set_text": lambda: it.set_text(first, "text"),
        "create and delete of a drive": create_and_delete_drive,
        "create_file and delete_file": create_and_delete_file,
        "copy_file and delete_file of a small folder": copy_and_delete_folder,
        "move_file to another drive and back": move_there_and_back,
        "list_files of a small drive": lambda: it.list_files(small),
        "list_files of a small folder": lambda: it.list_files(drive, f"'{listed}' in parents"),
        "add_participant": lambda: it.add_participant(first, [_WHO], "writer"),
        "remove_participant": lambda: it.remove_participant(first, [_WHO]),
        "permissions": lambda: it.permissions(first),
        "archive of a small drive": archive,
    }


def _tasks() -> Opened:
    """Ten tasks in each file."""
    it = reference_impls.InMemoryTask()
    file = ""

    def add(number: int) -> str:
        nonlocal file
        if number % 10 == 0:
            file = it.add_file()
        return it.create_task(file, f"Task {number}", _WHO, [_WHO])

    yield add

    first, *_ = (add(number) for number in range(10))
    listed, work = file, it.add_file()
    worked = it.create_task(work, "Worked on", _WHO)

    def resolve_and_reopen() -> None:
        it.resolve_task(work, worked)
        it.reopen_task(work, worked)

    yield {
        "list of a small file": lambda: it.list(listed),
        "task": lambda: it.task(listed, first),
        "create_task": lambda: it.create_task(work, "One more", _WHO),
        "assign_task": lambda: it.assign_task(work, worked, [_WHO]),
        "resolve_task and reopen_task": resolve_and_reopen,
    }


def _terms() -> Opened:
    it = reference_impls.InMemoryTerm()
    yield lambda number: it.add_term(f"term {number}", [f"definition {number}"])

    def add_and_remove() -> None:
        it.add_term("one more", ["definition"])
        it.remove_term("one more")

    yield {"add_term and remove_term": add_and_remove}


def _tickets() -> Opened:
    it = reference_impls.InMemoryTicket()
    who = ("Outage", "High", _WHO, _WHO)
    yield lambda number: it.create(f"Ticket {number}", *who)
    first, worked = (it.create(f"first {number}", *who)["resource_id"] for number in range(2))
    yield {
        "create": lambda: it.create("One more", *who),
        "update": lambda: it.update(worked, title="Worked on", status="stable"),
        "fields": lambda: it.fields(first),
        "history": lambda: it.history(first),
        "tickets of a title": lambda: it.tickets("first 0"),
    }


def _instances() -> Opened:
    """Ten instances of each workflow."""
    it = reference_impls.InMemoryWorkflow()

    def add(number: int) -> Any:
        workflow = f"workflow {number // 10}"
        if number % 10 == 0:
            it.add_workflow(workflow)
        return it.run(workflow, {"workflowInstanceId": number})

    yield add

    it.add_workflow("first")
    first = it.run("first", {"workflowInstanceId": 1})["resource_id"]
    yield {
        "run": lambda: it.run("restart", {"workflowInstanceId": 1}),
        "get_instance": lambda: it.get_instance("first", first),
        "find_instance": lambda: it.find_instance("first", 1),
        "instances of a workflow": lambda: it.instances("first"),
        "statuses": lambda: it.statuses(first),
    }


SCALES: Final = (
    Scale("InMemoryConversation", "conversation", _conversations),
    Scale("InMemoryConversation", "person", _people),
    Scale("InMemoryDocument", "document", _documents),
    Scale("InMemoryDocumentResolver", "document", _resolved),
    Scale("InMemoryMetric", "gauge", _gauges),
    Scale("InMemoryOncall", "service", _services),
    Scale("InMemoryParticipant", "individual", _individuals),
    Scale("InMemoryParticipantGroup", "group", _groups),
    Scale("InMemoryStorage", "file", _files),
    Scale("InMemoryTask", "task", _tasks),
    Scale("InMemoryTerm", "term", _terms),
    Scale("InMemoryTicket", "ticket", _tickets),
    Scale("InMemoryWorkflow", "instance", _instances),
)
