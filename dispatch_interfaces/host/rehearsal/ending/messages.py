"""All messages, as people read them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.host import messages as layout
from dispatch_interfaces.host.rehearsal.records import Message
from dispatch_interfaces.host.rehearsal.world import World
from dispatch_interfaces.narrowing import is_mapping

_SENDING: Final[Mapping[str, tuple[str, ...]]] = {
    "conversation.send": ("conversation_id",),
    "conversation.send_direct": ("user",),
    "conversation.send_ephemeral": ("conversation_id", "user"),
    "email.send": ("recipient",),
}
"""What sends messages, and what it calls the places that they go to."""


@frozen
class Sent:
    """A message as it was sent."""

    place: str
    to: str
    text: str
    template: Any
    kind: str
    items: Any
    blocks: Any
    values: Mapping[str, Any]

    @property
    def message(self) -> Message:
        """The message as people read it."""
        shown = self.blocks or layout.blocks_of(self.template, self.kind, self.items, self.values)
        lines = [self.text, *layout.texts_of(shown)]
        return Message(self.place, self.to, "\n".join(filter(None, lines)))

    @classmethod
    def of(cls, name: str, args: tuple[Any, ...], keywords: Mapping[str, Any]) -> "Sent | None":
        """The message that a call has sent; None if it sends none.

        Args:
            name: The type and the method: ``"conversation.send"``.
            args: What was passed by position.
            keywords: What was passed by name.
        """
        places = _SENDING.get(name)
        if places is None:
            return None
        names = [*places, "text", "message_template", "notification_type"]
        given = {**dict(zip(names, args, strict=False)), **keywords}
        place = [str(given.pop(it, "")) for it in places]
        return cls(
            place[0],
            place[1] if len(place) > 1 else "",
            text=str(given.pop("text", "")),
            template=given.pop("message_template", None),
            kind=str(given.pop("notification_type", "") or ""),
            items=given.pop("items", None),
            blocks=given.pop("blocks", None),
            values=given,
        )


def messages(world: World, sent: Iterable[Sent]) -> tuple[Message, ...]:
    """All messages: as the plugin shows them if it does, else as they were sent."""
    kept, found = list(sent), list[Message]()
    observer = world.observer("conversation")
    if not callable(getattr(observer, "messages", None)):
        return tuple(it.message for it in kept)
    for place in dict.fromkeys(it.place for it in kept):
        try:
            shown = observer.direct_messages(place) if "@" in place else observer.messages(place)
        except Exception:  # it is no place of this plugin
            shown = ()
        for it in shown:
            if is_mapping(it):
                lines = [str(it.get("text", "")), str(it.get("body", ""))]
                found.append(Message(place, "", "\n".join(filter(None, lines))))
    return tuple(found) or tuple(it.message for it in kept)
