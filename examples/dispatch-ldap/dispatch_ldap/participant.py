"""Who takes part in an incident, by what administrators keep in the directory."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final, TypeAlias

from ldap3 import BASE
from ldap3.core import exceptions as ldap

from dispatch_interfaces import ParticipantPlugin, ResolvedIndividual, ResolvedParticipants
from dispatch_ldap.client import Directory, Session
from dispatch_ldap.conditions import Incident
from dispatch_ldap.settings import ParticipantSettings

_PEOPLE: Final = "(&(objectClass=person)(mail=*))"
_SERVICES: Final = "(objectClass=organizationalRole)"
_TEAMS: Final = "(&(mail=*)(!(objectClass=person))(!(objectClass=organizationalRole)))"

_Entry: TypeAlias = dict[str, list[str]]
"""The attributes of an entry; one that it lacks is empty."""


class LdapParticipants(ParticipantPlugin):
    """Finds the entries whose `description` says that the incident concerns them.

    - A `person` with a `mail` takes part.
    - An `organizationalRole` is an on-call service: its `cn` is the id, and whoever is its
      `roleOccupant` takes part for it.
    - Anything else with a `mail` is a team.

    Each value of `description` that begins with the keyword is a condition:

    - ``dispatch:always``: every incident,
    - ``dispatch:type=Security``: incidents of this type,
    - ``dispatch:priority=High``: incidents of this priority,
    - ``dispatch:word=database``: incidents with this word in their description.

    Of several conditions of one kind, one has to hold, and so for each kind. All other values are
    for people to read; an entry without a condition takes part in nothing.
    """

    title = "LDAP participants"
    slug = "ldap-participant"
    description = "Who takes part in an incident, from an LDAP directory"
    version = "1.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, settings: ParticipantSettings) -> None:
        self._settings = settings
        self._directory = Directory(settings)

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> ResolvedParticipants:
        """Look at all entries that have conditions: few, in a directory of any size."""
        incident = Incident(incident_type, incident_priority, incident_description)
        individuals: dict[str, ResolvedIndividual] = {}
        with self._directory.session() as session:
            for person in self._concerned(session, incident, _PEOPLE):
                individuals[_key(person)] = _individual(person)
            for service in self._concerned(session, incident, _SERVICES):
                for person in _occupants(session, service):
                    oncall: ResolvedIndividual = {
                        **_individual(person),
                        "service_id": service["cn"][0],
                    }
                    individuals.setdefault(_key(person), oncall)
            teams = self._concerned(session, incident, _TEAMS)
            named = [_individual(team) for team in teams]
        return {"individuals": list(individuals.values()), "teams": named}

    def _concerned(self, session: Session, incident: Incident, query: str) -> Iterator[_Entry]:
        """The entries of a kind whose conditions hold."""
        keyword = self._settings.keyword
        query = f"(&{query}(description={keyword}:*))"
        attributes = ["cn", "mail", "description", "roleOccupant"]
        for it in session.find(self._settings.base, query, attributes):
            if incident.concerns(it["attributes"]["description"], keyword):
                yield it["attributes"]


def _occupants(session: Session, service: _Entry) -> Iterator[_Entry]:
    """Who is on call for a service; nobody of whom there is no entry, or no address."""
    for dn in service["roleOccupant"]:
        with suppress(ldap.LDAPNoSuchObjectResult):
            for it in session.find(dn, "(mail=*)", ["cn", "mail"], BASE):
                yield it["attributes"]


def _key(entry: _Entry) -> str:
    """What two entries of one person have in common."""
    return entry["mail"][0].casefold()


def _individual(entry: _Entry) -> ResolvedIndividual:
    return {"email": entry["mail"][0], "name": entry["cn"][0]}
