"""Tasks, pages, runs of workflows, and terms."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dispatch_interfaces.host.rehearsal.ending.heard import Heard
from dispatch_interfaces.host.rehearsal.ending.looking import seen
from dispatch_interfaces.host.rehearsal.records import Seen
from dispatch_interfaces.host.rehearsal.rows import Incident, Subject
from dispatch_interfaces.host.rehearsal.world import World

_DAY: Final = 86400


def tasks(world: World, subject: Subject) -> Iterator[Seen]:
    """The tasks of an incident that are written in its documents."""
    if not isinstance(subject, Incident) or not world.app.has("task"):
        return
    believed = [it for it in subject.tasks if it.resource_id is not None]
    documents = [subject.document, subject.review_document]
    ids = [it.resource_id for it in documents if it is not None]
    if believed:
        yield seen(
            world,
            str(subject),
            "tasks in its documents",
            "task",
            (f"{it.description}: {it.status}" for it in believed),
            "list",
            lambda ask: (line for it in ids for line in _tasks(ask(it, lookback=_DAY))),
        )


def _tasks(changes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """How tasks are after all that happened to them."""
    found = dict[str, dict[str, Any]]()
    for change in changes:
        found.setdefault(change["resource_id"], {}).update(change)
    return (f"{it.get('description')}: {it.get('status')}" for it in found.values())


def pages(world: World, heard: Heard, subject: Subject) -> Iterator[Seen]:
    """Who was paged for an incident or a case, and with what."""
    service, name = world.setting.service.external_id, subject.name
    believed = [it for it in heard.pages if name is not None and it.incident_name == name]
    if believed:
        yield seen(
            world,
            str(subject),
            "pages",
            "oncall",
            map(_page, believed),
            "pages",
            lambda sent: (_page(it) for it in sent(service) if it.incident_name == name),
        )


def _page(page: Any) -> str:
    return f"{page.email}: {page.incident_title}"


def project(world: World, heard: Heard) -> Iterator[Seen]:
    """What belongs to no incident: runs of workflows, and terms."""
    of = f"the project {world.app.project.name}"
    for workflow, run in heard.runs.items():
        yield seen(
            world,
            of,
            "runs of workflows",
            "workflow",
            [f"{workflow}: {world.known['run']}"],
            "get_instance",
            lambda ask, it=(workflow, run): [f"{it[0]}: {ask(*it)['status']}"],  # type: ignore[misc]
        )
    if "terms" in world.known:
        yield seen(
            world,
            of,
            "terms",
            "term",
            world.known["terms"],
            "get",
            lambda get: {it["text"] for it in get()},
        )
