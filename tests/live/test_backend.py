"""The live profile over a backend that throttles, delays and fails."""

import json
from pathlib import Path

import pytest

from dispatch_interfaces import NotFoundError
from dispatch_interfaces.conformance import Result, check
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.live.plan import plan_of
from dispatch_interfaces.conformance.requirements import adversarial
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.options import ProfileName
from tests.conformance.test_references import BRIEF
from tests.live.commands import GROUPS, STORAGE, held, ledgers, others, run
from tests.live.plan import PROFILES
from tests.live.plugins import HttpGroups, HttpStorage, HttpTicket, groups_without_remove
from tests.live.server import Backend


@pytest.mark.parametrize("profile", ["live", "remote"])
@pytest.mark.parametrize(
    "target",
    [
        pytest.param(STORAGE, id="storage", marks=pytest.mark.slow),
        pytest.param(GROUPS, id="groups"),
    ],
)
def test_a_throttled_and_slow_backend_conforms_and_nothing_is_left(
    backend: Backend, target: tuple[str, ...], profile: str
) -> None:
    others(backend)
    before = held(backend)
    backend.throttle_every, backend.delay = 7, 0.0005
    code, output = run("check", *target, "--profile", profile)
    assert code == 0, output
    assert "LEFT BEHIND" not in output
    assert held(backend) == before
    assert ledgers() == []


def test_a_tracker_over_http_conforms(backend: Backend) -> None:
    (target,) = resolve(HttpTicket, harness="tests.live.plugins:tickets")
    judgement = judge(target, Options(strict=True, run=BRIEF))
    assert judgement.of(*set(Result) - {Result.PASSED}) == ()
    assert backend.count("update") > 100


@pytest.mark.slow
def test_every_name_that_is_made_tells_the_run(backend: Backend) -> None:
    report = check(HttpStorage, harness="tests.live.plugins:storage", profile="live")
    assert report.passed
    names = [args[0] for method, args in backend.calls if method == "create"]
    untagged = [it for it in names if "-di-" not in it and not it.startswith("di-")]
    # What cannot be a name is refused: nothing is made of it.
    assert set(untagged) <= {*adversarial.NOT_NAMES, *adversarial.SURROGATES}


def test_what_an_answer_was_lost_of_is_found_by_its_name(backend: Backend) -> None:
    others(backend)
    before = held(backend)
    backend.fail_after = {"create": 5}
    code, output = run("check", *GROUPS, "--profile", "live")
    assert code == 1, output
    assert "UnavailableError" in output
    assert held(backend) == before
    assert ledgers() == []


def test_a_call_that_failed_before_its_effect_left_nothing(backend: Backend) -> None:
    others(backend)
    before = held(backend)
    backend.fail_before = {"create": 4, "delete": 3}
    _code, _output = run("check", *GROUPS, "--profile", "live")
    # A removal that failed is tried again after the next requirement, and at the end.
    assert held(backend) == before or ledgers()
    backend.fail_before = {}
    _, output = run("sweep")
    assert held(backend) == before
    # Of a name that does not tell the run, only the author can say whose it is.
    left = [it for it in output.splitlines() if it.startswith("  LEFT")]
    assert all("group ''" in it and "nobody knows whether it was made" in it for it in left)


def test_what_cannot_be_removed_is_in_the_report_and_swept_later(backend: Backend) -> None:
    others(backend)
    before = held(backend)
    backend.forbidden = frozenset({"delete"})
    target = ["check", STORAGE[0], "--harness", "tests.live.plugins:without_remove"]
    target += ["--profile", "live", "-k", "create_answers_with_the_name"]
    _, output = run(*target)
    assert "LEFT BEHIND  PermissionDeniedError: delete: not for you" in output
    assert "drive 'di-" in output
    report = json.loads(run(*target, "--json")[1])
    left = report["judgements"][0]["left_behind"]
    assert len(left) >= 2
    assert all("PermissionDeniedError" in it["reason"] for it in left)
    assert len(ledgers()) == 2
    code, output = run("sweep")
    assert code == 1
    assert "LEFT  drive" in output
    backend.forbidden = frozenset()
    code, output = run("sweep")
    assert code == 0
    assert output.count("removed  drive") == 2 * len(left)
    assert held(backend) == before
    assert ledgers() == []
    assert run("sweep") == (0, "")


