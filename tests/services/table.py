"""All habits, in one table."""

from typing import Final

from tests.services import chat, small, storage, task, ticket
from tests.services.habits import Habit

HABITS: Final[tuple[Habit, ...]] = (
    *ticket.HABITS,
    *task.HABITS,
    *storage.HABITS,
    *chat.HABITS,
    *chat.COMPOSED,
    *small.HABITS,
)

SERVICES: Final[tuple[Habit, ...]] = tuple(
    {
        it.plugin: it
        for it in (
            *ticket.SERVICES,
            *task.SERVICES,
            *storage.SERVICES,
            *chat.COMPOSED,
            *(it for it in small.HABITS if it.plugin in small.COMPOSITE),
        )
    }.values()
)
"""Those that come together as whole services have them; one row of each."""

ALLOWED: Final = small.ALLOWED
"""They reject texts, and no more: by rule 7 they may, whether they declare it or not."""
