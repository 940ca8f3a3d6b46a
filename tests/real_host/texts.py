"""What a message is to say, by the application's own renderer, and what a plugin was given."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from dispatch.messaging.strings import render_message_template

from reference_impls.message_body import body_of
from tests.real_host.recording import SENDING, Call, Received

_FIELDS: Final = ("header", "title", "title_link", "text", "datetime", "context")
_MARKUP: Final = re.compile(r"[<>|*`\n]+")
_SPACE: Final = re.compile(r"\s+")
_CODE: Final = re.compile(r"\{\{|\{%")


@frozen
class Message:
    """What the application passes to show something to somebody."""

    text: str
    template: list[dict[str, Any]]
    type: str
    items: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    variables: dict[str, Any]
    thread: str | None = None


@frozen
class Verdict:
    """One message: what it lost, and whether it shows code in place of a text."""

    step: str
    method: str
    title: str
    templated: bool
    delivered: bool
    lost: tuple[str, ...]
    code: bool
    thread_kept: bool | None
    """Whether a message for a thread went into it; None for one that is for no thread."""


def judge(call: Call) -> Verdict | None:
    """A verdict on a call that shows a message; None for any other."""
    if call.type != "conversation" or call.method not in _SHAPES:
        return None
    message = _SHAPES[call.method](*call.arguments, **call.keywords)
    received = [it for it in call.received if it.error is None]
    shown = "\n".join(_shown(it) for it in received)
    plain = _plain(shown)
    wanted = dict.fromkeys(phrase for piece in _pieces(message) for phrase in _phrases(piece))
    return Verdict(
        step=call.step,
        method=call.method,
        title=f"{message.text} ({message.type})",
        templated=bool(message.template),
        delivered=bool(received),
        lost=tuple(it for it in wanted if received and it not in plain),
        code=bool(_CODE.search(shown)),
        thread_kept=_in_thread(message.thread, received) if message.thread else None,
    )


def _in_thread(thread: str, received: list[Received]) -> bool:
    """Whether a plugin has been told of the thread, by the documented keyword ``ts``."""
    given = [{**it.arguments, **it.arguments.get("kwargs", {})} for it in received]
    return any(it.get("ts") == thread for it in given)


def _send(
    conversation_id: str,
    text: str,
    message_template: Any = None,
    notification_type: Any = None,
    items: Any = None,
    blocks: Any = None,
    ts: str | None = None,
    persist: bool = False,
    **variables: Any,
) -> Message:
    return _message(text, message_template, notification_type, items, blocks, variables, ts)


def _send_direct(
    user: str,
    text: str,
    message_template: Any = None,
    notification_type: Any = None,
    items: Any = None,
    ts: str | None = None,
    blocks: Any = None,
    **variables: Any,
) -> Message:
    return _message(text, message_template, notification_type, items, blocks, variables, ts)


def _send_ephemeral(
    conversation_id: str,
    user: str,
    text: str,
    message_template: Any = None,
    notification_type: Any = None,
    items: Any = None,
    blocks: Any = None,
    **variables: Any,
) -> Message:
    return _message(text, message_template, notification_type, items, blocks, variables)


def _send_message(conversation_id: str, blocks: Any) -> Message:
    return _message("", None, None, None, blocks, {})


_SHAPES: Final[Mapping[str, Callable[..., Message]]] = {
    "send": _send,
    "send_message": _send_message,
    "send_direct": _send_direct,
    "send_ephemeral": _send_ephemeral,
}


def _message(
    text: str,
    template: Any,
    kind: Any,
    items: Any,
    blocks: Any,
    variables: Any,
    thread: str | None = None,
) -> Message:
    parts = [dict(template)] if isinstance(template, Mapping) else list(template or ())
    return Message(text, parts, str(kind), list(items or ()), list(blocks or ()), variables, thread)


def _pieces(message: Message) -> Iterator[str]:
    """What people are to read: blocks stand in place of the template."""
    yield message.text
    if message.blocks:
        yield from _read_in(message.blocks)
        return
    fillings = [*message.items, *([message.variables] if message.variables else [])]
    for filling in fillings:
        yield from _rendered(message.template, filling)
    grouped = fillings[0] if fillings else {}
    for filling in grouped.get("items_grouped") or ():
        yield from _rendered(grouped["items_grouped_template"], filling)


def _rendered(template: list[dict[str, Any]], filling: Mapping[str, Any]) -> Iterator[str]:
    for part in template:
        try:
            rendered = render_message_template([part], **filling)
        except KeyError:  # what it maps is not there: the application shows nothing
            continue
        for it in rendered:
            yield from (str(it[name]) for name in _FIELDS if it.get(name))
            for button in it.get("buttons") or ():
                yield button["button_text"]
            if select := it.get("select"):
                yield select.get("placeholder") or ""
                yield from (option["option_text"] for option in select["options"])


def _read_in(value: Any) -> Iterator[str]:
    """The texts and links of blocks."""
    if isinstance(value, Mapping):
        for key, it in value.items():
            if isinstance(it, str) and key in ("text", "url"):
                yield it
            else:
                yield from _read_in(it)
    elif isinstance(value, list):
        for it in value:
            yield from _read_in(it)


def _shown(received: Received) -> str:
    """What a plugin makes of what it was given, as the documentation has it."""
    given = dict(received.arguments)
    if received.method not in SENDING:
        return "\n".join(_strings(given))
    template = given.get("message_template")
    parts = template if isinstance(template, list) else [template]
    bodies = [
        body_of(it, given.get("items"), given.get("blocks"), given.get("kwargs") or {})
        for it in parts
    ]
    links = [it for it in _strings(given.get("blocks")) if "://" in it]
    return "\n".join([str(given.get("text", "")), *bodies, *links])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for it in value.values():
            yield from _strings(it)
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for it in value:
            yield from _strings(it)


def _phrases(piece: str) -> Iterator[str]:
    """A text without its markup, cut where that was."""
    for phrase in _MARKUP.split(piece):
        if plain := _SPACE.sub(" ", phrase).strip():
            yield plain


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _MARKUP.sub(" ", text))
