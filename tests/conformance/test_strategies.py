"""The strategies draw what they say; authors use them too."""

from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements import adversarial


def _some(strategy: Any, condition: Any) -> Any:
    """A value that is drawn and fulfils a condition; raises if there is none."""
    return find(strategy, condition, settings=settings(max_examples=5000, database=None))


@given(strategies.names())
def test_a_name_can_be_seen_and_sent(name: str) -> None:
    assert name.strip()
    assert name.encode()


@pytest.mark.parametrize("part", ["/", "..", "\x00", "\x1b", "\u202e", "'"])
def test_names_are_hostile(part: str) -> None:
    assert part in _some(strategies.names(), lambda name: part in name)


@given(strategies.not_names())
def test_what_is_no_name_is_empty_or_no_text(name: str) -> None:
    assert not name.strip() or not _is_text(name)


@given(strategies.not_texts())
def test_what_is_no_text_cannot_be_encoded(text: str) -> None:
    assert not _is_text(text)


@given(strategies.texts(max_size=50))
def test_texts_are_texts(text: str) -> None:
    assert _is_text(text)
    assert len(text) <= 50 or text in adversarial.TEXTS


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(strategies.long_texts(), strategies.long_texts(250_000))
def test_long_texts_have_the_length(text: str, longer: str) -> None:
    assert (len(text), len(longer)) == (100_000, 250_000)


@given(strategies.emails())
def test_addresses_are_within_the_limits(email: str) -> None:
    local, _, domain = email.rpartition("@")
    assert 0 < len(local.encode()) <= strategies.LOCAL_PART_LIMIT
    assert domain
    assert len(email.encode()) <= strategies.ADDRESS_LIMIT


def test_addresses_reach_the_limits() -> None:
    longest = _some(strategies.emails(), lambda it: len(it) == strategies.ADDRESS_LIMIT)
    assert longest.index("@") == strategies.LOCAL_PART_LIMIT


def test_lists_of_participants_are_empty_repeated_and_huge() -> None:
    people = strategies.participants(["a@example.com", "b@example.com"])
    assert _some(people, lambda it: not it) == []
    assert _some(people, lambda it: 8 > len(it) > len(set(it)))
    assert len(_some(people, lambda it: len(it) >= 1000)) == 1000


@pytest.mark.parametrize("part", [".", " ", ":"])
def test_keys_hold_dots_spaces_and_colons(part: str) -> None:
    assert part in _some(strategies.keys(), lambda key: part in key)


def test_blocks_are_deep() -> None:
    def depth(block: Any) -> int:
        return 1 + max(map(depth, block["fields"])) if "fields" in block else 0

    deep = _some(strategies.blocks(max_depth=30), lambda it: any(depth(each) == 30 for each in it))
    assert max(map(depth, deep)) == 30


def test_what_is_optional_is_none_at_times() -> None:
    assert _some(strategies.optional(strategies.texts()), lambda it: it is None) is None
    assert _some(strategies.optional(strategies.texts()), lambda it: it is not None) == ""


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
