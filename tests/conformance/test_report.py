import json
from typing import Any

import jsonschema
import pytest
from attrs import evolve

from dispatch_interfaces.conformance.reports.report import Judgement, LoadFailure, Report, Verdict
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.conformance.self_check.attempts import Attempt, Blindness, SelfCheck
from tests.report_schema import SCHEMA


def outcome(result: Result = Result.PASSED, **changed: Any) -> Outcome:
    values: dict[str, Any] = {
        "requirement": "STORAGE-020",
        "text": "A rule.",
        "strength": Strength.MUST,
        "level": Level.BEHAVIOUR,
        "methods": ("create",),
        "result": result,
    }
    return Outcome(**{**values, **changed})


KNOWN = {"expected_failure": "known"}
LEFT_OUT = outcome(Result.NOT_SELECTED)


def judgement(*outcomes: Outcome, strict: bool = False) -> Judgement:
    return Judgement("acme:Acme", "storage", False, strict, outcomes)


SHOULD = {"strength": Strength.SHOULD}


@pytest.mark.parametrize(
    ("outcomes", "verdict", "strict_verdict"),
    [
        ([], Verdict.NOT_JUDGED, None),
        ([outcome(level=Level.SHAPE)], Verdict.NOT_JUDGED, None),
        ([outcome()], Verdict.CONFORMS, None),
        ([outcome(), outcome(Result.UNSUPPORTED)], Verdict.CONFORMS, None),
        ([outcome(Result.UNSUPPORTED)], Verdict.NOT_JUDGED, None),
        ([outcome(Result.NOT_OBSERVED)], Verdict.NOT_JUDGED, None),
        ([outcome(), outcome(Result.NOT_OBSERVED)], Verdict.CONFORMS_WHERE_OBSERVED, None),
        ([outcome(), outcome(Result.FAILED)], Verdict.DOES_NOT_CONFORM, None),
        ([outcome(), outcome(Result.BLOCKED)], Verdict.NOT_JUDGED, None),
        ([outcome(), outcome(Result.ERROR)], Verdict.NOT_JUDGED, None),
        ([outcome(), outcome(Result.NOT_RUN)], Verdict.NOT_JUDGED, None),
        ([outcome(Result.FAILED), outcome(Result.BLOCKED)], Verdict.DOES_NOT_CONFORM, None),
        ([outcome(), outcome(Result.FAILED, **SHOULD)], Verdict.CONFORMS, Verdict.DOES_NOT_CONFORM),
        (
            [outcome(), outcome(Result.BLOCKED, **SHOULD)],
            Verdict.CONFORMS_WHERE_OBSERVED,
            Verdict.NOT_JUDGED,
        ),
        (
            [*[outcome()] * 18, outcome(Result.FAILED, **KNOWN), outcome(Result.BLOCKED, **KNOWN)],
            Verdict.CONFORMS,
            None,
        ),
        ([*[outcome()] * 8, outcome(Result.FAILED, **KNOWN)], Verdict.TOO_MUCH_EXPECTED, None),
        ([outcome(), outcome(Result.FAILED, preview=True)], Verdict.CONFORMS, None),
        ([outcome(level=Level.SHAPE), LEFT_OUT], Verdict.SELECTION_PASSES, None),
        ([outcome(), outcome(Result.NOT_OBSERVED), LEFT_OUT], Verdict.SELECTION_PASSES, None),
        ([outcome(Result.NOT_OBSERVED), LEFT_OUT], Verdict.NOT_JUDGED, None),
        ([outcome(), outcome(Result.BLOCKED), LEFT_OUT], Verdict.NOT_JUDGED, None),
        ([outcome(Result.FAILED), LEFT_OUT], Verdict.DOES_NOT_CONFORM, None),
        ([LEFT_OUT, LEFT_OUT], Verdict.NOTHING_SELECTED, None),
    ],
)
def test_the_verdict_follows_from_the_outcomes(
    outcomes: list[Outcome], verdict: Verdict, strict_verdict: Verdict | None
) -> None:
    assert judgement(*outcomes).verdict is verdict
    assert judgement(*outcomes, strict=True).verdict is (strict_verdict or verdict)


