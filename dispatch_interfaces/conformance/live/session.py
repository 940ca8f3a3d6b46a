"""A real backend during one check: calls at a pace, and a ledger of what they make."""

from functools import partial
from typing import Any

from attrs import define, evolve, field

from dispatch_interfaces.conformance.live.ledger import Ledger
from dispatch_interfaces.conformance.live.pace import Pace, new_tag
from dispatch_interfaces.conformance.run.created import LeftBehind
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.layers import Layer
from dispatch_interfaces.conformance.targets import Target, TargetError


def sandbox_harness(target: Target, profile: str) -> Harness[Any, Any]:
    """The harness of a target, whose names tell the run that they are from.

    Raises:
        TargetError: The harness does not say that its backend is a sandbox.
    """
    if not target.harness.sandbox:
        raise TargetError(
            f"{target.label}: the {profile} profile fills the backend with what it makes up; say "
            "sandbox=True in the harness if it may"
        )
    return evolve(target.harness, tag=target.harness.tag or new_tag())


@define
class LiveSession:
    """Paces the calls to a backend, and removes what they made.

    Args:
        harness: Opens the backend.
        ledger: Where what is made is written down.
    """

    harness: Harness[Any, Any]
    ledger: Ledger
    _pace: Pace = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pace = Pace(self.harness.calls_per_second)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What a runner puts between the suite and the backend."""
        return self._pace.keep, partial(self.ledger.watch, self.harness)

    @property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be removed, and why."""
        return self.ledger.left_behind

    def clean(self, again: bool = False) -> None:
        """Remove what is pending.

        Args:
            again: Whether to try again what could not be removed before.
        """
        if self.ledger.pending:
            self.ledger.clean(self.harness, self._pace.call, again)

    def close(self) -> None:
        """End the ledger."""
        self.ledger.close()
