"""Measures what a check of a remote backend does: `make plan` writes it down.

`python -m tests.live.plan sms` measures one interface only: the numbers of the others differ a
little from run to run.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import chdir
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import reference_impls
from dispatch_interfaces.conformance import check
from dispatch_interfaces.conformance.live import plan
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.layers import REMOTE
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.options import ProfileName

PROFILES: Final[tuple[ProfileName, ...]] = ("live", "remote")
PATH = Path(plan.__file__).with_name("plan.json")


SHARING: Final = ("conversation", "ticket")
"""The interfaces of which something is made once where all plugins share their data."""


def calls_of(
    interface: str, profile: ProfileName, folder: Path, shared: bool = True
) -> tuple[Mapping[str, int], int]:
    """How often each method of a reference, and of its observer, is called.

    And how often one that reads comes after one that does not.
    """
    plugin_class = getattr(
        reference_impls, f"InMemory{CONTRACTS[interface].protocol.__name__}"[:-6]
    )
    plugin = plugin_class()
    harness = SUITES[interface].harness(
        open=(lambda: plugin) if shared else plugin_class,
        shared_backend=shared,
        sandbox=True,
        calls_per_second=1e6,
    )
    recording = folder / f"{interface}.jsonl"
    report = check(plugin_class, harness=harness, profile=profile, record=recording)
    assert report.passed, report.to_json()
    _head, *entries = map(json.loads, recording.read_text("utf-8").splitlines())
    asked = [(it["by"], it["name"]) for it in entries if it.get("by") in REMOTE]
    names = [f"{'' if by == 'plugin' else 'observer.'}{name}" for by, name in asked]
    reading = [harness.reads(by, name) for by, name in asked]
    looks = sum(now and not before for before, now in pairwise([False, *reading]))
    return dict(sorted(Counter(names).items())), looks


if __name__ == "__main__":
    calls = {profile: dict(plan.measured().get(profile, {})) for profile in PROFILES}
    apart = {it: {name: plan.measured(False)[it][name] for name in SHARING} for it in PROFILES}
    looks = {profile: dict(plan.looks().get(profile, {})) for profile in PROFILES}
    with TemporaryDirectory() as folder, chdir(folder):
        for profile in PROFILES:
            for it in sys.argv[1:] or CONTRACTS:
                calls[profile][it], looks[profile][it] = calls_of(it, profile, Path(folder))
                if it in SHARING:
                    apart[profile][it], _ = calls_of(it, profile, Path(folder), shared=False)
    PATH.write_text(
        json.dumps({"calls": calls, "apart": apart, "looks": looks}, indent=2, sort_keys=True)
        + "\n",
        "utf-8",
    )
