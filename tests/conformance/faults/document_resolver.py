"""Faulty document resolvers."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from dispatch_interfaces import ResolvedDocument
from dispatch_interfaces.conformance.requirements.document_resolver import (
    DESCRIPTION,
    WORDS,
    DocumentResolverHarness,
)
from reference_impls.conditions import ByType
from reference_impls.document_resolver import InMemoryDocumentResolver
from tests.conformance.faults import breaks
from tests.conformance.faults.races import Meeting

Found = Sequence[ResolvedDocument]
_H = DocumentResolverHarness(open=InMemoryDocumentResolver)


class _Filtered(InMemoryDocumentResolver):
    """Passes its results through `filtered`, where each fault is."""

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Any:
        found = super().get(incident_type, incident_priority, incident_description, db_session)
        return self.filtered(found, incident_type, incident_priority, incident_description)

    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return found

    def _words(self, document: ResolvedDocument) -> Collection[str]:
        return self._documents[document["resource_id"]].conditions.words


@breaks("DOCUMENT-RESOLVER-010")
class LeavesOutTheDescription(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return [{key: it[key] for key in it if key != "description"} for it in found]  # type: ignore[literal-required]


@breaks("DOCUMENT-RESOLVER-020")
class SwapsASmallDescription(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        wrong = {"description": "see the wiki"}
        return [{**it, **wrong} if it["description"] == DESCRIPTION else it for it in found]


class _IgnoresConditions(_Filtered):
    """Looks at the incident as if it were another one."""

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Any:
        asked = self.changed(incident_type, incident_priority, incident_description)
        return super().get(*asked, db_session)

    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        raise NotImplementedError


@breaks("DOCUMENT-RESOLVER-021", "DOCUMENT-RESOLVER-024")
class TakesEveryTypeForSecurity(_IgnoresConditions):
    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        first, second = _H.incident_types
        return (first if kind == second else kind), priority, text


@breaks("DOCUMENT-RESOLVER-022", "DOCUMENT-RESOLVER-024")
class TakesEveryPriorityForHigh(_IgnoresConditions):
    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        return kind, _H.incident_priorities[0], text


@breaks("DOCUMENT-RESOLVER-023")
class LooksAtTheFirstWordOnly(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return [it for it in found if set(self._words(it)) != set(WORDS)]


@breaks("DOCUMENT-RESOLVER-024")
class JoinsConditionsWithOr(InMemoryDocumentResolver):
    def add_document(
        self,
        name: str,
        description: str = "",
        *,
        resource_type: str = "document",
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> str:
        if incident_types and incident_priorities and words:
            incident_priorities = words = ()
        return super().add_document(
            name,
            description,
            resource_type=resource_type,
            incident_types=incident_types,
            incident_priorities=incident_priorities,
            words=words,
        )


@breaks("DOCUMENT-RESOLVER-025")
class NeverForgets(_Filtered):
    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, ResolvedDocument] = {}

    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        gone = [it for key, it in self._seen.items() if key not in self._documents]
        self._seen.update({it["resource_id"]: it for it in found})
        return [*found, *gone]


@breaks("DOCUMENT-RESOLVER-026")
class ReturnsAPage(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return found[:200]


@breaks("DOCUMENT-RESOLVER-027")
class FindsADocumentOncePerWord(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        there = set(re.findall(r"\w+", text))
        return [it for it in found for _ in range(len(there & set(self._words(it))) or 1)]


@breaks("DOCUMENT-RESOLVER-028")
class CutsTheDescription(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return [{**it, "description": it["description"][:1024]} for it in found]


@breaks("DOCUMENT-RESOLVER-030")
class FailsOnAQuote(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        if "'" in text:
            raise RuntimeError("syntax error in query")
        return found


@breaks("DOCUMENT-RESOLVER-031")
class LooksTypesUpInATable(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return dict.fromkeys(_H.incident_types, found)[kind]


@breaks("DOCUMENT-RESOLVER-032")
class AsksTheSession(InMemoryDocumentResolver):
    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Found:
        found = super().get(incident_type, incident_priority, incident_description, db_session)
        return [] if db_session is not None else found


@breaks("DOCUMENT-RESOLVER-033")
class HandsOutItsCache(_Filtered):
    def __init__(self) -> None:
        super().__init__()
        self._cache: dict[str, ResolvedDocument] = {}

    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return [self._cache.setdefault(it["resource_id"], it) for it in found]


@breaks("DOCUMENT-RESOLVER-034")
class ReturnsPaths(_Filtered):
    def filtered(self, found: Found, kind: str, priority: str, text: str) -> Any:
        return [{**it, "weblink": f"/documents/{it['resource_id']}"} for it in found]


_SHARED = ByType[Any]()


@breaks("DOCUMENT-RESOLVER-040")
class SharesItsDocuments(InMemoryDocumentResolver):
    def __init__(self) -> None:
        super().__init__()
        self._documents = _SHARED


@breaks("DOCUMENT-RESOLVER-041")
class KeepsTheQueryInAnAttribute(_IgnoresConditions):
    def __init__(self) -> None:
        super().__init__()
        self._kind = ""
        self._meeting = Meeting()

    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        self._kind = kind
        self._meeting.wait()
        return self._kind, priority, text


@breaks("DOCUMENT-RESOLVER-900")
class ForgetsPrioritiesAfterTwoRemovals(InMemoryDocumentResolver):
    """Its index of priorities is not built again once it was cleared."""

    _removed = 0

    def remove_document(self, resource_id: str) -> None:
        super().remove_document(resource_id)
        self._removed += 1

    def get(self, incident_type: str, incident_priority: str, *args: Any, **kwargs: Any) -> Any:
        found = super().get(incident_type, incident_priority, *args, **kwargs)
        if self._removed < 2:
            return found
        priorities = _H.incident_priorities
        anywhere = [super().get(incident_type, it, *args, **kwargs) for it in priorities]
        return list({it["resource_id"]: it for each in anywhere for it in each}.values())


@breaks("DOCUMENT-RESOLVER-023")
class ReadsTheBeginning(InMemoryDocumentResolver):
    """Two hundred characters are enough for its index."""

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Any:
        return super().get(incident_type, incident_priority, incident_description[:200], db_session)
