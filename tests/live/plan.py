"""Measures what a check of a remote backend does: `make plan` writes it down.

`python -m tests.live.plan sms` measures one interface only: the numbers of the others differ a
little from run to run.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import chdir
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


def calls_of(interface: str, profile: ProfileName, folder: Path) -> Mapping[str, int]:
    """How often each method of a reference, and of its observer, is called."""
    plugin_class = getattr(
        reference_impls, f"InMemory{CONTRACTS[interface].protocol.__name__}"[:-6]
    )
    harness = SUITES[interface].harness(open=plugin_class, sandbox=True, calls_per_second=1e6)
    recording = folder / f"{interface}.jsonl"
    report = check(plugin_class, harness=harness, profile=profile, record=recording)
    assert report.passed, report.to_json()
    _head, *entries = map(json.loads, recording.read_text("utf-8").splitlines())
    names = [
        f"{'' if it['by'] == 'plugin' else 'observer.'}{it['name']}"
        for it in entries
        if it.get("by") in REMOTE
    ]
    return dict(sorted(Counter(names).items()))


if __name__ == "__main__":
    measured = {profile: dict(plan.measured().get(profile, {})) for profile in PROFILES}
    with TemporaryDirectory() as folder, chdir(folder):
        for profile in PROFILES:
            for it in sys.argv[1:] or CONTRACTS:
                measured[profile][it] = calls_of(it, profile, Path(folder))
    PATH.write_text(json.dumps(measured, indent=2, sort_keys=True) + "\n", "utf-8")
