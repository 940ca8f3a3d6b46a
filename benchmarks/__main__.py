"""Measures how long things take, beside peers; prints, and writes down, one table.

    python -m benchmarks                  everything
    python -m benchmarks imports calls    some of it, written down in the place of what was there

Ends with exit code 1 if a ratio is above its limit.
"""

import json
import os
import platform
import sys
from importlib.metadata import version

from benchmarks import calls, checks, imports, references, static, suites
from benchmarks.figures import RESULTS, Figure

GROUPS = {
    "imports": imports.figures,
    "calls": calls.figures,
    "static": static.figures,
    "suites": suites.figures,
    "references": references.figures,
    "checks": checks.figures,
}

PEERS = (
    "attrs",
    "langchain-core",
    "langchain-tests",
    "opentelemetry-api",
    "pluggy",
    "pydantic",
    "pytest",
    "typing-extensions",
    "zarr",
    "zope.interface",
)


def main(wanted: list[str]) -> int:
    """Measure what is wanted, or everything; returns the exit code."""
    found: dict[str, list[Figure]] = {}
    for name in wanted or GROUPS:
        found[name] = []
        for figure in GROUPS[name]():
            print(_line(figure), flush=True)
            found[name].append(figure)
    records = {name: [it.record() for it in some] for name, some in found.items()}
    if wanted:
        records = {**json.loads(RESULTS.read_text("utf-8"))["figures"], **records}
    whole = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "versions": {it: version(it) for it in PEERS},
        "figures": records,
    }
    RESULTS.write_text(f"{json.dumps(whole, indent=1, ensure_ascii=False)}\n", "utf-8")
    missing = [it for some in found.values() for it in some if it.misses]
    for it in missing:
        print(f"ABOVE ITS LIMIT  {_line(it)}", file=sys.stderr)
    return 1 if missing else 0


def _line(it: Figure) -> str:
    line = f"{it.what}: {it.measured:,.4g} {it.unit}"
    if it.ratio is not None:
        line += f", {it.ratio:.2f} of {it.beside} ({it.beside_measured:,.4g} {it.unit})"
    return line + (f", at most {it.limit:g}" if it.limit is not None else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
