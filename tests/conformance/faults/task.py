"""Faulty task plugins."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dispatch_interfaces import AtMost, InvalidRequestError, NotFoundError, Task, TaskLimits
from reference_impls.common import Ids
from reference_impls.task import InMemoryTask, _File
from tests.conformance.faults import breaks
from tests.conformance.faults.races import among_several_threads


def _is_creation(item: Task) -> bool:
    return "creator" in item


@breaks("TASK-008")
class DeclaresThatThereIsOneAssignee(InMemoryTask):
    limits = TaskLimits(assignees=AtMost("a task had one assignee once", 1))


@breaks("TASK-010")
class GivesEveryKey(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        return [{"status": None, **it} for it in super().list(file_id, **kwargs)]  # type: ignore[typeddict-item]


@breaks("TASK-011")
class ReturnsNoneForNoTasks(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        return super().list(file_id, **kwargs) or None  # type: ignore[return-value]


@breaks("TASK-020", "TASK-026")
class TellsTheFirstWordOnly(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        for it in filter(_is_creation, items):
            it["description"] = it["description"].split(" ")[0]
        return items


@breaks("TASK-021", "TASK-044")
class TakesNewTasksForResolved(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        for it in filter(_is_creation, items):
            it["status"] = "Resolved"
        return items


@breaks("TASK-022")
class LeavesOutTheCreator(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        for it in filter(_is_creation, items):
            del it["creator"]  # type: ignore[misc]  # the fault
        return items


@breaks("TASK-023")
class NamesNobodyInParticular(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        for it in filter(_is_creation, items):
            it["creator"]["individual"]["email"] = "unknown@example.com"
        return items


@breaks("TASK-024")
class TakesTheFirstAssignee(InMemoryTask):
    def create_task(
        self, file_id: str, description: str, creator: str, assignees: Sequence[str] = (), **_: Any
    ) -> str:
        return super().create_task(file_id, description, creator, assignees[:1])


@breaks("TASK-025")
class LeavesOutWhatNobodyHas(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        return [it for it in items if not _is_creation(it) or it["assignees"]]


@breaks("TASK-026")
class CutsDescriptions(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        for it in filter(_is_creation, items):
            it["description"] = it["description"][:1024]
        return items


@breaks("TASK-027")
class ReturnsAPage(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        return super().list(file_id, **kwargs)[:200]


@breaks("TASK-028")
class FiltersDoublesByTheirText(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        first = {it["description"]: it for it in reversed(items) if _is_creation(it)}
        return [it for it in items if not _is_creation(it) or first[it["description"]] is it]


@breaks("TASK-029")
class ListsEveryFile(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        others = [it for it in self._files if it != file_id]
        found = list(super().list(file_id, **kwargs))
        return found + [task for it in others for task in super(ListsEveryFile, self).list(it)]


@breaks("TASK-030")
class StampsWithAnOffset(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        return [{**it, "updated_at": f"{it['updated_at']}+00:00"} for it in items]


@breaks("TASK-030")
class StampsInLocalTime(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        def local(stamp: str) -> str:
            return (datetime.fromisoformat(stamp) + timedelta(hours=2)).isoformat()

        items = super().list(file_id, **kwargs)
        return [{**it, "updated_at": local(it["updated_at"])} for it in items]


@breaks("TASK-031")
class LinksToAPath(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        return [{**it, "weblink": f"/tasks/{it['resource_id']}"} for it in items]


@breaks("TASK-040")
class AddsAssignees(InMemoryTask):
    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        before = [it["individual"]["email"] for it in self.task(file_id, task_id)["assignees"]]
        super().assign_task(file_id, task_id, [*before, *assignees] if assignees else [])


@breaks("TASK-041")
class TakesNobodyForNoChange(InMemoryTask):
    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        if assignees:
            super().assign_task(file_id, task_id, assignees)


@breaks("TASK-042", "TASK-053")
class SaysNothingOfResolutions(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        return [it for it in items if it.get("status") != "Resolved"]


@breaks("TASK-043")
class KnowsNoReopening(InMemoryTask):
    def reopen_task(self, file_id: str, task_id: str) -> None: ...


@breaks("TASK-044")
class GivesAResolutionToTheFirstTask(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        for it in items:
            if it.get("status") == "Resolved":
                it["resource_id"] = next(iter(self._files[file_id].tasks))
        return items


@breaks("TASK-045")
class FillsUpWithEmptyValues(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        return [{"description": "", **it} for it in super().list(file_id, **kwargs)]


@breaks("TASK-046")
class TellsTheNewestTaskFirst(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        order = list(self._files[file_id].tasks) if file_id in self._files else []
        items = super().list(file_id, **kwargs)
        return sorted(items, key=lambda it: order.index(it["resource_id"]), reverse=True)


@breaks("TASK-050")
class TakesMilliseconds(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        if isinstance(kwargs.get("lookback"), int):
            kwargs["lookback"] /= 1000
        return super().list(file_id, **kwargs)


@breaks("TASK-051")
class TakesMinutes(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        if "lookback" in kwargs:
            kwargs["lookback"] *= 60
        return super().list(file_id, **kwargs)


@breaks("TASK-052")
class TakesZeroForNoLookback(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        return super().list(file_id, **{key: value for key, value in kwargs.items() if value})


@breaks("TASK-053")
class ComparesWithTheCreation(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        lately = {it["resource_id"] for it in items if _is_creation(it)}
        return [it for it in items if it["resource_id"] in lately]


@breaks("TASK-054")
class HasADefaultOfItsOwn(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        return super().list(file_id, **{"lookback": 60, **kwargs})


@breaks("TASK-055")
class TakesWholeSecondsOnly(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        if isinstance(kwargs.get("lookback"), float):
            raise InvalidRequestError("whole seconds only")
        return super().list(file_id, **kwargs)


@breaks("TASK-056")
class RoundsBeforeItLooks(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        if isinstance(kwargs.get("lookback"), float):
            kwargs["lookback"] = int(kwargs["lookback"])
        return super().list(file_id, **kwargs)


@breaks("TASK-057")
class KnowsEveryFileOfLate(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        if "lookback" in kwargs and file_id not in self._files:
            return []
        return super().list(file_id, **kwargs)


@breaks("TASK-058")
class LetsTheKeyErrorThrough(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        try:
            return super().list(file_id, **kwargs)
        except NotFoundError:
            raise KeyError(file_id) from None


@breaks("TASK-059")
class LetsTheTypeErrorThrough(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        try:
            return super().list(file_id, **kwargs)
        except InvalidRequestError as error:
            raise TypeError(str(error)) from None


@breaks("TASK-060")
class TellsOfAResolutionOnce(InMemoryTask):
    def __init__(self) -> None:
        super().__init__()
        self._told = set[str]()

    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        resolved = {it["resource_id"] for it in items if it.get("status") == "Resolved"}
        before, self._told = self._told, self._told | resolved
        return [it for it in items if it.get("status") == "Open" or it["resource_id"] not in before]


@breaks("TASK-061")
class SelectsByKeyword(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        items = super().list(file_id, **kwargs)
        return [it for it in items if kwargs.get("status", it.get("status")) == it.get("status")]


@breaks("TASK-062")
class CompletesItsKeywords(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        for value in kwargs.values():
            if isinstance(value, list):
                value.append("comments")
        return super().list(file_id, **kwargs)


@breaks("TASK-063")
class HandsOutWhatItKeeps(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        told = super().list(file_id, **kwargs)
        return [it.task for it in self._files[file_id].changes if it.task in told]


_SHARED_IDS = Ids()
_SHARED_FILES: dict[str, _File] = {}


@breaks("TASK-070")
class SharesItsTasks(InMemoryTask):
    def __init__(self) -> None:
        super().__init__()
        self._ids, self._files = _SHARED_IDS, _SHARED_FILES


@breaks("TASK-071")
class KeepsTheFileInAnAttribute(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Sequence[Task]:
        self._file_id = file_id
        if among_several_threads():
            time.sleep(0.001)
        return super().list(self._file_id, **kwargs)


@breaks("TASK-900")
class ForgetsWhatWasReopenedTwice(InMemoryTask):
    """Opening a task for the second time is taken for an item that came before."""

    def __init__(self) -> None:
        super().__init__()
        self._reopened: list[str] = []

    def reopen_task(self, file_id: str, task_id: str) -> None:
        super().reopen_task(file_id, task_id)
        self._reopened.append(task_id)
        if self._reopened.count(task_id) == 2:
            self._files[file_id].changes.pop()


@breaks("TASK-020")
class TellsOfEachTwice(InMemoryTask):
    def list(self, file_id: str, **kwargs: Any) -> Any:
        return [it for item in super().list(file_id, **kwargs) for it in (item, {**item})]
