"""The suite for storage, beside the suites that other libraries offer to authors of a storage.

Each is run by pytest in a process of its own, over an implementation that keeps everything in
memory, with no more plugins of pytest than it needs.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.figures import Figure
from benchmarks.timing import ALONE, PYTEST, per_command
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.requirement import Level

_PEERS: Final = Path(__file__).with_name("peers")
_OURS: Final = (
    "-p",
    "dispatch_interfaces.pytest_plugin",
    "--dispatch-plugin",
    "reference_impls.storage:InMemoryStorage",
)
_ASYNC: Final = ("-p", "pytest_asyncio.plugin", "--asyncio-mode=auto")
_SEARCHES: Final = " or ".join(
    id
    for id, it in SUITES["storage"].requirements.items()
    if it.level in (Level.STATEFUL, Level.CONCURRENT)
)

_WHOLE: Final = "the suite for storage"
_EXAMPLES: Final = "the suite for storage, without state machine and threads"
_ZARR: Final = "zarr's tests of stores and its state machine"
_ZARR_EXAMPLES: Final = "zarr's tests of stores"
_VECTORS: Final = "langchain's tests of vector stores"
_KEYS: Final = "langchain's tests of key-value stores"

_SUITES: Final[Mapping[str, Sequence[str]]] = {
    _WHOLE: _OURS,
    _EXAMPLES: (*_OURS, "-k", f"not ({_SEARCHES})"),
    _ZARR: (*_ASYNC, str(_PEERS / "zarr_store.py")),
    _ZARR_EXAMPLES: (*_ASYNC, str(_PEERS / "zarr_store.py"), "-k", "not any_sequence"),
    _VECTORS: (*_ASYNC, str(_PEERS / "langchain_vectors.py")),
    _KEYS: (*_ASYNC, str(_PEERS / "langchain_keys.py")),
}
"""What pytest is told, by what it runs then."""

_COMPARED: Final = (
    (_WHOLE, _ZARR),
    (_EXAMPLES, _ZARR_EXAMPLES),
    (_WHOLE, _VECTORS),
    (_WHOLE, _KEYS),
)


def figures() -> Iterator[Figure]:
    """Milliseconds on the clock for each test, the start of the process divided among all."""
    commands = {name: (*PYTEST, *options) for name, options in _SUITES.items()}
    with TemporaryDirectory() as folder:
        how: dict[str, Any] = {"cwd": folder, "env": ALONE, "stderr": subprocess.DEVNULL}
        tests = {name: _tests(command, how) for name, command in commands.items()}
        seconds = per_command(commands, rounds=5, wall=True, **how)
    each = {name: seconds[name] / tests[name] * 1e3 for name in commands}
    for ours, theirs in _COMPARED:
        yield Figure(f"{ours}, a test", each[ours], "ms", f"{theirs}, a test", each[theirs], 1)


def _tests(command: Sequence[str], how: dict[str, Any]) -> int:
    """How many tests a run has; it also compiles all that a run imports."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, **how)
    found = re.search(r"(\d+) passed", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout[-2000:]}")
    return int(found[1])
