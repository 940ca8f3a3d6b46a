"""Documents that are .docx files on a WebDAV server, where `dispatch_webdav` keeps the files."""

import re
from typing import Any, Final

from dispatch_docx.filling import filled
from dispatch_interfaces import (
    DocumentLimits,
    DocumentPlugin,
    InvalidRequestError,
    NotFoundError,
    Text,
)
from dispatch_webdav.client import ChangedError, WebDav
from dispatch_webdav.files import Files
from dispatch_webdav.settings import WebDavSettings
from dispatch_webdav.turns import Turns

_TRIES: Final = 8
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_xml(text: str) -> bool:
    """Whether a text can be in XML at all."""
    return not _NOT_IN_XML.search(text)


def with_line_feeds(text: str) -> str:
    """A text as Word has it: a line break is one, however it was written."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class DocxDocument(DocumentPlugin):
    """Fills in the placeholders of .docx files; safe to use from several threads and processes.

    A file is written only if it is still what was read: who was slower reads it again.

    Args:
        settings: Those of the storage plugin, from which the ids are.
    """

    title = "Word documents"
    slug = "docx-document"
    description = "Templates in .docx files on a WebDAV server"
    version = "1.0.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    limits = DocumentLimits(
        text=Text(
            "a .docx file is XML, without control characters, and knows one kind of line break",
            taken=is_xml,
            kept=with_line_feeds,
        )
    )

    def __init__(self, settings: WebDavSettings) -> None:
        self._dav = WebDav(settings)
        self._files = Files(self._dav)
        self._turns = Turns()

    def update(self, document_id: str, **kwargs: Any) -> None:
        """Fill in the placeholders that there is a keyword for, all of them at once.

        Raises:
            UnavailableError: Others change the file faster than it can be read and written.
        """
        # Foreign code may run here, so it runs before anything is changed.
        values = {key: _text(value) for key, value in kwargs.items() if value is not None}
        with self._turns.turn():
            for left in reversed(range(_TRIES)):
                try:
                    if self._update(document_id, values):
                        return
                except ChangedError:
                    if not left:
                        raise
            raise ChangedError("others write the file all the time", value=document_id)

    def _update(self, document_id: str, values: dict[str, str]) -> bool:
        """Read, fill in and write once; whether the file is then as it was written."""
        file = self._files.find(document_id)
        if file.folder:
            raise NotFoundError("a folder is no document", value=document_id)
        content, etag = self._dav.read(file.path)
        # What the storage plugin made without a template is empty, and has no placeholders.
        new = filled(content, values) if content else None
        if new is None:
            return True
        self._dav.write(file.path, new, etag)
        # A server may compare etags of whole seconds, and before it has taken the whole content.
        return self._dav.read(file.path)[0] == new


def _text(value: object) -> str:
    text = with_line_feeds(value if isinstance(value, str) else str(value))
    if not is_xml(text):
        raise InvalidRequestError("a document cannot hold this text", value=value)
    return text
