"""What is judged, written down: `python -m tests.conformance.judged` writes it anew.

A change to it is a change to what authors are judged by, and is read as one in a review.
"""

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from tests.conformance.faults import all_faults

FILE = Path(__file__).with_name("judged.json")


def requirements() -> dict[str, Any]:
    """By id, everything that is said of a requirement; of its five texts, a digest.

    Last, the faulty plugins that prove it.
    """
    proofs: dict[str, list[str]] = defaultdict(list)
    for fault in all_faults():
        for id in fault.requirements:
            proofs[id].append(fault.plugin_class.__name__)
    return {
        id: [
            it.strength.value,
            it.level.value,
            list(it.methods),
            it.rule_number,
            list(it.observes),
            it.core,
            it.since,
            _digest(it.text, it.to_fix, it.usual_cause, it.wrong, it.right),
            sorted(proofs[id]),
        ]
        for id, it in REQUIREMENTS.items()
    }


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


if __name__ == "__main__":
    lines = (f"{json.dumps(id)}: {json.dumps(it)}" for id, it in requirements().items())
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
