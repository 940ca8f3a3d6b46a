"""What `make bench` has written down, and the page that shows it."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.figures import RESULTS, Figure, shown
from dispatch_interfaces.contract import CONTRACTS

PAGE = (Path(__file__).parents[1] / "docs" / "figures.md").read_text("utf-8")
GROUPS = ("imports", "calls", "static", "suites", "references", "checks")


@pytest.fixture(scope="module")
def whole() -> Any:
    """All that was measured the last time."""
    return json.loads(RESULTS.read_text("utf-8"))


def test_everything_was_measured_in_one_run(whole: Any) -> None:
    assert tuple(whole["figures"]) == GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_no_ratio_is_above_its_limit(group: str, whole: Any) -> None:
    limited = [it for it in whole["figures"][group] if it["limit"] is not None]
    assert [it for it in limited if it["ratio"] is None or it["ratio"] > it["limit"]] == []
    assert limited or group == "checks"


@pytest.mark.parametrize("group", GROUPS)
def test_each_figure_is_shown(group: str, whole: Any) -> None:
    assert f"<!-- figures: {group} -->" in PAGE
    lines = list(shown(group))[2:]
    assert [it.split(" | ")[0] for it in lines] == [
        f"| {it['what']}" for it in whole["figures"][group]
    ]


def test_what_it_was_measured_with_is_shown(whole: Any) -> None:
    assert "<!-- figures: machine -->" in PAGE
    (line,) = shown("machine")
    assert line.startswith(f"Python {whole['python']} on {whole['cores']} cores")
    assert all(f"{name} {version}" in line for name, version in whole["versions"].items())


def test_every_reference_is_measured_with_many_records(whole: Any) -> None:
    told = [it["what"] for it in whole["figures"]["references"]]
    for contract in CONTRACTS.values():
        name = f"`InMemory{contract.protocol.__name__.removesuffix('Plugin')}`"
        own = [it for it in told if it.startswith(name)]
        assert any("among 1,000,000" in it for it in own), name
        assert any("memory for each" in it for it in own), name


def test_a_ratio_is_one_of_what_stands_beside_it() -> None:
    figure = Figure("ours", 3.0, "ms", "theirs", 2.0, limit=1.5)
    assert (figure.ratio, figure.misses) == (1.5, False)
    assert Figure("ours", 3.1, "ms", "theirs", 2.0, limit=1.5).misses
    assert not Figure("ours", 3.1, "ms", "theirs", 2.0).misses
    assert figure.record()["ratio"] == 1.5
