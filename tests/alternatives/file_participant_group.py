"""Participant groups in a folder, a file for each."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final, Self

from dispatch_interfaces import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    ParticipantGroupLimits,
    Text,
)
from tests.alternatives.folder import Folder

_ROLES: Final = ("MEMBER", "OWNER", "MANAGER")
_DESCRIPTION: Final = 10_000
"""Characters that a description has at most."""


class GroupGoneError(NotFoundError):
    """No file is there for an address."""


class FileParticipantGroup:
    """Groups whose address tells nothing of their name, so that every name has its own.

    Duck-typed: it has what a participant-group plugin has, and no base class.
    """

    title = "Groups in a folder"
    slug = "file-participant-group"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    limits = ParticipantGroupLimits(
        description=Text(f"it has room for {_DESCRIPTION} characters", longest=_DESCRIPTION)
    )
    type = "participant-group"

    def __init__(self) -> None:
        self._folder = Folder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.__exit__()

    def create(
        self,
        name: str,
        participants: Iterable[str],
        description: str | None = None,
        role: str = "MEMBER",
        *,
        language: str = "en",
    ) -> dict[str, Any]:
        _require(role in _ROLES, f"who is a {role}?")
        _require(bool(name.strip()) and _is_text(name), "nobody could read this name")
        _require(len(description or "") <= _DESCRIPTION, "too much is said about it")
        _require(_is_text(description or ""), "nobody could read this description")
        digest = hashlib.sha256(name.encode()).hexdigest()
        email = f"list.{digest[:40]}@mail.internal.example"
        people = dict.fromkeys(participants, role)
        with self._folder.lock:
            if self._folder.read(email) is not None:
                raise AlreadyExistsError("another file is in the way")
            self._folder.write(email, {"about": description, "people": people})
        link = f"http://mail.internal.example:8080/lists?id={digest}"
        return {"name": name, "email": email, "weblink": link, "language": language, "size": None}

    def add(self, email: str, participants: Iterable[str], role: str = "MEMBER") -> None:
        _require(role in _ROLES, f"who is a {role}?")
        people = dict.fromkeys(participants, role)
        with self._folder.lock:
            group = self._group(email)
            self._folder.write(email, {**group, "people": {**group["people"], **people}})

    def remove(self, email: str, participants: Iterable[str]) -> None:
        leaving = set(participants)
        with self._folder.lock:
            group = self._group(email)
            staying = {it: role for it, role in group["people"].items() if it not in leaving}
            self._folder.write(email, {**group, "people": staying})

    def delete(self, email: str) -> None:
        with self._folder.lock:
            self._group(email)
            self._folder.remove(email)

    def members(self, email: str) -> Mapping[str, str]:
        found = self._folder.read(email)
        return dict(reversed(found["people"].items())) if found else {}

    def description_of(self, email: str) -> str | None:
        found = self._folder.read(email)
        return found["about"] if found else None

    def _group(self, email: str) -> Any:
        found = self._folder.read(email)
        if found is None:
            raise GroupGoneError("which group?")
        return found


def _is_text(text: str) -> bool:
    return not any("\ud800" <= it <= "\udfff" for it in text)


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise InvalidRequestError(otherwise)
