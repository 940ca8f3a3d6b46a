import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import NotFoundError
from reference_impls.document import InMemoryDocument

PLAIN = st.text(st.characters(exclude_characters="{}"))


def test_an_incident_is_filled_in() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("# {{name}}\n{{tag_Root Cause}} / {{resolution}} / {{cost}}")
    plugin.update(document_id, name="inc-1", resolution=None, cost=12, **{"tag_Root Cause": "N/A"})
    assert plugin.text(document_id) == "# inc-1\nN/A / {{resolution}} / 12"


def test_updates_are_kept_with_all_their_keywords() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{name}}")
    plugin.update(document_id, name="inc-1", other=None)
    plugin.update(document_id)
    assert plugin.updates(document_id) == [{"name": "inc-1", "other": None}, {}]


def test_a_key_may_span_lines_and_braces_may_stand_alone() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{a\nb}} {a} }} {{")
    plugin.update(document_id, **{"a\nb": "x", "a": "y"})
    assert plugin.text(document_id) == "x {a} }} {{"


def test_a_value_whose_text_cannot_be_had_changes_nothing() -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError("no text")

    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{name}} {{broken}}")
    with pytest.raises(RuntimeError):
        plugin.update(document_id, name="inc-1", broken=Broken())
    assert plugin.text(document_id) == "{{name}} {{broken}}"
    assert plugin.updates(document_id) == []


@pytest.mark.parametrize("method", ["text", "updates", "update"])
def test_an_unknown_document_is_not_found(method: str) -> None:
    with pytest.raises(NotFoundError, match=rf"document\.{method}: no document has this id: 'x'"):
        getattr(InMemoryDocument(), method)("x")


@given(st.dictionaries(PLAIN.filter(bool), PLAIN, min_size=1), PLAIN)
def test_every_placeholder_becomes_its_value(values: dict[str, str], between: str) -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document(between.join("{{" + key + "}}" for key in values))
    plugin.update(document_id, **values)
    assert plugin.text(document_id) == between.join(values.values())
