from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import InvalidRequestError, NotFoundError
from reference_impls.workflow import InMemoryWorkflow


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_instance_advances_when_told() -> None:
    plugin = InMemoryWorkflow()
    instance_id = plugin.run("restart", {})["resource_id"]
    assert [plugin.advance(instance_id) for _ in range(3)] == ["Created", "Running", "Completed"]
    assert plugin.statuses(instance_id) == ["Submitted", "Created", "Running", "Completed"]
    assert plugin.get_instance("restart", instance_id)["status"] == "Completed"


@pytest.mark.parametrize("last", ["Completed", "Failed"])
def test_a_finished_instance_stays_finished(last: str) -> None:
    plugin = InMemoryWorkflow()
    instance_id = plugin.run("restart", {})["resource_id"]
    plugin.advance(instance_id, last)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequestError, match=f"an instance that is {last}"):
        plugin.advance(instance_id)
    with pytest.raises(InvalidRequestError):
        plugin.advance(instance_id, "Running")


def test_an_unknown_status_is_refused() -> None:
    plugin = InMemoryWorkflow()
    instance_id = plugin.run("restart", {})["resource_id"]
    with pytest.raises(InvalidRequestError, match="'completed'"):
        plugin.advance(instance_id, "completed")  # type: ignore[arg-type]
    assert plugin.statuses(instance_id) == ["Submitted"]


def test_a_failure_shows_its_reason() -> None:
    plugin = InMemoryWorkflow()
    instance_id = plugin.run("restart", {})["resource_id"]
    assert plugin.failure_of(instance_id) is None
    plugin.fail(instance_id, "no such host")
    assert plugin.get_instance("restart", instance_id)["status"] == "Failed"
    assert plugin.failure_of(instance_id) == "no such host"


def test_a_finished_instance_does_not_fail() -> None:
    plugin = InMemoryWorkflow()
    instance_id = plugin.run("restart", {})["resource_id"]
    plugin.advance(instance_id, "Completed")
    with pytest.raises(InvalidRequestError, match=r"workflow\.fail: .* is Completed"):
        plugin.fail(instance_id, "too late")
    assert plugin.failure_of(instance_id) is None


def test_instances_are_listed_by_workflow_in_order() -> None:
    plugin = InMemoryWorkflow()
    for workflow_id in ("restart", "collect-logs", "restart"):
        plugin.run(workflow_id, {})
    assert plugin.instances("restart") == ["instance-1", "instance-3"]
    assert plugin.instances("collect-logs") == ["instance-2"]
    assert plugin.instances("deploy") == []


@pytest.mark.parametrize("method", ["advance", "statuses", "failure_of", "keywords_of"])
def test_an_unknown_instance_is_not_found(method: str) -> None:
    with pytest.raises(NotFoundError, match=rf"workflow\.{method}: .*'instance-9'"):
        getattr(InMemoryWorkflow(), method)("instance-9")


def test_parameters_and_artifacts_are_copies() -> None:
    plugin = InMemoryWorkflow()
    params = {"hosts": ["a"]}
    instance: Any = plugin.run("restart", params)
    plugin.add_artifact(instance["resource_id"], "Log")
    params["hosts"].append("b")
    instance["parameters"][0]["value"].append("c")
    found: Any = plugin.get_instance("restart", instance["resource_id"])
    found["artifacts"][0]["name"] = "changed"
    found["artifacts"].clear()
    again = plugin.get_instance("restart", instance["resource_id"])
    assert again.get("parameters") == [{"key": "hosts", "value": ["a"]}]
    assert [it["name"] for it in again["artifacts"]] == ["Log"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), _JSON, max_size=5))
def test_parameters_are_shown_as_they_were_given(params: dict[str, Any]) -> None:
    shown = InMemoryWorkflow().run("restart", params).get("parameters", ())
    assert {it["key"]: it["value"] for it in shown} == params


def test_times_are_iso_and_follow_the_clock() -> None:
    clock = Clock()
    plugin = InMemoryWorkflow(clock=clock)
    instance_id = plugin.run("restart", {})["resource_id"]
    clock.now = 3600.0
    plugin.advance(instance_id)
    found = plugin.get_instance("restart", instance_id)
    assert found["created_at"] == "1970-01-01T00:00:00"
    assert found["updated_at"] == "1970-01-01T01:00:00"
    clock.now = 7200.0
    plugin.add_artifact(instance_id, "Log")
    assert plugin.get_instance("restart", instance_id)["updated_at"] == "1970-01-01T02:00:00"


def test_artifacts_have_everything_that_the_application_reads() -> None:
    plugin = InMemoryWorkflow(clock=lambda: 0.0)
    instance_id = plugin.run("restart", {})["resource_id"]
    plugin.add_artifact(instance_id, "Log", "text", "what was printed")
    assert plugin.get_instance("restart", instance_id)["artifacts"] == [
        {
            "name": "Log",
            "resource_id": "artifact-2",
            "resource_type": "text",
            "description": "what was printed",
            "weblink": "https://workflows.example.com/artifacts/artifact-2",
            "created_at": "1970-01-01T00:00:00",
        }
    ]
    with pytest.raises(InvalidRequestError, match="3 characters"):
        plugin.add_artifact(instance_id, "ab")
    with pytest.raises(NotFoundError):
        plugin.add_artifact("instance-9", "Log")


def test_keywords_are_kept() -> None:
    plugin = InMemoryWorkflow()
    instance_id = plugin.run("restart", {}, requested_by="ada")["resource_id"]
    plugin.get_instance("restart", instance_id, tags=["a"])
    assert plugin.keywords_of(instance_id) == {"requested_by": "ada", "tags": ["a"]}


def test_workflows_can_be_added() -> None:
    plugin = InMemoryWorkflow(())
    with pytest.raises(NotFoundError, match=r"workflow\.run: no workflow has this id: 'deploy'"):
        plugin.run("deploy", {})
    plugin.add_workflow("deploy")
    assert plugin.run("deploy", {"to": "eu"})["parameters"] == [{"key": "to", "value": "eu"}]


def test_an_instance_is_found_by_the_number_that_it_was_run_with() -> None:
    plugin = InMemoryWorkflow()
    plugin.run("restart", {"workflowInstanceId": 17})
    again = plugin.run("restart", {"workflowInstanceId": 17})
    plugin.run("collect-logs", {"workflowInstanceId": 18})
    plugin.run("restart", {"host": "web-1"})
    assert plugin.find_instance("restart", 17) == again["resource_id"]
    assert plugin.find_instance("restart", 18) is None
