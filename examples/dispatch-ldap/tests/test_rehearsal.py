"""Both plugins in the application: each call, and an incident from its report to its deletion."""

from collections.abc import Callable

import pytest
from ldap3 import Connection

from dispatch_interfaces.conformance import HostHarness
from dispatch_interfaces.conformance.host.edition import judge_host
from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_ldap.bridge import LdapGroupsForDispatch, LdapParticipantsForDispatch
from dispatch_ldap.testing import (
    group_host_harness,
    group_part,
    participant_host_harness,
    participant_part,
)
from tests.server import BASE, Server


@pytest.mark.parametrize(
    ("bridge", "harness"),
    [
        (LdapGroupsForDispatch, group_host_harness),
        (LdapParticipantsForDispatch, participant_host_harness),
    ],
)
def test_the_application_gets_what_it_asks_for(
    server: Server, bridge: type, harness: Callable[[], HostHarness]
) -> None:
    judgement = judge_host(bridge, harness())
    assert judgement.exit_code == 0, judgement.outcomes


def test_an_incident_opens_runs_and_closes(server: Server, administration: Connection) -> None:
    rehearsal = rehearse([group_part(), participant_part()])
    assert rehearsal.exit_code == 0, rehearsal.verdict

    groups = f"ou=groups,{BASE}"
    administration.search(groups, "(cn=ticket-1)", attributes=["member"])
    (tactical,) = list(administration.response or ())
    assert sorted(tactical["attributes"]["member"]) == [
        f"cn=dispatch,{BASE}",
        *(
            f"mail={it}@example.com,ou=people,{BASE}"
            for it in ("ada", "barbara", "edsger", "grace")
        ),
    ]
    administration.search(groups, "(cn=ticket-1-notifications)", attributes=["member"])
    (notifications,) = list(administration.response or ())
    assert f"mail=team@example.com,ou=teams,{BASE}" in notifications["attributes"]["member"]
    # What was deleted in the application is gone, and the other project's is where it belongs.
    administration.search(groups, "(|(cn=ticket-2)(cn=ticket-2-notifications))")
    assert administration.response == []
    administration.search(f"ou=security-groups,{BASE}", "(cn=ticket-1)")
    assert len(administration.response or ()) == 1
