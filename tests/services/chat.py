"""The habits of chats and directories, in one table."""

from typing import Final

from tests.services import conversation_habits, group_habits, participant_habits
from tests.services.habits import Habit

HABITS: Final[list[Habit]] = [
    *conversation_habits.CONVERSATION_HABITS,
    *group_habits.GROUP_HABITS,
    *participant_habits.PARTICIPANT_HABITS,
]

COMPOSED: Final[list[Habit]] = [
    *conversation_habits.COMPOSED,
    *group_habits.COMPOSED,
    *participant_habits.COMPOSED,
]
"""Those that come together in one service, a limit each."""
