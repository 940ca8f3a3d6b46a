"""Documents in a folder, a file for each."""

import uuid
from collections.abc import Iterator
from typing import Final, Self

from dispatch_interfaces import DocumentLimits, InvalidRequestError, NotFoundError, Text
from tests.alternatives.folder import Folder

_LIMIT: Final = 65_536
"""Characters of the longest text that a file may hold."""


class NoSuchFileError(NotFoundError):
    """The folder has no such file."""


class FileDocument:
    """Reads a document from left to right, and knows a placeholder when it comes to one.

    Duck-typed: it has what a document plugin has, and no base class.
    """

    title = "Documents in a folder"
    slug = "file-document"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"
    type = "document"
    limits = DocumentLimits(text=Text("a file holds so much, and no more", longest=_LIMIT))

    def __init__(self) -> None:
        self._folder = Folder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.__exit__()

    def update(self, document_id: str, **kwargs: object) -> None:
        places = {f"{{{{{key}}}}}": str(it) for key, it in kwargs.items() if it is not None}
        with self._folder.lock:
            self._write(document_id, "".join(_filled_in(self.text(document_id), places)))

    def add_document(self, text: str) -> str:
        document_id = uuid.uuid4().hex
        self._write(document_id, text)
        return document_id

    def text(self, document_id: str) -> str:
        found = self._folder.read(document_id)
        if found is None:
            raise NoSuchFileError(f"{document_id} is gone, or was never there")
        return str(found["text"])

    def _write(self, document_id: str, text: str) -> None:
        if len(text) > _LIMIT or any("\ud800" <= it <= "\udfff" for it in text):
            raise InvalidRequestError("a file holds less, and Unicode text only")
        self._folder.write(document_id, {"text": text})


def _filled_in(text: str, places: dict[str, str]) -> Iterator[str]:
    at = 0
    while (start := text.find("{{", at)) >= 0:
        # The shortest is tried last: a key with braces in it may begin like another.
        found = [it for it in places if text.startswith(it, start)]
        place = max(found, key=len, default="")
        yield text[at:start]
        yield places[place] if place else text[start]
        at = start + (len(place) or 1)
    yield text[at:]
