"""Findings on the lines of a pull request."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.check import FORMATS
from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance import Report, check
from dispatch_interfaces.conformance.checker import Options, check_all
from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.reports.github import annotations
from dispatch_interfaces.conformance.reports.sarif import to_sarif
from dispatch_interfaces.conformance.run.requirement import Level
from tests.author import Author

ACME = """
from reference_impls import InMemoryMetric

class AcmeMetric(InMemoryMetric):
    slug = ""

    def gauge(self, label, value, tags=None):
        pass

    async def counter(self, name, value=None, tags=None):
        pass

def breaks():
    raise ConnectionError("50% of the backend, and more\\nis gone")
"""


@pytest.fixture
def folder(author: Author) -> Path:
    return author(acme_formats=ACME)


@pytest.fixture
def report(folder: Path) -> Report:
    return check("acme_formats:AcmeMetric", level="static")


def test_github_marks_each_line(report: Report, folder: Path) -> None:
    lines = annotations(report, folder)
    by_line = {it.partition("line=")[2].partition(",")[0]: it for it in lines}
    assert set(by_line) == {"5", "7", "10"}
    assert by_line["7"].startswith("::error file=acme_formats.py,line=7,title=METRIC-003 Every")
    title, _, message = by_line["7"].removeprefix("::error ").partition("::")
    assert "parameters%3A by name%2C in order%2C" in title
    assert message.startswith(
        "gauge has no parameter name: argument 1 is called label%0Awrite: def"
    )


def test_github_tells_what_could_not_be_judged(folder: Path) -> None:
    report = check_all([PluginConfig(target="acme_formats:breaks")], Options())
    (line,) = annotations(report, folder)
    assert line.startswith("::error title=acme_formats%3Abreaks could not be judged::")
    assert "50%25 of the backend, and more%0Ais gone" in line


def test_a_should_is_a_warning_and_an_expected_failure_a_note(folder: Path) -> None:
    folds = check("acme_formats:AcmeMetric", level="static", strict=True)
    assert {it["level"] for it in sarif(folds, folder)["results"]} == {"error"}


def sarif(report: Report, folder: Path) -> Any:
    whole = json.loads(to_sarif(report, folder))
    assert whole["version"] == "2.1.0"
    (run,) = whole["runs"]
    return run


def test_sarif_has_what_code_scanning_asks_for(report: Report, folder: Path) -> None:
    run = sarif(report, folder)
    driver = run["tool"]["driver"]
    assert driver["name"] == "dispatch-interfaces"
    ids = [it["id"] for it in driver["rules"]]
    assert sorted(set(ids)) == sorted(ids)
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"{folder.as_uri()}/"
    lines = set()
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"] == {
            "uri": "acme_formats.py",
            "uriBaseId": "SRCROOT",
        }
        lines.add(location["physicalLocation"]["region"]["startLine"])
    assert lines == {5, 7, 10}
    prints = [it["partialFingerprints"]["requirement/v1"] for it in run["results"]]
    assert len(set(prints)) == len(prints)
    rule = driver["rules"][0]
    assert rule["help"]["markdown"].count("```") == 4
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_says_when_something_could_not_be_judged(folder: Path) -> None:
    targets = [PluginConfig(target="acme_formats:breaks"), PluginConfig(target="acme_formats:No")]
    (invocation,) = sarif(check_all(targets, Options()), folder)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 2
    told = [it["message"]["text"] for it in invocation["toolExecutionNotifications"]]
    assert "50% of the backend" in told[0]
    assert told[1].startswith("acme_formats:No: ")


def test_a_file_elsewhere_has_its_whole_address(report: Report, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    artifact = sarif(report, elsewhere)["results"][0]["locations"][0]["physicalLocation"]
    assert artifact["artifactLocation"] == {"uri": (tmp_path / "acme_formats.py").as_uri()}


def test_behaviour_is_told_with_its_call(author: Author) -> None:
    folder = author(
        acme_formats="""
        from reference_impls import InMemoryMetric

        class AcmeMetric(InMemoryMetric):
            def gauge(self, name, value, tags=None):
                pass
        """
    )
    found = annotations(check("acme_formats:AcmeMetric"), folder)
    assert any("line=5" in it and "called: gauge(" in it for it in found)


@pytest.mark.parametrize("format", ["sarif", "github", "json"])
def test_the_command(folder: Path, format: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "dispatch_interfaces", "check", "acme_formats:AcmeMetric"),
            *("--level", "static", "--format", format),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert done.returncode == 1
    if format == "github":
        assert "\n::error file=acme_formats.py" in done.stdout
    else:
        assert json.loads(done.stdout)


def test_the_static_level_imports_the_authors_module_and_nothing_else(author: Author) -> None:
    folder = author(
        acme_formats=ACME,
        acme_testing="raise SystemExit('the harness was imported')",
        pyproject__toml="""
        [tool.dispatch-interfaces]
        level = "static"
        [[tool.dispatch-interfaces.plugins]]
        target = "acme_formats:AcmeMetric"
        harness = "acme_testing:harness"
        """,
    )
    (folder / "acme_formats.py").write_text(ACME + "\nAcmeMetric.__init__ = breaks\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "dispatch_interfaces", "check", "--json"],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    report = json.loads(done.stdout)
    assert report["not_loaded"] == []
    results = {it["result"] for it in report["judgements"][0]["outcomes"]}
    assert results == {"passed", "failed", "not run"}


def test_the_static_level_does_not_call_a_factory(author: Author) -> None:
    author(
        acme_factories="""
        from reference_impls import InMemoryMetric

        def annotated() -> InMemoryMetric:
            raise ConnectionError

        def silent():
            raise ConnectionError
        """
    )
    told = [PluginConfig(target=f"acme_factories:{it}") for it in ("annotated", "silent")]
    report = check_all(told, Options(level=Level.STATIC))
    assert [it.interface for it in report.judgements] == ["metric"]
    assert "name the class that it makes" in report.not_loaded[0].message


HOSTILE = """
from reference_impls import InMemoryMetric

