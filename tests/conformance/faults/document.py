"""Faulty document plugins."""

import re
import time
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any

from dispatch_interfaces import InvalidRequestError, NotFoundError
from dispatch_interfaces.conformance.requirements.document import NOT_GIVEN
from reference_impls.common import Ids
from reference_impls.document import InMemoryDocument
from tests.conformance.faults import breaks


@breaks("DOCUMENT-010")
class PassesTheAnswerOn(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **kwargs)
        return {"ok": True}  # type: ignore[return-value]


@breaks("DOCUMENT-020")
class KnowsNoCommander(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        kwargs.pop("commander_fullname", None)
        super().update(document_id, **kwargs)


@breaks("DOCUMENT-021")
class ReplacesTheFirstOccurrence(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        first = {f"{{{{{key}}}}}" for key in values}

        def replaced(found: re.Match[str]) -> str:
            if found[0] not in first:
                return found[0]
            first.remove(found[0])
            return values[found[0][2:-2]]

        return re.sub("{{[^{}]+}}", replaced, text)


@breaks("DOCUMENT-022")
class ReadsOnFromTheLastPlaceholder(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        at, in_order = 0, dict[str, str]()
        for key, value in values.items():
            found = text.find(f"{{{{{key}}}}}", at)
            if found >= 0:
                at, in_order[key] = found, value
        return super()._filled_in(text, in_order)


@breaks("DOCUMENT-023")
class TidiesUpLineEnds(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        return super()._filled_in(text.replace("\r\n", "\n"), values)


@breaks("DOCUMENT-024")
class CutsValues(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        return super()._filled_in(text, {key: it[:1024] for key, it in values.items()})


@breaks("DOCUMENT-025")
class ClearsWhatIsNotGiven(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **{NOT_GIVEN: "", **kwargs})


@breaks("DOCUMENT-026", "DOCUMENT-027", "DOCUMENT-028")
class PutsInNone(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **{key: str(value) for key, value in kwargs.items()})


@breaks("DOCUMENT-027", "DOCUMENT-036")
class GivesUpOnNone(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if None not in kwargs.values():
            super().update(document_id, **kwargs)


@breaks("DOCUMENT-028")
class UpdatesADocumentOnce(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        self._done = set[str]()

    def update(self, document_id: str, **kwargs: Any) -> None:
        if document_id not in self._done:
            super().update(document_id, **kwargs)
            self._done.add(document_id)


@breaks("DOCUMENT-029", "DOCUMENT-024")
class TakesEmptyForNone(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id, **{key: None if it == "" else it for key, it in kwargs.items()})


@breaks("DOCUMENT-030")
class LeavesOutTheSourcesOfTags(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        known = {key: it for key, it in values.items() if not key.endswith(".source")}
        return super()._filled_in(text, known)


@breaks("DOCUMENT-031")
class TakesKeysForPatterns(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        found = {key: it for key, it in values.items() if re.search("{{" + key + "}}", text)}
        return super()._filled_in(text, found)


@breaks("DOCUMENT-032")
class FoldsTheCaseOfKeys(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        folded = {key.lower(): it for key, it in values.items()}
        found = re.findall("{{([^{}]+)}}", text)
        same = {key: folded[key.lower()] for key in found if key.lower() in folded}
        return super()._filled_in(text, {**same, **values})


@breaks("DOCUMENT-033")
class ReplacesOneAfterTheOther(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        for key, value in values.items():
            text = text.replace(f"{{{{{key}}}}}", value)
        return text


@breaks("DOCUMENT-034")
class PutsInTheRepresentation(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        dates = {key: repr(it) for key, it in kwargs.items() if isinstance(it, date)}
        super().update(document_id, **{**kwargs, **dates})


@breaks("DOCUMENT-035")
class TakesZeroForNone(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        known = {key: it for key, it in kwargs.items() if it or it == ""}
        super().update(document_id, **known)


@breaks("DOCUMENT-036")
class HasAParameterOfItsOwn(InMemoryDocument):
    def update(self, document_id: str, type: Any = "text", **kwargs: Any) -> None:
        super().update(document_id, **kwargs)


@breaks("DOCUMENT-037")
class KnowsSingleBracesToo(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        for key in values:
            single = re.escape(f"{{{key}}}")
            text = re.sub(f"(?<!{{){single}(?!}})", lambda found: f"{{{found[0]}}}", text)
        return super()._filled_in(text, values)


@breaks("DOCUMENT-038")
class LooksForAnyPlaceholder(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        return re.sub("{{(.*?)}}", lambda found: values.get(found[1], found[0]), text)


@breaks("DOCUMENT-039")
class RefusesADocumentWithoutPlaceholders(InMemoryDocument):
    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        if "{{" not in text:
            raise ValueError("there is nothing to change")
        return super()._filled_in(text, values)


@breaks("DOCUMENT-040")
class RefusesACallWithoutKeywords(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if not kwargs:
            raise ValueError("there is nothing to put in")
        super().update(document_id, **kwargs)


@breaks("DOCUMENT-041")
class ReplacesWhatItPutIn(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, str] = {}

    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        for key, value in values.items():
            if self._last.get(key):
                text = text.replace(self._last[key], value)
            self._last[key] = value
        return super()._filled_in(text, values)


@breaks("DOCUMENT-050")
class UpdatesEveryDocument(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        self.text(document_id)
        for every in list(self._versions):
            super().update(every, **kwargs)


@breaks("DOCUMENT-051")
class KnowsEveryDocumentWithoutKeywords(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        if kwargs:
            super().update(document_id, **kwargs)


@breaks("DOCUMENT-052")
class LetsTheKeyErrorThrough(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        try:
            super().update(document_id, **kwargs)
        except NotFoundError:
            raise KeyError(document_id) from None


@breaks("DOCUMENT-053", "DOCUMENT-033", "DOCUMENT-960")
class WritesOneAfterTheOther(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        super().update(document_id)
        for key, value in kwargs.items():
            super().update(document_id, **{key: value})


@breaks("DOCUMENT-060")
class SortsLists(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        for value in kwargs.values():
            if isinstance(value, list) and all(isinstance(it, str) for it in value):
                value.sort()
        super().update(document_id, **kwargs)


_SHARED_IDS = Ids()
_SHARED_VERSIONS: dict[str, list[str]] = {}


@breaks("DOCUMENT-070")
class SharesItsDocuments(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        self._ids, self._versions = _SHARED_IDS, _SHARED_VERSIONS


@breaks("DOCUMENT-071")
class ReadsAndWritesWithoutALock(InMemoryDocument):
    def __init__(self) -> None:
        super().__init__()
        self._lock = nullcontext()  # type: ignore[assignment]  # the fault

    def _filled_in(self, text: str, values: Mapping[str, str]) -> str:
        time.sleep(0.001)
        return super()._filled_in(text, values)


@breaks("DOCUMENT-072")
class KeepsTheDocumentInAnAttribute(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        self._current = document_id
        time.sleep(0.001)
        super().update(self._current, **kwargs)


@breaks("DOCUMENT-900")
class RemembersAnEmptyValue(InMemoryDocument):
    """A key that once was emptied is emptied in every document from then on."""

    def __init__(self) -> None:
        super().__init__()
        self._emptied: set[str] = set()

    def update(self, document_id: str, **kwargs: Any) -> None:
        kwargs = {k: "" if k in self._emptied and v is not None else v for k, v in kwargs.items()}
        super().update(document_id, **kwargs)
        if len(self._versions) > 1:
            self._emptied.update(k for k, v in kwargs.items() if v == "")


@breaks("DOCUMENT-960")
class AsksAQuestionForHalfACharacter(InMemoryDocument):
    def update(self, document_id: str, **kwargs: Any) -> None:
        whole = {k: _whole(it) if isinstance(it, str) else it for k, it in kwargs.items()}
        super().update(document_id, **whole)


@breaks("DOCUMENT-054")
class FillsInNoLongTexts(InMemoryDocument):
    """Nobody is told."""

    def update(self, document_id: str, **kwargs: Any) -> None:
        if any(isinstance(it, str) and len(it) > 50_000 for it in kwargs.values()):
            raise InvalidRequestError("a cell has 50 000 characters")
        super().update(document_id, **kwargs)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
