"""Removes what a check left on a live backend when it was killed."""

from pathlib import Path

from attrs import evolve, frozen

from dispatch_interfaces.conformance.live.ledger import Ledger, LedgerError
from dispatch_interfaces.conformance.live.session import LiveSession, sandbox_harness
from dispatch_interfaces.conformance.run.cache import own_cache
from dispatch_interfaces.conformance.run.created import LeftBehind
from dispatch_interfaces.conformance.targets import TargetError, resolve
from dispatch_interfaces.showing import only_printable


@frozen(field_transformer=only_printable)
class Swept:
    """What became of one ledger."""

    ledger: str
    removed: tuple[str, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    problem: str = ""
    """Why it could not be used."""

    @property
    def exit_code(self) -> int:
        return 2 if self.problem else int(bool(self.left_behind))


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
    if name is None and path.resolve().parent != own_cache().resolve():
        raise TargetError("it is of another folder: name the harness that opens it with --harness")
    (target,) = resolve(given.target, given.interface, name or given.harness)
    session = LiveSession(evolve(sandbox_harness(target, "live"), tag=ledger.tag), ledger)
    pending = ledger.pending
    session.clean(again=True)
    removed = tuple(str(it) for it in pending if it not in ledger.pending)
    return Swept(str(path), removed, session.left_behind)
