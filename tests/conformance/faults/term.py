"""Faulty term plugins."""

from collections.abc import Sequence
from typing import Any

from dispatch_interfaces import Term
from reference_impls.term import InMemoryTerm
from tests.conformance.faults import breaks
from tests.conformance.faults.careless import without_astral
from tests.conformance.faults.races import Meeting


@breaks("TERM-010")
class ReturnsDefinitionsAsText(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Any]:
        return [
            {**it, "definitions": [each["text"] for each in it["definitions"]]}
            for it in super().get()
        ]


@breaks("TERM-020")
class KeepsOnlyTwoDefinitions(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [{**it, "definitions": it["definitions"][:2]} for it in super().get()]


@breaks("TERM-021")
class ReturnsAPage(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        return super().get()[:200]


@breaks("TERM-022")
class NeverForgets(InMemoryTerm):
    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, Term] = {}

    def get(self, **kwargs: Any) -> Sequence[Term]:
        before = set(self._seen)
        self._seen.update({it["text"]: it for it in super().get()})
        # What was there at an earlier call only is what a stale cache would still answer.
        return list(super().get()) + [
            it
            for text, it in self._seen.items()
            if text in before
            and text not in {now["text"] for now in super(NeverForgets, self).get()}
        ]


@breaks("TERM-023")
class FoldsCaseOfLongerTexts(InMemoryTerm):
    def add_term(self, text: str, definitions: Sequence[str] = ()) -> None:
        known = {it.lower(): it for it in self._definitions}
        super().add_term(known.get(text.lower(), text), definitions)


@breaks("TERM-024")
class CutsDefinitions(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [
            {**it, "definitions": [{"text": each["text"][:1024]} for each in it["definitions"]]}
            for it in super().get()
        ]


@breaks("TERM-025")
class StripsTheFireEmoji(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [{**it, "text": without_astral(it["text"])} for it in super().get()]


@breaks("TERM-026", "TERM-021", "TERM-022", "TERM-025")
class LeavesOutWhatHasNoDefinition(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [it for it in super().get() if it["definitions"]]


@breaks("TERM-027")
class RepeatsATermPerAddition(InMemoryTerm):
    def __init__(self) -> None:
        super().__init__()
        self._additions: dict[str, int] = {}

    def add_term(self, text: str, definitions: Sequence[str] = ()) -> None:
        self._additions[text] = self._additions.get(text, 0) + 1
        super().add_term(text, definitions)

    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [it for it in super().get() for _ in range(self._additions[it["text"]])]


@breaks("TERM-030")
class SelectsByKeyword(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [it for it in super().get() if kwargs.get("name", it["text"]) == it["text"]]


@breaks("TERM-031")
class CompletesItsKeywords(InMemoryTerm):
    def get(self, **kwargs: Any) -> Sequence[Term]:
        for value in kwargs.values():
            if isinstance(value, list):
                value.append("active")
        return super().get()


@breaks("TERM-032")
class HandsOutItsCache(InMemoryTerm):
    def __init__(self) -> None:
        super().__init__()
        self._cache: dict[str, Term] = {}

    def get(self, **kwargs: Any) -> Sequence[Term]:
        fresh = super().get()
        current = {it["text"] for it in fresh}
        for it in fresh:
            cached = self._cache.get(it["text"])
            if cached is None or len(cached["definitions"]) != len(it["definitions"]):
                self._cache[it["text"]] = it
        return [it for text, it in self._cache.items() if text in current]


_SHARED: dict[str, list[str]] = {}


@breaks("TERM-040")
class SharesItsTerms(InMemoryTerm):
    def __init__(self) -> None:
        super().__init__()
        self._definitions = _SHARED


@breaks("TERM-041")
class CollectsInAnAttribute(InMemoryTerm):
    def __init__(self) -> None:
        super().__init__()
        self._result: list[Term] = []
        self._meeting = Meeting()

    def get(self, **kwargs: Any) -> Sequence[Term]:
        self._result = []
        self._meeting.wait()
        self._result.extend(super().get())
        return list(self._result)


@breaks("TERM-900")
class HidesWhatCameBackTwice(InMemoryTerm):
    """A term that was removed twice is taken for gone for good."""

    def __init__(self) -> None:
        super().__init__()
        self._removed: list[str] = []

    def remove_term(self, text: str) -> None:
        super().remove_term(text)
        self._removed.append(text)

    def get(self, **kwargs: Any) -> Sequence[Term]:
        return [it for it in super().get() if self._removed.count(it["text"]) < 2]
