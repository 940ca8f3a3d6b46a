"""Storage, documents and tasks that share their ids, as in reality.

A document is a file of the storage, and tasks are comments in it: what one of the three is given as
an id, it has from another. Each reference alone has ids of its own.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from attrs import Factory, field, frozen

from dispatch_interfaces import InvalidRequestError, NotFoundError
from reference_impls.common import Clock
from reference_impls.document import InMemoryDocument
from reference_impls.storage import InMemoryStorage
from reference_impls.task import InMemoryTask


class LinkedDocument(InMemoryDocument):
    """Documents that are the files of a storage, in every format that they have.

    A folder is no document. `history` has the texts that were seen: those before and after each
    update, and the one that is there when somebody asks.

    Args:
        storage: Where the files are; one of its own if none is given.
    """

    def __init__(self, storage: InMemoryStorage | None = None) -> None:
        super().__init__()
        self._storage = storage if storage is not None else InMemoryStorage()

    def update(self, document_id: str, **kwargs: Any) -> None:
        """Fill in the placeholders of a file that there is a keyword for, all of them at once."""
        values = self._values(kwargs)
        with self._lock:
            self._document("update", document_id)
            # The file may be deleted just now: asked again, it is not found.
            with suppress(NotFoundError):
                self._storage.edit(document_id, lambda text: self._filled_in(text, values))
            self._document("update", document_id)

    def add_document(self, text: str, document_id: str | None = None) -> str:
        """Write a text into a file, in a new one if no id is given; returns its id.

        What the file is known to have had is forgotten.

        Raises:
            NotFoundError: The storage has no such file.
            InvalidRequestError: It is a folder.
        """
        with self._lock:
            known_as = document_id
            if known_as is None:
                known_as = _new_file(self._storage, self.title)
            self._storage.set_text(known_as, text)
            self._versions.pop(known_as, None)
            self._document("add_document", known_as)
            return known_as

    def _document(self, method: str, document_id: str) -> list[str]:
        """The texts that were seen; the last one is what the storage has now."""
        text = _text(self._storage, document_id)
        if text is None:
            raise self._unknown(method, document_id)
        versions = self._versions.setdefault(document_id, [text])
        if versions[-1] != text:
            versions.append(text)
        return versions


class LinkedTask(InMemoryTask):
    """Tasks in the files of a storage; a file that nobody gave any has none.

    A copy of a file has none of its tasks, and a file that is deleted takes them with it.

    Args:
        storage: Where the files are; one of its own if none is given.
        clock: As in `InMemoryTask`.
    """

    def __init__(self, storage: InMemoryStorage | None = None, *, clock: Clock = time.time) -> None:
        super().__init__(clock=clock)
        self._storage = storage if storage is not None else InMemoryStorage()

    def add_file(self, file_id: str | None = None) -> str:
        """Add a file to the storage if no id is given; returns its id.

        One that is there needs no adding.

        Raises:
            NotFoundError: The storage has no such file.
        """
        with self._lock:
            known_as = file_id
            if known_as is None:
                known_as = _new_file(self._storage, self.title)
            self._file("add_file", known_as)
            return known_as

    def _file(self, method: str, file_id: str) -> Any:
        if _text(self._storage, file_id) is None:
            raise self._unknown(method, file_id)
        return self._started(file_id)


def _document_of(linked: "Linked") -> LinkedDocument:
    return LinkedDocument(linked.storage)


def _task_of(linked: "Linked") -> LinkedTask:
    return LinkedTask(linked.storage, clock=linked.clock)


@frozen
class Linked:
    """The three together; safe to use from several threads.

    Args:
        storage: Where the files are.
        clock: The time for the tasks, as in `InMemoryTask`.
    """

    storage: InMemoryStorage = field(factory=InMemoryStorage)
    clock: Clock = field(default=time.time, kw_only=True)
    document: LinkedDocument = field(init=False, default=Factory(_document_of, takes_self=True))
    task: LinkedTask = field(init=False, default=Factory(_task_of, takes_self=True))


class Workspaces:
    """Linked references by name, each made when it is first asked for.

    The application has three plugins for storage, documents and tasks, and makes each by itself:
    they meet in the workspace that the settings of all three name.

    Args:
        arrange: Is given each new one, to make drives and templates in it.
    """

    def __init__(self, arrange: Callable[[Linked], object] | None = None) -> None:
        self._arrange = arrange
        self._made: dict[str, Linked] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Linked:
        """The references of a workspace, the same at every call."""
        with self._lock:
            if name not in self._made:
                made = Linked()
                if self._arrange is not None:
                    self._arrange(made)
                self._made[name] = made
            return self._made[name]


def _text(storage: InMemoryStorage, file_id: str) -> str | None:
    """The text of a file; None if there is none of that id, or it is a folder."""
    try:
        return storage.get(file_id)
    except (NotFoundError, InvalidRequestError):
        return None


def _new_file(storage: InMemoryStorage, drive_name: str) -> str:
    """Make a file in the drive of that name, which is made if it is not there."""
    drives = [it["id"] for it in storage.list() if it["name"] == drive_name]
    drive_id = drives[0] if drives else storage.create(drive_name, [])["id"]
    return storage.create_file(drive_id, "Untitled", "document")["id"]
