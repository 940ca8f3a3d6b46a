"""What the application loads."""

from dispatch_interfaces.host.bridge import ParticipantBridge, ParticipantGroupBridge
from dispatch_ldap.group import LdapGroups
from dispatch_ldap.participant import LdapParticipants
from dispatch_ldap.settings import GroupSettings, ParticipantSettings


class LdapGroupsForDispatch(ParticipantGroupBridge):
    """Groups of incidents and cases in an LDAP directory."""

    implementation = LdapGroups
    settings = GroupSettings


class LdapParticipantsForDispatch(ParticipantBridge):
    """Participants of incidents and cases from an LDAP directory."""

    implementation = LdapParticipants
    settings = ParticipantSettings
