"""A recording that is replayed by another process, whose sets are in another order."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from dispatch_interfaces.contract import CONTRACTS, Contract
from tests.references import contracts_with_a_reference, reference_of

_LONG: Final = (pytest.mark.slow, pytest.mark.thorough)

_QUICKLY = ("document", "term")


def outcomes(folder: Path, seed: str, *arguments: str) -> list[Any]:
    """What a process of its own comes to."""
    told = subprocess.run(
        [sys.executable, "-m", "dispatch_interfaces", "check", *arguments, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        check=True,
    )
    (judgement,) = json.loads(told.stdout)["judgements"]
    return [{**it, "seconds": 0} for it in judgement["outcomes"]]


@pytest.mark.parametrize(
    "contract",
    [
        pytest.param(it, id=it.interface, marks=[] if it.interface in _QUICKLY else _LONG)
        for it in contracts_with_a_reference()
    ],
)
def test_another_process_comes_to_the_same(contract: Contract, tmp_path: Path) -> None:
    target = f"reference_impls:{reference_of(contract).__name__}"
    recorded = outcomes(tmp_path, "1", target, "--record", "run.jsonl")
    assert outcomes(tmp_path, "2", target, "--replay", "run.jsonl") == recorded
    assert {it["result"] for it in recorded} == {"passed"}


def test_there_is_one_for_each_interface() -> None:
    assert set(_QUICKLY) < set(CONTRACTS)
