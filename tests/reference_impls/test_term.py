import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import InvalidRequestError, Term
from reference_impls.term import InMemoryTerm


def term(text: str, *definitions: str) -> Term:
    return {"text": text, "definitions": [{"text": it} for it in definitions]}


def test_terms_come_in_the_order_in_which_they_were_added() -> None:
    plugin = InMemoryTerm()
    plugin.add_term("SEV", ["severity"])
    plugin.add_term("IC", ["incident commander", "integrated circuit"])
    assert list(plugin.get()) == [
        term("SEV", "severity"),
        term("IC", "incident commander", "integrated circuit"),
    ]


def test_adding_again_adds_the_definitions_that_are_new() -> None:
    plugin = InMemoryTerm()
    plugin.add_term("IC", ["a", "b"])
    plugin.add_term("IC", ["b", "c", "c"])
    (found,) = plugin.get()
    assert [it["text"] for it in found["definitions"]] == ["a", "b", "c"]


def test_removing_takes_the_definitions_along() -> None:
    plugin = InMemoryTerm()
    plugin.add_term("IC", ["a"])
    plugin.remove_term("IC")
    plugin.remove_term("never there")
    plugin.add_term("IC")
    assert list(plugin.get()) == [term("IC")]


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_term_can_be_seen(text: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"term\.add_term"):
        InMemoryTerm().add_term(text)


def test_look_ups_are_kept_with_their_keywords() -> None:
    plugin = InMemoryTerm()
    plugin.get()
    plugin.get(project="acme", since=7)
    assert plugin.lookups() == [{}, {"project": "acme", "since": 7}]


@given(st.dictionaries(st.text(min_size=1).filter(str.strip), st.lists(st.text(), unique=True)))
def test_everything_round_trips(terms: dict[str, list[str]]) -> None:
    plugin = InMemoryTerm()
    for text, definitions in terms.items():
        plugin.add_term(text, definitions)
    found = {it["text"]: [each["text"] for each in it["definitions"]] for it in plugin.get()}
    assert found == terms
