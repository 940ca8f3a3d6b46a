"""Habits of file services, and of documents: declared they are no failure, and they must be so."""

from typing import Any, Final

import pytest

from dispatch_interfaces.conformance import Result
from tests.conformance.faults import all_faults, document, storage
from tests.services.documents import OfficeDocument
from tests.services.google_drive_storage import GoogleDriveStorage
from tests.services.habits import judged
from tests.services.onedrive_storage import OneDriveStorage
from tests.services.storage import HABITS, SERVICES

BEHIND: Final[dict[type[Any], tuple[type[Any], ...]]] = {
    GoogleDriveStorage: (
        storage.HasNoOrganizers,
        storage.FindsADocumentInItself,
        storage.LeavesTheContentsOfADeletedFolder,
        storage.PassesOverAFolderMovedIntoItself,
        storage.ArchivesAgain,
        storage.KeepsTextsByName,
    ),
    OneDriveStorage: (
        storage.DeletesByName,
        storage.RenamesWhatItMoves,
        storage.CopiesNoText,
        storage.FoldsCaseInNames,
        storage.ReadsTheFirstConditionOnly,
        storage.DeletesFilesWithoutALock,
    ),
    OfficeDocument: (document.WritesOneAfterTheOther, document.AsksAQuestionForHalfACharacter),
}
"""Faults of methods that a service has, for all that it lacks."""

every_habit = pytest.mark.parametrize("habit", HABITS, ids=str)


@pytest.mark.parametrize(
    ("service", "faulty"), [(service, it) for service, these in BEHIND.items() for it in these]
)
def test_a_fault_behind_declarations_is_caught(service: type[Any], faulty: type[Any]) -> None:
    (fault,) = (it for it in all_faults() if it.plugin_class is faulty)
    habit = next(it for it in SERVICES if it.plugin is service)
    both = type(f"{faulty.__name__}In{service.__name__}", (faulty, service), {})
    failed = judged(both, habit).of(Result.FAILED, Result.ERROR)
    assert {it.requirement for it in failed} == fault.requirements
