"""What becomes of a call when the directory is down, slow, or says no."""

import random
import socket
import threading
import time
from typing import Any

import attrs
import pytest
from pytest_httpserver import HTTPServer

from dispatch_interfaces import (
    NotFoundError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_ldap import GroupSettings, LdapGroups, LdapParticipants, ParticipantSettings
from dispatch_ldap.testing import group_settings, participant_settings
from tests.server import BASE, Server
from tests.wire import listening, losing_the_answer

ADA, GRACE = "ada@example.com", "grace@example.com"


def groups_with(**changed: Any) -> LdapGroups:
    return LdapGroups(attrs.evolve(GroupSettings(**group_settings()), **changed))


def participants_with(**changed: Any) -> LdapParticipants:
    return LdapParticipants(attrs.evolve(ParticipantSettings(**participant_settings()), **changed))


def ask(plugin: LdapParticipants) -> None:
    plugin.get("Outage", "High", "The database is slow")


def test_a_directory_that_is_down_is_unavailable_and_back_when_it_is_up(
    groups: LdapGroups, participants: LdapParticipants, server: Server
) -> None:
    email = groups.create("restarted", [ADA])["email"]
    ask(participants)
    server.stop()
    try:
        for call in (
            lambda: groups.create("down", [ADA]),
            lambda: groups.add(email, [GRACE]),
            lambda: groups.remove(email, [ADA]),
            lambda: groups.delete(email),
            lambda: groups.members(email),
            lambda: ask(participants),
        ):
            with pytest.raises(UnavailableError, match="the directory cannot be reached"):
                call()
    finally:
        server.start()
    ask(participants)
    groups.add(email, [GRACE])
    assert groups.members(email) == [ADA, GRACE]
    groups.create("down", [ADA])


def test_nothing_is_lost_when_it_restarts_in_mid_run(groups: LdapGroups, server: Server) -> None:
    """Threads that repeat what was unavailable find what they did before."""
    made, over = list[str](), threading.Event()

    def work(number: int) -> None:
        name = f"mid-run-{number}"
        email = _repeated(lambda: groups.create(name, [ADA])["email"])
        while not over.is_set():
            _repeated(lambda: groups.add(email, [GRACE], "OWNER"))
            _repeated(lambda: groups.remove(email, [ADA]))
            _repeated(lambda: groups.add(email, [ADA]))
        made.append(email)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for it in threads:
        it.start()
    try:
        for _ in range(2):
            server.stop()
            server.start()
    finally:
        over.set()
        for it in threads:
            it.join()
    assert len(made) == len(threads)
    for email in made:
        assert sorted(groups.members(email)) == [ADA, GRACE]


def _repeated(call: Any) -> Any:
    while True:
        try:
            return call()
        except UnavailableError:
            time.sleep(0.05)


def test_a_group_whose_answer_was_lost_was_made_once(server: Server) -> None:
    """The plugin looks whether the group is there before it says that it is not."""
    lost = losing_the_answer(_port(server), lambda it: b"cn=dispatch" in it and b"groupOf" in it)
    with lost as url:
        made = groups_with(url=url).create("answer lost", [ADA, GRACE], "An incident", "OWNER")
    assert groups_with().members(made["email"]) == [ADA, GRACE]


def test_a_change_whose_answer_was_lost_can_be_repeated(groups: LdapGroups, server: Server) -> None:
    email = groups.create("change-lost", [ADA])["email"]
    losing = losing_the_answer(_port(server), lambda it: b"grace" in it and b"owner" in it)
    with losing as url, pytest.raises(UnavailableError):
        groups_with(url=url).add(email, [GRACE])
    assert groups.members(email) == [ADA, GRACE]
    groups.add(email, [GRACE])
    assert groups.members(email) == [ADA, GRACE]


def _port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def test_a_wrong_password_is_permission_denied_and_not_shown(server: Server) -> None:
    for call in (
        lambda: groups_with(password="wr0ng").create("denied", [ADA]),
        lambda: ask(participants_with(password="wr0ng")),
    ):
        with pytest.raises(PermissionDeniedError, match="invalidCredentials") as caught:
            call()
        assert "wr0ng" not in str(caught.value)


def test_a_missing_password_is_an_error(server: Server) -> None:
    """LDAP takes no password for an anonymous account, which could read less, and not fail."""
    with pytest.raises(PermissionDeniedError, match="password is mandatory"):
        ask(participants_with(password=""))


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ({"ca_file": "/nowhere.pem"}, "invalid CA public key file"),
        ({"url": "ldap://127.0.0.1:port"}, "port"),
        ({"url": "ldap://127.0.0.1:99999"}, "port"),
    ],
)
def test_settings_that_cannot_work_are_told(
    server: Server, mistake: dict[str, Any], told: str
) -> None:
    with pytest.raises(PluginError, match=told):
        ask(participants_with(**mistake))


