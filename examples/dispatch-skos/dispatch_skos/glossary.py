"""The terms of a SKOS glossary, whatever it is written in."""

import codecs
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rdflib import OWL, RDF, SKOS, Graph, Literal
from rdflib.term import Node

from dispatch_interfaces import PluginError, UnavailableError
from dispatch_skos.source import Page

_LABELS: Final = (SKOS.prefLabel, SKOS.altLabel)

# The parsers say nowhere that several threads may use them at once.
_parsing: Final = threading.Lock()


def terms_of(page: Page, languages: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The texts of terms, each with its definitions.

    A concept has a term for each preferred and each alternative label. A label has the definitions
    of its own language, or, if there are none, those of all languages. What several concepts are
    called has the definitions of all of them. Deprecated concepts are left out.

    Args:
        page: What was read.
        languages: Those that are taken: ``("en", "pt-BR")``, in this order; all if there are none.
            What has no language is always taken.

    Raises:
        UnavailableError: It cannot be read: somebody may be writing it.
        PluginError: It would be read from elsewhere, too.
    """
    graph = _graph(page)
    found = dict[str, dict[str, None]]()
    # A graph gives its nodes in another order in each process.
    for concept in sorted({*graph.subjects(RDF.type, SKOS.Concept)}, key=str):
        if (concept, OWL.deprecated, Literal(True)) in graph:
            continue
        definitions = _taken(_definitions(graph, concept), languages)
        for label in _taken(_labels(graph, concept), languages):
            language = (label.language or "").partition("-")[0]
            own = [it for it in definitions if _fits(it, language)]
            known = found.setdefault(str(label), {})
            known.update((str(it), None) for it in own or definitions)
    return {text: tuple(found[text]) for text in sorted(found)}


def _labels(graph: Graph, concept: Node) -> Iterator[Literal]:
    """What a concept is called, as far as anybody can see it."""
    for it in (it for kind in _LABELS for it in graph.objects(concept, kind)):
        if isinstance(it, Literal) and it.strip():
            yield it


def _definitions(graph: Graph, concept: Node) -> Iterator[Literal]:
    """The texts of definitions; one may be a resource of its own, with an author and a date."""
    for it in graph.objects(concept, SKOS.definition):
        texts = [it] if isinstance(it, Literal) else graph.objects(it, RDF.value)
        yield from (text for text in texts if isinstance(text, Literal))


def _taken(literals: Iterator[Literal], languages: Sequence[str]) -> list[Literal]:
    """Those in the languages that are asked for, in their order; in one language, sorted."""
    all_of_them = sorted(literals, key=str)
    fitting = (it for language in languages or [""] for it in all_of_them if _fits(it, language))
    return list(dict.fromkeys(fitting))


def _fits(literal: Literal, language: str) -> bool:
    """Whether a text is in a language, or in some variety of it, or in none."""
    tag = (literal.language or "").lower()
    return not (tag and language) or f"{tag}-".startswith(f"{language.lower()}-")


def _graph(page: Page) -> Graph:
    data = page.data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise UnavailableError(f"{page.place} is empty")
    try:
        if page.format == "json-ld":
            _reject_remote_contexts(page.place, json.loads(data))
        with _parsing:
            return Graph().parse(data=data, format=page.format, publicID=page.place)
    except PluginError:
        raise
    except Exception as error:  # the parsers raise whatever comes up
        told = f"{type(error).__name__}: {error}"[:200]
        raise UnavailableError(f"{page.place} is no {page.format}, or not yet: {told}") from error


def _reject_remote_contexts(place: str, found: Any) -> None:
    """Of JSON-LD, rdflib would fetch these: from anywhere, and for as long as it takes."""
    for it in _contexts(found):
        if isinstance(it, str):
            raise PluginError(f"{place} needs the context {it!r}, which is not fetched")


def _contexts(found: Any) -> Iterator[Any]:
    if isinstance(found, list):
        for it in found:
            yield from _contexts(it)
    if isinstance(found, dict):
        for key, it in found.items():
            if key in ("@context", "@import"):
                yield from it if isinstance(it, list) else (it,)
            yield from _contexts(it)
