"""Calls, written down as a test to paste."""

from dispatch_interfaces.conformance.requirements.stateful.pasted_test import PastedTest
from dispatch_interfaces.contract import CONTRACTS


def _script() -> PastedTest:
    return PastedTest(CONTRACTS["storage"])


def test_what_was_returned_is_named_where_it_is_used() -> None:
    script = _script()
    made = script.add("plugin", "create", ("a drive", []), {"role": "reader"})
    made.returned({"id": "17", "weblink": "https://x", "name": "a drive", "description": ""})
    script.add("plugin", "delete", ("17",), {})
    assert script.test("it", ["plugin = Acme()"]) == (
        "def test_it():\n"
        "    plugin = Acme()\n"
        "    drive_1 = plugin.create('a drive', [], role='reader')\n"
        "    plugin.delete(drive_1['id'])"
    )


def test_what_was_given_is_not_taken_for_what_was_returned() -> None:
    script = _script()
    script.add("plugin", "create", ("17", []), {}).returned({"id": "17"})
    script.add("plugin", "delete", ("17",), {})
    assert script.test("it", []).endswith("plugin.delete('17')")


def test_a_refused_call_must_raise() -> None:
    script = _script()
    script.add("plugin", "delete", ("no-such-drive",), {}).refused = True
    assert script.test("it", []) == (
        "import pytest\n\n\ndef test_it():\n"
        "    with pytest.raises(Exception): plugin.delete('no-such-drive')"
    )


def test_arguments_are_written_as_they_were_when_the_call_was_made() -> None:
    script, people = _script(), ["ada@example.com"]
    script.add("plugin", "create", ("a drive", people), {})
    people.append("grace@example.com")
    assert "['ada@example.com']" in script.test("it", [])


def test_a_keyword_that_is_no_identifier_can_be_pasted_too() -> None:
    script = _script()
    script.add("plugin", "list", (), {"a.b": 1, "c": 2})
    assert script.test("it", []).endswith("plugin.list(c=2, **{'a.b': 1})")


def test_it_ends_with_the_assertion_that_failed() -> None:
    script = _script()
    script.add("plugin", "create", ("a drive", []), {}).returned({"id": "17"})
    script.end('{it["id"] for it in plugin.list_files($drive)}', {"drive": "17"}, {"18"})
    last = script.test("it", []).splitlines()[-1].strip()
    assert last == "assert {it[\"id\"] for it in plugin.list_files(drive_1['id'])} == {'18'}"


def test_a_call_can_be_left_out_after_all() -> None:
    script = _script()
    script.forget(script.add("observer", "set_text", ("17", "text"), {}))
    assert script.test("it", ["pass"]) == "def test_it():\n    pass"
