"""Habits of services for documents."""

import re
import unicodedata
from functools import partial
from typing import Any, ClassVar

from dispatch_interfaces import DocumentLimits, InvalidRequestError, Text
from reference_impls import InMemoryDocument

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class OtherValues(InMemoryDocument):
    """Some values are changed, or rejected."""

    values: ClassVar[Text]
    """What becomes of them."""

    def update(self, document_id: str, **kwargs: Any) -> None:
        known = self._values(kwargs)
        for value in known.values():
            if not self.values.takes(value):
                raise InvalidRequestError(self.values.because, value=value)
        super().update(document_id, **{key: self.values.in_force(it) for key, it in known.items()})


class TrimsValues(OtherValues):
    values = Text("a field of a page is trimmed", kept=str.strip)
    limits = DocumentLimits(text=values)


class ComposesValues(OtherValues):
    values = Text("texts are composed", kept=partial(unicodedata.normalize, "NFC"))
    limits = DocumentLimits(text=values)


class ChangesLineEnds(OtherValues):
    values = Text("there is one kind of line ends", kept=lambda it: it.replace("\r\n", "\n"))
    limits = DocumentLimits(text=values)


class RejectsLongValues(OtherValues):
    values = Text("a cell has 50 000 characters", longest=50_000)
    limits = DocumentLimits(text=values)


class OfficeDocument(OtherValues):
    """A document in a folder of a WebDAV server: XML, which has no control characters."""

    values = Text(
        "the text is XML",
        most_bytes=100_000,
        taken=lambda it: not _NOT_IN_XML.search(it),
        kept=lambda it: it.replace("\r\n", "\n").replace("\r", "\n"),
    )
    limits = DocumentLimits(text=values)