def test_exit_codes() -> None:
    conforms, fails = judgement(outcome()), judgement(outcome(Result.FAILED))
    unjudged = judgement(outcome(Result.ERROR))
    seen_in_part = [outcome(), outcome(Result.NOT_OBSERVED)]
    assert report(conforms).exit_code == 0
    assert report(conforms, judgement(*seen_in_part)).exit_code == 0
    assert report(judgement(*seen_in_part, strict=True)).exit_code == 1
    assert report(judgement(*seen_in_part, LEFT_OUT, strict=True)).exit_code == 1
    assert report(judgement(*seen_in_part, LEFT_OUT)).exit_code == 0
    too_much = judgement(outcome(), outcome(Result.FAILED, **KNOWN))
    assert report(too_much).exit_code == 1
    known = judgement(*[outcome()] * 10, outcome(Result.FAILED, **KNOWN), strict=True)
    assert (known.told, known.exit_code) == ("conforms, 1 expected failure", 0)
    assert report(conforms, fails, unjudged).exit_code == 1
    assert report(conforms, unjudged).exit_code == 2
    assert report().exit_code == 2
    assert (
        Report("0.1", "3.11", "quick", 0, (conforms,), (LoadFailure("x", "no x", ""),)).exit_code
        == 2
    )


def report(*judgements: Judgement) -> Report:
    return Report("0.1.0", "3.11.7", "quick", 0, judgements)


def test_a_blocked_outcome_names_the_failure_that_blocks_it() -> None:
    shape = outcome(Result.FAILED, requirement="STORAGE-010", level=Level.SHAPE)
    later = outcome(Result.FAILED, requirement="STORAGE-020")
    blocked = outcome(Result.BLOCKED, requirement="STORAGE-030", blocked_by="create")
    missing = outcome(Result.FAILED, requirement="STORAGE-002", methods=())
    assert judgement(later, shape, blocked).causes(blocked) == ("STORAGE-010",)
    assert judgement(missing, blocked).causes(blocked) == ("STORAGE-002",)
    assert judgement(blocked).causes(blocked) == ()


def test_an_unknown_requirement_is_an_error() -> None:
    with pytest.raises(LookupError, match="storage has no requirement STORAGE-999"):
        judgement(outcome()).outcome("STORAGE-999")
    assert judgement(outcome()).outcome("STORAGE-020") == outcome()


def test_the_json_is_what_the_schema_says() -> None:
    finding = Finding("get()", "returned 1", "2", "", "mend it", "a.py:1", "", "")
    whole = Report(
        "0.1.0",
        "3.11.7",
        "quick",
        0,
        (judgement(outcome(), outcome(Result.FAILED, finding=finding)),),
        (LoadFailure("acme", "no module", "Traceback"),),
    )
    parsed = json.loads(whole.to_json())
    jsonschema.Draft202012Validator(SCHEMA).validate(parsed)
    assert parsed["judgements"][0]["verdict"] == "does not conform"
    assert parsed["judgements"][0]["outcomes"][1]["finding"]["called"] == "get()"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({**parsed, "more": 1})


def test_a_check_that_would_not_notice_mutations_is_not_green() -> None:
    caught = Attempt("drop the write", "create", caught_by="STORAGE-030")
    spared = Attempt("reorder", "create", reason="needs an answer")
    unseen = Attempt("block", "get", blindness=Blindness.NOT_OBSERVED, reason="no observer")
    blind = Attempt("block", "list", blindness=Blindness.NOT_REACHED, reason="another class")

    def codes(*attempts: Attempt, not_run: str = "") -> tuple[int, int]:
        found = SelfCheck(attempts, not_run)
        plain, strict = (judgement(outcome(), strict=it) for it in (False, True))
        both = evolve(plain, self_check=found), evolve(strict, self_check=found)
        return both[0].exit_code, both[1].exit_code

    assert codes(caught, spared) == (0, 0)
    assert codes(caught, unseen) == (0, 1)
    assert codes(caught, unseen, blind) == (1, 1)
    assert codes(not_run="it is sealed") == (2, 2)
    failed = evolve(judgement(outcome(Result.FAILED)), self_check=SelfCheck((), "has to pass"))
    assert failed.exit_code == 1
