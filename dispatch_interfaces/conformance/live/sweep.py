"""Removes what a check left on a live backend when it was killed."""

from pathlib import Path

from attrs import evolve

from dispatch_interfaces.conformance.live.ledger import Ledger, LedgerError
from dispatch_interfaces.conformance.live.pace import Pace
from dispatch_interfaces.conformance.profile import LIVE, Run
from dispatch_interfaces.conformance.report import Swept
from dispatch_interfaces.conformance.targets import TargetError, resolve


def sweep_ledger(path: Path, harness: str | None = None) -> Swept:
    """Remove all that a ledger lists, the last first; its file goes when nothing is left.

    Args:
        path: The ledger.
        harness: The name of the harness that opens the backend; else the one of the check.
    """
    try:
        ledger = Ledger.read(path)
    except (LedgerError, OSError) as error:
        return Swept(str(path), problem=str(error))
    try:
        return _swept(ledger, path, harness)
    except TargetError as error:
        return Swept(str(path), problem=str(error))
    finally:
        ledger.close()


def _swept(ledger: Ledger, path: Path, name: str | None) -> Swept:
    given = ledger.plugin
    if name is None and given.harness is None:
        raise TargetError("the check was given a harness without a name: name it with --harness")
    (target,) = resolve(given.target, given.interface)
    harness = target.harness_for(name or given.harness, Run(profile=LIVE))
    pending = ledger.pending
    ledger.clean(evolve(harness, tag=ledger.tag), Pace(harness.calls_per_second).call)
    removed = tuple(str(it) for it in pending if it not in ledger.pending)
    return Swept(str(path), removed, ledger.left_behind)
