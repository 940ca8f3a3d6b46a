"""The folder of an incident or case, as a tree, and what its documents were filled in with."""

import re
from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import Any, Final

from dispatch_interfaces.host.rehearsal.ending.heard import Heard
from dispatch_interfaces.host.rehearsal.ending.looking import seen
from dispatch_interfaces.host.rehearsal.records import Seen
from dispatch_interfaces.host.rehearsal.rows import Resource, Subject
from dispatch_interfaces.host.rehearsal.world import World
from dispatch_interfaces.queries import quoted

_PLACEHOLDER: Final = re.compile(r"{{([^{}]+)}}")
_LONGEST: Final = 80
"""Characters of a value that are shown."""


def files(world: World, heard: Heard, subject: Subject) -> Iterator[Seen]:
    """The folder, of which nothing is left once it is deleted, and the documents in it."""
    if subject.storage is not None and world.app.has("storage"):
        yield _folder(world, subject, subject.storage)
    for document in subject.documents:
        if document.resource_id in heard.filled and not subject.deleted:
            yield _text(world, heard, str(subject), document)


def _folder(world: World, subject: Subject, folder: Resource) -> Seen:
    root = str(world.app.root or getattr(world.app.settings("storage"), "root_id", ""))
    top = f"{folder.name}/"
    within = ["", "Logs/", "Screengrabs/", *(it.name for it in subject.documents)]
    return seen(
        world,
        str(subject),
        "files",
        "storage",
        () if subject.deleted else (f"{top}{it}" for it in within),
        "list_files",
        lambda list_files: _paths(list_files, root, folder, subject.documents),
    )


def _paths(
    list_files: Any, root: str, folder: Resource, documents: Iterable[Resource]
) -> Iterator[str]:
    """The paths of a folder and all that is below; a document that is elsewhere is looked for."""
    top, known = f"{folder.name}/", set[str]()

    def below(parent: str, path: str) -> Iterator[str]:
        here = f"{quoted(parent)} in parents"
        folders = {it["id"] for it in list_files(root, f"{here} and type = 'folder'")}
        for file in list_files(root, here):
            known.add(file["id"])
            inner = f"{path}{file['name']}"
            if file["id"] in folders:
                yield f"{inner}/"
                yield from below(file["id"], f"{inner}/")
            else:
                yield inner

    beside = list_files(root, f"{quoted(root)} in parents and name = {quoted(folder.name)}")
    if any(it["id"] == folder.resource_id for it in beside):
        yield top
    yield from below(folder.resource_id, top)
    for document in documents:
        found = list_files(root, f"name = {quoted(document.name)}")
        ids = {it["id"] for it in found} - known
        if document.resource_id in ids:
            yield f".../{document.name}"


def _text(world: World, heard: Heard, of: str, document: Resource) -> Seen:
    """The places of a document that the application has given a value for, first of all."""
    given = heard.filled[document.resource_id]
    draft = heard.drafts.get(document.resource_id)
    places = set(given) if draft is None else set(_PLACEHOLDER.findall(draft)) & set(given)

    def look(text: Any) -> Iterator[str]:
        now = text(document.resource_id)
        for key in places | (set(_PLACEHOLDER.findall(now)) & set(given)):
            if f"{{{{{key}}}}}" in now:
                yield _line(key, f"{{{{{key}}}}}")
            elif given[key] in now:
                yield _line(key, given[key])

    return seen(
        world,
        of,
        f"values in {document.name}",
        "document",
        (_line(key, given[key]) for key in places),
        "text",
        look,
    )


def _line(key: str, value: str) -> str:
    return f"{key}: {shorten(value, _LONGEST, placeholder=' ...')}"
