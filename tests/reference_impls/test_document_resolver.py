import pytest

from dispatch_interfaces import InvalidRequestError
from reference_impls.conditions import Lookup
from reference_impls.document_resolver import InMemoryDocumentResolver


def test_documents_are_returned_whole_and_in_order() -> None:
    plugin = InMemoryDocumentResolver()
    plugin.add_document("Runbook", "what to do", resource_type="page", words=["slow"])
    plugin.add_document("Contacts")
    plugin.add_document("Badges", incident_types=["Physical"])
    first, second = plugin.get("Outage", "High", "It is slow")
    assert first == {
        "name": "Runbook",
        "description": "what to do",
        "weblink": "https://documents.example.com/document-1",
        "resource_type": "page",
        "resource_id": "document-1",
    }
    assert (second["name"], second["resource_type"]) == ("Contacts", "document")


def test_removing_one_that_is_not_there_changes_nothing() -> None:
    plugin = InMemoryDocumentResolver()
    document_id = plugin.add_document("Runbook")
    plugin.remove_document("document-9")
    assert len(plugin.get("", "", "")) == 1
    plugin.remove_document(document_id)
    plugin.remove_document(document_id)
    assert list(plugin.get("", "", "")) == []


def test_a_document_has_a_name() -> None:
    with pytest.raises(InvalidRequestError, match=r"document-resolver\.add_document"):
        InMemoryDocumentResolver().add_document(" ")


def test_what_was_asked_is_kept_with_its_session() -> None:
    plugin, session = InMemoryDocumentResolver(), object()
    plugin.get("Outage", "High", "slow", session)
    plugin.get("Outage", "Low", "")
    assert plugin.lookups() == [
        Lookup("Outage", "High", "slow", session),
        Lookup("Outage", "Low", "", None),
    ]