TEXT = {text!a} * {times}
print(TEXT)

def gauge(self, name, value, tags=None):
    print(TEXT)
    return {{TEXT: TEXT}}

def counter(self, name, value=None, tags=None):
    raise type("E", (Exception,), {{}})(TEXT)

def timer(self, name, value, tags=None):
    raise type("Named", (Exception,), {{"__name__": TEXT, "__qualname__": TEXT}})(TEXT)

members = {{"slug": TEXT, "type": TEXT, "gauge": gauge, "counter": counter, "timer": timer}}
AcmeMetric = type("AcmeMetric", (InMemoryMetric,), members)
AcmeMetric.__qualname__ = TEXT

def breaks():
    raise ConnectionError(TEXT)
"""
TEXTS = {
    "screen": "a\x1b[2Jb",
    "c1": "a\x9b31mb",
    "direction": "a\u202eb\u2066c",
    "markup": "[bold red]a[/] [/nope]",
    "commands": "a\n::stop-commands::b\n  ::error::c\rd ##[error]e",
    "separators": "a\u2028::error::b\x85::error::c\x0b::error::d",
    "surrogate": "a\ud800b",
    "wrapped": "word " * 30 + "::error::" + " word ::error::" * 30,
    "long": "long",
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_of_a_plugin_is_data(author: Author, text: str, format: str) -> None:
    times = 1_000_000 if text == "long" else 1
    author(acme_hostile=HOSTILE.format(text=text, times=times))
    targets = ["acme_hostile:AcmeMetric", "acme_hostile:breaks"]
    options = ["--interface", "metric", "--level", "shape", "--format", format]
    done = CliRunner().invoke(command, ["check", *targets, *options])
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1
    assert len(done.stdout) < 300_000
    for line in (*done.stdout.splitlines(), *done.stderr.splitlines()):
        ours = format == "github" and line.startswith(("::error file=", "::error title="))
        assert ours or not re.search(r"^\s*::|##\[", line), line
        assert line.isprintable(), line
    if format in ("json", "sarif"):
        whole = json.loads(done.stdout)
        assert "\ud800" not in str(whole)
    else:
        assert "[/nope]" in done.stdout or "[/nope]" not in text
