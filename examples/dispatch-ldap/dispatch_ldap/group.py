"""Groups of an incident, each a ``groupOfNames`` in the directory."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from typing import Final, get_args
from urllib.parse import quote

from ldap3 import BASE, MODIFY_ADD, MODIFY_DELETE
from ldap3.core import exceptions as ldap
from ldap3.utils.conv import escape_filter_chars

from dispatch_interfaces import (
    AlreadyExistsError,
    GroupRole,
    InvalidRequestError,
    NoPlace,
    NotFoundError,
    ParticipantGroup,
    ParticipantGroupLimits,
    ParticipantGroupPlugin,
    PluginError,
    UnavailableError,
)
from dispatch_ldap.client import Directory, Session
from dispatch_ldap.settings import GroupSettings

_LOCAL_PART: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""What is before the @ of a group's address, and in its DN."""
_TRIES: Final = 20
_STALE: Final = (ldap.LDAPAttributeOrValueExistsResult, ldap.LDAPNoSuchAttributeResult)
"""How the directory rejects a change to what is no longer as it was read: codes 20 and 16."""


class LdapGroups(ParticipantGroupPlugin):
    """A group is ``cn=incident-17`` below the entry for groups; its address has the same name.

    Everybody in it is a `member`, by the DN of the entry that has their address as its `mail`; an
    OWNER is an `owner` as well. The name in full is another `cn`.

    The schema requires a `member` of every group. The application has groups without people, so
    the account of the plugin is a member of each, and `members` does not show it.

    The directory has to know everybody: `create` and `add` raise `NotFoundError` for an address
    that no entry has, and change nothing.
    """

    title = "LDAP groups"
    slug = "ldap-participant-group"
    description = "Groups of people in an LDAP directory"
    version = "1.0"
    author = "The dispatch-interfaces authors"
    author_url = "https://example.com/dispatch-interfaces"

    limits = ParticipantGroupLimits(
        empty_description=NoPlace("a value of the attribute description is never empty")
    )

    def __init__(self, settings: GroupSettings) -> None:
        self._settings = settings
        self._directory = Directory(settings)

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        """Add one entry with everybody in it: the group is there as a whole, or not at all."""
        _require_role(role)
        _require_text(name, description or "")
        email = self.address(name)
        local = email.partition("@")[0]
        entry = {"cn": [local] if _as_compared(name) == local else [local, name]}
        if description:
            entry["description"] = [description]
        with self._directory.session() as session:
            people = self._people(session, participants)
            entry["member"] = [self._settings.bind_dn, *people]
            if role == "OWNER" and people:  # an attribute without a value is none
                entry["owner"] = people
            try:
                session.add(self._dn(email), "groupOfNames", entry)
            except ldap.LDAPEntryAlreadyExistsResult:
                raise AlreadyExistsError("a group has this address", value=email) from None
            except ldap.LDAPNoSuchObjectResult:
                groups = self._settings.groups
                raise PluginError("there is no such entry for groups", value=groups) from None
            except ldap.LDAPCommunicationError:
                if not self._is_there(email, entry):
                    raise
        weblink = self._settings.weblink.replace("{email}", quote(email))
        return {"weblink": weblink, "email": email, "name": name}

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        """Make everybody a member, and an owner or not."""
        _require_role(role)
        with self._directory.session() as session:
            people = self._people(session, participants)
            self._change(session, email, people, member=True, owner=role == "OWNER")

    def remove(self, email: str, participants: list[str]) -> None:
        """Make everybody neither a member nor an owner; whoever has no entry is neither."""
        with self._directory.session() as session:
            found = _dns_by_address(session, self._settings.base, participants)
            people = [dn for dns in found.values() for dn in dns]
            self._change(session, email, people, member=False, owner=False)

    def delete(self, email: str) -> None:
        """Delete the entry, and the membership with it."""
        with self._directory.session() as session:
            self._entry(session, email)  # what is no group is not deleted
            try:
                session.delete(self._dn(email))
            except ldap.LDAPNoSuchObjectResult:
                raise NotFoundError("there is no such group", value=email) from None

    def members(self, email: str) -> list[str]:
        """All addresses of everybody in a group: what the application needs to remove somebody.

        Raises:
            NotFoundError: There is no such group.
        """
        addresses, own = list[str](), _as_compared(self._settings.bind_dn)
        with self._directory.session() as session:
            for dn in self._entry(session, email)["member"]:
                if _as_compared(dn) == own:
                    continue
                with suppress(ldap.LDAPNoSuchObjectResult):  # a person whose entry was deleted
                    for person in session.find(dn, "(mail=*)", ["mail"], BASE):
                        addresses += person["attributes"]["mail"]
        return addresses

    def address(self, name: str) -> str:
        """The address that derives from a name.

        Raises:
            InvalidRequestError: None does.
        """
        local = re.sub(r"[^a-z0-9]+", "-", _as_compared(name)).strip("-")
        if not _LOCAL_PART.fullmatch(local):
            raise InvalidRequestError("no address derives from this name", value=name)
        return f"{local}@{self._settings.domain}"

    def _change(
        self, session: Session, email: str, people: Sequence[str], *, member: bool, owner: bool
    ) -> None:
        """Bring people from where they are in a group to where they shall be, in one request.

        The request says where it takes them to be. If somebody else has changed that meanwhile, the
        directory rejects it as a whole, and the group is read again.
        """
        wanted = {"member": member, "owner": owner}
        for _ in range(_TRIES):
            entry = self._entry(session, email)
            held = {it: {_as_compared(dn) for dn in entry[it]} for it in wanted}
            if all(
                (_as_compared(dn) in held[attribute]) == there
                for attribute, there in wanted.items()
                for dn in people
            ):
                return
            steps = {it: _steps(people, held[it], there) for it, there in wanted.items()}
            try:
                session.modify(self._dn(email), steps)
            except _STALE:
                continue
            except ldap.LDAPNoSuchObjectResult:
                raise NotFoundError("there is no such group", value=email) from None
            return
        raise UnavailableError("somebody else keeps changing this group", value=email)

    def _people(self, session: Session, addresses: Sequence[str]) -> list[str]:
        """The DNs of people, each once.

        Raises:
            NotFoundError: Nobody has one of the addresses.
            InvalidRequestError: Several have it.
        """
        found = _dns_by_address(session, self._settings.base, addresses)
        for address, dns in found.items():
            if not dns:
                raise NotFoundError("nobody in the directory has this address", value=address)
            if len(dns) > 1:
                raise InvalidRequestError("several people have this address", value=address)
        return list(dict.fromkeys(dn for dns in found.values() for dn in dns))

    def _entry(self, session: Session, email: str) -> dict[str, list[str]]:
        """The attributes of a group.

        Raises:
            NotFoundError: There is no such group.
        """
        with suppress(ldap.LDAPNoSuchObjectResult):
            query = "(objectClass=groupOfNames)"
            attributes = ["cn", "member", "owner", "description"]
            for it in session.find(self._dn(email), query, attributes, BASE):
                found: dict[str, list[str]] = it["attributes"]
                return found
        raise NotFoundError("there is no such group", value=email)

    def _is_there(self, email: str, entry: Mapping[str, Sequence[str]]) -> bool:
        """Whether a group was made although the answer was lost."""
        try:
            with self._directory.session() as session:
                found = self._entry(session, email)
        except (NotFoundError, UnavailableError):
            return False
        return all(
            set(map(_as_compared, found[attribute])) == set(map(_as_compared, values))
            for attribute, values in entry.items()
        )

    def _dn(self, email: str) -> str:
        local, _, domain = email.partition("@")
        if domain != self._settings.domain or not _LOCAL_PART.fullmatch(local):
            raise NotFoundError("there is no such group", value=email)
        return f"cn={local},{self._settings.groups}"


