"""Investigations that were begun."""

from types import SimpleNamespace
from typing import Any

from reference_impls import InMemoryInvestigationTooling


def test_a_case_is_investigated_once() -> None:
    tooling, case = InMemoryInvestigationTooling(), SimpleNamespace(name="case-7")
    row: Any = case
    assert tooling.create_investigation(row) == "the investigation of case-7 has begun"
    assert tooling.create_investigation(row) == "case-7 is being investigated already"
    assert tooling.investigated() == ["case-7"]
