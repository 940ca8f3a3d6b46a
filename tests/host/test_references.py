"""The references of types that no documentation has answer everything that is called."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import define, field

import reference_impls
from dispatch_interfaces.conformance import HostHarness, Verdict
from dispatch_interfaces.conformance.host.edition import judge_host
from dispatch_interfaces.conformance.run.outcomes import Result
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.catalogue import CATALOGUE


@define
class Answer:
    """What a model may be asked to answer with."""

    summary: str = ""
    historical_summary: str = ""
    critical_analysis: str = ""
    recommendation: str = ""
    recommendations: list[Any] = field(factory=list)

    def dict(self) -> Mapping[str, Any]:
        return {"summary": self.summary}


def _challenge(plugin: Any) -> Mapping[str, Any]:
    user, session = SimpleNamespace(email="ada@example.com"), SimpleNamespace()
    challenge, _ = plugin.create_mfa_challenge("signal-snooze", user, session, 1)
    payload = SimpleNamespace(
        action="signal-snooze", project_id=1, challenge_id=str(challenge.challenge_id)
    )
    plugin.validate_mfa_token(payload, user, session)
    return {"challenge_id": challenge.challenge_id, "mfa_payload": payload}


def _login(plugin: Any) -> Mapping[str, Any]:
    plugin.log_in("ada@example.com", "t0ken")
    return {"web_request": SimpleNamespace(headers={"authorization": "Bearer t0ken"})}


def _build(plugin: Any) -> Mapping[str, Any]:
    link = plugin.change("web-17", "Deploy", "failed", datetime(2025, 9, 2))
    return {
        "monitor_weblink": link,
        "last_modified": datetime(2025, 9, 1),
        "match": {"weblink": link, "build": "web-17"},
    }


def _source(plugin: Any) -> Mapping[str, Any]:
    plugin.describe("events", description="All events")
    return {"external_id": "events"}


HARNESSES = {
    "artificial-intelligence": HostHarness(values={"response_model": Answer}),
    "auth-mfa": HostHarness(prepare=_challenge),
    "auth-provider": HostHarness(prepare=_login),
    "monitor": HostHarness(prepare=_build),
    "source": HostHarness(prepare=_source),
    "tag": HostHarness(prepare=lambda plugin: plugin.add_tag("us-east-1", "Region")),
}
UNDOCUMENTED = [it for it in CATALOGUE.values() if it.methods and it.type not in CONTRACTS]


@pytest.mark.parametrize("found", UNDOCUMENTED, ids=lambda it: it.type)
def test_a_reference_works_at_every_call(found: Any) -> None:
    name = "".join(part.capitalize() for part in found.type.split("-"))
    judgement = judge_host(
        getattr(reference_impls, f"InMemory{name}"), HARNESSES.get(found.type), timeout=5
    )
    failed = [
        it.finding or it.reason for it in judgement.outcomes if it.result is not Result.PASSED
    ]
    assert failed == []
    assert judgement.verdict is Verdict.CONFORMS


def test_there_is_one_for_each_type() -> None:
    assert len(UNDOCUMENTED) == 11
