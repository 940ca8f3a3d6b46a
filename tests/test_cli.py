"""The command, as an author runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from click.testing import CliRunner, Result

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.requirements.rules import RULES
from dispatch_interfaces.conformance.run.cache import own_cache
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.options import LevelName
from tests.author import GROUPS, Author
from tests.report_schema import SCHEMA


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_a_conforming_plugin(author: Author) -> None:
    author(acme=GROUPS)
    result = run("check", "acme:AcmeGroups")
    assert result.exit_code == 0
    header, row, *rest = result.stdout.splitlines()
    assert header.split() == ["plugin", "interface", *get_args(LevelName), "verdict"]
    assert row.startswith("AcmeGroups  participant-group  6 passed")
    assert row.rstrip().endswith("conforms")
    assert rest[-1].startswith("conforms: AcmeGroups, ")


def test_a_finding_is_read_from_top_to_bottom(author: Author) -> None:
    author(
        acme=GROUPS
        + """
    def remove(self, email, participants):
        pass
"""
    )
    result = run("check", "acme:AcmeGroups")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("PARTICIPANT-GROUP-"))
    assert lines[start].endswith("FAILED")
    labels = [line[2:12].strip() for line in lines[start + 1 : start + 8]]
    labels = [label for label in labels if label]
    assert labels[:5] == ["called", "returned", "expected", "then", "to fix"]
    assert any(line.strip().startswith("source") and "acme.py:7" in line for line in lines)
    assert lines[-1].startswith("does not conform: AcmeGroups, ")


def test_several_targets_make_one_table(author: Author) -> None:
    author(acme=GROUPS)
    result = run("check", "acme:AcmeGroups", "reference_impls:InMemoryParticipantGroup")
    assert result.exit_code == 0
    assert result.stdout.count("static") == 1
    assert "conforms: AcmeGroups, InMemoryParticipantGroup" in result.stdout


def test_one_that_cannot_be_loaded_hides_no_other(author: Author) -> None:
    author(acme=GROUPS, acme_broken="raise ValueError('no token')")
    result = run("check", "acme_broken:X", "acme:AcmeGroups")
    assert result.exit_code == 2
    assert "NOT LOADED  acme_broken:X" in result.stdout
    assert "acme_broken cannot be imported: ValueError: no token" in result.stdout
    assert "acme_broken.py" in result.stdout
    assert "conforms: AcmeGroups" in result.stdout


def test_json_is_what_the_schema_says(author: Author) -> None:
    author(acme=GROUPS)
    result = run("check", "--json", "acme:AcmeGroups", "acme:Nothing")
    report = json.loads(result.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert report["exit_code"] == result.exit_code == 2
    assert report["not_loaded"][0]["target"] == "acme:Nothing"


def test_a_plugin_that_prints_does_not_spoil_the_json(author: Author) -> None:
    author(
        acme=GROUPS + "    def __init__(self):\n        super().__init__()\n        print('hi')\n"
    )
    assert json.loads(run("check", "--json", "acme:AcmeGroups").stdout)["exit_code"] == 0


def test_options(author: Author) -> None:
    author(acme=GROUPS)
    static = run("check", "--level", "static", "acme:AcmeGroups")
    assert static.exit_code == 2
    assert "NOT RUN" in static.stdout
    assert "beyond --level static" in static.stdout
    selection = run("check", "-k", "GROUP-01", "acme:AcmeGroups")
    assert selection.exit_code == 0
    whole = len(SUITES["participant-group"].requirements)
    last = f"selection passes: AcmeGroups, 4 of {whole} requirements run  (exit code 0)"
    assert selection.stdout.splitlines()[-1] == last
    nothing = run("check", "-k", "GROUPS-01", "acme:AcmeGroups")
    assert nothing.exit_code == 2
    assert "-k GROUPS-01 is in none of id, name and methods" in nothing.stdout
    assert run("check", "--strict", "acme:AcmeGroups").exit_code == 0
    assert run("check", "--interface", "storage", "acme:AcmeGroups").exit_code == 1
    wrong = run("check", "--interface", "storrage", "acme:AcmeGroups")
    assert wrong.exit_code == 2
    assert "did you mean 'storage'" in wrong.stdout


LATE = """
    def delete(self, email):
        try:
            super().delete(email)
        except LookupError:
            raise ValueError(email) from None
