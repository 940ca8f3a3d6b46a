from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import MessageTemplate
from reference_impls.message_body import body_of, fill_in


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{name}} and {{ name }}", "Ada and Ada"),
        ("{{unknown}}!", "!"),
        ("{{tag.source}}", "dotted"),
        ("{{incident.priority.level}}", "3"),
        ("{{incident.owner.email}} {{incident.nothing}}", "ada@example.com "),
        ("{{none}}", "None"),
        ("{name} {{}} {{ }} }}", "{name} {{}} {{ }} }}"),
        (r"\1 {{path}}", r"\1 C:\g<0>"),
    ],
)
def test_variables_are_filled_in(text: str, filled: str) -> None:
    owner = {"email": "ada@example.com"}
    variables = {
        "name": "Ada",
        "tag.source": "dotted",
        "incident": SimpleNamespace(priority=SimpleNamespace(level=3), owner=owner),
        "none": None,
        "path": r"C:\g<0>",
    }
    assert fill_in(text, variables) == filled


@given(st.text(), st.text())
def test_a_value_is_shown_as_it_is(before: str, value: str) -> None:
    plain = before.replace("{", "(").replace("}", ")")
    assert fill_in(f"{plain}{{{{it}}}}", {"it": value}) == plain + value


def test_each_item_goes_before_the_other_variables() -> None:
    template: MessageTemplate = {"title": "{{team}}", "text": "{{name}}"}
    items = [{"name": "Ada"}, {"name": "Grace", "team": "B"}]
    assert body_of(template, items, None, {"team": "A", "name": "?"}) == "A\nAda\n\nB\nGrace"


def test_no_items_are_as_none() -> None:
    assert body_of({"text": "{{a}}"}, [], None, {"a": "x"}) == "x"
    assert body_of({"text": "{{a}}"}, None, [], {"a": "x"}) == "x"
    assert body_of(None, None, None, {"a": "x"}) == ""


def test_all_parts_have_their_place() -> None:
    template: MessageTemplate = {
        "context": "small print",
        "datetime": "noon",
        "text": "body",
        "title_link": "https://example.com",
        "title": "title",
        "header": "header",
        "type": "header",
        "buttons": [
            {
                "button_text": "Join {{name}}",
                "button_value": "v",
                "button_action": "a",
                "button_url": "https://example.com/{{name}}",
            },
            {"button_text": "Leave", "button_value": "v", "button_action": "a"},
        ],
        "select": {
            "placeholder": "Choose",
            "select_action": "a",
            "options": [
                {"option_text": "One", "option_value": "1"},
                {"option_text": "{{name}}", "option_value": "2"},
            ],
        },
    }
    assert body_of(template, None, None, {"name": "Ada"}).splitlines() == [
        "header",
        "title",
        "https://example.com",
        "body",
        "noon",
        "small print",
        "[Join Ada] https://example.com/Ada",
        "[Leave]",
        "Choose (One | Ada)",
    ]


@pytest.mark.parametrize("link", ["", None, "None"])
def test_a_part_with_a_broken_link_is_left_out(link: str | None) -> None:
    template: MessageTemplate = {"title": "Document", "title_link": "{{link}}", "text": "t"}
    items: list[dict[str, Any]] = [{"link": link}, {"link": "https://example.com"}]
    assert body_of(template, items, None, {}) == "Document\nhttps://example.com\nt"


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"status": "Active"}, "still on, Ada"),
        ({"status": "Closed"}, "otherwise"),
        ({"visibility": "Open"}, "everybody"),
        ({}, "otherwise"),
    ],
)
def test_a_mapping_chooses_the_text(variables: dict[str, Any], text: str) -> None:
    template: MessageTemplate = {
        "text": "otherwise",
        "status_mapping": {"Active": "still on, {{name}}"},
        "visibility_mapping": {"Open": "everybody"},
    }
    assert body_of(template, [{**variables, "name": "Ada"}], None, {}) == text


def test_blocks_stand_in_place_of_the_template() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "one {{a}}"}},
        {"type": "divider"},
        {"type": "actions", "elements": [{"text": {"text": "two"}}, {"text": {"text": "three"}}]},
    ]
    assert body_of({"text": "template"}, None, blocks, {"a": "x"}) == "one {{a}}\ntwo\nthree"
