"""How to check both plugins on a directory that may be filled.

The environment says where it is. `LDAP_URL`, `LDAP_BASE`, `LDAP_BIND_DN` and `LDAP_PASSWORD` are
for the plugins; `LDAP_ADMIN_DN` and `LDAP_ADMIN_PASSWORD` are of an account that may do anything.
Below the base there have to be ``ou=people`` with the four people of the harness, ``ou=teams`` and
``ou=services`` for what the suite plants, and ``ou=groups`` and ``ou=security-groups``, which the
account of the plugins may write to.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

from ldap3 import MODIFY_REPLACE, NONE, Connection, Server
from ldap3.core.exceptions import LDAPEntryAlreadyExistsResult, LDAPNoSuchObjectResult
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

from dispatch_interfaces import NotFoundError
from dispatch_interfaces.conformance import (
    Created,
    HostHarness,
    ParticipantGroupHarness,
    ParticipantHarness,
)
from dispatch_interfaces.host.rehearsal import Part
from dispatch_ldap.bridge import LdapGroupsForDispatch, LdapParticipantsForDispatch
from dispatch_ldap.group import LdapGroups
from dispatch_ldap.participant import LdapParticipants
from dispatch_ldap.settings import GroupSettings, ParticipantSettings

_PACE: Final = 200.0
"""Calls per second, which a directory on the same machine stands."""


def group_settings() -> dict[str, Any]:
    """What a project enters for groups."""
    return {
        **_directory(),
        "base": os.environ["LDAP_BASE"],
        "groups": _below("groups"),
        "domain": "groups.example.com",
        "weblink": "https://directory.example.com/groups/{email}",
    }


def other_group_settings() -> dict[str, Any]:
    """What a second project enters, whose incidents have the same names."""
    groups = _below("security-groups")
    return {**group_settings(), "groups": groups, "domain": "security.example.com"}


def participant_settings() -> dict[str, Any]:
    """What a project enters for participants."""
    return {**_directory(), "base": os.environ["LDAP_BASE"]}


def group_harness() -> ParticipantGroupHarness:
    """Opens the plugin for groups."""
    return ParticipantGroupHarness(
        open=lambda: LdapGroups(GroupSettings(**group_settings())),
        observer=lambda _plugin: GroupObserver(),
        remove=remove_group,
        shared_backend=True,
        sandbox=True,
        calls_per_second=_PACE,
    )


def participant_harness() -> ParticipantHarness:
    """Opens the plugin for participants."""
    return ParticipantHarness(
        open=lambda: LdapParticipants(ParticipantSettings(**participant_settings())),
        observer=lambda _plugin: Administrator(),
        shared_backend=True,
        sandbox=True,
        calls_per_second=_PACE,
    )


def group_host_harness() -> HostHarness:
    """What the application knows of groups."""
    return HostHarness(configuration=group_settings())


def participant_host_harness() -> HostHarness:
    """What the application knows of participants."""
    return HostHarness(configuration=participant_settings())


def group_part() -> Part:
    """The part of groups in a rehearsal."""
    return Part(
        plugin_class=LdapGroupsForDispatch,
        settings=group_settings(),
        other_settings=other_group_settings(),
        observer=lambda _bridge: GroupObserver(),
    )


def participant_part() -> Part:
    """The part of participants in a rehearsal."""
    return Part(
        plugin_class=LdapParticipantsForDispatch,
        settings=participant_settings(),
        observer=lambda _bridge: Administrator(),
    )


class GroupObserver:
    """Asks the other way round: for everybody, which groups they are in."""

    def members(self, email: str) -> Mapping[str, str]:
        with _administration() as connection:
            found: dict[str, str] = {}
            for person in _search(connection, os.environ["LDAP_BASE"], "(mail=*)", "mail"):
                for attribute, role in (("member", "MEMBER"), ("owner", "OWNER")):
                    if _group(connection, email, attribute, escape_filter_chars(person["dn"])):
                        found[person["attributes"]["mail"][0]] = role
            return found

    def description_of(self, email: str) -> str | None:
        with _administration() as connection:
            found = _group(connection, email, "description", "*")
            return found[0]["attributes"]["description"][0] if found else None


class Administrator:
    """Keeps the directory of people, teams and services."""

    def add_individual(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        values = _conditions(incident_types, incident_priorities, words)
        person = {"cn": name or email, "sn": name or email, "description": values}
        try:
            self._add("people", "mail", email, ["inetOrgPerson"], person)
        except LDAPEntryAlreadyExistsResult:
            with _administration() as connection:
                changes = {"description": [(MODIFY_REPLACE, values)]}
                connection.modify(_entry("people", "mail", email), changes)

    def add_team(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        values = _conditions(incident_types, incident_priorities, words)
        member = os.environ["LDAP_ADMIN_DN"]
        team = {"cn": name or email, "member": member, "description": values}
        self._add("teams", "mail", email, ["groupOfNames", "extensibleObject"], team)

    def add_service(self, service_id: str, oncall: str) -> None:
        person = {"cn": oncall, "sn": oncall, "mail": oncall}
        self._add("services", "uid", service_id, ["inetOrgPerson"], person)
        occupant = _entry("services", "uid", service_id)
        service = {"roleOccupant": occupant, "description": "dispatch:always"}
        self._add("services", "cn", service_id, ["organizationalRole"], service)

    def remove(self, email_or_service_id: str) -> None:
        places = ("people", "mail"), ("teams", "mail"), ("services", "cn"), ("services", "uid")
        with _administration() as connection:
            for unit, attribute in places:
                with suppress(LDAPNoSuchObjectResult):
                    connection.delete(_entry(unit, attribute, email_or_service_id))

    def _add(
        self, unit: str, attribute: str, name: str, classes: list[str], known: Mapping[str, Any]
    ) -> None:
        with _administration() as connection:
            connection.add(_entry(unit, attribute, name), classes, known)


def remove_group(plugin: LdapGroups, created: Created) -> None:
    """Remove a group, by its address or by the one that derives from its name."""
    name = created.arguments["name"]
    with suppress(NotFoundError):
        plugin.delete(created.result["email"] if created.answered else plugin.address(name))


def _directory() -> dict[str, Any]:
    return {
        "url": os.environ["LDAP_URL"],
        "bind_dn": os.environ["LDAP_BIND_DN"],
        "password": os.environ["LDAP_PASSWORD"],
    }


@contextmanager
def _administration() -> Iterator[Connection]:
    user, password = os.environ["LDAP_ADMIN_DN"], os.environ["LDAP_ADMIN_PASSWORD"]
    server = Server(os.environ["LDAP_URL"], get_info=NONE)
    with Connection(server, user, password, raise_exceptions=True, check_names=False) as connection:
        yield connection


def _below(unit: str) -> str:
    return f"ou={unit},{os.environ['LDAP_BASE']}"


def _entry(unit: str, attribute: str, name: str) -> str:
    return f"{attribute}={escape_rdn(name)},{_below(unit)}"


def _search(connection: Connection, base: str, query: str, attribute: str) -> list[Any]:
    connection.search(base, query, attributes=[attribute])
    return list(connection.response or ())


def _group(connection: Connection, email: str, attribute: str, wanted: str) -> list[Any]:
    """A group, if an attribute of it has a value."""
    name, _, domain = email.partition("@")
    query = f"(&(objectClass=groupOfNames)(cn={escape_filter_chars(name)})({attribute}={wanted}))"
    places = {it["domain"]: it["groups"] for it in (group_settings(), other_group_settings())}
    return _search(connection, places[domain], query, attribute)


def _conditions(
    types: Collection[str], priorities: Collection[str], words: Collection[str]
) -> list[str]:
    return [
        *(f"dispatch:type={it}" for it in types),
        *(f"dispatch:priority={it}" for it in priorities),
        *(f"dispatch:word={it}" for it in words),
    ] or ["dispatch:always"]
