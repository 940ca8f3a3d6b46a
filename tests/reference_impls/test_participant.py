import pytest

from dispatch_interfaces import InvalidRequestError
from reference_impls.conditions import Lookup
from reference_impls.participant import InMemoryParticipant


def test_people_teams_and_services_are_found_by_their_conditions() -> None:
    plugin = InMemoryParticipant()
    plugin.add_individual("ada@example.com", "Ada", incident_types=["Security"])
    plugin.add_individual("grace@example.com", incident_priorities=["High"])
    plugin.add_team("database@example.com", "Database", words=["database"])
    plugin.add_service("primary", "edsger@example.com", "Edsger", words=["slow"])
    assert plugin.get("Security", "Low", "The database is slow") == {
        "individuals": [
            {"email": "ada@example.com", "name": "Ada"},
            {"email": "edsger@example.com", "name": "Edsger", "service_id": "primary"},
        ],
        "teams": [{"email": "database@example.com", "name": "Database"}],
    }
    assert plugin.get("Outage", "High", "") == {
        "individuals": [{"email": "grace@example.com"}],
        "teams": [],
    }


def test_whoever_is_found_themselves_does_not_stand_for_a_service() -> None:
    plugin = InMemoryParticipant()
    plugin.add_service("primary", "ada@example.com")
    plugin.add_individual("ada@example.com")
    assert plugin.get("", "", "")["individuals"] == [{"email": "ada@example.com"}]


def test_adding_again_replaces() -> None:
    plugin = InMemoryParticipant()
    plugin.add_service("primary", "ada@example.com")
    plugin.add_service("primary", "grace@example.com")
    assert [it["email"] for it in plugin.get("", "", "")["individuals"]] == ["grace@example.com"]


def test_anything_can_be_removed() -> None:
    plugin = InMemoryParticipant()
    plugin.add_individual("ada@example.com")
    plugin.add_team("database@example.com")
    plugin.add_service("primary", "grace@example.com")
    for it in ("ada@example.com", "database@example.com", "primary", "never there"):
        plugin.remove(it)
    assert plugin.get("", "", "") == {"individuals": [], "teams": []}


def test_an_address_has_an_at() -> None:
    plugin = InMemoryParticipant()
    with pytest.raises(InvalidRequestError, match=r"participant\.add_individual: .*'ada'"):
        plugin.add_individual("ada")
    with pytest.raises(InvalidRequestError, match=r"participant\.add_team"):
        plugin.add_team("database")
    with pytest.raises(InvalidRequestError, match=r"participant\.add_service"):
        plugin.add_service("primary", "ada")
    assert plugin.get("", "", "") == {"individuals": [], "teams": []}


def test_what_was_asked_is_kept_with_its_session() -> None:
    plugin, session = InMemoryParticipant(), object()
    plugin.get("Outage", "High", "slow", session)
    assert plugin.lookups() == [Lookup("Outage", "High", "slow", session)]
