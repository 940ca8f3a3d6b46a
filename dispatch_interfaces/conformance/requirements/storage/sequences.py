"""Sequences of calls, beside a plain model."""

from dispatch_interfaces.conformance.requirements.storage.harness import STORAGE, StorageHarness
from dispatch_interfaces.conformance.run.requirement import Level


@STORAGE.must(
    "STORAGE-900",
    *(it.name for it in StorageHarness.contract.methods),
    rule=4,
    level=Level.STATEFUL,
)
def any_sequence_of_calls_leaves_what_it_should(h: StorageHarness) -> None:
    """After any sequence of calls, refused ones among them, all drives are as they should be.
    To fix: run the calls that are shown, and list the files after each.
    Usual cause: a folder is moved or deleted without what lies in it, or a refused call has
    changed something before it was refused.
    Wrong:
        file.parent = new_drive_id
        if new_drive_id in self.below(file_id):
            raise InvalidRequestError("a folder cannot lie within itself")
    Right:
        if new_drive_id in self.below(file_id):
            raise InvalidRequestError("a folder cannot lie within itself")
        file.parent = new_drive_id
    """
    from dispatch_interfaces.conformance.requirements.stateful.storage import StorageMachine

    StorageMachine.explore(h)
