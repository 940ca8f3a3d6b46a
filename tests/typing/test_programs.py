"""Small programs of authors, and what four type checkers say of them."""

import ast
import importlib
import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from docs.programs import FOLDER, Program, programs
from tests.typing.checkers import CHECKERS, VERSIONS

PROGRAMS: Final = programs()

PUBLIC: Final = (
    "capabilities",
    "checking.annotations",
    "checking.shape",
    "checking.source",
    "checking.static",
    "conformance.flaky",
    "conformance.host.edition",
    "conformance.packages",
    "conformance.reports.hooks",
    "conformance.strategies",
    "contract",
    "host.configuration",
    "plugin",
    "registry.hooks",
    "registry.installed",
    "registry.plugin_registry",
)
"""The modules with functions for authors and hosts."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs, away from the configuration of this repository."""
    return Path(shutil.copytree(FOLDER, tmp_path_factory.mktemp("typing") / "cases"))


@pytest.mark.parametrize(
    "version", [VERSIONS[0], *(pytest.param(it, marks=pytest.mark.slow) for it in VERSIONS[1:])]
)
@pytest.mark.parametrize("checker", CHECKERS)
def test_the_verdicts_are_as_expected(folder: Path, checker: str, version: str) -> None:
    found = CHECKERS[checker](folder, version)
    unexpected: list[str] = []
    for program in PROGRAMS:
        errors = found.get(program.name, {})
        expected = program.accepted != (checker in program.exceptions)
        if expected != (not errors):
            unexpected.append(f"{program.name} is {'refused' if errors else 'accepted'}: {errors}")
        stray = {line: it for line, it in errors.items() if line not in program.refused_lines}
        if stray and not expected:
            unexpected.append(f"{program.name} is refused for something else: {stray}")
    assert unexpected == []


def test_there_are_programs_of_both_kinds() -> None:
    assert len(PROGRAMS) >= 60
    assert sum(it.accepted for it in PROGRAMS) >= 30
    assert sum(not it.accepted for it in PROGRAMS) >= 30


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda it: it.name)
def test_a_program_says_what_it_shows(program: Program) -> None:
    assert program.title.endswith(".")
    assert bool(program.refused_lines) is (not program.accepted or bool(program.exceptions))
    # On these two, all programs agree.
    assert not {"mypy", "pyright"} & set(program.exceptions)
    assert set(program.exceptions) <= set(CHECKERS)
    assert all(program.exceptions.values())


def public_functions() -> Iterator[str]:
    front_doors = ("dispatch_interfaces", "dispatch_interfaces.conformance")
    for module_name in (*front_doors, *(f"dispatch_interfaces.{it}" for it in PUBLIC)):
        module = importlib.import_module(module_name)
        for name, it in inspect.getmembers(module):
            own = it.__module__ == module_name if hasattr(it, "__module__") else False
            if inspect.isfunction(it) and not name.startswith("_"):
                if own or name in getattr(module, "__all__", ()):
                    yield name
            elif name in ("PluginRegistry", "FanOut", "PluginInfo", "Contract", "Schema"):
                yield from (key for key, f in vars(it).items() if _is_public_method(key, f))


def _is_public_method(name: str, found: object) -> bool:
    return not name.startswith("_") and (
        inspect.isfunction(found) or isinstance(found, classmethod)
    )


def test_every_public_function_has_its_type_asserted() -> None:
    tree = ast.parse((FOLDER / "public_functions.py").read_text("utf-8"))
    called = {
        getattr(it.func, "id", "") or getattr(it.func, "attr", "")
        for it in ast.walk(tree)
        if isinstance(it, ast.Call)
    }
    assert set(public_functions()) - called == set()
