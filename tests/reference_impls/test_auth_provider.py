"""Who is logged in."""

from types import SimpleNamespace
from typing import Any

from reference_impls import InMemoryAuthProvider


def request(**headers: str) -> Any:
    return SimpleNamespace(headers=headers)


def test_a_token_stands_for_somebody_until_they_log_out() -> None:
    provider = InMemoryAuthProvider()
    provider.log_in("ada@example.com", "t0ken")
    assert provider.get_current_user(request(authorization="Bearer t0ken")) == "ada@example.com"
    provider.log_out("t0ken")
    assert provider.get_current_user(request(authorization="Bearer t0ken")) is None


def test_without_a_token_it_is_nobody() -> None:
    provider = InMemoryAuthProvider()
    provider.log_in("ada@example.com", "t0ken")
    for headers in ({}, {"authorization": "t0ken"}, {"authorization": "Basic t0ken"}):
        assert provider.get_current_user(request(**headers)) is None
