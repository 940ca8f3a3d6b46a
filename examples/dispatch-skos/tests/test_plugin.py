"""What the conformance suite does not ask: glossaries as people write them."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rdflib import Graph

from dispatch_interfaces import PluginError, UnavailableError
from dispatch_skos import GlossarySettings, SkosTerms
from tests.conftest import TURTLE

WHOLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

<#sev1> a skos:Concept ;
    skos:prefLabel "SEV1"@en, "Schweregrad 1"@de ;
    skos:altLabel "P1"@en-GB, "sev-1" ;
    skos:hiddenLabel "sevone"@en ;
    skos:definition "Everybody is affected."@en, "Alle sind betroffen."@de .

<#commander> a skos:Concept ;
    skos:prefLabel "commander"@en, "commandante"@it ;
    skos:definition "Leads the incident."@en, [ rdf:value "Decides."@en ] .

<#another> a skos:Concept ; skos:prefLabel "SEV1" ; skos:definition "A channel." .
<#nothing> a skos:Concept ; skos:prefLabel "bare"@en .
<#old> a skos:Concept ; skos:prefLabel "war room"@en ; owl:deprecated true .
<#unseen> a skos:Concept ; skos:prefLabel " "@en .
<#scheme> a skos:ConceptScheme ; skos:prefLabel "Our glossary"@en .
"""


def terms(source: object, languages: str = "") -> dict[str, list[str]]:
    plugin = SkosTerms(GlossarySettings(source=str(source), languages=languages))
    return shown(plugin)


def shown(plugin: SkosTerms) -> dict[str, list[str]]:
    return {it["text"]: [each["text"] for each in it["definitions"]] for it in plugin.get()}


@pytest.mark.parametrize(
    ("name", "written"),
    [("a.ttl", "turtle"), ("a.rdf", "xml"), ("a.jsonld", "json-ld"), ("a.nt", "nt")],
)
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_a_glossary_in_english(tmp_path: Path, name: str, written: str, begin: bytes) -> None:
    graph = Graph().parse(data=WHOLE, format="turtle", publicID="https://example.com/")
    (tmp_path / name).write_bytes(begin + graph.serialize(format=written, encoding="utf-8"))
    assert terms(tmp_path / name, "en") == {
        "P1": ["Everybody is affected."],
        "SEV1": sorted(["A channel.", "Everybody is affected."]),
        "bare": [],
        "commander": ["Decides.", "Leads the incident."],
        "sev-1": ["Everybody is affected."],
    }


def test_languages_in_their_order(glossary: Path) -> None:
    glossary.write_text(WHOLE)
    found = terms(glossary, "de, en")
    assert found["Schweregrad 1"] == ["Alle sind betroffen."]
    assert found["P1"] == ["Everybody is affected."]
    assert found["sev-1"] == ["Alle sind betroffen.", "Everybody is affected."]
    assert "commandante" not in found


def test_all_languages(glossary: Path) -> None:
    glossary.write_text(WHOLE)
    found = terms(glossary)
    # Without a definition in its own language, a label has the others.
    assert found["commandante"] == ["Decides.", "Leads the incident."]
    assert not {"war room", "Our glossary", "sevone", " "} & found.keys()


def test_a_change_of_the_same_size_and_time_is_seen(glossary: Path) -> None:
    plugin = SkosTerms(GlossarySettings(source=str(glossary)))
    times = os.stat(glossary).st_atime, os.stat(glossary).st_mtime
    assert "rollback" in shown(plugin)
    glossary.write_text(TURTLE.replace('"rollback"', '"ROLLBACK"'))
    os.utime(glossary, times)
    assert "ROLLBACK" in shown(plugin)


@pytest.mark.parametrize("end", [0, 1, 40, -10])
def test_a_file_that_is_being_written_is_read_later(glossary: Path, end: int) -> None:
    plugin = SkosTerms(GlossarySettings(source=str(glossary)))
    plugin.get()
    glossary.write_text(TURTLE[:end])
    with pytest.raises(UnavailableError):
        plugin.get()
    glossary.write_text(TURTLE)
    assert "rollback" in shown(plugin)


def test_a_file_that_is_gone_comes_back(glossary: Path) -> None:
    plugin = SkosTerms(GlossarySettings(source=str(glossary)))
    glossary.rename(glossary.with_suffix(".away"))
    with pytest.raises(UnavailableError, match="cannot be read"):
        plugin.get()
    glossary.with_suffix(".away").rename(glossary)
    assert "rollback" in shown(plugin)


def test_threads_read_while_it_changes(glossary: Path) -> None:
    plugin = SkosTerms(GlossarySettings(source=str(glossary)))

    def change(number: int) -> None:
        for turn in range(5):
            new = glossary.with_suffix(f".{number}")
            new.write_text(TURTLE + f'<#{number}> a skos:Concept ; skos:prefLabel "{turn}" .')
            new.replace(glossary)
            assert "rollback" in shown(plugin)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(change, range(4)))


@pytest.mark.parametrize(
    "context", ['"http://127.0.0.1:1/c"', '["http://127.0.0.1:1/c"]', '{"@import": "http://a/"}']
)
def test_nothing_else_is_fetched(tmp_path: Path, context: str) -> None:
    file = tmp_path / "glossary.jsonld"
    file.write_text(f'{{"@graph": [{{"@context": {context}}}]}}')
    with pytest.raises(PluginError, match="which is not fetched"):
        terms(file)


def test_what_is_no_glossary(tmp_path: Path) -> None:
    (tmp_path / "glossary.docx").write_bytes(b"PK")
    with pytest.raises(PluginError, match="not known to be Turtle"):
        terms(tmp_path / "glossary.docx")


@pytest.mark.parametrize(
    "source", ["", "http://", "https://ada:hunter2@example.com/glossary.ttl", "http:example.com"]
)
def test_sources_that_cannot_be(source: str) -> None:
    with pytest.raises(ValueError, match="source is a file") as error:
        GlossarySettings(source=source)
    assert "hunter2" not in str(error.value)


def test_a_token_is_never_shown() -> None:
    with pytest.raises(ValueError, match="cannot be sent") as error:
        GlossarySettings(source="https://example.com", token="hunter2\n")
    assert "hunter2" not in str(error.value)
    assert "hunter2" not in repr(GlossarySettings(source="https://example.com", token="hunter2"))
