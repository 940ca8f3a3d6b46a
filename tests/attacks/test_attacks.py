"""No accident of a plugin forges, loses or garbles its verdict."""

import json
import re
import sys
from pathlib import Path
from typing import Final

import jsonschema
import pytest
from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from tests.attacks.table import ATTACKS, Attack
from tests.author import Author
from tests.report_schema import SCHEMA

TERM = set(SUITES["term"].requirements)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the attacks are those of POSIX")


AT_EACH_CHANGE: Final = (
    "os._exit(0) in a method",
    "SystemExit(0) from __repr__",
    "a write to descriptor 1",
    "writing into all descriptors",
)
"""The others are the same by other means."""

AT_LENGTH: Final = ("__len__ that hangs",)
"""What hangs in a search of sequences has the time of the whole search: 70 s."""


def _marks(attack: Attack) -> list[pytest.MarkDecorator]:
    at_length = [pytest.mark.thorough] if attack.name in AT_LENGTH else []
    return [] if attack.name in AT_EACH_CHANGE else [pytest.mark.slow, *at_length]


@pytest.mark.parametrize(
    "attack", [pytest.param(it, marks=_marks(it), id=it.name) for it in ATTACKS]
)
def test_the_report_is_whole_and_says_what_happened(author: Author, attack: Attack) -> None:
    author(acme_attack=attack.module)
    arguments = ["check", "acme_attack:Plugin", "--json", *attack.options]
    result = CliRunner().invoke(command, arguments)
    report = json.loads(result.stdout)
    jsonschema.validate(report, SCHEMA)
    assert report["exit_code"] == result.exit_code
    assert result.exit_code == attack.code or (attack.code is None and result.exit_code)
    for it in report["judgements"]:
        assert {one["requirement"] for one in it["outcomes"]} == TERM
    assert report["judgements"] or report["not_loaded"]
    assert attack.told in result.stdout


def test_the_page_counts_them() -> None:
    page = (Path(__file__).parents[2] / "docs" / "attacks.md").read_text("utf-8")
    number = len(ATTACKS)
    assert f"Of {number} attacks, {number} hold." in page
    assert sum(int(it) for it in re.findall(r"^\|[^|]+\| (\d+) \|", page, re.M)) == number
