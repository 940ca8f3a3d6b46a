"""What a first import costs, above a bare interpreter.

`import dispatch_interfaces` imports no interface: each comes when its name is first asked for. So
it is also told what it costs to have one interface, and all of them.
"""

import sys
from collections.abc import Iterator
from typing import Final

from benchmarks.figures import Figure
from benchmarks.timing import per_command

_OURS: Final = {
    "import dispatch_interfaces": 1.25,
    "from dispatch_interfaces import StoragePlugin": None,
    "from dispatch_interfaces import *": None,
}
"""With the greatest ratio that each may have."""

_PEERS: Final = (
    "import typing_extensions",
    "import pluggy",
    "import attrs",
    "from opentelemetry import metrics",
    "from pydantic import BaseModel",
)


def figures() -> Iterator[Figure]:
    """Each of ours beside each peer, in milliseconds of processor time."""
    codes = ("pass", *_OURS, *_PEERS)
    commands = {it: (sys.executable, "-I", "-c", it) for it in codes}
    seconds = per_command(commands, rounds=40)
    cost = {it: (took - seconds["pass"]) * 1e3 for it, took in seconds.items()}
    for ours, limit in _OURS.items():
        for peer in _PEERS:
            yield Figure(f"`{ours}`", cost[ours], "ms", f"`{peer}`", cost[peer], limit)
