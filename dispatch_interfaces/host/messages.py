"""The application's message templates, filled in as it does, and laid out as blocks.

A template is a list of parts, each a dict of Jinja2 texts. The application fills them in by a
function of its own; where it is not running, Jinja2 does, by the same rules.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from dispatch_interfaces.host import application
from dispatch_interfaces.logs import logger
from dispatch_interfaces.narrowing import is_dict, is_list, is_mapping

Part: TypeAlias = Mapping[str, Any]
Values: TypeAlias = Mapping[str, Any]
Block: TypeAlias = dict[str, Any]

_LOG: Final = logger("dispatch_interfaces.host")
_STRINGS: Final = "dispatch.messaging.strings"
_LONGEST: Final = 2500
"""Characters of a part's text, after which the application cuts it off."""
_LONGEST_HEADER: Final = 150
"""Characters of a header block; what is longer is a section."""

_DESCRIBED: Final = {
    "evergreen-reminder": "EVERGREEN_REMINDER_DESCRIPTION",
    "incident-participant-suggested-reading": "INCIDENT_PARTICIPANT_SUGGESTED_READING_DESCRIPTION",
    "incident-task-list": "INCIDENT_TASK_LIST_DESCRIPTION",
    "incident-task-reminder": "INCIDENT_TASK_REMINDER_DESCRIPTION",
}
"""The messages that begin with a text that is not in their template, and its name."""

_MAPPINGS: Final = {"visibility_mapping": "visibility", "status_mapping": "status"}
"""The keys of a part whose text depends on a variable, and the variable."""

_CODE: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def blocks_of(
    template: Sequence[Part] | Part | None,
    message_type: str,
    items: Sequence[Values] | None,
    values: Values,
) -> list[Block]:
    """What a message says, as blocks of Slack's Block Kit, the one layout the application has.

    The template is filled in once per item, whose variables go before the others; without items
    it is filled in once. The daily and weekly reports bring a second template, for groups.

    Args:
        template: The parts; one dict is one part.
        message_type: What the message is about.
        items: The variables, one mapping for each time.
        values: The variables that all have in common.
    """
    parts = [template] if isinstance(template, Mapping) else [*(template or ())]
    filled: list[dict[str, Any]] = []
    for item in items or [{}]:
        filled += rendered(parts, {**values, **item})
    grouped = values.get("items_grouped_template") or ()
    for item in values.get("items_grouped") or ():
        filled += rendered(grouped, item)
    described = application.loaded(_STRINGS, _DESCRIBED.get(message_type, ""))
    beginning = [_section(described)] if described and filled else []
    return beginning + [block for it in filled for block in _blocks(it)]


def rendered(parts: Sequence[Part], values: Values) -> list[dict[str, Any]]:
    """Parts as people read them; one that leads nowhere is left out, as the application does.

    A mapping whose variable is absent is dropped. What cannot be filled in is logged, and shown
    without its code: one wrong part does not take the message with it.
    """
    found: list[dict[str, Any]] = []
    for part in parts:
        try:
            found += _render()([_with_known_mappings(part, values)], **values)
        except Exception:
            _LOG.exception("a part of a message could not be filled in: %r", part)
            found += [_without_code(part)] if is_mapping(part) else []
    return found


def _blocks(part: Part) -> list[Block]:
    """The blocks of one part; none of one that has not the shape of a part, which is logged."""
    try:
        return [*_laid_out(part)]
    except Exception:
        _LOG.exception("a part of a message could not be laid out: %r", part)
        return []


def _with_known_mappings(part: Part, values: Values) -> dict[str, Any]:
    """A part without the mappings that have no text for what their variable is."""
    return {
        key: it
        for key, it in part.items()
        if key not in _MAPPINGS or values.get(_MAPPINGS[key]) in it
    }


