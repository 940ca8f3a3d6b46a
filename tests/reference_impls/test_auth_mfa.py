"""Challenges, and who may answer them."""

import threading
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from dispatch_interfaces import InvalidRequestError, NotFoundError
from reference_impls import InMemoryAuthMfa

ADA: Any = SimpleNamespace(id=1, email="ada@example.com")
MALLORY: Any = SimpleNamespace(id=2, email="mallory@example.com")
SESSION: Any = SimpleNamespace()


def payload(challenge_id: object, action: str = "snooze") -> Any:
    return SimpleNamespace(action=action, project_id=1, challenge_id=str(challenge_id))


def test_whoever_waits_is_told_when_it_is_approved() -> None:
    mfa, seen = InMemoryAuthMfa(timeout=10), list[str]()
    challenge, url = mfa.create_mfa_challenge("snooze", ADA, SESSION, 1)
    assert str(challenge.challenge_id) in url
    waiting = threading.Thread(
        target=lambda: seen.append(mfa.wait_for_challenge(challenge.challenge_id, SESSION))
    )
    waiting.start()
    assert mfa.validate_mfa_token(payload(challenge.challenge_id), ADA, SESSION) == "approved"
    waiting.join()
    assert seen == ["approved"]
    assert mfa.validate_mfa_token(payload(challenge.challenge_id), ADA, SESSION) == "approved"


def test_it_may_be_denied_or_expire() -> None:
    mfa = InMemoryAuthMfa(timeout=0)
    denied, _ = mfa.create_mfa_challenge("snooze", ADA, SESSION, 1)
    mfa.deny(denied.challenge_id)
    assert mfa.wait_for_challenge(denied.challenge_id, SESSION) == "denied"
    late, _ = mfa.create_mfa_challenge("snooze", ADA, SESSION, 1)
    assert mfa.wait_for_challenge(late.challenge_id, SESSION) == "expired"
    with pytest.raises(InvalidRequestError, match="the challenge is over"):
        mfa.validate_mfa_token(payload(late.challenge_id), ADA, SESSION)


def test_nobody_else_and_nothing_else_is_approved() -> None:
    mfa = InMemoryAuthMfa()
    challenge, _ = mfa.create_mfa_challenge("snooze", ADA, SESSION, 1)
    with pytest.raises(InvalidRequestError, match="of somebody else"):
        mfa.validate_mfa_token(payload(challenge.challenge_id), MALLORY, SESSION)
    with pytest.raises(InvalidRequestError, match="for something else"):
        mfa.validate_mfa_token(payload(challenge.challenge_id, "delete"), ADA, SESSION)
    with pytest.raises(NotFoundError, match="no challenge has this id"):
        mfa.validate_mfa_token(payload(uuid4()), ADA, SESSION)