def test_what_is_in_the_trash_needs_a_way_to_empty_it(backend: Backend) -> None:
    before = held(backend)
    report = check(
        HttpStorage, harness="tests.live.plugins:without_remove", profile="live", keyword="delete"
    )
    left = report.judgements[0].left_behind
    assert {it.reason for it in left} == {
        "it is in the trash: give the harness a `remove` that empties it"
    }
    assert len(held(backend)["drives"]) == len(left)
    assert run("sweep", "--harness", "tests.live.plugins:storage")[0] == 0
    assert held(backend) == before


def test_a_ledger_that_is_none_is_left_alone(backend: Backend) -> None:
    path = Path("ledger.jsonl")
    path.write_text("{}\n")
    code, output = run("sweep", str(path))
    assert code == 2
    assert "it is no ledger" in output
    assert path.exists()


def test_a_harness_without_a_name_has_to_be_named(backend: Backend) -> None:
    harness = groups_without_remove
    report = check(HttpGroups, harness=harness, profile="live", keyword="create_returns_a_fresh")
    assert report.judgements[0].left_behind == ()
    backend.forbidden = frozenset({"delete"})
    check(HttpGroups, harness=harness, profile="live", keyword="create_returns_a_fresh")
    code, output = run("sweep")
    assert code == 2
    assert "name it with --harness" in output
    backend.forbidden = frozenset()
    assert run("sweep", "--harness", GROUPS[2])[0] == 0
    assert held(backend)["groups"] == {}


def test_a_test_server_is_mutated_and_cleaned(backend: Backend) -> None:
    others(backend)
    before = held(backend)
    code, output = run("check", *GROUPS, "--profile", "remote", "--self-check")
    assert code == 0, output
    assert held(backend) == before
    assert ledgers() == []


def test_a_live_backend_is_not_mutated(backend: Backend) -> None:
    code, output = run("check", *GROUPS, "--profile", "live", "--self-check")
    assert code == 2
    assert "a live backend is not mutated" in output


def test_a_plan_touches_nothing(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACME_URL")  # opening the plugin would fail
    code, output = run("check", *STORAGE, "--plan")
    assert code == 0, output
    assert backend.calls == []
    assert ledgers() == []
    assert " drives: removed" in output
    assert "at 10000 calls a second" in output
    assert "profile live" in output
    assert "profile remote" in run("check", *STORAGE, "--plan", "--profile", "remote")[1]
    # What quick would do to it does not matter: it is for backends that go with the plugin.
    assert run("check", *STORAGE, "--plan", "--profile", "quick")[1].startswith(
        output.partition("names")[0]
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_a_plan_says_what_a_check_does(backend: Backend, profile: ProfileName) -> None:
    (target,) = resolve(GROUPS[0], harness=GROUPS[2])
    plan = plan_of(target, profile)
    assert check(HttpGroups, harness=GROUPS[2], profile=profile).passed
    done = len(backend.calls)
    planned = sum(plan.calls.values()) + plan.removals
    assert done == pytest.approx(planned, rel=0.1)


def test_what_is_not_there_any_more_counts_as_removed(backend: Backend) -> None:
    groups = backend.plugins["participant-group"]
    check(HttpGroups, harness=GROUPS[2], profile="live", keyword="delete")
    assert dict(groups.groups()) == {}
    with pytest.raises(NotFoundError):
        groups.delete("nobody@groups.example.com")
    assert ledgers() == []


def test_what_blocks_is_not_hidden_by_the_ledger(backend: Backend) -> None:
    backend.forbidden = frozenset({"create"})
    report = check(HttpGroups, harness=GROUPS[2], profile="live")
    assert not report.judgements[0].of(Result.PASSED) or report.exit_code
    assert ledgers() == []
