"""Searches for documents: Confluence, a vector store, a drive."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from dispatch_interfaces import (
    AtMost,
    DocumentResolverLimits,
    InvalidRequestError,
    ResolvedDocument,
    Text,
    cut,
)
from reference_impls import InMemoryDocumentResolver


class _Search(InMemoryDocumentResolver):
    """Looks at what `query_of` makes of a description, and stores what `stored` makes of texts."""

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Sequence[ResolvedDocument]:
        query = self.query_of(incident_description)
        return self.best(super().get(incident_type, incident_priority, query, db_session))

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
        name, description = self.stored(name, description)
        return super().add_document(
            name,
            description,
            resource_type=resource_type,
            incident_types=incident_types,
            incident_priorities=incident_priorities,
            words=words,
        )

    def query_of(self, description: str) -> str:
        return description

    def best(self, found: Sequence[ResolvedDocument]) -> Sequence[ResolvedDocument]:
        return found

    def stored(self, name: str, description: str) -> tuple[str, str]:
        return name, description


class ReadsTheBeginning(_Search):
    limits = DocumentResolverLimits(
        description=Text("an embedding is of 8000 characters", kept=cut(8000))
    )

    def query_of(self, description: str) -> str:
        return description[:8000]


class ShortQueries(_Search):
    limits = DocumentResolverLimits(description=Text("a query has 4096 characters", longest=4096))

    def query_of(self, description: str) -> str:
        if len(description) > 4096:
            raise InvalidRequestError("a query has 4096 characters", value=description)
        return description


class FindsTheBest(_Search):
    limits = DocumentResolverLimits(found=AtMost("the search answers with its best 10", 10))

    def best(self, found: Sequence[ResolvedDocument]) -> Sequence[ResolvedDocument]:
        return found[:10]


class Confluence(_Search):
    """Titles of 255 characters, trimmed; excerpts with single spaces."""

    limits = DocumentResolverLimits(
        document_name=Text(
            "a title is trimmed, and has 255 characters", longest=255, kept=str.strip
        ),
        document_description=Text(
            "an excerpt has single spaces", kept=lambda it: re.sub(r"\s+", " ", it).strip()
        ),
    )

    def stored(self, name: str, description: str) -> tuple[str, str]:
        if len(name.strip()) > 255:
            raise InvalidRequestError("a title has 255 characters", value=name)
        return name.strip(), re.sub(r"\s+", " ", description).strip()
