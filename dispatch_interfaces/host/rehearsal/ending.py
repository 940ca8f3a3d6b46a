"""How it all ended: what the application believes, and what each plugin shows, side by side."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.host import messages as layout
from dispatch_interfaces.host.rehearsal.calls import App, Listener
from dispatch_interfaces.host.rehearsal.records import Message, Seen
from dispatch_interfaces.host.rehearsal.rows import Incident, Subject
from dispatch_interfaces.host.rehearsal.world import World
from dispatch_interfaces.narrowing import is_mapping
from dispatch_interfaces.showing import told

_SENDING: Final[Mapping[str, tuple[str, ...]]] = {
    "conversation.send": ("conversation_id",),
    "conversation.send_direct": ("user",),
    "conversation.send_ephemeral": ("conversation_id", "user"),
    "email.send": ("recipient",),
}
"""What sends messages, and what it calls the places that they go to."""


def ending(world: World) -> tuple[Seen, ...]:
    """Everything of which the application believes something, and a plugin may show it."""
    found = list[Seen]()
    for subject in (*world.incidents.values(), *world.cases.values()):
        if not subject.deleted:
            found += _of(world, subject)
    return tuple(found)


def _of(world: World, subject: Subject) -> Iterator[Seen]:
    name = str(subject)
    conversation, ticket = subject.conversation, subject.ticket
    if ticket is not None and world.app.has("ticket"):
        leader = subject.with_role("Incident Commander")
        believed = {"title": subject.title, "status": subject.status.lower()}
        if leader is not None:
            believed["commander_email"] = leader.individual.email
        if subject.visibility == "Restricted":
            believed["title"] = subject.type.name
        if isinstance(subject, Incident):
            yield _fields(world, name, ticket.resource_id, believed)
    for group in subject.groups:
        if world.app.has("participant-group"):
            yield _seen(
                world,
                name,
                f"members of the {group.kind} group",
                "participant-group",
                group.members,
                "members",
                lambda found: list(found),
                group.email,
            )
    if conversation is not None and not conversation.thread_id and world.app.has("conversation"):
        yield _channel(world, name, subject)
    if subject.storage is not None and world.app.has("storage"):
        yield _tree(world, name, subject)


def _fields(world: World, name: str, ticket_id: str, believed: Mapping[str, str]) -> Seen:
    def lines(found: Any) -> list[str]:
        return [f"{key}: {found[key]}" for key in believed if key in found]

    return _seen(
        world,
        name,
        "fields of the ticket",
        "ticket",
        [f"{key}: {value}" for key, value in believed.items()],
        "fields",
        lines,
        ticket_id,
    )


def _channel(world: World, name: str, subject: Subject) -> Seen:
    conversation = subject.conversation
    assert conversation is not None
    believed = [it.individual.email for it in subject.participants if it.active]
    if subject.status == "Closed":
        return _seen(
            world,
            name,
            "the channel",
            "conversation",
            ["archived"],
            "is_archived",
            lambda found: ["archived"] if found else ["open"],
            conversation.channel_id,
        )
    return _seen(
        world,
        name,
        "members of the channel",
        "conversation",
        believed,
        "members",
        lambda found: list(found),
        conversation.channel_id,
    )


def _tree(world: World, name: str, subject: Subject) -> Seen:
    documents = [it.name for it in subject.documents]
    return _seen(
        world,
        name,
        "files in the folder",
        "storage",
        ["Logs", "Screengrabs", *documents],
        "list_files",
        lambda found: [it["name"] for it in found],
        world.app.root or getattr(world.app.settings("storage"), "root_id", ""),
        only_believed=True,
    )


def _seen(
    world: World,
    of: str,
    what: str,
    plugin_type: str,
    believed: Iterable[str],
    method: str,
    lines: Callable[[Any], list[str]],
    *args: Any,
    only_believed: bool = False,
) -> Seen:
    """Ask the observer of a plugin; what it has no way to show is said to be unseen."""
    expected = tuple(dict.fromkeys(sorted(believed)))
    ask = getattr(world.observer(plugin_type), method, None)
    if not callable(ask):
        return Seen(of, what, plugin_type, expected, None, f"there is no {method} to see it")
    try:
        found = lines(ask(*args))
    except Exception as error:
        return Seen(of, what, plugin_type, expected, None, f"{method} raised {told(error)}")
    if only_believed:
        found = [it for it in found if it in expected]
    return Seen(of, what, plugin_type, expected, tuple(dict.fromkeys(sorted(found))))


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


def listen(kept: list[Sent]) -> Listener:
    """Something that keeps each message that is sent."""

    def heard(
        _app: App, name: str, args: tuple[Any, ...], given: Mapping[str, Any], _result: Any
    ) -> None:
        if name in _SENDING:
            kept.append(_sent(name, args, dict(given)))

    return heard


def _sent(name: str, args: tuple[Any, ...], given: dict[str, Any]) -> Sent:
    places = _SENDING[name]
    names = [*places, "text", "message_template", "notification_type"]
    given = {**dict(zip(names, args, strict=False)), **given}
    place = [str(given.pop(it, "")) for it in places]
    return Sent(
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
