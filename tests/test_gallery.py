"""The packages under `examples/`, and the page that shows them."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dispatch_interfaces.contract import CONTRACTS

EXAMPLES = Path(__file__).parents[1] / "examples"
PACKAGES = sorted(it.parent.name for it in EXAMPLES.glob("dispatch-*/pyproject.toml"))


def rows() -> list[dict[str, Any]]:
    """How each plugin was judged the last time, with a self-check."""
    found: list[dict[str, Any]] = json.loads((EXAMPLES / "results.json").read_text("utf-8"))
    return found


def test_each_package_is_shown_and_was_as_it_should_be() -> None:
    assert {it["package"] for it in rows()} == set(PACKAGES)
    assert [it for it in rows() if not it["good"]] == []


def test_there_is_one_for_each_interface() -> None:
    assert {it["interface"] for it in rows()} == set(CONTRACTS)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_has_what_its_reader_looks_for(package: str) -> None:
    folder = EXAMPLES / package
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["dispatch.plugins"]
    assert project["tool"]["dispatch-interfaces"]["plugins"]
    source = folder / package.replace("-", "_")
    for file in ("README.md", "tests", source / "bridge.py", source / "testing.py"):
        assert (folder / file).exists(), file
