"""Mails that were sent."""

from datetime import datetime
from typing import Any

import pytest

from dispatch_interfaces import InvalidRequestError
from reference_impls import InMemoryEmail

TEMPLATE: list[dict[str, Any]] = [{"text": "{{name}}"}]


def test_a_mail_is_kept_as_it_was_sent() -> None:
    mails, items = InMemoryEmail(), [{"created_at": datetime(2025, 9, 1)}]
    sent = mails.send(
        "ada@example.com", "Tasks", TEMPLATE, "incident-task-reminder", items, name="inc-1", cc=None
    )
    items[0]["created_at"] = datetime(2026, 1, 1)
    assert sent is True
    (mail,) = mails.mails("ada@example.com")
    assert mail.subject == "INC-1 - Tasks"
    assert mail.items == ({"created_at": datetime(2025, 9, 1)},)
    assert mails.mails("grace@example.com") == []


def test_the_subject_may_be_given() -> None:
    mails = InMemoryEmail()
    mails.send("ada@example.com", "Tasks", [], "report", subject="Yours", cc="boss@example.com")
    assert [(it.subject, it.cc) for it in mails.mails()] == [("Yours", "boss@example.com")]


def test_what_bounces_did_not_arrive() -> None:
    mails = InMemoryEmail()
    mails.bounce("gone@example.com")
    assert mails.send("gone@example.com", "Hello", [], "report") is False
    assert mails.mails() == []


def test_an_address_has_an_at() -> None:
    with pytest.raises(InvalidRequestError, match="an address has an @"):
        InMemoryEmail().send("nobody", "Hello", [], "report")
