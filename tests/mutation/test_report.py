"""The figures say what the mutation tester found, and no survivor goes without a reason."""

import json
from pathlib import Path

import pytest

from tests.mutation import report
from tests.mutation.mutants import Fate, Mutant, read_mutants
from tests.mutation.report import Kind, Reason, Reasons, page_of, problems_of, rows_of

MUTATED = """
class InMemoryTicket:
    def xǁInMemoryTicketǁget__mutmut_orig(self, key):
        if key not in self.kept:
            raise NotFoundError("no ticket", method="get", value=key)
        return self.kept[self._ids.new("ticket")]
    def xǁInMemoryTicketǁget__mutmut_1(self, key):
        if key not in self.kept:
            raise NotFoundError("XXno ticketXX", method="get", value=key)
        return self.kept[self._ids.new("ticket")]
    def xǁInMemoryTicketǁget__mutmut_2(self, key):
        if key in self.kept:
            raise NotFoundError("no ticket", method="get", value=key)
        return self.kept[self._ids.new("ticket")]
    def xǁInMemoryTicketǁget__mutmut_3(self, key):
        if key not in self.kept:
            raise NotFoundError("no ticket", method="get", value=key)
        return self.kept[self._ids.new(None)]

def x_helper__mutmut_orig():
    return 1
def x_helper__mutmut_1():
    return 2
"""


@pytest.fixture
def found(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "ticket.py").write_text(MUTATED, "utf-8")
    codes = {
        "ticket.xǁInMemoryTicketǁget__mutmut_1": 0,
        "ticket.xǁInMemoryTicketǁget__mutmut_2": 1,
        "ticket.xǁInMemoryTicketǁget__mutmut_3": 0,
        "ticket.x_helper__mutmut_1": 33,
    }
    results = json.dumps({"exit_code_by_key": codes})
    (tmp_path / "ticket.py.meta").write_text(results, "utf-8")
    return list(read_mutants(tmp_path))


def test_a_mutant_is_told_by_its_function_and_its_change(found: list[Mutant]) -> None:
    assert [(it.place, it.fate, it.wording) for it in found] == [
        ("ticket:InMemoryTicket.get", Fate.SURVIVED, True),
        ("ticket:InMemoryTicket.get", Fate.CAUGHT, False),
        ("ticket:InMemoryTicket.get", Fate.SURVIVED, True),
        ("ticket:helper", Fate.UNREACHED, False),
    ]
    assert found[1].change == "- if key not in self.kept:\n+ if key in self.kept:"


def mutant(change: str, fate: Fate = Fate.SURVIVED, module: str = "ticket") -> Mutant:
    return Mutant(module, "InMemoryTicket.get", change, fate, wording=False)


def reasons(kind: Kind, *changes: str, **unreached: str) -> Reasons:
    reason = Reason("ticket:InMemoryTicket.get", kind, "because", changes)
    return Reasons((reason,), {f"ticket:{name}": why for name, why in unreached.items()})


def test_what_survived_needs_a_reason() -> None:
    survivors = [mutant("- a\n+ b"), mutant("- a\n+ c")]
    (problem,) = problems_of(survivors, reasons(Kind.FREE, "- a\n+ b"))
    assert "- a\n+ c" in problem


def test_a_reason_needs_a_survivor() -> None:
    caught = [mutant("- a\n+ b", Fate.CAUGHT)]
    problems = list(problems_of(caught, reasons(Kind.FREE, "- a\n+ b", helper="unused")))
    assert len(problems) == 2
    assert "ticket:helper" in problems[0]
    assert "- a\n+ b" in problems[1]


def test_what_nothing_calls_needs_a_reason_and_what_was_not_tried_is_told() -> None:
    mutants = [mutant("- a\n+ b", Fate.UNREACHED), mutant("- a\n+ c", Fate.UNTRIED)]
    problems = list(problems_of(mutants, Reasons((), {})))
    assert [it.partition(":")[0] for it in problems] == [
        "not tried",
        "nothing calls it, for no reason that is known",
    ]


def test_the_score_is_of_what_changes_behaviour() -> None:
    mutants = [
        *(mutant(f"- {it}", Fate.CAUGHT) for it in range(6)),
        mutant("- equal"),
        mutant("- unknown"),
        mutant("- shared", Fate.CAUGHT, module="common"),
        mutant("- helper", Fate.CAUGHT, module="message_body"),
    ]
    rows = {it.name: it for it in rows_of(mutants, reasons(Kind.EQUIVALENT, "- equal"))}
    ticket = rows["ticket"]
    assert (ticket.equivalent, ticket.missed, ticket.caught) == (1, 1, 6)
    assert ticket.score == pytest.approx(100 * 6 / 7)
    assert rows["conversation"].caught == rows["shared by several"].caught == 1
    assert rows["all"].caught == 8


def test_the_page_shows_every_reason() -> None:
    known = reasons(Kind.MISSED, "- a\n+ b", "- a\n+ c", helper="of tests only")
    page = page_of(rows_of([mutant("- a\n+ b"), mutant("- a\n+ c")], known), known)
    assert "```diff\n- a\n+ b\n+ c\n```" in page
    assert "**missed**: because" in page
    assert "- `ticket:helper`: of tests only" in page


def test_the_reasons_that_are_written_down_can_be_read() -> None:
    known = Reasons.read(Path(report.__file__).with_name("survivors.toml").read_text("utf-8"))
    assert known.survivors
    assert known.unreached
    for reason in known.survivors:
        assert reason.why.endswith(".")
        assert reason.changes
