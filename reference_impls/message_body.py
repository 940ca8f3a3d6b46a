"""What a message says to people: its template filled in, or the texts of its blocks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typing_extensions import TypeIs

from dispatch_interfaces import Block, MessageItem, MessageTemplate
from dispatch_interfaces.host.messages import texts_of

_VARIABLE: Final = re.compile(r"\{\{\s*([^{}\s][^{}]*?)\s*\}\}")


def body_of(
    template: MessageTemplate | None,
    items: Sequence[MessageItem] | None,
    blocks: Sequence[Block] | None,
    variables: Mapping[str, Any],
) -> str:
    """What a message says beside its text.

    Blocks stand in place of the template. The template is filled in once per item, whose
    variables go before the others; without items it is filled in once.
    """
    if blocks:
        return "\n".join(texts_of(list(blocks)))
    fillings = [{**variables, **item} for item in items] if items else [variables]
    return "\n\n".join(filter(None, (_part(template or {}, filling) for filling in fillings)))


def fill_in(text: str, variables: Mapping[str, Any]) -> str:
    """A text with the value of each ``{{variable}}`` in its place; nothing for an unknown one.

    ``{{incident.name}}`` is the variable of that name or, without one, the attribute or key
    ``name`` of the variable ``incident``.
    """
    return _VARIABLE.sub(lambda found: str(_value(found[1], variables)), text)


def _value(name: str, variables: Mapping[str, Any]) -> object:
    if name in variables:
        return variables[name]
    first, *rest = name.split(".")
    value: object = variables.get(first, "")
    for step in rest:
        value = value.get(step, "") if _is_mapping(value) else getattr(value, step, "")
    return value


def _part(template: MessageTemplate, variables: Mapping[str, Any]) -> str:
    filled = {
        key: fill_in(text, variables) for key, text in template.items() if isinstance(text, str)
    }
    if filled.get("title_link") in ("", "None"):
        return ""
    lines = [filled.get(key, "") for key in ("header", "title", "title_link")]
    lines.append(_mapped_text(template, filled.get("text", ""), variables))
    lines += [filled.get(key, "") for key in ("datetime", "context")]
    lines += [fill_in(it, variables) for it in _offers(template)]
    return "\n".join(filter(None, lines))


def _mapped_text(template: MessageTemplate, text: str, variables: Mapping[str, Any]) -> str:
    """The body of a part, which may depend on a variable."""
    for name, mapping in (
        ("visibility", template.get("visibility_mapping")),
        ("status", template.get("status_mapping")),
    ):
        chosen = mapping.get(str(variables.get(name))) if mapping else None
        text = text if chosen is None else fill_in(chosen, variables)
    return text


def _offers(template: MessageTemplate) -> Iterator[str]:
    """What a reader is offered to do."""
    for button in template.get("buttons", []):
        url = button.get("button_url")
        yield f"[{button['button_text']}]" + (f" {url}" if url else "")
    if "select" in template:
        select = template["select"]
        choices = " | ".join(option["option_text"] for option in select["options"])
        yield f"{select.get('placeholder', '')} ({choices})".strip()


def _is_mapping(value: object) -> TypeIs[Mapping[Any, Any]]:
    return isinstance(value, Mapping)
