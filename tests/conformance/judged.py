"""What is judged, written down: `python -m tests.conformance.judged` writes it anew.

A change to it is a change to what authors are judged by, and is read as one in a review.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS

FILE = Path(__file__).with_name("judged.json")


def requirements() -> dict[str, Any]:
    """By id, everything that is said of a requirement; of its five texts, a digest."""
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
        ]
        for id, it in REQUIREMENTS.items()
    }


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


if __name__ == "__main__":
    lines = (f"{json.dumps(id)}: {json.dumps(it)}" for id, it in requirements().items())
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
