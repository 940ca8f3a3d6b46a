"""What a project enters: how to reach the directory, and where in it things are."""

from typing import Any

import attrs

from dispatch_interfaces.host.configuration import secret


def _begins_with(*schemes: str) -> Any:
    return attrs.validators.matches_re(rf"(?:{'|'.join(schemes)})://\S+")


@attrs.frozen(kw_only=True)
class DirectorySettings:
    """How to reach the directory.

    Args:
        url: ``ldap://`` or ``ldaps://``, the host, and the port if it is not the usual one.
        bind_dn: The account that the plugin works with.
        password: Its password.
        start_tls: Whether to encrypt a connection to an ``ldap://`` address.
        ca_file: Certificates of the authorities to believe; those of the system if it is empty.
        timeout: How many seconds to wait for a connection, and for each answer.
    """

    url: str = attrs.field(validator=_begins_with("ldap", "ldaps"))
    bind_dn: str
    password: str = secret()
    start_tls: bool = False
    ca_file: str = ""
    timeout: int = attrs.field(default=10, validator=attrs.validators.gt(0))


@attrs.frozen(kw_only=True)
class GroupSettings(DirectorySettings):
    """Where groups are made, and where their members are.

    Args:
        base: Below this entry is everybody who can be a member, people and teams:
            ``dc=example,dc=org``.
        groups: Below this entry, which has to exist, groups are made.
        domain: What comes after the @ in the address of a group.
        weblink: A page about a group, with ``{email}`` in place of its address. LDAP itself has no
            pages: this is one of whatever shows the directory in a browser.
    """

    base: str
    groups: str
    domain: str
    weblink: str = attrs.field(validator=_begins_with("http", "https"))


@attrs.frozen(kw_only=True)
class ParticipantSettings(DirectorySettings):
    """Where to look for participants.

    Args:
        base: Below this entry are all people, teams and services: ``dc=example,dc=org``.
        keyword: What the conditions in a `description` begin with.
    """

    base: str
    keyword: str = attrs.field(default="dispatch", validator=attrs.validators.matches_re(r"\w+"))
