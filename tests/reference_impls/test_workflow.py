import pytest

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
    assert "run_reason" not in plugin.get_instance("restart", instance_id)
    plugin.fail(instance_id, "no such host")
    found = plugin.get_instance("restart", instance_id)
    assert (found["status"], found["run_reason"]) == ("Failed", "no such host")


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