"""
"""A SHOULD that is not met, far from the first requirement."""


def test_a_should_that_is_not_met_has_not_failed(author: Author) -> None:
    author(acme=GROUPS + LATE)
    result = run("check", "acme:AcmeGroups")
    assert result.exit_code == 0
    assert "1 SHOULD not met" in result.stdout.splitlines()[-1]
    assert "1 failed" not in result.stdout


def test_what_failed_before_comes_first(author: Author) -> None:
    author(acme=GROUPS + LATE)
    stopping = ("check", "--strict", "-x", "-k", "GROUP-0", "acme:AcmeGroups")
    alone = run(*stopping)
    again = run(*stopping, "--failed-first", "--json")
    assert "\n  PARTICIPANT-GROUP-071  A role that is not documented" in alone.stdout
    (judgement,) = json.loads(again.stdout)["judgements"]
    ended = {it["requirement"]: it["result"] for it in judgement["outcomes"]}
    assert ended["PARTICIPANT-GROUP-070"] == "failed"
    assert ended["PARTICIPANT-GROUP-020"] == "not run"


def test_a_harness_by_name(author: Author) -> None:
    author(
        acme=GROUPS,
        acme_testing="""
        from acme import AcmeGroups
        from dispatch_interfaces.conformance import ParticipantGroupHarness

        harness = ParticipantGroupHarness(open=AcmeGroups)
        """,
    )
    assert run("check", "--harness", "acme_testing:harness", "acme:AcmeGroups").exit_code == 0
    missing = run("check", "--harness", "acme_testing:harnes", "acme:AcmeGroups")
    assert missing.exit_code == 2
    assert "did you mean 'harness'" in missing.stdout


def test_a_bare_check_does_what_pyproject_says(author: Author) -> None:
    folder = author(acme=GROUPS)
    (folder / "pyproject.toml").write_text(
        "[tool.dispatch-interfaces]\nstrict = true\n"
        "[[tool.dispatch-interfaces.plugins]]\ntarget = 'acme:AcmeGroups'\n"
    )
    result = run("check")
    assert result.exit_code == 0
    assert "conforms: AcmeGroups" in result.stdout
    (folder / "pyproject.toml").write_text("[tool.dispatch-interfaces]\nstrikt = 1\n")
    broken = run("check")
    assert broken.exit_code == 2
    assert "strikt" in broken.stderr


def test_what_the_observer_lacks_is_named_at_once(author: Author) -> None:
    author(
        acme=GROUPS,
        acme_testing="""
        from acme import AcmeGroups
        from dispatch_interfaces.conformance import ParticipantGroupHarness

        harness = ParticipantGroupHarness(open=AcmeGroups, observer=lambda plugin: object())
        """,
    )
    result = run("check", "--harness", "acme_testing:harness", "acme:AcmeGroups")
    assert result.exit_code == 0
    assert "OBSERVER  lacks members, description_of" in result.stdout
    assert "conforms where observed: AcmeGroups" in result.stdout


def test_nothing_to_check_is_an_error(author: Author) -> None:
    author()
    result = run("check")
    assert result.exit_code == 2
    assert "nothing to check" in result.stderr


@pytest.mark.parametrize("command", ["check", "rehearse"])
@pytest.mark.parametrize("given", ["nan", "inf", "-inf", "1e400", "0", "-1"])
def test_a_time_limit_is_a_number_of_seconds(author: Author, command: str, given: str) -> None:
    author(acme=GROUPS)
    result = run(command, "acme:AcmeGroups", "--timeout", given)
    assert result.exit_code == 2
    assert f"{given} is not a number of seconds above 0" in result.stderr


def test_a_recording_that_cannot_be_written_is_an_error(author: Author, tmp_path: Path) -> None:
    author(acme=GROUPS)
    result = run("check", "acme:AcmeGroups", "--record", str(tmp_path / "nowhere" / "tape.jsonl"))
    assert result.exit_code == 2
    assert "tape.jsonl cannot be written: No such file or directory" in result.stderr


def test_a_check_goes_on_without_a_cache(author: Author) -> None:
    author(acme=GROUPS)
    Path(".dispatch-interfaces").write_text("a file has the place of the folder")
    result = run("check", "acme:AcmeGroups")
    assert result.exit_code == 0
    assert "cannot be made: File exists: nothing is kept for the next run" in result.stderr


def test_a_check_of_a_remote_backend_does_not_go_on_without_a_ledger(author: Author) -> None:
    author(acme=GROUPS)
    Path(".dispatch-interfaces").write_text("a file has the place of the folder")
    result = run("check", "acme:AcmeGroups", "--profile", "live")
    assert result.exit_code == 2
    assert "what a check makes on a remote backend is written down there" in result.stderr


def test_a_check_goes_on_where_its_cache_takes_nothing(author: Author) -> None:
    author(acme=GROUPS)
    (own_cache() / "failed.json").mkdir()
    (own_cache() / "examples").write_text("a file has the place of the folder")
    assert run("check", "acme:AcmeGroups").exit_code == 0


@pytest.mark.parametrize("kept", ['[1, null, "TERM-030"]', "[[]]", "5", "[" * 100_000])
def test_what_failed_before_may_have_been_changed(author: Author, kept: str) -> None:
    author(acme=GROUPS)
    (own_cache() / "failed.json").write_text(kept)
    assert run("check", "acme:AcmeGroups", "--failed-first", "-k", "add_").exit_code == 0


def test_a_folder_that_is_gone_is_told_in_a_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = (
        "import os, sys; os.rmdir(os.getcwd()); "
        "from dispatch_interfaces.cli import main; main(['check'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=gone, capture_output=True, text=True
    )
    assert result.returncode == 2
    assert result.stderr == "error: the folder to work in is gone: No such file or directory\n"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise SystemExit(3)", "raised    SystemExit: 3"),
        ("return (it for it in ())", "<generator object"),
        ("return None", "returned  None"),
        ("return {'email': 'x' * 1_000_000}", "has no 'weblink'"),
        ("import time; time.sleep(60)", "did not return"),
        ("print('x' * 100); raise OSError('no route')", "printed"),
    ],
)
def test_whatever_a_plugin_does_it_is_one_clear_finding(
    author: Author, body: str, told: str
) -> None:
    declaration = "def create(self, name, participants, description=None, role='MEMBER')"
    author(acme=GROUPS + f"    {declaration}:\n        {body}\n")
    result = run("check", "--timeout", "2", "acme:AcmeGroups")
    assert result.exit_code == 1
    assert told in result.stdout
    assert "blocked" in result.stdout
    assert "(see PARTICIPANT-GROUP-010)" in result.stdout
    assert len(result.stdout) < 20_000
    assert result.stdout.count("Traceback") <= 1
    assert "dispatch_interfaces" not in result.stdout


def test_a_dict_subclass_is_a_dict(author: Author) -> None:
    author(
        acme="from collections import OrderedDict"
        + GROUPS
        + "    def create(self, *args, **kwargs):\n"
        + "        return OrderedDict(super().create(*args, **kwargs))\n"
    )
    assert run("check", "acme:AcmeGroups").exit_code == 0


def test_explain_shows_rule_cause_and_examples() -> None:
    result = run("explain", "participant-group-020")
    assert result.exit_code == 0
    for word in ("PARTICIPANT-GROUP-020", "rule", "why", "usual cause", "to fix", "wrong", "right"):
        assert word in result.stdout
    assert "self.client.add_members(made.address, participants, role)" in result.stdout


def test_explain_lists_the_requirements_of_an_interface() -> None:
    for interface, suite in SUITES.items():
        listed = run("explain", interface.upper()).output
        assert [it.split()[0] for it in listed.splitlines() if interface.upper() in it] == [
            *suite.requirements
        ]
    assert run("explain", "participant_group").output == run("explain", "PARTICIPANT-GROUP").output


def test_explain_lists_the_rules() -> None:
    told = " ".join(run("explain", "rules").output.split())
    for number, rule in RULES.items():
        assert f"{number}. {rule.text}" in told
        assert rule.why in told


def test_show_without_an_interface_lists_them() -> None:
    documented, host = run("show"), run("show", "--edition", "host")
    assert [it.split()[0] for it in documented.output.splitlines() if it[0] != " "] == [*CONTRACTS]
    assert [it.split()[0] for it in host.output.splitlines() if it[0] != " "] == [*CATALOGUE]


def test_explain_suggests_the_right_id() -> None:
    result = run("explain", "PARTICIPANT-GRUP-020")
    assert result.exit_code == 2
    assert "did you mean 'PARTICIPANT-GROUP-020'?" in result.stderr


def test_as_a_program_from_the_authors_folder(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text(GROUPS)
    command = Path(sys.executable).with_name("dispatch-interfaces")
    result = subprocess.run(
        [command, "check", "acme:AcmeGroups"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "conforms" in result.stdout


BLIND = """
from dispatch_interfaces.conformance import ParticipantGroupHarness
from reference_impls import InMemoryParticipantGroup

