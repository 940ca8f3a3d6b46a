"""How the plugin is judged and rehearsed, over the server of `dispatch_webdav.testing`."""

import uuid
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

import docx

from dispatch_docx.bridge import DocxDocumentForDispatch
from dispatch_docx.plugin import DocxDocument, is_xml
from dispatch_interfaces import AlreadyExistsError, InvalidRequestError, NotFoundError
from dispatch_interfaces.conformance import Created, DocumentHarness
from dispatch_interfaces.host.rehearsal import Part
from dispatch_webdav import testing as webdav

_DRIVE: Final = "Documents under test"


def open_plugin() -> DocxDocument:
    return DocxDocument(webdav.settings())


def written(text: str) -> bytes:
    """A .docx file with a paragraph for each line, in runs of three letters, each second bold."""
    document: Any = docx.Document()
    for line in text.split("\n"):
        paragraph = document.add_paragraph()
        for start in range(0, len(line), 3):
            paragraph.add_run(line[start : start + 3]).bold = bool(start % 2)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


class Observer:
    """Makes documents by the storage plugin and Word's stand-in, and reads them past both plugins.

    Args:
        _plugin: The plugin, which is not asked.
    """

    def __init__(self, _plugin: object) -> None:
        self._storage, self._server = webdav.open_plugin(), webdav.Observer(None)

    def add_document(self, text: str, document_id: str | None = None) -> str:
        """Make a document, or write another text into one."""
        if "\r" in text or not is_xml(text):
            raise InvalidRequestError("a document cannot hold this text", value=text)
        known_as = document_id or self._new_file()
        self._server.write(known_as, written(text))
        return known_as

    def text(self, document_id: str) -> str:
        document: Any = docx.Document(BytesIO(self._server.read(document_id)))
        return "\n".join(it.text for it in document.paragraphs)

    def remove(self, created: Created) -> None:
        """Remove a document, and with the last one the drive; without an answer, by its text."""
        drive = self._drive()
        for it in (it["id"] for it in self._storage.list_files(drive)):
            if it == created.result or (not created.answered and self._is(it, created)):
                self._storage.delete_file(drive, it)
        if not self._storage.list_files(drive):
            self._storage.delete(drive)

    def _is(self, document_id: str, created: Created) -> bool:
        content = self._server.read(document_id)
        return not content or self.text(document_id) == created.arguments["text"]

    def _new_file(self) -> str:
        with suppress(NotFoundError):
            return self._storage.create_file(self._drive(), uuid.uuid4().hex, "document")["id"]
        with suppress(AlreadyExistsError):
            self._storage.create(_DRIVE, [])
        return self._storage.create_file(self._drive(), uuid.uuid4().hex, "document")["id"]

    def _drive(self) -> str:
        for it in self._storage.list():
            if it["name"] == _DRIVE:
                return it["id"]
        raise NotFoundError("there is no such drive", value=_DRIVE)


def remove(_plugin: DocxDocument, created: Created) -> None:
    Observer(None).remove(created)


harness = DocumentHarness(
    open=open_plugin,
    observer=Observer,
    shared_backend=True,
    sandbox=True,
    calls_per_second=200,
    remove=remove,
)


def part() -> Part:
    """The bridge in a rehearsal, beside a storage part of `dispatch_webdav`."""
    found = webdav.settings()
    entered = {"url": found.url, "username": found.username, "password": found.password}
    return Part(plugin_class=DocxDocumentForDispatch, settings=entered, observer=Observer)
