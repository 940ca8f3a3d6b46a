"""One directory for all tests; each makes groups and people of its own."""

from collections.abc import Iterator

import pytest
from ldap3 import NONE, Connection
from ldap3 import Server as Directory

from dispatch_ldap import GroupSettings, LdapGroups, LdapParticipants, ParticipantSettings
from dispatch_ldap.testing import group_settings, participant_settings
from tests.server import BASE, Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("slapd")) as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server


@pytest.fixture
def groups(server: Server) -> LdapGroups:
    return LdapGroups(GroupSettings(**group_settings()))


@pytest.fixture
def participants(server: Server) -> LdapParticipants:
    return LdapParticipants(ParticipantSettings(**participant_settings()))


@pytest.fixture
def administration(server: Server) -> Iterator[Connection]:
    """A connection of the administrator, beside those of the plugins."""
    with Connection(
        Directory(server.url, get_info=NONE), f"cn=admin,{BASE}", "admin", raise_exceptions=True
    ) as connection:
        yield connection
