"""What the application is made to do, one module for each of its parts."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from tests.real_host.sets import Choice
from tests.real_host.steps import (
    automation,
    cases,
    incidents,
    jobs,
    others,
    projects,
    settings,
    signals,
    tasks,
)
from tests.real_host.world import World

Step: TypeAlias = tuple[str, Callable[[World], None]]

_ALL: Final[tuple[Step, ...]] = (
    *settings.STEPS,
    *incidents.STEPS,
    *tasks.STEPS,
    *automation.STEPS,
    *others.STEPS,
    *cases.STEPS,
    *signals.STEPS,
    *jobs.STEPS,
    *incidents.LAST_STEPS,
    *cases.LAST_STEPS,
    *projects.STEPS,
)


def steps_of(choice: Choice) -> Sequence[Step]:
    """The steps for a set; what is about people without an account only where one is asked for."""
    left_out = incidents.WITH_STRANGERS if choice.known else frozenset()
    return [it for it in _ALL if it[0] not in left_out]
