"""Records that a conversation in memory keeps beside those of the interface."""

from typing import Any

from typing_extensions import TypedDict, TypeIs

from dispatch_interfaces import Block, MessageItem, MessageTemplate


class SentMessage(TypedDict):
    """A message with all that was said when it was sent."""

    id: str
    timestamp: str
    text: str
    body: str
    """What the template, or else the blocks, came to: plain text, as people read it."""
    user: str | None
    """The only one who sees it; None if everybody in the conversation does."""
    thread: str | None
    """The timestamp of the message whose thread it is a reply in; None for no reply."""
    message_template: MessageTemplate | None
    notification_type: str | None
    items: list[MessageItem] | None
    blocks: list[Block] | None
    persist: bool
    kwargs: dict[str, Any]
    """The variables; objects are kept as they are, dicts and lists are copied."""


class Profile(TypedDict):
    """Somebody whom the platform knows."""

    id: str
    email: str
    username: str
    avatar_url: str | None


def snapshot(value: Any) -> Any:
    """A copy of all dicts, lists and tuples within a value; other objects may have no copy."""
    if _is_dict(value):
        return {key: snapshot(entry) for key, entry in value.items()}
    if _is_list(value):
        return [snapshot(entry) for entry in value]
    if _is_tuple(value):
        return tuple(snapshot(entry) for entry in value)
    return value


def _is_dict(value: object) -> TypeIs[dict[Any, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeIs[list[Any]]:
    return isinstance(value, list)


def _is_tuple(value: object) -> TypeIs[tuple[Any, ...]]:
    return type(value) is tuple
