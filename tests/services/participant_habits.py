"""What single habits of directories are that find people for an incident."""

from typing import Final

from dispatch_interfaces import Absent, NoPlace, ParticipantLimits, Text, cut
from dispatch_interfaces.conformance import ParticipantHarness
from tests.services.habits import Habit
from tests.services.limited_participant import LimitedParticipant


class ReadsTheBeginning(LimitedParticipant):
    reads = 255
    limits = ParticipantLimits(description=Text("a query has 255 characters", kept=cut(255)))


class ReadsNoDescription(LimitedParticipant):
    looks_at = frozenset({"types", "priorities"})
    limits = ParticipantLimits(description=NoPlace("a team says its types only"))


class KnowsNoTypes(LimitedParticipant):
    looks_at = frozenset({"priorities", "words"})
    limits = ParticipantLimits(incident_type=NoPlace("a schedule has no types"))


class KnowsNoPriorities(LimitedParticipant):
    looks_at = frozenset({"types", "words"})
    limits = ParticipantLimits(incident_priority=NoPlace("a schedule has no priorities"))


class HasNoTeams(LimitedParticipant):
    has_teams = False
    limits = ParticipantLimits(teams=Absent("a directory of people"))


class HasNoServices(LimitedParticipant):
    has_services = False
    limits = ParticipantLimits(services=Absent("a directory of people"))


class Directory(LimitedParticipant):
    """A directory of people as LDAP has it: who is to come, depends on the type alone."""

    looks_at = frozenset({"types"})
    has_teams = has_services = False
    limits = ParticipantLimits(
        incident_priority=NoPlace("an entry has no priority"),
        description=NoPlace("an entry is found by its group"),
        teams=Absent("a group has no address"),
        services=Absent("nobody is on call there"),
    )


def _harness(plugin_class: type) -> ParticipantHarness:
    return ParticipantHarness(open=plugin_class)


PARTICIPANT_HABITS: Final = [
    Habit(name, who, plugin, limit, _harness)
    for name, who, plugin, limit in (
        ("a description is read to a length", "search engines", ReadsTheBeginning, "description"),
        ("descriptions are not read", "PagerDuty, LDAP", ReadsNoDescription, "description"),
        ("types are not known", "Opsgenie", KnowsNoTypes, "incident_type"),
        ("priorities are not known", "LDAP", KnowsNoPriorities, "incident_priority"),
        ("there are no teams", "LDAP", HasNoTeams, "teams"),
        ("nobody is on call", "LDAP", HasNoServices, "services"),
    )
]

COMPOSED: Final = [
    Habit("a directory of people", "LDAP", Directory, limit, _harness)
    for limit in Directory.limits.declared()
]
