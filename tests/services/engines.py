"""Engines of workflows: GitHub Actions, Jenkins, Airflow."""

import json
import re
from typing import Any

from dispatch_interfaces import (
    Absent,
    AtMost,
    InvalidRequestError,
    NoPlace,
    Text,
    Values,
    WorkflowInstance,
    WorkflowLimits,
    WorkflowStatus,
)
from reference_impls import InMemoryWorkflow


class _Engine(InMemoryWorkflow):
    """Runs with what `inputs_of` makes of parameters."""

    def run(self, workflow_id: str, params: dict[str, Any], **kwargs: Any) -> WorkflowInstance:
        return super().run(workflow_id, self.inputs_of(params), **kwargs)

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        return params


def _require(fits: object, value: object) -> None:
    if not fits:
        raise InvalidRequestError("the engine cannot hold this", value=value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class TenInputs(_Engine):
    limits = WorkflowLimits(parameters=AtMost("a workflow has 10 inputs", 10))

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        _require(len(params) <= 10, params)
        return params


class AllText(_Engine):
    limits = WorkflowLimits(types=NoPlace("inputs are texts"))

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        return {name: _text(value) for name, value in params.items()}


class TextOnly(_Engine):
    limits = WorkflowLimits(types=Absent("the engine takes texts only"))

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        for it in params.values():
            _require(isinstance(it, str), it)
        return params


def _is_input(name: str) -> bool:
    return re.fullmatch("[a-zA-Z_][a-zA-Z0-9_-]*", name) is not None


class InputNames(_Engine):
    limits = WorkflowLimits(parameter_name=Text("inputs are named as in YAML", taken=_is_input))

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        for it in params:
            _require(_is_input(it), it)
        return params


class EnvironmentNames(_Engine):
    """Parameters become variables of the environment."""

    limits = WorkflowLimits(parameter_name=Text("they become variables", kept=str.upper))

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        return {name.upper(): value for name, value in params.items()}


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


class Jenkins(_Engine):
    """Form fields: all text, line ends of one kind."""

    limits = WorkflowLimits(
        parameter=Text("line ends are those of Unix", kept=_unix),
        types=NoPlace("a build has text parameters"),
    )

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        return {name: _unix(_text(value)) for name, value in params.items()}


class NeverCreated(_Engine):
    """As GitHub and Airflow: queued, running, done."""

    limits = WorkflowLimits(
        status=Values[WorkflowStatus]("a run is queued, or runs", {"Created": "Submitted"})
    )

    def get_instance(self, workflow_id: str, instance_id: str, **kwargs: Any) -> WorkflowInstance:
        found = super().get_instance(workflow_id, instance_id, **kwargs)
        return {**found, "status": "Submitted"} if found["status"] == "Created" else found


def _is_artifact(name: str) -> bool:
    return not set(name) & set('":<>|*?\r\n\\/')


class GitHubActions(TenInputs, NeverCreated):
    """As ``workflow_dispatch`` and the artifacts of its runs."""

    limits = WorkflowLimits(
        parameter_name=Text("inputs are named as in YAML", taken=_is_input),
        parameter=Text("all inputs have 65535 characters", longest=65_535),
        parameters=AtMost("a workflow has 10 inputs", 10),
        types=NoPlace("inputs are texts"),
        status=Values[WorkflowStatus]("a run is queued, or runs", {"Created": "Submitted"}),
        artifact=Text("an artifact becomes a file on any system", taken=_is_artifact),
    )

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        params = super().inputs_of(params)
        for name, value in params.items():
            _require(_is_input(name), name)
            _require(len(_text(value)) <= 65_535, value)
        return {name: _text(value) for name, value in params.items()}

    def add_artifact(
        self, instance_id: str, name: str, resource_type: str = "document", description: str = ""
    ) -> str:
        _require(_is_artifact(name), name)
        return super().add_artifact(instance_id, name, resource_type, description)


class TrimsArtifacts(_Engine):
    limits = WorkflowLimits(artifact=Text("names of files are trimmed", kept=str.strip))

    def add_artifact(
        self, instance_id: str, name: str, resource_type: str = "document", description: str = ""
    ) -> str:
        return super().add_artifact(instance_id, name.strip(), resource_type, description)


class ShortParameters(_Engine):
    limits = WorkflowLimits(parameter=Text("a variable has 32767 characters", longest=32_767))

    def inputs_of(self, params: dict[str, Any]) -> dict[str, Any]:
        for it in params.values():
            _require(not isinstance(it, str) or len(it) <= 32_767, it)
        return params
