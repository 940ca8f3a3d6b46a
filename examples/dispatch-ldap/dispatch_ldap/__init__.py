"""Groups and participants of incidents from an LDAP directory."""

from dispatch_ldap.group import LdapGroups
from dispatch_ldap.participant import LdapParticipants
from dispatch_ldap.settings import GroupSettings, ParticipantSettings

__all__ = ["GroupSettings", "LdapGroups", "LdapParticipants", "ParticipantSettings"]
