"""How it all ended: what the application believes, and what each plugin shows, side by side."""

from collections.abc import Iterator

from dispatch_interfaces.host.rehearsal.ending.files import files
from dispatch_interfaces.host.rehearsal.ending.heard import Heard
from dispatch_interfaces.host.rehearsal.ending.messages import messages
from dispatch_interfaces.host.rehearsal.ending.people import people
from dispatch_interfaces.host.rehearsal.ending.work import pages, project, tasks
from dispatch_interfaces.host.rehearsal.records import Seen
from dispatch_interfaces.host.rehearsal.world import World

__all__ = ["Heard", "ending", "messages"]


def ending(world: World, heard: Heard) -> tuple[Seen, ...]:
    """Everything of which the application believes something, and a plugin may show it.

    Args:
        world: The project, with the rows of its incidents and cases.
        heard: What the application has done that is in no row.
    """
    return tuple(_all(world, heard))


def _all(world: World, heard: Heard) -> Iterator[Seen]:
    for subject in (*world.incidents.values(), *world.cases.values()):
        if not subject.deleted:
            yield from people(world, subject)
        yield from files(world, heard, subject)
        if not subject.deleted:
            yield from tasks(world, subject)
            yield from pages(world, heard, subject)
    yield from project(world, heard)
