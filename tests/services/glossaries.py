"""Glossaries: MediaWiki, Confluence, a table in a data catalogue."""

from collections.abc import Sequence

from dispatch_interfaces import AtMost, InvalidRequestError, TermLimits, Text
from reference_impls import InMemoryTerm


class _Pages(InMemoryTerm):
    """Terms are pages, whose text is the one definition."""

    def add_term(self, text: str, definitions: Sequence[str] = ()) -> None:
        text = self.title_of(text)
        super().add_term(text)
        with self._lock:
            page = [*self._definitions[text], *definitions]
            self._definitions[text] = ["\n\n".join(page)] if page else []

    def remove_term(self, text: str) -> None:
        super().remove_term(self.title_of(text))

    def title_of(self, text: str) -> str:
        return text


class OneMeaning(_Pages):
    limits = TermLimits(definitions=AtMost("a term is a page of the wiki, with one text", 1))


def _title(text: str) -> str:
    """As MediaWiki: the first letter is a capital, and white space is one space."""
    joined = " ".join(text.replace("_", " ").split())
    return joined[:1].upper() + joined[1:]


class MediaWiki(_Pages):
    """Rejects titles of more than 255 bytes, or with what its links are written with."""

    limits = TermLimits(
        text=Text(
            "a title begins with a capital and has 255 bytes",
            most_bytes=255,
            taken=lambda it: not set(it) & set("#<>[]|{}"),
            kept=_title,
        ),
        definitions=AtMost("a term is a page of the wiki, with one text", 1),
    )

    def title_of(self, text: str) -> str:
        title = _title(text)
        if len(title.encode("utf-8", "surrogatepass")) > 255 or set(title) & set("#<>[]|{}"):
            raise InvalidRequestError("this is no title", value=text)
        return title


class FoldedTerms(_Pages):
    limits = TermLimits(
        text=Text("terms are tags, in small letters", kept=str.casefold),
        definitions=AtMost("a term is a page of the wiki, with one text", 1),
    )

    def title_of(self, text: str) -> str:
        return text.casefold()


class TrimmedTerms(InMemoryTerm):
    limits = TermLimits(text=Text("a cell of the table is trimmed", kept=str.strip))

    def add_term(self, text: str, definitions: Sequence[str] = ()) -> None:
        super().add_term(text.strip(), definitions)

    def remove_term(self, text: str) -> None:
        super().remove_term(text.strip())


class TrimmedDefinitions(InMemoryTerm):
    limits = TermLimits(definition=Text("a cell of the table is trimmed", kept=str.strip))

    def add_term(self, text: str, definitions: Sequence[str] = ()) -> None:
        super().add_term(text, [it.strip() for it in definitions])
