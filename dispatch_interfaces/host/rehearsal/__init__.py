"""What happens in an incident with a plugin, without the application."""

from dispatch_interfaces.host.rehearsal.parts import NotRehearsable, Part
from dispatch_interfaces.host.rehearsal.play import rehearse
from dispatch_interfaces.host.rehearsal.records import (
    GOOD,
    Act,
    Call,
    Message,
    Player,
    Progress,
    Rehearsal,
    Seen,
    State,
    Step,
)

__all__ = [
    "GOOD",
    "Act",
    "Call",
    "Message",
    "NotRehearsable",
    "Part",
    "Player",
    "Progress",
    "Rehearsal",
    "Seen",
    "State",
    "Step",
    "rehearse",
]
