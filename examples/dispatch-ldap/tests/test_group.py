"""What is true of groups in this directory, beyond what every plugin has to do."""

from typing import Any

import attrs
import pytest
from ldap3 import BASE as ONE_ENTRY
from ldap3 import MODIFY_ADD, Connection

from dispatch_interfaces import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    PluginError,
)
from dispatch_ldap import GroupSettings, LdapGroups
from dispatch_ldap.testing import group_settings
from tests.server import BASE, Server

ADA, GRACE, ALAN = (f"{name}@example.com" for name in ("ada", "grace", "alan"))
PLUGIN = f"cn=dispatch,{BASE}"


def dn(address: str) -> str:
    return f"mail={address},ou=people,{BASE}"


def entry(administration: Connection, name: str) -> dict[str, Any]:
    administration.search(
        f"cn={name},ou=groups,{BASE}", "(objectClass=*)", ONE_ENTRY, attributes=["*"]
    )
    found: dict[str, Any] = (administration.response or [])[0]["attributes"]
    return found


def test_a_group_is_a_group_of_names(groups: LdapGroups, administration: Connection) -> None:
    made = groups.create("Incident 17: Orders are lost", [ADA, GRACE], "Two of us", "OWNER")
    assert made == {
        "email": "incident-17-orders-are-lost@groups.example.com",
        "name": "Incident 17: Orders are lost",
        "weblink": "https://directory.example.com/groups/"
        "incident-17-orders-are-lost%40groups.example.com",
    }
    assert entry(administration, "incident-17-orders-are-lost") == {
        "objectClass": ["groupOfNames"],
        "cn": ["incident-17-orders-are-lost", "Incident 17: Orders are lost"],
        "description": ["Two of us"],
        "member": [PLUGIN, dn(ADA), dn(GRACE)],
        "owner": [dn(ADA), dn(GRACE)],
    }


def test_a_name_that_is_an_address_is_there_once(
    groups: LdapGroups, administration: Connection
) -> None:
    groups.create("Incident-18", [])
    assert entry(administration, "incident-18")["cn"] == ["incident-18"]


def test_a_group_without_people_has_the_plugin_in_it(
    groups: LdapGroups, administration: Connection
) -> None:
    email = groups.create("empty", [])["email"]
    groups.add(email, [ADA], "OWNER")
    groups.remove(email, [ADA])
    assert groups.members(email) == []
    assert entry(administration, "empty")["member"] == [PLUGIN]
    assert "owner" not in entry(administration, "empty")


def test_addresses_are_compared_as_ldap_does(groups: LdapGroups) -> None:
    email = groups.create("spelt", ["Ada@Example.COM"])["email"]
    groups.add(email, ["ADA@example.com"])
    assert groups.members(email) == [ADA]
    groups.remove(email, ["aDa@example.com"])
    assert groups.members(email) == []


@pytest.mark.parametrize(
    "unknown", ["nobody@example.com", "*", "", "\uff41da@example.com", "a\ud800"]
)
def test_who_has_no_entry_is_not_found(groups: LdapGroups, unknown: str) -> None:
    with pytest.raises(NotFoundError):
        groups.create("of-nobody", [ADA, unknown])
    email = groups.create("of-nobody", [ADA])["email"]
    with pytest.raises(NotFoundError):
        groups.add(email, [GRACE, unknown])
    groups.remove(email, [unknown])
    assert groups.members(email) == [ADA]
    groups.delete(email)


def test_an_address_of_two_people_gives_access_to_neither(
    groups: LdapGroups, administration: Connection
) -> None:
    for uid in ("one", "two"):
        person = {"cn": uid, "sn": uid, "mail": "both@example.com"}
        administration.add(f"uid={uid},ou=people,{BASE}", "inetOrgPerson", person)
    email = groups.create("ambiguous", [ADA])["email"]
    with pytest.raises(InvalidRequestError, match="several people have this address"):
        groups.add(email, ["both@example.com"])
    assert groups.members(email) == [ADA]


