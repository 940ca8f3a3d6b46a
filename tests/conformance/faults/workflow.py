"""Faulty workflow plugins."""

import copy
from datetime import datetime, timedelta
from typing import Any

from dispatch_interfaces import NotFoundError, WorkflowInstance, WorkflowStatus
from dispatch_interfaces.conformance.requirements import adversarial
from dispatch_interfaces.conformance.requirements.workflow import SAME_NAME
from reference_impls.workflow import InMemoryWorkflow
from tests.conformance.faults import breaks
from tests.conformance.faults.races import Meeting


@breaks("WORKFLOW-010")
class ReturnsNothingFromRun(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        super().run(workflow_id, params, **kwargs)
        return None  # type: ignore[return-value]  # the fault


@breaks("WORKFLOW-011")
class SpellsTheStatusItsOwnWay(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "status": found["status"].lower()}  # type: ignore[typeddict-item]


@breaks("WORKFLOW-020")
class ShowsItsInternalId(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return found if kwargs else {**found, "resource_id": f"internal-{instance_id}"}


@breaks("WORKFLOW-021")
class RunsTheSameOnlyOnce(InMemoryWorkflow):
    def __init__(self) -> None:
        super().__init__()
        self._by_name: dict[str, WorkflowInstance] = {}

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        if params.get("name") != SAME_NAME:
            return super().run(workflow_id, params, **kwargs)
        if params["name"] not in self._by_name:
            self._by_name[params["name"]] = super().run(workflow_id, params, **kwargs)
        return self._by_name[params["name"]]


@breaks("WORKFLOW-022", "WORKFLOW-041")
class RunsAnythingUnderAnEmptyWorkflow(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        self.add_workflow(workflow_id)
        return super().run(workflow_id, params, **kwargs)


@breaks("WORKFLOW-023")
class DropsFalsyParameters(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        kept = {key: value for key, value in params.items() if value or value == ""}
        return super().run(workflow_id, kept, **kwargs)


@breaks("WORKFLOW-023")
class StoresBooleansAsNumbers(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        stored = {k: int(v) if isinstance(v, bool) else v for k, v in params.items()}
        return super().run(workflow_id, stored, **kwargs)


@breaks("WORKFLOW-024")
class RunsOnlyWithParameters(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        if workflow_id in self._workflows and not params:
            raise ValueError("no parameters")
        return super().run(workflow_id, params, **kwargs)


@breaks("WORKFLOW-025")
class CutsParameters(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        cut = {k: v[:1024] if isinstance(v, str) else v for k, v in params.items()}
        return super().run(workflow_id, cut, **kwargs)


@breaks("WORKFLOW-026")
class CompletesTheCallersParameters(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        instance = super().run(workflow_id, params, **kwargs)
        params["workflowInstanceId"] = instance["resource_id"]
        return instance


@breaks("WORKFLOW-027")
class KeepsTheCallersParameters(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        instance = super().run(workflow_id, params, **kwargs)
        self._instances[instance["resource_id"]].params = params
        return instance


@breaks("WORKFLOW-028", "WORKFLOW-042")
class RefusesKeywordsOfRun(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        if set(kwargs) & set(adversarial.keywords()):
            raise TypeError("unexpected keyword")
        return super().run(workflow_id, params, **kwargs)


@breaks("WORKFLOW-029")
class ReturnsAPathFromRun(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        return {**super().run(workflow_id, params, **kwargs), "weblink": "/jobs/1"}


@breaks("WORKFLOW-030")
class FindsInstancesByPrefix(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        for known in self._instances:
            if instance_id not in self._instances and instance_id.startswith(known):
                return super().get_instance(workflow_id, known, **kwargs)
        return super().get_instance(workflow_id, instance_id, **kwargs)


@breaks("WORKFLOW-031", "WORKFLOW-041")
class IgnoresTheWorkflowOfAnInstance(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        if instance_id in self._instances and workflow_id in self._workflows:
            workflow_id = self._instances[instance_id].workflow_id
        return super().get_instance(workflow_id, instance_id, **kwargs)


@breaks("WORKFLOW-032", "WORKFLOW-041")
class TakesAnUnknownWorkflowForAny(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        if instance_id in self._instances and workflow_id not in self._workflows:
            workflow_id = self._instances[instance_id].workflow_id
        return super().get_instance(workflow_id, instance_id, **kwargs)


@breaks("WORKFLOW-033")
class SelectsByKeyword(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        if "status" in kwargs:
            raise NotFoundError("no instance has this status")
        return super().get_instance(workflow_id, instance_id, **kwargs)


@breaks("WORKFLOW-034")
class NeverFails(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "status": "Running"} if found["status"] == "Failed" else found


@breaks("WORKFLOW-035")
class ShowsOnlyTheLastArtifact(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "artifacts": found["artifacts"][-1:]}


@breaks("WORKFLOW-036")
class NumbersArtifactsWithinTheirInstance(InMemoryWorkflow):
    def add_artifact(
        self, instance_id: str, name: str, resource_type: str = "document", description: str = ""
    ) -> str:
        super().add_artifact(instance_id, name, resource_type, description)
        artifacts = self._instances[instance_id].artifacts
        artifacts[-1]["resource_id"] = str(len(artifacts))
        return artifacts[-1]["resource_id"]


@breaks("WORKFLOW-037")
class KeepsTheStatusByWorkflow(InMemoryWorkflow):
    def advance(self, instance_id: str, status: WorkflowStatus | None = None) -> WorkflowStatus:
        reached = super().advance(instance_id, status)
        for it in self._instances.values():
            it.statuses[-1] = reached if reached == "Running" else it.statuses[-1]
        return reached


@breaks("WORKFLOW-038")
class HandsOutItsArtifacts(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "artifacts": self._instances[instance_id].artifacts}


@breaks("WORKFLOW-039")
class ShowsAPath(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "weblink": f"jobs/{instance_id}"}


@breaks("WORKFLOW-040")
class KeepsWhatItReturned(InMemoryWorkflow):
    def __init__(self) -> None:
        super().__init__()
        self._returned: dict[str, WorkflowInstance] = {}

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        instance = super().run(workflow_id, params, **kwargs)
        self._returned[instance["resource_id"]] = instance
        return instance

    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "weblink": self._returned[instance_id]["weblink"]}


@breaks("WORKFLOW-041")
class RaisesABareKeyError(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        try:
            return super().get_instance(workflow_id, instance_id, **kwargs)
        except NotFoundError:
            raise KeyError(instance_id) from None


@breaks("WORKFLOW-042")
class MakesParametersOfKeywords(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        return super().run(workflow_id, {**params, **kwargs}, **kwargs)


@breaks("WORKFLOW-043")
class FoldsTheNamesOfParameters(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        folded = {key.lower(): value for key, value in params.items()}
        return super().run(workflow_id, folded, **kwargs)


@breaks("WORKFLOW-044")
class KeepsTheParametersByWorkflow(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        instance = super().run(workflow_id, params, **kwargs)
        kept = self._instances[instance["resource_id"]].params
        for other in self.instances(workflow_id):
            self._instances[other].params = kept
        return instance


@breaks("WORKFLOW-045")
class HandsOutTheValuesOfParameters(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        kept = self._instances[instance_id].params
        return {**found, "parameters": [{"key": k, "value": v} for k, v in kept.items()]}


@breaks("WORKFLOW-045")
class HandsOutTheValuesOfParametersAtOnce(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        instance = super().run(workflow_id, params, **kwargs)
        kept = self._instances[instance["resource_id"]].params
        return {**instance, "parameters": [{"key": k, "value": v} for k, v in kept.items()]}


@breaks("WORKFLOW-045")
class CopiesValuesOfParametersOneLevelDeep(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        kept = self._instances[instance_id].params
        return {**found, "parameters": [{"key": k, "value": copy.copy(v)} for k, v in kept.items()]}


@breaks("WORKFLOW-046")
class NamesArtifactsByPath(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        paths = [{**it, "weblink": f"/{it['name']}"} for it in found["artifacts"]]
        return {**found, "artifacts": paths}  # type: ignore[typeddict-item]


@breaks("WORKFLOW-047")
class StripsTheNamesOfArtifacts(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        stripped = [{**it, "name": it["name"].strip()} for it in found["artifacts"]]
        return {**found, "artifacts": stripped}  # type: ignore[typeddict-item]


@breaks("WORKFLOW-048")
class TellsTheZone(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        instance = super().run(workflow_id, params, **kwargs)
        return {**instance, "created_at": "2025-09-01T12:00:00+02:00"}


@breaks("WORKFLOW-048")
class DatesArtifactsInSeconds(InMemoryWorkflow):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        dated = [{**it, "updated_at": "1756720800.0"} for it in found["artifacts"]]
        return {**found, "artifacts": dated}  # type: ignore[typeddict-item]


@breaks("WORKFLOW-048")
class DatesInLocalTime(InMemoryWorkflow):
    def _now(self) -> str:
        return (datetime.fromisoformat(super()._now()) - timedelta(hours=8)).isoformat()


_SHARED: dict[str, Any] = {}
_SHARED_STARTED: dict[str, list[str]] = {}


@breaks("WORKFLOW-050")
class SharesItsInstances(InMemoryWorkflow):
    def __init__(self) -> None:
        super().__init__()
        self._instances, self._started = _SHARED, _SHARED_STARTED


class _Meets(InMemoryWorkflow):
    def __init__(self) -> None:
        super().__init__()
        self.meeting = Meeting(2)


@breaks("WORKFLOW-051", "WORKFLOW-052", "WORKFLOW-950")
class GivesTwoThreadsOneInstance(_Meets):
    last: WorkflowInstance | None = None

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        self.last = super().run(workflow_id, params, **kwargs)
        self.meeting.wait()
        return self.last


@breaks("WORKFLOW-052")
class KeepsTheParametersInAnAttribute(_Meets):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        self._params = params
        self.meeting.wait()
        return super().run(workflow_id, self._params, **kwargs)


@breaks("WORKFLOW-053", "WORKFLOW-950")
class KeepsTheRequestInAnAttribute(_Meets):
    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        self._wanted = instance_id
        self.meeting.wait()
        return super().get_instance(workflow_id, self._wanted, **kwargs)


@breaks("WORKFLOW-900")
class LosesTheArtifactsOfAFailure(InMemoryWorkflow):
    """An instance that fails after several others is shown without its artifacts."""

    def advance(self, instance_id: str, status: Any = None) -> Any:
        reached = super().advance(instance_id, status)
        if reached == "Failed" and len(self._instances) > 2:
            self._instances[instance_id].artifacts.clear()
        return reached


@breaks("WORKFLOW-900")
class RunsWithTheParametersOfWhatItRefused(InMemoryWorkflow):
    """The request is built up in an attribute, and emptied when a run was started."""

    def __init__(self) -> None:
        super().__init__()
        self._request: dict[str, Any] = {}

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        self._request = {**self._request, **params}
        instance = super().run(workflow_id, self._request, **kwargs)
        self._request = {}
        return instance


@breaks("WORKFLOW-950")
class WritesAllInstancesBack(InMemoryWorkflow):
    """No pause, no barrier: just a read, a change and a write."""

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        made = InMemoryWorkflow()
        made._ids = self._ids
        instance = made.run(workflow_id, params, **kwargs)
        started = [*self._started.get(workflow_id, ()), *made._started[workflow_id]]
        instances = {**self._instances, **made._instances}
        self._instances, self._started = instances, {**self._started, workflow_id: started}
        return instance


@breaks("WORKFLOW-960")
class SendsHalfACharacterAsAnEscape(InMemoryWorkflow):
    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        escaped = {k: _escaped(v) if isinstance(v, str) else v for k, v in params.items()}
        return super().run(workflow_id, escaped, **kwargs)


def _escaped(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@breaks("WORKFLOW-049")
class StartsTwice(InMemoryWorkflow):
    """It does not believe the first answer."""

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        super().run(workflow_id, params, **kwargs)
        return super().run(workflow_id, params, **kwargs)
