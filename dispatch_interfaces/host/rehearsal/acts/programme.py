"""All acts, in order."""

from collections.abc import Sequence
from typing import Final

from dispatch_interfaces.host.rehearsal.acts import (
    automation,
    cases,
    incidents,
    jobs,
    signals,
    tasks,
)
from dispatch_interfaces.host.rehearsal.world import Step

PROGRAMME: Final[tuple[tuple[str, Sequence[Step]], ...]] = (
    ("an incident", incidents.STEPS),
    ("tasks", tasks.STEPS),
    ("workflows and monitors", automation.STEPS),
    ("cases", cases.STEPS),
    ("signals", signals.STEPS),
    ("jobs", jobs.STEPS),
    ("jobs, a second time", (*jobs.AGAIN, *automation.AGAIN)),
    ("the end of an incident", (*incidents.LAST_STEPS, *tasks.LAST_STEPS)),
    ("the end of cases", cases.LAST_STEPS),
)
