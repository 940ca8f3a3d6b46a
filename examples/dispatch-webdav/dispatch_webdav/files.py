"""Ids of files on a server that knows paths only.

An id is a dead property, which the server keeps with a file when it is moved or renamed, whoever
does that. Paths are remembered only to find a file with one request; each is seen to before it is
used.
"""

import random
import re
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Final

from dispatch_interfaces import AlreadyExistsError, NotFoundError, UnavailableError
from dispatch_webdav.client import Entry, FaultyAnswerError, WebDav

_ID: Final = re.compile("[0-9a-f]{32}")
_TRIES: Final = 10
_BEGUN: Final = "begun "
_PAUSE: Final = 0.02
"""Seconds to wait, after the first try, for those who move something; then ever longer."""

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
        self._aside = f"{dav.root}/{ASIDE}"
        self._paths: dict[str, str] = {}

    def make_aside(self, make: Callable[[str], None]) -> str:
        """Make something where nobody looks; returns its path."""
        path = f"{self._aside}/{new_id()}"
        self._with_aside(lambda: make(path))
        return path

    @contextmanager
    def moving(self) -> Generator[None]:
        """Tell others who read, of this process or another, that something is being moved."""
        move = new_id()
        self._with_aside(lambda: self._dav.mark(self._aside, {"moving": f"{_BEGUN}{move}"}))
        try:
            yield
        finally:
            self._dav.mark(self._aside, {"moving": move})

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
                if entry.path == self._aside:
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
        """What a walk finds while nothing is moved, once two in a row have found the same.

        A walk is many requests, but for one that is not deep: that is true as it is, while others
        go on making and deleting. What is moved during many may be seen twice, or not at all. The
        plugins of all processes tell each other when they move something; what people move, the
        next walk finds elsewhere. A move that was begun and is never done is one of a process that
        was killed.

        Raises:
            UnavailableError: No two of them agree.
        """
        before, last = None, ""
        for number in range(_TRIES):
            now: list[Entry] | None = None
            last, moving = self._last_move(), last
            try:
                now = list(self.walk(path, deep=deep))
            except NotFoundError as error:
                if error.value == path:
                    raise
                # Else a folder within was moved away before it was looked into.
            except FaultyAnswerError:
                pass  # so answer servers that trip over such a move themselves
            quiet = moving == last and (number == _TRIES - 1 or not last.startswith(_BEGUN))
            settled = now == before and quiet
            if now is not None:
                without = self._without_ids(now)
                if not without and (settled or not deep):
                    self._paths.update((it.id, it.path) for it in now)
                    return now
                if settled:
                    # Only now: on its way, a file may be without its id for a moment, or be twice.
                    for it in without:
                        self._dav.mark(it.path, {"id": new_id()})
            before = now
            if number and not quiet:
                time.sleep(_PAUSE * number * random.uniform(0.5, 1.5))
        raise UnavailableError("the folder changes faster than it can be read", value=path)

    def _last_move(self) -> str:
        try:
            return self._dav.entries(self._aside, within=False)[0].moving
        except NotFoundError:  # nothing was made yet
            return ""

    def _with_aside(self, do: Callable[[], None]) -> None:
        try:
            do()
        except NotFoundError:  # the folder is made when it is first needed
            with suppress(AlreadyExistsError):
                self._dav.make_folder(self._aside)
            do()

    def _without_ids(self, entries: list[Entry]) -> list[Entry]:
        """What people have put there, and their copies of what has an id.

        A server may copy the id along with a file. Which of the two was there before nobody can
        tell, unless it is where it was seen last.
        """
        known = {it.id for it in entries if self._paths.get(it.id) == it.path}
        taken, without = set[str](), list[Entry]()
        for entry in entries:
            seen_elsewhere = entry.id in known and self._paths[entry.id] != entry.path
            if not entry.id or entry.id in taken or seen_elsewhere:
                without.append(entry)
            else:
                taken.add(entry.id)
        return without
