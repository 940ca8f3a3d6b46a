"""What the backends behind the bridged references know."""

from collections.abc import Mapping
from typing import Any

from dispatch_interfaces.conformance import HostHarness
from tests.host.bridged import BRIDGED


def _conversation(plugin: Any) -> Mapping[str, Any]:
    made = plugin.plugin.create("target", [])
    return {"target": made["id"]}


def _document(plugin: Any) -> Mapping[str, Any]:
    return {"document_id": plugin.plugin.add_document("{{name}}: {{tag_Root Cause.source}}")}


def _oncall(plugin: Any) -> Mapping[str, Any]:
    service_id = plugin.plugin.add_service("database")
    plugin.plugin.set_oncall(service_id, "ada@example.com")
    return {"service_id": service_id}


def _storage(plugin: Any) -> Mapping[str, Any]:
    drive = plugin.plugin.create("Incidents", [])["id"]
    template = plugin.plugin.create_file(drive, "template", "document")["id"]
    document = plugin.plugin.create_file(drive, "document", "document")["id"]
    plugin.plugin.set_text(document, "The text.")
    return {
        "root_id": drive,
        "template_id": template,
        "file_id": document,
        "mime_type": "text/plain",
        "file_type": "document",
    }


def _task(plugin: Any) -> Mapping[str, Any]:
    file_id = plugin.plugin.add_file()
    task_id = plugin.plugin.create_task(file_id, "Look", "ada@example.com", [])
    return {"task_file_id": file_id, "task_id": task_id, "lookback": 600, "task_status": "Open"}


def _term(plugin: Any) -> None:
    plugin.plugin.add_term("SEV1", ["The worst."])


def _workflow(plugin: Any) -> Mapping[str, Any]:
    params = {"host": "web-1", "externalRef": "https://example.com/1", "workflowInstanceId": 7}
    return {
        "workflow_id": "restart",
        "params": params,
        "tags": ["workflowId:restart", "workflowInstanceId:7"],
    }


PREPARE: dict[str, Any] = {
    "conversation": _conversation,
    "document": _document,
    "oncall": _oncall,
    "storage": _storage,
    "task": _task,
    "term": _term,
    "workflow": _workflow,
}
CONFIGURATION: dict[str, Mapping[str, Any]] = {
    "storage": {"root_id": "drive-1", "domain": "example.com"},
    "term": {"project": "default"},
}


def harness_of(interface: str) -> HostHarness:
    """How the bridged reference of an interface is brought under test."""
    assert interface in BRIDGED
    return HostHarness(configuration=CONFIGURATION.get(interface), prepare=PREPARE.get(interface))
