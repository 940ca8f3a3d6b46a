"""Tickets, groups and channels: their fields, and who is in them."""

from collections.abc import Iterator

from dispatch_interfaces.host.rehearsal.ending.looking import seen
from dispatch_interfaces.host.rehearsal.records import Seen
from dispatch_interfaces.host.rehearsal.rows import Incident, Subject
from dispatch_interfaces.host.rehearsal.world import World


def people(world: World, subject: Subject) -> Iterator[Seen]:
    """The ticket, the groups and the channel of an incident or a case."""
    app, of = world.app, str(subject)
    if subject.ticket is not None and app.has("ticket"):
        yield _ticket(world, of, subject, subject.ticket.resource_id)
    for group in subject.groups if app.has("participant-group") else ():
        yield seen(
            world,
            of,
            f"members of the {group.kind} group",
            "participant-group",
            set(group.members),
            "members",
            lambda members, email=group.email: set(members(email)),  # type: ignore[misc]
        )
    conversation = subject.conversation
    if conversation is not None and not conversation.thread_id and app.has("conversation"):
        yield _channel(world, of, subject, conversation.channel_id)


def _ticket(world: World, of: str, subject: Subject, ticket_id: str) -> Seen:
    restricted = subject.visibility == "Restricted"
    believed = {"title": subject.type.name if restricted else subject.title}
    if isinstance(subject, Incident):  # a case has statuses that a tracker may have other words for
        believed["status"] = subject.status.lower()
        if subject.commander is not None:
            believed["commander_email"] = subject.commander.individual.email
    return seen(
        world,
        of,
        "fields of the ticket",
        "ticket",
        [f"{key}: {value}" for key, value in believed.items()],
        "fields",
        lambda fields: [
            f"{key}: {value}" for key, value in fields(ticket_id).items() if key in believed
        ],
    )


def _channel(world: World, of: str, subject: Subject, channel: str) -> Seen:
    if subject.status == "Closed":
        return seen(
            world,
            of,
            "the channel",
            "conversation",
            ["archived"],
            "is_archived",
            lambda is_archived: ["archived" if is_archived(channel) else "open"],
        )
    return seen(
        world,
        of,
        "members of the channel",
        "conversation",
        {it.individual.email for it in subject.participants if it.active},
        "members",
        lambda members: set(members(channel)),
    )
