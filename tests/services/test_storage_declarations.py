"""What is offered to who has a habit, and what becomes of a declaration that is nearly right."""

from typing import Any

import pytest

from dispatch_interfaces import DocumentLimits, StorageLimits, Text, Unique, Values
from dispatch_interfaces.conformance import Result
from dispatch_interfaces.limits import Limits
from tests.services import (
    documents,
    google_drive_storage,
    object_storage,
    onedrive_storage,
    tidied_storage,
    webdav_storage,
)
from tests.services.habits import Habit, judged
from tests.services.storage import HABITS


def _habit(plugin: type[Any]) -> Habit:
    return next(it for it in HABITS if it.plugin is plugin)


def _declared(plugin: type[Any], limits: Limits | None) -> set[str]:
    """What the findings offer to a plugin that declares something else."""
    other = type(f"Other{plugin.__name__}", (plugin,), {"limits": limits})
    failed = judged(other, _habit(plugin)).of(Result.FAILED)
    return {it.finding.declare for it in failed if it.finding} - {""}


@pytest.mark.parametrize(
    ("plugin", "declaration"),
    [
        (webdav_storage.OneNamePerFolder, 'unique_file_names=Unique("why")'),
        (google_drive_storage.TrashOfFilesOnly, 'trash=Absent("why")'),
        (webdav_storage.NobodyIsGivenAccess, 'participants=NoPlace("why")'),
        (google_drive_storage.NoOwner, """role=Values("why", {'owner': 'organizer'})"""),
        (google_drive_storage.FoldersOfOneDrive, 'folder_moves=Absent("why")'),
        (object_storage.NoSheets, """file_type=Values("why", rejected=['sheet'])"""),
        (object_storage.SheetsAreDocuments, """file_type=Values("why", {'sheet': 'document'})"""),
        (tidied_storage.TrimsDriveNames, 'drive_name=Text("why", kept=str.strip)'),
        (tidied_storage.RejectsLongDriveNames, 'drive_name=Text("why", longest=128)'),
        (tidied_storage.CutsFileNames, 'file_name=Text("why", kept=cut(255))'),
        (tidied_storage.RejectsLongFileNames, 'file_name=Text("why", longest=255)'),
        (tidied_storage.RejectsManyBytes, 'file_name=Text("why", most_bytes=255)'),
        (tidied_storage.RejectsCharacters, 'file_name=Text("why", taken=lambda it: ...)'),
        (documents.TrimsValues, 'text=Text("why", kept=str.strip)'),
        (documents.RejectsLongValues, 'text=Text("why", longest=50000)'),
    ],
)
def test_the_declaration_that_is_offered_is_the_right_one(
    plugin: type[Any], declaration: str
) -> None:
    limits = type(plugin.limits).__name__
    assert _declared(plugin, None) == {f"limits = {limits}({declaration})"}


@pytest.mark.parametrize(
    ("plugin", "nearly", "declaration"),
    [
        (
            onedrive_storage.InAnyCase,
            StorageLimits(unique_file_names=Unique("as they are")),
            'unique_file_names=Unique("why", alike=str.casefold)',
        ),
        (
            webdav_storage.OneNamePerFolder,
            StorageLimits(unique_file_names=Unique("in any case", alike=str.casefold)),
            "",
        ),
        (
            object_storage.NameForEver,
            StorageLimits(unique_file_names=Unique("as long as it is there")),
            "",
        ),
        (
            tidied_storage.RejectsLongFileNames,
            StorageLimits(file_name=Text("more", longest=256)),
            "file_name=",
        ),
        (
            tidied_storage.RejectsLongFileNames,
            StorageLimits(file_name=Text("less", longest=254)),
            "",
        ),
        (
            tidied_storage.RejectsManyBytes,
            StorageLimits(file_name=Text("characters", longest=255)),
            "file_name=",
        ),
        (
            google_drive_storage.NoOwner,
            StorageLimits(role=Values("less", {"owner": "fileOrganizer"})),
            "role=",
        ),
        (
            onedrive_storage.NobodyComments,
            StorageLimits(role=Values("others", rejected=["writer"])),
            "",
        ),
        (documents.RejectsLongValues, DocumentLimits(text=Text("less", longest=49_999)), ""),
    ],
)
def test_a_declaration_that_is_nearly_right_is_a_finding(
    plugin: type[Any], nearly: Limits, declaration: str
) -> None:
    habit = _habit(plugin)
    other = type(f"Other{plugin.__name__}", (plugin,), {"limits": nearly})
    judgement = judged(other, habit)
    prefix = habit.harness(plugin).contract.prefix
    outcome = judgement.outcome(f"{prefix}-008")
    assert outcome.result is Result.FAILED, outcome.reason
    assert outcome.finding
    assert declaration in outcome.finding.declare
    errors = judgement.of(Result.ERROR)
    assert [f"{it.requirement}: {it.reason}" for it in errors] == []
