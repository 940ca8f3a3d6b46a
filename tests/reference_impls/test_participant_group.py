import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import AlreadyExistsError, InvalidRequestError, NotFoundError
from reference_impls.participant_group import InMemoryParticipantGroup


def test_the_address_derives_from_the_name() -> None:
    plugin = InMemoryParticipantGroup(domain="acme.example")
    group = plugin.create("Incident 7: Database (slow)", [])
    assert group == {
        "email": "incident-7-database-slow@acme.example",
        "name": "Incident 7: Database (slow)",
        "weblink": "https://acme.example/incident-7-database-slow@acme.example",
    }


@pytest.mark.parametrize("name", ["", "  ", "\u4e8b\u4ef6", "...", "x" * 65])
def test_a_name_without_an_address_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequestError, match=r"participant-group\.create"):
        InMemoryParticipantGroup().create(name, [])


@given(st.text(string.printable, max_size=80))
def test_an_address_has_nothing_in_it_that_would_need_quoting(name: str) -> None:
    try:
        email = InMemoryParticipantGroup().create(name, [])["email"]
    except InvalidRequestError:
        return
    local, _, domain = email.partition("@")
    assert domain == "groups.example.com"
    assert 1 <= len(local) <= 64
    assert set(local) <= set(string.ascii_lowercase + string.digits + "-_")


def test_names_with_the_same_address_exist_already() -> None:
    plugin = InMemoryParticipantGroup()
    plugin.create("Incident 7", ["ada@example.com"])
    with pytest.raises(AlreadyExistsError, match=r"'incident-7@groups\.example\.com'"):
        plugin.create("incident-7", [])
    assert plugin.members("incident-7@groups.example.com") == {"ada@example.com": "MEMBER"}


def test_members_have_roles() -> None:
    plugin = InMemoryParticipantGroup()
    email = plugin.create("inc", ["ada@example.com"], "for inc", "OWNER")["email"]
    plugin.add(email, ["grace@example.com"])
    plugin.add(email, ["ada@example.com"], "MEMBER")
    assert plugin.members(email) == {"ada@example.com": "MEMBER", "grace@example.com": "MEMBER"}
    assert plugin.description_of(email) == "for inc"


def test_members_are_a_copy() -> None:
    plugin = InMemoryParticipantGroup()
    email = plugin.create("inc", ["ada@example.com"])["email"]
    plugin.members(email).clear()
    assert list(plugin.members(email)) == ["ada@example.com"]


def test_deleting_forgets() -> None:
    plugin = InMemoryParticipantGroup()
    email = plugin.create("inc", ["ada@example.com"], "for inc")["email"]
    plugin.delete(email)
    assert plugin.members(email) == {}
    assert plugin.description_of(email) is None
    with pytest.raises(NotFoundError, match=rf"participant-group\.delete: .*{email!r}"):
        plugin.delete(email)
    assert plugin.create("inc", [])["email"] == email
    assert plugin.description_of(email) is None


def test_groups_are_listed_with_their_names_until_they_are_deleted() -> None:
    plugin = InMemoryParticipantGroup()
    for name in ("Second", "First", "Third"):
        plugin.create(name, [])
    plugin.delete("first@groups.example.com")
    assert list(plugin.groups().items()) == [
        ("second@groups.example.com", "Second"),
        ("third@groups.example.com", "Third"),
    ]