@pytest.mark.parametrize(
    ("name", "error"), [("busy", RateLimitedError), ("unavailable", UnavailableError)]
)
def test_what_a_directory_cannot_do_now_is_unavailable(
    server: Server, name: str, error: type[UnavailableError]
) -> None:
    groups = groups_with(groups=f"ou=faults,{BASE}")
    email = f"{name}@groups.example.com"
    for call in (
        lambda: groups.create(name, [ADA]),
        lambda: groups.add(email, [ADA]),
        lambda: groups.remove(email, [ADA]),
        lambda: groups.delete(email),
        lambda: groups.members(email),
    ):
        with pytest.raises(UnavailableError, match=f"the directory answers {name}") as caught:
            call()
        assert type(caught.value) is error


def test_a_change_that_only_another_directory_takes_is_not_lost(server: Server) -> None:
    with pytest.raises(PluginError, match="the directory answers referral"):
        groups_with(groups=f"ou=faults,{BASE}").create("replica", [ADA])


def test_a_directory_that_never_answers_is_unavailable(server: Server) -> None:
    over = threading.Event()

    def answer(_client: socket.socket) -> None:
        over.wait()

    with listening(answer) as url:
        for call in (
            lambda: groups_with(url=url, timeout=2).create("silence", [ADA]),
            lambda: ask(participants_with(url=url, timeout=2)),
        ):
            with pytest.raises(UnavailableError, match="timed out"):
                call()
        over.set()


def test_a_port_that_takes_no_connection_is_unavailable(server: Server) -> None:
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())  # and nobody accepts it
        url = f"ldap://127.0.0.1:{full.getsockname()[1]}"
        with pytest.raises(UnavailableError, match="cannot be reached"):
            ask(participants_with(url=url, timeout=2))


def test_a_web_server_is_no_directory(server: Server, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("welcome")
    url = f"ldap://{httpserver.host}:{httpserver.port}"
    with pytest.raises(UnavailableError):
        ask(participants_with(url=url, timeout=2))


def test_garbage_is_no_answer(server: Server) -> None:
    """Whatever comes back, an error of the decoder is none of the caller's."""
    seeded = random.Random(0)
    welcome = bytes.fromhex("300c02010161070a010004000400")

    def answer(client: socket.socket) -> None:
        client.recv(4096)
        garbage = bytearray(welcome)
        garbage[seeded.randrange(len(garbage))] = seeded.randrange(256)
        client.sendall(bytes(garbage))

    with listening(answer) as url:
        plugin = participants_with(url=url, timeout=2)
        for _ in range(60):
            with pytest.raises(UnavailableError):
                ask(plugin)


def test_a_host_that_has_no_address_is_unavailable(server: Server) -> None:
    with pytest.raises(UnavailableError, match="cannot be reached"):
        ask(participants_with(url="ldap://directory.invalid"))


@pytest.mark.parametrize("secure", [{"start_tls": True}, {"url": "ldaps"}])
def test_connections_can_be_encrypted(server: Server, secure: dict[str, Any]) -> None:
    settings = {"ca_file": str(server.folder / "server.crt"), **secure}
    if "url" in settings:
        settings["url"] = server.secure_url
    plugin = groups_with(**settings)
    email = plugin.create(f"encrypted-{'-'.join(secure).replace('_', '-')}", [ADA])["email"]
    assert plugin.members(email) == [ADA]


@pytest.mark.parametrize("secure", [{"start_tls": True}, {"url": "ldaps"}])
def test_a_certificate_has_to_be_believed(server: Server, secure: dict[str, Any]) -> None:
    settings = dict(secure)
    if "url" in settings:
        settings["url"] = server.secure_url
    with pytest.raises(UnavailableError, match="certificate verify failed"):
        ask(participants_with(**settings))


def test_a_certificate_of_another_host_is_not_believed(server: Server) -> None:
    url = server.secure_url.replace("127.0.0.1", "localhost")
    with pytest.raises(UnavailableError, match="localhost"):
        ask(participants_with(url=url, ca_file=str(server.folder / "server.crt")))


def test_without_encryption_no_password_is_sent(server: Server) -> None:
    """A directory that cannot do StartTLS gets no bind."""
    sent = list[bytes]()

    def answer(client: socket.socket) -> None:
        while request := client.recv(4096):
            sent.append(request)
            client.sendall(bytes.fromhex("300c02010178070a010204000400"))  # protocolError

    with listening(answer) as url, pytest.raises(UnavailableError):
        ask(participants_with(url=url, start_tls=True, timeout=2))
    assert sent
    assert not any(b"secret" in it for it in sent)


def test_what_is_not_there_is_no_fault(groups: LdapGroups) -> None:
    with pytest.raises(NotFoundError):
        groups.members("nowhere@groups.example.com")
