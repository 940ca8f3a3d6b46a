"""Runs type checkers over a folder of small programs: all of them in one process each."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

Errors: TypeAlias = Mapping[str, Mapping[int, str]]
"""By the name of a program, the lines on which a checker finds an error, and what it says."""

VERSIONS: Final = ("3.11", "3.12", "3.13")

_BIN: Final = Path(sys.executable).parent
_LINE: Final = re.compile(r"(?:.*/)?([a-z_]+)\.py:(\d+):(?:\d+:)? error:?(.*)$", re.M)


def mypy(folder: Path, version: str) -> Errors:
    """mypy --strict."""
    told = _run(
        folder,
        *("mypy", "--config-file=", "--strict", "--no-error-summary", "--no-pretty"),
        *("--python-version", version, "--cache-dir", f"{folder}/.mypy_cache", "."),
    )
    return _by_line(told)


def pyright(folder: Path, version: str) -> Errors:
    """pyright, with its own defaults."""
    told = _run(
        folder,
        *("pyright", "--outputjson", "--pythonpath", sys.executable),
        *("--pythonversion", version, "."),
    )
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for it in json.loads(told)["generalDiagnostics"]:
        if it["severity"] == "error":
            line = it["range"]["start"]["line"] + 1
            found[Path(it["file"]).stem][line] = it["message"]
    return found


def ty(folder: Path, version: str) -> Errors:
    """ty, with its own defaults."""
    told = _run(
        folder,
        *("ty", "check", "--output-format", "concise", "--python", str(_BIN.parent)),
        *("--python-version", version, "."),
    )
    return _by_line(re.sub(r"error\[", "error: [", told))


def pyrefly(folder: Path, version: str) -> Errors:
    """pyrefly, with its own defaults."""
    told = _run(
        folder,
        *("pyrefly", "check", "--output-format", "json", "--summary=none"),
        *("--python-interpreter-path", sys.executable, "--python-version", version),
    )
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for it in json.loads(told)["errors"]:
        if it["severity"] == "error":
            found[Path(it["path"]).stem][it["line"]] = it["description"]
    return found


CHECKERS: Final[Mapping[str, Callable[[Path, str], Errors]]] = {
    it.__name__: it for it in (mypy, pyright, ty, pyrefly)
}


def _run(folder: Path, name: str, *arguments: str) -> str:
    # Each finds its configuration from the folder upwards: these files say that there is none.
    (folder / "pyrefly.toml").touch()
    (folder / "pyrightconfig.json").write_text("{}", "utf-8")
    (folder / "ty.toml").touch()
    done = subprocess.run(
        [str(_BIN / name), *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{name} failed: {done.stderr or done.stdout}")
    return done.stdout


def _by_line(told: str) -> Errors:
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for name, line, message in _LINE.findall(told):
        found[name][int(line)] = message.strip()
    return found
