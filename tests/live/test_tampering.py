"""What somebody has changed in a recording or in a ledger is told in a sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from dispatch_interfaces.conformance import Result, check
from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.live import ledger
from dispatch_interfaces.conformance.live.ledger import Ledger, LedgerError
from dispatch_interfaces.conformance.run.json_values import decode, encode
from dispatch_interfaces.conformance.run.recording import CassetteError, Replay
from reference_impls import InMemoryTerm
from tests.live.commands import run

TARGET = "reference_impls:InMemoryTerm"
KEYWORD = "TERM-03"
TAPE = Path("run.jsonl")

Change = Callable[[list[dict[str, Any]]], object]


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The lines of a recording, which is in the current folder."""
    monkeypatch.chdir(tmp_path)
    assert check(TARGET, record=TAPE, keyword=KEYWORD).passed
    return [json.loads(it) for it in TAPE.read_text().splitlines()]


def replayed() -> tuple[int, str]:
    return run("check", TARGET, "-k", KEYWORD, "--replay", str(TAPE))


def refused(told: str) -> None:
    """Expect a replay to end at its start, with one line that is not a traceback."""
    code, output = replayed()
    assert code == 2, output
    assert told in output
    assert output.startswith("error: ")
    assert output.count("\n") == 1, output


def change(lines: list[dict[str, Any]], by: Change) -> None:
    by(lines)
    TAPE.write_text("".join(json.dumps(it) + "\n" for it in lines))


