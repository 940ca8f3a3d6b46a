import pickle

import pytest

from dispatch_interfaces import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)


@pytest.mark.parametrize(
    ("error", "bases"),
    [
        (NotFoundError, (PluginError, LookupError)),
        (AlreadyExistsError, (PluginError,)),
        (InvalidRequestError, (PluginError, ValueError)),
        (NotSupportedError, (PluginError, NotImplementedError)),
        (PermissionDeniedError, (PluginError, PermissionError)),
        (UnavailableError, (PluginError,)),
        (RateLimitedError, (UnavailableError,)),
    ],
)
def test_errors_are_also_what_a_stranger_would_catch(
    error: type[PluginError], bases: tuple[type[Exception], ...]
) -> None:
    assert all(issubclass(error, base) for base in bases)


def test_the_text_names_interface_method_and_value() -> None:
    error = NotFoundError("no such file", interface="storage", method="get", value="f-7")
    assert str(error) == "storage.get: no such file: 'f-7'"


def test_the_text_is_short_and_the_value_whole() -> None:
    error = InvalidRequestError("too long", value="x" * 10_000)
    assert len(str(error)) < 200
    assert error.value == "x" * 10_000


def test_without_a_place_only_the_message_is_shown() -> None:
    assert str(PluginError("it broke")) == "it broke"
    assert PluginError("it broke").value is None


def test_none_can_be_the_offending_value() -> None:
    assert str(InvalidRequestError("no name", value=None)) == "no name: None"


def test_rate_limit_says_how_long_to_wait_in_seconds() -> None:
    assert RateLimitedError("slow down", retry_after=2.5).retry_after == 2.5
    assert RateLimitedError("slow down").retry_after is None


def test_errors_survive_a_process_boundary() -> None:
    error = RateLimitedError("slow", retry_after=3, interface="storage", method="get", value="f")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.retry_after, copy.value) == (str(error), 3, "f")
