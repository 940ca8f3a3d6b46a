from pathlib import Path

import pytest

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<#rollback> a skos:Concept ;
    skos:prefLabel "rollback"@en ;
    skos:definition "Going back to the version before."@en .
"""


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    found = tmp_path / "glossary.ttl"
    found.write_text(TURTLE, "utf-8")
    return found