harness = ParticipantGroupHarness(open=InMemoryParticipantGroup)
"""
"""A harness that opens another class than the one that is checked."""


def test_a_self_check_shows_its_matrix(author: Author) -> None:
    author(acme=GROUPS)
    result = run("check", "acme:AcmeGroups", "--self-check")
    assert result.exit_code == 0
    rows = {line[:24].strip(): line[24:].split() for line in result.stdout.splitlines()}
    assert rows["self-check"] == ["a", "b", "c", "d"]
    assert rows["drop the write"] == ["+", "+", "+", "+"]
    assert rows["reorder"] == [".", ".", ".", "."]
    assert "a create, b add, c remove, d delete" in result.stdout
    assert "UNNOTICED" not in result.stdout


def test_a_self_check_tells_what_blinds_it(author: Author) -> None:
    author(acme=GROUPS, blind=BLIND)
    result = run("check", "acme:AcmeGroups", "--harness", "blind:harness", "--self-check")
    assert result.exit_code == 1
    start = result.stdout.index("UNNOTICED  no call reached AcmeGroups.create")
    head, *lines = result.stdout[start:].splitlines()
    assert head.endswith("the harness opens InMemoryParticipantGroup")
    assert lines[0] == "  drop the write: create"
    assert any(it.startswith("  ignore an argument: create(name), create(part") for it in lines)
    assert "conforms: AcmeGroups" in result.stdout.splitlines()[-1]
    assert "mutations unnoticed  (exit code 1)" in result.stdout.splitlines()[-1]


def test_a_self_check_that_was_not_run_says_why(author: Author) -> None:
    author(acme=GROUPS + "    def remove(self, email, participants): pass\n")
    result = run("check", "acme:AcmeGroups", "--self-check")
    assert result.exit_code == 1
    assert "SELF-CHECK  was not run: AcmeGroups has to pass first" in result.stdout


def test_a_self_check_can_be_asked_for_in_the_configuration(author: Author) -> None:
    author(
        acme=GROUPS,
        pyproject__toml="""
        [tool.dispatch-interfaces]
        self_check = true
        plugins = [{ target = "acme:AcmeGroups" }]
        """,
    )
    assert "drop the write" in run("check").stdout
    assert "drop the write" not in run("check", "--no-self-check").stdout


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "utf-8"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=lambda it: next(iter(it.values())),
)
@pytest.mark.parametrize("format", ["text", "json"])
def test_every_letter_passes_every_encoding(
    author: Author, environment: dict[str, str], format: str
) -> None:
    folder = author(acme_letters="raise ImportError('é漢\\ud800')")
    done = subprocess.run(
        [sys.executable, "-m", "dispatch_interfaces", "check", "acme_letters", "--format", format],
        cwd=folder,
        capture_output=True,
        env={**os.environ, **environment},
        encoding=environment.get("PYTHONIOENCODING", "ascii"),
    )
    assert (done.returncode, done.stderr) == (2, "")
    if format == "json":
        assert "é漢\\\\ud800" in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    else:
        assert re.search(r"(é|\\xe9)(漢|\\u6f22)\\ud800", done.stdout)


def test_the_host_edition_is_not_ended_by_a_plugin(author: Author) -> None:
    author(
        acme_exits="""
        import sys

        class Result:
            def __repr__(self):
                sys.exit("acme exits")

        class Exits:
            type, slug, title = "storage", "acme", "::error::Acme"

            def get(self, *args, **kwargs):
                raise type("E", (Exception,), {"__str__": Result.__repr__})

            def create_file(self, *args, **kwargs):
                print("::stop-commands::acme")
                return Result()

        class ExitsAtOnce(Exits):
            def __init__(self):
                sys.exit("acme exits")
        """
    )
    for name in ("Exits", "ExitsAtOnce"):
        done = run("check", f"acme_exits:{name}", "--edition", "host")
        assert done.exit_code == 1
        assert done.stdout.splitlines()[-1].startswith(f"does not conform: {name}")
        assert not re.search(r"(?m)^\s*::", done.output)