def _steps(
    people: Sequence[str], held: Container[str], there: bool
) -> list[tuple[str, Sequence[str]]]:
    """How to bring people into an attribute, or out of it.

    To delete a value that is not there is an error, and so is to add one that is. So whoever is in
    is deleted first, and added again if they shall stay; and the other way round. That changes
    nothing for them, and fails if it is no longer so.
    """
    inside = [dn for dn in people if _as_compared(dn) in held]
    outside = [dn for dn in people if _as_compared(dn) not in held]
    last = (MODIFY_ADD, inside) if there else (MODIFY_DELETE, outside)
    return [step for step in ((MODIFY_DELETE, inside), (MODIFY_ADD, outside), last) if step[1]]


def _dns_by_address(session: Session, base: str, addresses: Sequence[str]) -> dict[str, set[str]]:
    """Who has which address, whatever its case; nobody for one that no entry has."""
    dns: dict[str, set[str]] = {it.casefold() if it.isascii() else it: set() for it in addresses}
    asked = [f"(mail={escape_filter_chars(it)})" for it in dns if it.isascii()]  # as a mail is
    for person in session.find(base, f"(|{''.join(asked)})", ["mail"]) if asked else ():
        for mail in person["attributes"]["mail"]:
            if mail.casefold() in dns:
                dns[mail.casefold()].add(person["dn"])
    return dns


def _as_compared(text: str) -> str:
    """What LDAP takes a name or a DN for: case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _require_role(role: str) -> None:
    if role not in get_args(GroupRole):
        raise InvalidRequestError("there is no such role", value=role)


def _require_text(*texts: str) -> None:
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InvalidRequestError("a lone surrogate is no text", value=text) from None
