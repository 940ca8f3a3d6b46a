"""All acts, in order."""

from collections.abc import Sequence
from typing import TypeAlias

from dispatch_interfaces.host.rehearsal.acts import (
    automation,
    cases,
    incidents,
    jobs,
    processes,
    signals,
    tasks,
)
from dispatch_interfaces.host.rehearsal.elsewhere import Elsewhere
from dispatch_interfaces.host.rehearsal.world import Step

Programme: TypeAlias = tuple[tuple[str, Sequence[Step]], ...]


def programme(elsewhere: Elsewhere) -> Programme:
    """All acts that are played one after the other, in order.

    Args:
        elsewhere: The second process, for the act that it takes part in.
    """
    return (
        ("an incident", incidents.STEPS),
        ("tasks", tasks.STEPS),
        ("workflows and monitors", automation.STEPS),
        ("cases", cases.STEPS),
        ("signals", signals.STEPS),
        ("jobs", jobs.STEPS),
        ("jobs, a second time", (*jobs.AGAIN, *automation.AGAIN)),
        (processes.ACT, processes.steps(elsewhere)),
        ("the end of an incident", (*incidents.LAST_STEPS, *tasks.LAST_STEPS)),
        ("the end of cases", cases.LAST_STEPS),
    )
