import enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import NotFoundError
from reference_impls.document import InMemoryDocument


class Severity(str, enum.Enum):  # noqa: UP042  # the older spelling, whose str() is another text
    HIGH = "High"


def test_the_history_has_every_text_once() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{title}}: {{status}}")
    plugin.update(document_id, title="Outage", status=None)
    plugin.update(document_id, title="Something else", unknown="x")
    plugin.update(document_id, status="Closed")
    assert document_id == "document-1"
    assert plugin.text(document_id) == "Outage: Closed"
    assert plugin.history(document_id) == [
        "{{title}}: {{status}}",
        "Outage: {{status}}",
        "Outage: Closed",
    ]


def test_the_history_is_a_copy() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("text")
    plugin.history(document_id).append("changed")
    assert plugin.history(document_id) == ["text"]


def test_placeholders_are_what_is_left_to_fill_in() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{b}} {{tag_Root Cause.source}} {{b}} {no} {{}} {{{a}}} {{c")
    assert plugin.placeholders(document_id) == ["b", "tag_Root Cause.source", "a"]
    plugin.update(document_id, **{"tag_Root Cause.source": "survey"}, b="{{new}}")
    assert plugin.placeholders(document_id) == ["new", "a"]


def test_a_document_can_be_given_its_id_and_is_replaced_under_it() -> None:
    plugin = InMemoryDocument()
    assert plugin.add_document("first", "document-1") == "document-1"
    assert plugin.add_document("another") == "document-2"
    assert plugin.text("document-1") == "first"
    plugin.add_document("second", "document-1")
    assert plugin.history("document-1") == ["second"]


def test_a_value_that_is_a_str_is_put_in_as_it_is() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{severity}} {{cost}}")
    plugin.update(document_id, severity=Severity.HIGH, cost=0)
    assert plugin.text(document_id) == "High 0"


def test_the_longest_key_wins_where_two_begin_alike() -> None:
    plugin = InMemoryDocument()
    document_id = plugin.add_document("{{a}}}}")
    plugin.update(document_id, **{"a": "short", "a}}": "long"})
    assert plugin.text(document_id) == "long"


@pytest.mark.parametrize("method", ["update", "text", "history", "placeholders"])
def test_a_document_must_be_there(method: str) -> None:
    with pytest.raises(NotFoundError, match=r"document\.\w+: .*'nowhere'"):
        getattr(InMemoryDocument(), method)("nowhere")


@given(st.dictionaries(st.from_regex(r"\A[^{}]+\Z"), st.text()), st.text(st.characters()))
def test_a_filled_in_text_is_made_of_its_values(values: dict[str, str], between: str) -> None:
    values.pop("document_id", None)
    values.pop("self", None)
    between = between.replace("{", "(").replace("}", ")")
    plugin = InMemoryDocument()
    document_id = plugin.add_document(between.join(f"{{{{{key}}}}}" for key in values))
    plugin.update(document_id, **values)
    assert plugin.text(document_id) == between.join(values.values())