def texts_of(value: Any) -> Iterator[str]:
    """The texts and links of blocks, from top to bottom."""
    if is_mapping(value):
        for key, it in value.items():
            if key in ("text", "url") and isinstance(it, str):
                yield it
            else:
                yield from texts_of(it)
    elif is_list(value):
        for it in value:
            yield from texts_of(it)


def _render() -> Callable[..., list[dict[str, Any]]]:
    """The application's own function where it is running."""
    return application.loaded(_STRINGS, "render_message_template") or _render_by_jinja


def _render_by_jinja(parts: Sequence[dict[str, Any]], **values: Any) -> list[dict[str, Any]]:
    filled = [(part, _filled_in(part, values)) for part in parts]
    return [it for part, it in filled if not (part.get("title_link") and _leads_nowhere(it))]


def _leads_nowhere(filled: Part) -> bool:
    return filled["title_link"] in ("", "None")


def _filled_in(part: dict[str, Any], values: Values) -> dict[str, Any]:
    filled = {key: _each_text(it, values) for key, it in part.items() if key not in _MAPPINGS}
    if "text" in filled:
        filled["text"] = filled["text"][:_LONGEST]
    for mapping, variable in _MAPPINGS.items():
        if mapping in part:
            filled["text"] = part[mapping][values[variable]]
    return filled


def _each_text(value: Any, values: Values) -> Any:
    """A value of a part, with every text in it filled in."""
    if isinstance(value, str):
        return _environment().from_string(value).render(**values)
    if is_dict(value):
        return {key: _each_text(it, values) for key, it in value.items()}
    if is_list(value):
        return [_each_text(it, values) for it in value]
    return value


@functools.cache
def _environment() -> Any:
    """Jinja2 as the application sets it up; its templates are written by its administrators."""
    try:
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        needs = "to fill in templates outside the application, install dispatch-interfaces[host]"
        raise ImportError(needs) from error
    environment = ImmutableSandboxedEnvironment()
    environment.filters |= {"datetime": _day, "markdown": _only_text}
    return environment


def _day(value: Any) -> str:
    try:
        return datetime.fromisoformat(value).strftime("%A, %B %d, %Y")
    except (ValueError, TypeError):
        return ""


def _only_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _without_code(part: Part) -> dict[str, Any]:
    return {key: _CODE.sub("", it) if isinstance(it, str) else it for key, it in part.items()}


def _laid_out(part: Part) -> Iterator[Block]:
    """The blocks of one part that is filled in."""
    if part.get("header"):
        yield _header(part["header"])
    text = "\n".join(filter(None, (_heading(part), part.get("text"), part.get("datetime"))))
    if text and part.get("type") == "context":
        yield _context(text)
    elif text and part.get("type") == "header":
        yield _header(text)
    elif text:
        yield _section(text)
    if part.get("context"):
        yield _context(part["context"])
    if buttons := [_button(it) for it in part.get("buttons", ()) if it.get("button_text")]:
        yield {"type": "actions", "elements": buttons}
    if "select" in part:
        yield {"type": "actions", "elements": [_select(part["select"])]}


def _heading(part: Part) -> str:
    title, link = part.get("title", ""), part.get("title_link", "")
    if link:
        return f"*<{link}|{title}>*" if title else f"<{link}>"
    return f"*{title}*" if title else ""


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def _header(text: str) -> Block:
    fits = len(text) <= _LONGEST_HEADER and "\n" not in text
    return {"type": "header", "text": _plain(text)} if fits else _section(text)


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def _button(button: Part) -> Block:
    names = {"value": "button_value", "action_id": "button_action", "url": "button_url"}
    given = {key: button[it] for key, it in names.items() if button.get(it)}
    return {"type": "button", "text": _plain(button["button_text"]), **given}


def _select(select: Part) -> Block:
    options = [
        {"text": _plain(it["option_text"]), "value": it["option_value"]} for it in select["options"]
    ]
    placeholder = {"placeholder": _plain(it)} if (it := select.get("placeholder")) else {}
    action = select["select_action"]
    return {"type": "static_select", "action_id": action, **placeholder, "options": options}
