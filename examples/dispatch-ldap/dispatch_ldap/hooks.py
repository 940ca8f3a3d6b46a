"""What the package offers to hosts and to the conformance suite."""

from dispatch_interfaces.hooks import hookimpl
from dispatch_ldap.group import LdapGroups
from dispatch_ldap.participant import LdapParticipants


@hookimpl
def dispatch_plugins() -> list[type]:
    """Both plugins."""
    return [LdapGroups, LdapParticipants]


@hookimpl
def dispatch_harnesses() -> dict[type, str]:
    """What opens them over the directory that the environment names."""
    return {
        LdapGroups: "dispatch_ldap.testing:group_harness",
        LdapParticipants: "dispatch_ldap.testing:participant_harness",
    }
