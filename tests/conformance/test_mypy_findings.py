"""What mypy finds, told by requirement."""

import importlib
import sys
from typing import Any

import pytest

from dispatch_interfaces.checking.mypy import MypyFailure, Probe, mypy_problems
from dispatch_interfaces.conformance import check
from dispatch_interfaces.conformance.requirements.mypy_findings import FoundByMypy, found_by_mypy
from dispatch_interfaces.conformance.run.outcomes import Result
from dispatch_interfaces.contract import CONTRACTS, Contract
from tests.author import Author
from tests.references import contracts_with_a_reference, reference_of

METRIC = CONTRACTS["metric"]

ACME = """
from collections.abc import Callable
from typing import Any
from dispatch_interfaces import MetricPlugin, unsupported
from reference_impls import InMemoryTicket

class Whole(MetricPlugin):
    title, slug = "Acme", "acme"
    author, author_url = "Acme", "https://acme.example"
    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...
    counter = unsupported("Acme has no counters")
    def timer(self, name, value, tags=None): ...

class Wide(Whole):
    def gauge(self, name: object, value: object, tags: object = None, unit: str = "") -> None: ...

class Renames(Whole):
    def gauge(self, label: str, value: float, tags: Any = None) -> None: ...

class Requires(Whole):
    def gauge(self, name: str, value: float, tags: Any) -> None: ...

class Narrows(Whole):
    def gauge(self, name: str, value: int, tags: dict[str, str] | None = None) -> None: ...

class Awaits(Whole):
    async def gauge(self, name: str, value: float, tags: Any = None) -> None: ...

class Reads(Whole):
    @property
    def gauge(self) -> str: return ""

class Returns(Whole):
    def gauge(self, name: str, value: float, tags: Any = None) -> str: return ""

class Unnamed(Whole):
    title = None

class Duck:
    type = title = slug = author = author_url = "metric"
    def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...
    def counter(self, name: str, value: Any = None, tags: dict[str, Any] | None = None) -> None: ...

class Dicts(InMemoryTicket):
    def create(self, title: str, incident_type: str, incident_priority: str, commander: str,
               reporter: str) -> dict[str, str]: ...

def make() -> type:
    class Local(Whole): ...
    return Local
"""


@pytest.fixture
def acme(author: Author) -> Any:
    author(acme_probed=ACME, mypy__ini="[mypy]\n")
    return importlib.import_module("acme_probed")


def found(plugin_class: type, interface: str = "metric") -> dict[str, set[str]]:
    """The members that mypy refuses, by requirement."""
    told = found_by_mypy(plugin_class, CONTRACTS[interface]).problems
    return {id: {it.member for it in several} for id, several in told.items()}


@pytest.mark.parametrize("contract", contracts_with_a_reference(), ids=lambda it: it.interface)
def test_the_references_are_accepted(contract: Contract) -> None:
    assert found_by_mypy(reference_of(contract), contract) == FoundByMypy()


def test_what_mypy_finds_is_told_by_requirement(acme: Any) -> None:
    assert found(acme.Whole) == {}
    assert found(acme.Wide) == {}
    assert found(acme.Renames) == {"METRIC-003": {"gauge"}}
    assert found(acme.Requires) == {"METRIC-003": {"gauge"}}
    assert found(acme.Narrows) == {"METRIC-007": {"gauge"}}
    assert found(acme.Awaits) == {"METRIC-004": {"gauge"}}
    assert found(acme.Reads) == {"METRIC-004": {"gauge"}}
    assert found(acme.Returns) == {"METRIC-007": {"gauge"}}
    assert found(acme.Unnamed) == {"METRIC-005": {"title"}}
    assert found(acme.Dicts, "ticket") == {"TICKET-007": {"create"}}
    duck = found(acme.Duck)
    assert duck["METRIC-002"] == {"timer"}
    assert "configuration" in duck["METRIC-005"]


def test_an_interface_may_have_literals_in_its_signatures(author: Author) -> None:
    author(
        acme_literal="""
        from abc import abstractmethod
        from typing import Literal, Protocol
        from dispatch_interfaces import Plugin

        class SmsPlugin(Plugin, Protocol):
            type: str = "sms"

            @abstractmethod
            def status(self, sms_id: str, kind: Literal["long"] | None) -> Literal["Sent"]: ...

        class AcmeSms(SmsPlugin):
            title, slug = "Acme", "acme"
            author, author_url = "Acme", "https://acme.example"

            def status(self, sms_id: str, kind: Literal["long"] | None) -> Literal["Sent"]:
                return "Sent"
        """,
        mypy__ini="[mypy]\n",
    )
    acme: Any = importlib.import_module("acme_literal")
    assert mypy_problems(acme.AcmeSms, Contract.of(acme.SmsPlugin)) == {}


def test_a_problem_has_its_place_and_what_to_write(acme: Any) -> None:
    (problem,) = found_by_mypy(acme.Narrows, METRIC).problems["METRIC-007"][:1]
    line = ACME.splitlines().index("class Narrows(Whole):") + 2
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (acme.__file__, line)
    assert problem.declaration.startswith("def gauge(self, name: str, value: float")
    assert '"float"; expected "int" [arg-type]' in problem.problem


def test_the_authors_configuration_holds(author: Author, acme: Any) -> None:
    author(mypy__ini="[mypy]\ndisable_error_code = arg-type\n")
    assert found(acme.Narrows) == {}


def test_a_report_has_mypys_findings_beside_its_own(acme: Any) -> None:
    (judgement,) = check(acme.Narrows, level="static", mypy=True).judgements
    finding = judgement.outcome("METRIC-007").finding
    assert finding is not None
    told = [it.problem for it in finding.problems]
    assert told[0].startswith("does not take every value")
    assert told[1].startswith("is refused by mypy")
    (judgement,) = check(acme.Dicts, level="static", mypy=True).judgements
    assert judgement.outcome("TICKET-007").result is Result.FAILED
    (judgement,) = check(acme.Dicts, level="static").judgements
    assert judgement.outcome("TICKET-007").result is Result.PASSED


def test_what_mypy_cannot_see_is_not_green(
    author: Author, acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MypyFailure, match="no class that a module can import"):
        Probe.of(acme.make(), METRIC)
    author(mypy__ini="[mypy]\nfollow_imports = skip\n")
    (judgement,) = check(acme.Whole, level="static", mypy=True).judgements
    outcome = judgement.outcome("METRIC-007")
    assert outcome.result is Result.ERROR
    assert "mypy sees nothing of the class" in outcome.reason
    author(mypy__ini="[mypy]\nplugins = acme_no_such_plugin\n")
    assert "acme_no_such_plugin" in found_by_mypy(acme.Whole, METRIC).failure
    monkeypatch.setattr(sys, "executable", "python-without-mypy")
    with pytest.raises((MypyFailure, OSError)):
        found_by_mypy(acme.Whole, METRIC)