def answer_of(lines: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The first answer to a question after something."""
    number = next(it["question"] for it in lines if it.get("name") == name)
    return next(it for it in lines if it.get("answer") == number)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (lambda lines: lines[0].pop("recorded"), "line 1 is not"),
        (lambda lines: lines[0].update(recorded="yesterday"), "line 1 is not"),
        (lambda lines: lines[0].update(recorded=5), "line 1 is not"),
        (lambda lines: lines[0].update(profile="bold"), "line 1 is not"),
        (lambda lines: lines[0].update(profile=["live"]), "line 1 is not"),
        (lambda lines: lines[0].update(seed=-1), "line 1 is not"),
        (lambda lines: lines[0].update(seed="0"), "line 1 is not"),
        (lambda lines: lines[1].update(tag=7), "line 2 is not"),
        (lambda lines: lines[2].pop("given"), "line 3 is not"),
        (lambda lines: lines[2].update(by="nobody"), "line 3 is not"),
        (lambda lines: lines[2].update(target="acme:Other"), "acme:Other was not opened"),
        (lambda lines: lines[3].update(answer=99), "an answer to no question"),
        (lambda lines: lines[3].pop("returned"), "not one answer"),
        (lambda lines: lines.append(lines[3]), "an answer to no question"),
        (lambda lines: lines.append({"x": 1}), "unexpected keyword argument 'x'"),
        (lambda lines: answer_of(lines, "unique").update(returned=5), "is not as one writes it"),
        (
            lambda lines: answer_of(lines, "get").update(returned={"~": "nothing"}),
            "is not as one writes it (nothing)",
        ),
        (
            lambda lines: answer_of(lines, "get").update(returned={"~": "bytes", "of": "0"}),
            "is not as one writes it",
        ),
        (
            lambda lines: answer_of(lines, "get").update(returned={"~": "object", "text": 1}),
            "is not as one writes it",
        ),
        (
            lambda lines: answer_of(lines, "get").update(returned=None, raised={"base": "Error"}),
            "is not as one writes it",
        ),
    ],
)
def test_a_line_that_was_changed_ends_a_replay(
    lines: list[dict[str, Any]], by: Change, told: str
) -> None:
    change(lines, by)
    refused(told)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (lambda _: b"", "line 1 is not"),
        (lambda whole: whole[:-20], "the line is not whole"),
        (lambda whole: whole + b"\n", "is not as one writes it"),
        (lambda whole: whole + b"[" * 100_000 + b"\n", "recursion"),
        (lambda whole: whole + b"1" * 10_000 + b"\n", "is not as one writes it"),
        (lambda whole: whole + b"null\n[]\n", "the line is not whole"),
        (lambda whole: whole.replace(b"TERM", b"T\xffRM"), "utf-8"),
        (lambda whole: b"\0" + whole, "line 1 is not"),
    ],
)
def test_what_is_no_text_or_no_json_ends_a_replay(
    lines: list[dict[str, Any]], by: Callable[[bytes], bytes], told: str
) -> None:
    TAPE.write_bytes(by(TAPE.read_bytes()))
    refused(told)


def test_what_cannot_be_read_ends_a_replay(lines: list[dict[str, Any]]) -> None:
    TAPE.unlink()
    with pytest.raises(CassetteError, match="cannot be read: No such file"):
        Replay(TAPE)
    TAPE.mkdir()
    with pytest.raises(CassetteError, match="cannot be read: Is a directory"):
        Replay(TAPE)


@pytest.mark.parametrize("left", [5, [], [[], {}], [{"~": "tuple", "of": [1, 2, 3]}, {}]])
def test_arguments_that_were_left_otherwise_are_an_error(
    lines: list[dict[str, Any]], left: Any
) -> None:
    change(lines, lambda lines: answer_of(lines, "add_term").update(left=left))
    code, output = replayed()
    assert code == 2, output
    assert "was not left with such arguments" in output


def test_what_was_not_answered_is_no_pass(lines: list[dict[str, Any]]) -> None:
    change(lines, lambda lines: lines.__setitem__(slice(None), lines[:2]))
    report = check(TARGET, replay=TAPE, keyword=KEYWORD)
    outcomes = [it for it in report.judgements[0].outcomes if it.result is not Result.NOT_SELECTED]
    assert {it.result for it in outcomes} == {Result.ERROR}
    assert report.exit_code == 2


class Grouping(InMemoryTerm):
    """Raises several errors at once."""

    def get(self, **kwargs: Any) -> Any:
        raise ExceptionGroup("two pages failed", [ValueError("one"), KeyError("other")])


def test_an_error_of_errors_is_recorded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorded = check(Grouping, record=TAPE, keyword=KEYWORD)
    replayed = check(Grouping, replay=TAPE, keyword=KEYWORD)
    assert [it.result for it in replayed.judgements[0].outcomes] == [
        it.result for it in recorded.judgements[0].outcomes
    ]
    assert recorded.judgements[0].of(Result.FAILED)


@frozen
class Page:
    title: str


def test_sets_of_objects_come_back() -> None:
    found = decode(encode({Page("Down"), frozenset({"a"})}))
    assert {str(it) for it in found} == {"Page(title='Down')", "frozenset({'a'})"}


@pytest.mark.parametrize(
    ("head", "entry"),
    [
        ({"plugin": {"target": 5}, "tag": "di-1"}, {}),
        ({"plugin": {"target": "acme:Storage"}, "tag": 5}, {}),
        ({"plugin": [], "tag": "di-1"}, {}),
        (None, {}),
        ({}, {"number": "one", "created": {}}),
        ({}, {"number": 1, "created": {}}),
        ({}, {"number": 1, "created": {"~": "nothing"}}),
        ({}, {"number": 1, "created": {"kind": 1, "requirement": "", "method": ""}}),
        (
            {},
            {
                "number": 1,
                "created": {"kind": "", "requirement": "", "method": "", "arguments": []},
            },
        ),
        ({}, {"neither": 1}),
    ],
)
def test_a_ledger_whose_checksums_were_made_anew_is_none(
    tmp_path: Path, head: Any, entry: dict[str, Any]
) -> None:
    right = {"plugin": {"target": "acme:Storage"}, "tag": "di-1"}
    assert PluginConfig(**right["plugin"])  # type: ignore[arg-type]
    path, before = tmp_path / "ledger-di-1.jsonl", ""
    for told in (right if head == {} else head, entry):
        text = json.dumps(told)
        before = ledger._summed(before, text)
        with path.open("a") as file:
            file.write(f"{before} {text}\n")
    with pytest.raises(LedgerError, match="it is no ledger"):
        Ledger.read(path)
