"""Ids of files on a server that knows paths only.

An id is a dead property, which the server keeps with a file when it is moved or renamed, whoever
does that. Paths are remembered only to find a file with one request; each is seen to before it is
used.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Final

from dispatch_interfaces import NotFoundError, UnavailableError
from dispatch_webdav.client import Entry, FaultyAnswerError, WebDav

_ID: Final = re.compile("[0-9a-f]{32}")
_TRIES: Final = 6

ASIDE: Final = ".dispatch-webdav"
"""The folder beside the drives in which things are made before they are moved to their place."""


def new_id() -> str:
    return uuid.uuid4().hex


class Files:
    """What there is below the folder of the settings, which holds the drives.

    Args:
        dav: The server.
    """

    def __init__(self, dav: WebDav) -> None:
        self._dav = dav
        self._paths: dict[str, str] = {}

    def find(self, any_id: str) -> Entry:
        """The drive or file that has an id.

        Raises:
            NotFoundError: Nothing has.
        """
        if _ID.fullmatch(any_id):
            for entry in chain(self._remembered(any_id), self._searched(any_id)):
                self._paths[any_id] = entry.path
                return entry
        raise NotFoundError("nothing has this id", value=any_id)

    def is_drive(self, entry: Entry) -> bool:
        return entry.folder and entry.parent == self._dav.root

    def drives(self) -> list[Entry]:
        """The folders directly in that of the settings."""
        return [it for it in self.within(self._dav.root) if it.folder]

    def within(self, path: str) -> list[Entry]:
        """What lies directly in a folder."""
        return self._settled(path, deep=False)

    def below(self, path: str) -> list[Entry]:
        """Everything in a folder, at every depth."""
        return self._settled(path, deep=True)

    def walk(self, path: str, *, deep: bool = True) -> Iterator[Entry]:
        """Everything in a folder as it is found, one folder after the other."""
        folders = [path]
        for folder in folders:
            within = self._dav.entries(folder, within=True)[1:]
            for entry in sorted(within, key=lambda it: it.path):
                if entry.path == f"{self._dav.root}/{ASIDE}":
                    continue
                if deep and entry.folder:
                    folders.append(entry.path)
                yield entry

    def has(self, path: str, any_id: str) -> bool:
        """Whether what has an id is at a path."""
        try:
            return self._dav.entries(path, within=False)[0].id == any_id
        except NotFoundError:
            return False

    def remember(self, any_id: str, path: str) -> None:
        """Where something is, for a while: whoever asks for it looks there first."""
        self._paths[any_id] = path

    def moved(self, path: str, to: str) -> None:
        """That something is elsewhere now, with all that is in it."""
        for any_id, known in self._paths.items():
            if f"{known}/".startswith(f"{path}/"):
                self._paths[any_id] = f"{to}{known.removeprefix(path)}"

    def _remembered(self, any_id: str) -> Iterator[Entry]:
        path = self._paths.get(any_id)
        if path is None:
            return
        with suppress(NotFoundError):  # else it is elsewhere by now
            entry = self._dav.entries(path, within=False)[0]
            if entry.id == any_id:
                yield entry

    def _searched(self, any_id: str) -> Iterator[Entry]:
        root = self._dav.root
        with suppress(NotFoundError, FaultyAnswerError):  # something was moved meanwhile
            yield from (it for it in self.walk(root) if it.id == any_id)
        yield from (it for it in self.below(root) if it.id == any_id)

    def _settled(self, path: str, *, deep: bool) -> list[Entry]:
        """What a walk finds, once two in a row have found the same.

        A walk is many requests. What somebody moves meanwhile may be seen twice, or not at all;
        the next walk then differs from this one.

        Raises:
            UnavailableError: No two of them agree.
        """
        before: list[Entry] | None = None
        for _ in range(_TRIES):
            now: list[Entry] | None = None
            try:
                now = list(self.walk(path, deep=deep))
            except NotFoundError as error:
                if error.value == path:
                    raise
                # Else a folder within was moved away before it was looked into.
            except FaultyAnswerError:
                pass  # so answer servers that trip over such a move themselves
            if now is not None and self._all_have_ids(now) and now == before:
                self._paths.update((it.id, it.path) for it in now)
                return now
            before = now
        raise UnavailableError("the folder changes faster than it can be read", value=path)

    def _all_have_ids(self, entries: list[Entry]) -> bool:
        """Give an id to what people have put there, and to their copies of what has one.

        A server may copy the id along with a file. Which of the two was there before nobody can
        tell, unless it is where it was seen last.
        """
        known = {it.id for it in entries if self._paths.get(it.id) == it.path}
        taken, complete = set[str](), True
        for entry in entries:
            seen_elsewhere = entry.id in known and self._paths[entry.id] != entry.path
            if not entry.id or entry.id in taken or seen_elsewhere:
                self._dav.mark(entry.path, {"id": new_id()})
                complete = False
            else:
                taken.add(entry.id)
        return complete
