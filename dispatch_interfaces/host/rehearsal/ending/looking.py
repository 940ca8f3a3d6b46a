"""Asks the observer of a plugin what it shows, to have it beside what the application believes."""

from collections.abc import Callable, Iterable
from typing import Any

from dispatch_interfaces.host.rehearsal.records import Seen
from dispatch_interfaces.host.rehearsal.world import World
from dispatch_interfaces.showing import told


def seen(
    world: World,
    of: str,
    what: str,
    plugin_type: str,
    believed: Iterable[str],
    method: str,
    look: Callable[[Any], Iterable[str]],
) -> Seen:
    """One thing as it is believed to be and as it is; what cannot be shown is said to be unseen.

    Args:
        world: The project.
        of: What it belongs to.
        what: What it is.
        plugin_type: Whose observer is asked.
        believed: What the application believes, a line for each item, in any order.
        method: What the observer needs, to be asked at all.
        look: Asks that method, and returns what is there as the same kind of lines.
    """
    expected = _lines(believed)
    ask = getattr(world.observer(plugin_type), method, None)
    if not callable(ask):
        return Seen(of, what, plugin_type, expected, None, f"there is no {method} to see it")
    try:
        found = _lines(look(ask))
    except Exception as error:
        return Seen(of, what, plugin_type, expected, None, f"{method} raised {told(error)}")
    return Seen(of, what, plugin_type, expected, found)


def _lines(items: Iterable[str]) -> tuple[str, ...]:
    """All of them, sorted; what is there twice is counted, for one of two may be missing."""
    found = list[str]()
    for line in sorted(items):
        before = sum(line in (it, it.rpartition("  (")[0]) for it in found)
        found.append(f"{line}  ({before + 1})" if before else line)
    return tuple(found)
