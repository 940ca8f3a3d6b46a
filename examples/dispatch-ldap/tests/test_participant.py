"""What administrators keep in the directory, and whom that brings into an incident."""

import logging
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from ldap3 import Connection

from dispatch_interfaces import PluginError, ResolvedParticipants
from dispatch_ldap import LdapParticipants, ParticipantSettings, client
from dispatch_ldap.conditions import Incident
from dispatch_ldap.testing import participant_settings
from tests.server import BASE

UNIT = f"ou=example,{BASE}"


@pytest.fixture(autouse=True)
def unit(administration: Connection) -> Iterator[None]:
    """A part of the directory for one test, which no other test looks at."""
    administration.add(UNIT, "organizationalUnit")
    yield
    administration.search(UNIT, "(!(ou=example))")
    for it in administration.response or ():
        administration.delete(it["dn"])
    administration.delete(UNIT)


@pytest.fixture
def participants() -> LdapParticipants:
    return LdapParticipants(attrs.evolve(ParticipantSettings(**participant_settings()), base=UNIT))


def add_person(administration: Connection, uid: str, *description: str, **more: str) -> str:
    dn = f"uid={uid},{UNIT}"
    person: dict[str, Any] = {"cn": uid.title(), "sn": uid, "mail": f"{uid}@example.com", **more}
    if description:
        person["description"] = list(description)
    administration.add(dn, "inetOrgPerson", person)
    return dn


def outage(participants: LdapParticipants) -> ResolvedParticipants:
    return participants.get("Outage", "High", "The database is slow")


def test_an_entry_says_which_incidents_concern_it(
    participants: LdapParticipants, administration: Connection
) -> None:
    add_person(administration, "silent", "Likes incidents", "dispatch")
    add_person(administration, "always", "Likes incidents", "dispatch:always")
    add_person(administration, "either", "dispatch:type=Outage", "dispatch:type=Security")
    add_person(administration, "both", "dispatch:type=Outage", "dispatch:priority=Low")
    add_person(administration, "expert", "Dispatch:word=DATABASE")
    found = outage(participants)["individuals"]
    assert sorted(it["name"] for it in found) == ["Always", "Either", "Expert"]


def test_a_service_brings_in_its_occupants(
    participants: LdapParticipants, administration: Connection
) -> None:
    ada, grace = (add_person(administration, it) for it in ("ada", "grace"))
    gone = f"uid=gone,{UNIT}"
    for name, occupants in (("database", [ada, grace]), ("network", [gone])):
        known = {"description": "dispatch:word=database", "roleOccupant": occupants}
        administration.add(f"cn={name},{UNIT}", "organizationalRole", known)
    found = outage(participants)["individuals"]
    assert sorted(found, key=lambda it: it["email"]) == [
        {"email": "ada@example.com", "name": "Ada", "service_id": "database"},
        {"email": "grace@example.com", "name": "Grace", "service_id": "database"},
    ]
    assert participants.get("Outage", "High", "Nothing")["individuals"] == []


def test_anything_else_with_an_address_is_a_team(
    participants: LdapParticipants, administration: Connection
) -> None:
    team = {"mail": "sre@example.com", "member": UNIT, "description": "dispatch:type=Outage"}
    administration.add(f"cn=SRE,{UNIT}", ["groupOfNames", "extensibleObject"], team)
    found = outage(participants)
    assert found["individuals"] == []
    assert found["teams"] == [{"email": "sre@example.com", "name": "SRE"}]


def test_people_are_the_same_if_their_addresses_are(
    participants: LdapParticipants, administration: Connection
) -> None:
    add_person(administration, "ada", "dispatch:always")
    other = add_person(administration, "oncall", mail="ADA@example.com")
    service = {"description": "dispatch:always", "roleOccupant": other}
    administration.add(f"cn=database,{UNIT}", "organizationalRole", service)
    assert outage(participants)["individuals"] == [{"email": "ada@example.com", "name": "Ada"}]


def test_the_keyword_is_a_setting(administration: Connection) -> None:
    add_person(administration, "ada", "incident:always", "dispatch:nonsense")
    settings = attrs.evolve(
        ParticipantSettings(**participant_settings()), base=UNIT, keyword="incident"
    )
    assert len(outage(LdapParticipants(settings))["individuals"]) == 1


def test_a_base_that_does_not_exist_is_an_error(administration: Connection) -> None:
    settings = attrs.evolve(ParticipantSettings(**participant_settings()), base=f"ou=x,{UNIT}")
    with pytest.raises(PluginError, match="the directory answers noSuchObject"):
        outage(LdapParticipants(settings))


def test_nobody_is_left_out_for_the_length_of_a_page(
    participants: LdapParticipants, administration: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_PAGE", 2)
    for number in range(5):
        add_person(administration, f"person-{number}", "dispatch:always")
    assert len(outage(participants)["individuals"]) == 5


def test_nobody_is_left_out_for_a_limit_of_the_account(administration: Connection) -> None:
    for number in range(4):
        add_person(administration, f"person-{number}", "dispatch:always")
    limited = attrs.evolve(
        ParticipantSettings(**participant_settings()), base=UNIT, bind_dn=f"cn=limited,{BASE}"
    )
    with pytest.raises(PluginError, match="sizeLimitExceeded"):
        outage(LdapParticipants(limited))


@pytest.mark.parametrize("mistake", ["dispatch:typ=Outage", "dispatch:", "dispatch:alway"])
def test_a_condition_with_a_mistake_concerns_nothing(
    mistake: str, caplog: pytest.LogCaptureFixture
) -> None:
    incident = Incident("Outage", "High", "The database is slow")
    with caplog.at_level(logging.WARNING):
        assert not incident.concerns(["dispatch:type=Outage", mistake], "dispatch")
    assert f"{mistake!r} is no condition" in caplog.text


def test_of_each_kind_one_condition_holds() -> None:
    incident = Incident("Outage", "High", "db-17 is slow")
    for values, concerned in (
        ([], False),
        (["type=Outage"], False),
        (["dispatch:always", "dispatch:type=Security"], False),
        (["dispatch:word=17"], True),
        (["dispatch:word=db-17"], True),
        (["dispatch:word=low"], False),
        (["dispatch:type=outage"], False),
        (["dispatch:type=a=b", "dispatch:type=Outage"], True),
    ):
        assert incident.concerns(values, "dispatch") is concerned, values
