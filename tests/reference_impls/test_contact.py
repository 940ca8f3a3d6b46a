"""What is known of people."""

from reference_impls import InMemoryContact


def test_somebody_unknown_has_their_address_for_a_name_and_a_weblink_all_the_same() -> None:
    found = InMemoryContact().get("grace@example.com")
    assert found == {"fullname": "grace@example.com", "email": "grace@example.com", "weblink": ""}


def test_the_address_is_the_one_that_was_asked_for() -> None:
    contacts = InMemoryContact()
    contacts.add_person("Ada@example.com", "Ada Lovelace", team="Engines")
    found = contacts.get("ada@example.com", db_session=None)
    assert found["email"] == "ada@example.com"
    assert (found["fullname"], found["team"]) == ("Ada Lovelace", "Engines")
    assert "department" not in found
    found["fullname"] = "changed"
    assert contacts.get("ada@example.com")["fullname"] == "Ada Lovelace"
