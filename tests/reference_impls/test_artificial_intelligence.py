"""A model that says what it was told to say."""

from attrs import define

from reference_impls import InMemoryArtificialIntelligence


@define
class Summary:
    summary: str = "nothing yet"


def test_answers_come_in_order_and_then_none() -> None:
    model = InMemoryArtificialIntelligence()
    model.answer("one")
    model.answer("two")
    answers = [model.chat_completion(f"question {it}", "be brief") for it in range(3)]
    assert answers == ["one", "two", ""]
    assert [it.prompt for it in model.prompts()] == ["question 0", "question 1", "question 2"]
    assert {it.system_message for it in model.prompts()} == {"be brief"}


def test_a_class_is_answered_with_an_instance() -> None:
    model = InMemoryArtificialIntelligence()
    assert model.chat_parse("sum up", Summary, "be brief") == Summary("nothing yet")
