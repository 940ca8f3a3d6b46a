"""A term plugin over a SKOS glossary."""

import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
from attrs.validators import gt

from dispatch_interfaces import Definition, Term, TermPlugin
from dispatch_interfaces.host.configuration import secret
from dispatch_skos.glossary import terms_of
from dispatch_skos.source import File, Page, Source, Web

_ADDRESS = re.compile("https?:", re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(r"https?://[^/?#@\s]+([/?]\S*)?", re.IGNORECASE)


def _is_address(_: object, field: "attrs.Attribute[str]", source: str) -> None:
    # A password in the address would be shown in the log.
    if not source or (_ADDRESS.match(source) and not _WHOLE_ADDRESS.fullmatch(source)):
        raise ValueError(f"{field.name} is a file, or http(s)://host/path without a password")


def _is_header(_: object, field: "attrs.Attribute[str]", token: str) -> None:
    if not (token.isascii() and token.isprintable()):
        raise ValueError(f"{field.name} has characters that cannot be sent")  # and is not shown


@attrs.frozen(kw_only=True)
class GlossarySettings:
    """Where the glossary is, and what of it is taken."""

    source: str = attrs.field(
        validator=_is_address,
        metadata={"title": "Turtle, RDF/XML or JSON-LD: a file of this machine, or a web address"},
    )
    token: str = secret(
        default="", validator=_is_header, metadata={"title": "Token for the web address"}
    )
    languages: str = attrs.field(
        default="", metadata={"title": "Languages of the terms, as in: en, pt-BR (all if empty)"}
    )
    timeout: float = attrs.field(
        default=30.0, validator=gt(0), metadata={"title": "Seconds to wait for the web server"}
    )


@attrs.frozen
class _Known:
    page: Page | None = None
    terms: Mapping[str, Sequence[str]] = attrs.field(factory=dict[str, Sequence[str]])


class SkosTerms(TermPlugin):
    """The labels of a glossary's concepts, with their definitions."""

    title = "SKOS glossary"
    slug = "skos-term"
    description = "Brings the terms of a SKOS glossary, from a file or from the web"
    version = "1.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, settings: GlossarySettings) -> None:
        self._languages = settings.languages.replace(",", " ").split()
        self._source: Source = (
            Web(settings.source, settings.token, settings.timeout)
            if _ADDRESS.match(settings.source)
            else File(Path(settings.source))
        )
        self._known, self._renewing = _Known(), threading.Lock()

    def get(self, **kwargs: Any) -> Sequence[Term]:
        """Every term, as the glossary has it now.

        Raises:
            UnavailableError: The glossary cannot be read now.
            RateLimitedError: The server says to wait.
            PermissionDeniedError: The server does not accept the token.
            NotFoundError: The server has no such page.
            PluginError: What is there is no glossary.
        """
        known = self._known
        page = self._source.read(known.page)
        if page is not known.page:
            known = self._renewed(page)
        return [
            Term(text=text, definitions=[Definition(text=it) for it in definitions])
            for text, definitions in known.terms.items()
        ]

    def _renewed(self, page: Page) -> _Known:
        """What is known after a page; of threads that have read the same, one parses it."""
        with self._renewing:
            if self._known.page != page:
                # Replaced as a whole: who reads it needs no lock.
                self._known = _Known(page, terms_of(page, self._languages))
            return self._known
