"""What the application is made to do, one module for each of its parts."""

from collections.abc import Callable
from typing import TypeAlias

from tests.real_host.steps import (
    automation,
    cases,
    incidents,
    jobs,
    others,
    settings,
    signals,
    tasks,
)
from tests.real_host.world import World

Step: TypeAlias = tuple[str, Callable[[World], None]]

STEPS: tuple[Step, ...] = (
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
)