def test_members_are_known_by_all_their_addresses(
    groups: LdapGroups, administration: Connection
) -> None:
    administration.modify(dn(ALAN), {"mail": [(MODIFY_ADD, ["turing@example.com"])]})
    email = groups.create("aliases", ["turing@example.com"])["email"]
    assert sorted(groups.members(email)) == [ALAN, "turing@example.com"]
    groups.remove(email, [ALAN])
    assert groups.members(email) == []


def test_a_team_with_an_address_can_be_a_member(
    groups: LdapGroups, administration: Connection
) -> None:
    team = {"mail": "sre@example.com", "member": dn(ADA)}
    classes = ["groupOfNames", "extensibleObject"]
    administration.add(f"cn=sre,ou=teams,{BASE}", classes, team)
    email = groups.create("notified", ["sre@example.com"])["email"]
    assert groups.members(email) == ["sre@example.com"]


def test_whose_entry_is_gone_is_no_member(groups: LdapGroups, administration: Connection) -> None:
    gone = "gone@example.com"
    administration.add(dn(gone), "inetOrgPerson", {"cn": "gone", "sn": "gone"})
    email = groups.create("left", [ADA, gone])["email"]
    administration.delete(dn(gone))
    assert groups.members(email) == [ADA]


def test_a_dn_that_others_spell_otherwise_is_the_same(
    groups: LdapGroups, administration: Connection
) -> None:
    email = groups.create("by-hand", [])["email"]
    by_hand = f"MAIL=Ada@example.com, OU=People,{BASE}"
    administration.modify(f"cn=by-hand,ou=groups,{BASE}", {"member": [(MODIFY_ADD, [by_hand])]})
    groups.add(email, [ADA, GRACE])
    groups.remove(email, [ADA])
    assert groups.members(email) == [GRACE]


def test_what_somebody_else_changes_meanwhile_is_not_overwritten(
    groups: LdapGroups, administration: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grace becomes an owner after the plugin has read that she is none, and before it writes."""
    email = groups.create("meanwhile", [GRACE])["email"]
    modify: Any = Connection.modify

    def meanwhile(self: Connection, *args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(Connection, "modify", modify)
        change = {"owner": [(MODIFY_ADD, [dn(GRACE)])]}
        administration.modify(f"cn=meanwhile,ou=groups,{BASE}", change)
        return modify(self, *args, **kwargs)

    monkeypatch.setattr(Connection, "modify", meanwhile)
    groups.remove(email, [GRACE])
    assert "owner" not in entry(administration, "meanwhile")
    assert groups.members(email) == []


def test_only_groups_are_deleted(groups: LdapGroups, administration: Connection) -> None:
    role = f"cn=no-group,ou=groups,{BASE}"
    administration.add(role, "organizationalRole")
    for call in (groups.delete, groups.members):
        with pytest.raises(NotFoundError):
            call("no-group@groups.example.com")
    with pytest.raises(AlreadyExistsError):
        groups.create("no-group", [])
    administration.delete(role)


def test_the_account_needs_access(server: Server) -> None:
    elsewhere = attrs.evolve(GroupSettings(**group_settings()), groups=f"ou=people,{BASE}")
    with pytest.raises(PermissionDeniedError, match="insufficientAccessRights"):
        LdapGroups(elsewhere).create("not-here", [])


def test_the_entry_for_groups_has_to_exist(server: Server) -> None:
    nowhere = attrs.evolve(GroupSettings(**group_settings()), groups=f"ou=nowhere,ou=groups,{BASE}")
    with pytest.raises(PluginError, match="no such entry for groups: 'ou=nowhere"):
        LdapGroups(nowhere).create("not-there", [])


def test_groups_of_two_projects_are_kept_apart(groups: LdapGroups) -> None:
    other = LdapGroups(
        attrs.evolve(
            GroupSettings(**group_settings()),
            groups=f"ou=security-groups,{BASE}",
            domain="security.example.com",
        )
    )
    one, two = groups.create("case-1", [ADA])["email"], other.create("case-1", [GRACE])["email"]
    assert (groups.members(one), other.members(two)) == ([ADA], [GRACE])
    with pytest.raises(NotFoundError):
        groups.members(two)
