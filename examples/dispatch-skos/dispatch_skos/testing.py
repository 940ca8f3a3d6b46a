"""How the plugin is tried: a glossary to which terms are added, and from which they go.

It is ``.sandbox/glossary.jsonld`` where the command runs, or what `SKOS_GLOSSARY` names.
"""

import json
import os
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.conformance import HostHarness, TermHarness
from dispatch_interfaces.host.rehearsal import Part
from dispatch_skos.bridge import SkosForDispatch
from dispatch_skos.plugin import GlossarySettings, SkosTerms

_CONTEXT: Final = {"skos": "http://www.w3.org/2004/02/skos/core#"}

_writing: Final = threading.Lock()


def glossary() -> Path:
    """The file, made if it is not there."""
    found = Path(os.environ.get("SKOS_GLOSSARY") or ".sandbox/glossary.jsonld").absolute()
    if not found.exists():
        found.parent.mkdir(parents=True, exist_ok=True)
        _write(found, [])
    return found


def _read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["@graph"]
    return found


def _write(path: Path, concepts: list[dict[str, Any]]) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps({"@context": _CONTEXT, "@graph": concepts}), "utf-8")
    unfinished.replace(path)


def settings() -> dict[str, Any]:
    """What a project would enter."""
    return {"source": str(glossary()), "languages": "en"}


class GlossaryObserver:
    """Edits the glossary as JSON, and knows nothing of RDF."""

    def __init__(self, _plugin: object) -> None:
        self.path = glossary()

    def add_term(self, text: str, definitions: Sequence[str]) -> None:
        """Add a concept; there may be several of one name."""
        if not text.strip():
            raise InvalidRequestError("a term that nobody can see", value=text)
        try:
            "".join([text, *definitions]).encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("a lone surrogate is no text", value=text) from error
        concept = {
            "@id": f"urn:uuid:{uuid.uuid4()}",
            "@type": "skos:Concept",
            "skos:prefLabel": {"@value": text, "@language": "en"},
            "skos:definition": [{"@value": it, "@language": "en"} for it in definitions],
        }
        with _writing:
            _write(self.path, [*_read(self.path), concept])

    def remove_term(self, text: str) -> None:
        """Remove all concepts of that name."""
        with _writing:
            kept = [it for it in _read(self.path) if it["skos:prefLabel"]["@value"] != text]
            _write(self.path, kept)


def harness() -> TermHarness:
    """Opens the plugin on the glossary."""
    return TermHarness(
        open=lambda: SkosTerms(GlossarySettings(**settings())),
        observer=GlossaryObserver,
        shared_backend=True,
        sandbox=True,
        calls_per_second=1000,
    )


def host_harness() -> HostHarness:
    """The same for the calls of the application."""
    return HostHarness(configuration={**settings(), "project": "default"})


def part() -> Part:
    """The plugin in a rehearsal."""
    return Part(
        plugin_class=SkosForDispatch,
        settings={**settings(), "project": "default"},
        other_settings={**settings(), "project": "security"},
        observer=GlossaryObserver,
    )
