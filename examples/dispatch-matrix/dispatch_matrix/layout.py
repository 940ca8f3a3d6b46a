"""What a message says, as the HTML that Matrix has for messages.

A template or blocks come to a ``<div>`` of headings and paragraphs. The texts in them are in the
application's ``mrkdwn``: ``*bold*``, ``_italic_``, ``<https://example.com|a link>``.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dispatch_interfaces import Block, MessageItem, MessageTemplate

_VARIABLE: Final = re.compile(r"\{\{\s*([^{}\s][^{}]*?)\s*\}\}")
_LINK: Final = re.compile(r"(https?|mailto):", re.IGNORECASE)
_MARKUP: Final = re.compile(
    r"```(?P<pre>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|<(?P<url>(?:https?|mailto):[^|<>\s]+)(?:\|(?P<label>[^<>]+))?>"
    r"|(?<![\w*])\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<em>[^\s_](?:[^\n]*?[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<del>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])",
    re.DOTALL,
)


def layout_of(
    template: MessageTemplate | None,
    items: Sequence[MessageItem] | None,
    blocks: Sequence[Block] | None,
    variables: Mapping[str, Any],
) -> str:
    """What a message shows beside its text; ``""`` for nothing.

    Args:
        template: Filled in once per item or, without items, once.
        items: The variables of each time; they go before the others.
        blocks: In place of the template, in the layout of Slack's Block Kit.
        variables: Those that all items have in common.
    """
    if blocks:
        parts = [_block(it) for it in blocks]
    else:
        fillings = [{**variables, **item} for item in items] if items else [variables]
        parts = [_part(template or {}, filling) for filling in fillings]
    shown = "".join(line for part in parts for line in part)
    return f"<div>{shown}</div>" if shown else ""


def has_markup(text: str) -> bool:
    """Whether a text in ``mrkdwn`` looks otherwise than it is written."""
    return _MARKUP.search(text) is not None


def html_of(text: str) -> str:
    """A text in ``mrkdwn`` as HTML."""
    shown, end = "", 0
    for found in _MARKUP.finditer(text):
        shown += _plain(text[end : found.start()]) + _marked(found)
        end = found.end()
    return shown + _plain(text[end:])


def _marked(found: re.Match[str]) -> str:
    kind, said = str(found.lastgroup), found[str(found.lastgroup)]
    if kind in ("url", "label"):
        return _link(found["url"], html_of(found["label"] or found["url"]))
    if kind == "pre":
        return f"<pre><code>{html.escape(said, quote=False)}</code></pre>"
    return f"<{kind}>{_plain(said) if kind == 'code' else html_of(said)}</{kind}>"


def _plain(text: str) -> str:
    """A text that is none of ours to read; line ends stay where they are, and show."""
    return html.escape(text, quote=False).replace("\n", "<br>\n")


def _link(url: str, label: str) -> str:
    """A link, or what it would be called if it leads nowhere that a client would go."""
    if not _LINK.match(url):
        return f"{label} {_plain(url)}".strip()
    return f'<a href="{html.escape(url)}">{label or _plain(url)}</a>'


def _part(template: MessageTemplate, variables: Mapping[str, Any]) -> Iterator[str]:
    """A template, filled in; nothing if its link leads nowhere."""

    def said(key: str) -> str:
        return _filled(str(template.get(key) or ""), variables)

    link = said("title_link")
    if "title_link" in template and link in ("", "None"):
        return
    title = _plain(said("title"))
    heading = _link(link, title) if link else title
    text = html_of(_filled(_text_for(template, variables), variables))
    lines = [f"<strong>{heading}</strong>" if heading else "", text, html_of(said("datetime"))]
    yield from _heading(_plain(said("header")))
    whole = "<br>\n".join(filter(None, lines))
    if template.get("type") == "header":
        yield from _heading(whole)
    else:
        yield from _paragraph(whole, small=template.get("type") == "context")
    yield from _paragraph(html_of(said("context")), small=True)
    for button in template.get("buttons", ()):
        label = _filled(button["button_text"], variables)
        yield from _paragraph(_button(label, _filled(button.get("button_url", ""), variables)))
    if "select" in template:
        choices = [_filled(it["option_text"], variables) for it in template["select"]["options"]]
        yield from _paragraph(
            _choice(_filled(template["select"].get("placeholder", ""), variables), choices)
        )


def _text_for(template: MessageTemplate, variables: Mapping[str, Any]) -> str:
    """The text of a template, which may depend on the visibility or the status."""
    for name, texts in (
        ("visibility", template.get("visibility_mapping")),
        ("status", template.get("status_mapping")),
    ):
        if texts and str(variables.get(name)) in texts:
            return texts[str(variables.get(name))]
    return template.get("text", "")


def _filled(text: str, variables: Mapping[str, Any]) -> str:
    """A text with each ``{{variable}}`` in its place, all in one pass; nothing for unknown ones."""
    return _VARIABLE.sub(lambda found: str(_value(found[1], variables)), text)


def _value(name: str, variables: Mapping[str, Any]) -> object:
    """The variable of that name, or an attribute or a key of one: ``incident.name``."""
    if name in variables:
        return variables[name]
    first, *steps = name.split(".")
    value: Any = variables.get(first, "")
    for step in steps:
        value = value.get(step, "") if isinstance(value, Mapping) else getattr(value, step, "")
    return value


def _block(block: Block) -> Iterator[str]:
    """A block as headings and paragraphs; of one that is unknown, all its texts."""
    match block:
        case {"type": "divider"}:
            yield "<hr>"
        case {"type": "header", "text": text}:
            yield from _heading(_said(text))
        case {"type": "section"}:
            yield from _paragraph(_said(block.get("text")))
            for it in block.get("fields") or ():
                yield from _paragraph(_said(it))
            yield from _elements([block.get("accessory")])
        case {"type": "context", "elements": elements}:
            yield from _paragraph(" ".join(filter(None, map(_said, elements))), small=True)
        case {"type": "actions", "elements": elements}:
            yield from _elements(elements)
        case _:
            for it in block.values():
                yield from _texts(it)


def _elements(elements: Iterable[Any]) -> Iterator[str]:
    """What may be clicked on elsewhere: buttons are links or names, a choice is a list."""
    for element in elements:
        match element:
            case {"type": "button", "text": text}:
                yield from _paragraph(_button(_words(text), str(element.get("url") or "")))
            case {"options": options}:
                choices = [_words(it.get("text")) for it in options]
                yield from _paragraph(_choice(_words(element.get("placeholder")), choices))
            case _:
                yield from _texts(element)


def _button(label: str, url: str) -> str:
    return _link(url, _plain(label)) if url else f"[{_plain(label)}]"


def _choice(placeholder: str, choices: Iterable[str]) -> str:
    return _plain(f"{placeholder} ({' | '.join(choices)})".strip())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _paragraph(_said(value))
        for it in value.values():
            yield from _texts(it)
    elif isinstance(value, list | tuple):
        for it in value:
            yield from _texts(it)


def _said(text: Any) -> str:
    """A text object as HTML; ``""`` for what is none, such as a picture."""
    marked = isinstance(text, Mapping) and text.get("type") != "plain_text"
    return html_of(_words(text)) if marked else _plain(_words(text))


def _words(text: Any) -> str:
    said = text.get("text") if isinstance(text, Mapping) else text
    return said if isinstance(said, str) else ""


def _heading(said: str) -> Iterator[str]:
    if said:
        yield f"<h4>{said}</h4>"


def _paragraph(said: str, *, small: bool = False) -> Iterator[str]:
    """A paragraph; Matrix has no small print, so that is slanted."""
    if said:
        yield f"<p><em>{said}</em></p>" if small else f"<p>{said}</p>"
