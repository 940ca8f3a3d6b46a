"""Faulty document plugins."""

import re
import threading
from typing import Any

from dispatch_interfaces import NotFoundError
from reference_impls.document import InMemoryDocument
from tests.conformance.faults import breaks


@breaks("DOCUMENT-010")
class ReturnsTheText(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> Any:
        super().update(document_id, **kwargs)
        return self.text(document_id)


@breaks("DOCUMENT-020")
class EatsTheFullStop(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **kwargs)
        document = self._documents[document_id]
        document.text = re.sub(r"inc-1\.$", "inc-1", document.text)


@breaks("DOCUMENT-021")
class ReplacesTheFirstTwo(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        document = self._documents.get(document_id)
        third = document is not None and document.text.count("{{name}}") > 2
        super().update(document_id, **kwargs)
        if document is not None and third:
            document.text = re.sub("inc-1$", "{{name}}", document.text)


@breaks("DOCUMENT-022")
class LooksForTheBeginningOfAKey(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if {"name", "name_full"} <= set(kwargs):
            kwargs["name_full"] = kwargs["name"]
        super().update(document_id, **kwargs)


@breaks("DOCUMENT-023")
class TakesADotForAnyCharacter(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        more = {key.replace(".", "x"): value for key, value in kwargs.items() if "." in key}
        super().update(document_id, **{**more, **kwargs})


@breaks("DOCUMENT-024")
class EmptiesUnknownTitles(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **({"title": "", **kwargs} if "name" in kwargs else kwargs))


@breaks("DOCUMENT-025")
class PutsNoneInAsText(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **{key: str(value) for key, value in kwargs.items()})


@breaks("DOCUMENT-026", "DOCUMENT-029")
class PassesOverEmptyValues(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        kept = {key: value for key, value in kwargs.items() if value != ""}
        super().update(document_id, **kept)


@breaks("DOCUMENT-027")
class PassesOverZero(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        kept = {key: value for key, value in kwargs.items() if value or value == ""}
        super().update(document_id, **kept)


@breaks("DOCUMENT-028", "DOCUMENT-029")
class ReplacesOneKeyAfterTheOther(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id)
        for key, value in kwargs.items():
            super().update(document_id, **{key: value})
        if "value" in kwargs:
            super().update(document_id, name="again")


@breaks("DOCUMENT-029")
class CutsValues(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        cut = {k: v[:1024] if isinstance(v, str) else v for k, v in kwargs.items()}
        super().update(document_id, **cut)


@breaks("DOCUMENT-030")
class FillsInSingleBracesToo(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **kwargs)
        document = self._documents[document_id]
        document.text = document.text.replace("{name} ", f"{kwargs.get('name', '{name}')} ")


@breaks("DOCUMENT-031")
class WantsAPlaceholderForATitle(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if "title" in kwargs and "{{title}}" not in self.text(document_id):
            raise ValueError("substring not found")
        super().update(document_id, **kwargs)


@breaks("DOCUMENT-032")
class RefusesAnEmptyBatch(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if not kwargs:
            raise ValueError("must specify at least one request")
        super().update(document_id, **kwargs)


@breaks("DOCUMENT-033")
class AppendsTheSecondTime(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        seen = document_id in self._documents and kwargs in self.updates(document_id)
        super().update(document_id, **kwargs)
        if seen:
            self._documents[document_id].text += "inc-1"


@breaks("DOCUMENT-034")
class ChangesEveryDocument(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **kwargs)
        for other in set(self._documents) - {document_id}:
            super().update(other, **kwargs)


@breaks("DOCUMENT-035")
class PutsTheTextTogetherWhenRead(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, Any] = {}

    def update(self, document_id: str, **kwargs: Any) -> None:
        if "people" in kwargs:
            self._values[document_id] = kwargs["people"]
        super().update(document_id, **kwargs)

    def text(self, document_id: str) -> str:
        known = self._values.get(document_id)
        return str(known) if known is not None else super().text(document_id)


@breaks("DOCUMENT-040", "DOCUMENT-041", "DOCUMENT-042")
class LogsAndGoesOn(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if document_id in self._documents:
            super().update(document_id, **kwargs)


@breaks("DOCUMENT-041")
class FindsDocumentsByPrefix(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        known = [it for it in self._documents if document_id.startswith(f"{it}-")]
        super().update(known[0] if known else document_id, **kwargs)


@breaks("DOCUMENT-042")
class RaisesABareKeyError(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        try:
            super().update(document_id, **kwargs)
        except NotFoundError:
            raise KeyError(document_id) from None


_SHARED: dict[str, Any] = {}


@breaks("DOCUMENT-050")
class SharesItsDocuments(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        self._documents = _SHARED


@breaks("DOCUMENT-051")
class ReadsAndWritesBack(InMemoryDocument):
    """Waits for a second thread, so that the race is lost every time that there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._meeting = threading.Barrier(2)

    def update(self, document_id: str, **kwargs: Any) -> None:
        if threading.active_count() <= 4 or document_id not in self._documents:
            super().update(document_id, **kwargs)
            return
        text = self.text(document_id)
        try:
            self._meeting.wait(timeout=0.05)
        except threading.BrokenBarrierError:
            self._meeting.reset()
        for key, value in kwargs.items():
            text = text.replace("{{" + key + "}}", str(value))
        self._documents[document_id].text = text
