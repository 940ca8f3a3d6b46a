"""What `import dispatch_interfaces` offers, and what it loads."""

import importlib
import pkgutil
import subprocess
import sys
from typing import get_args

import pytest

import dispatch_interfaces
from dispatch_interfaces import protocols


def test_every_public_name_of_the_protocols_is_exported() -> None:
    modules = [
        importlib.import_module(f"{protocols.__name__}.{it.name}")
        for it in pkgutil.iter_modules(protocols.__path__)
    ]
    public = {
        name
        for module in modules
        for name, value in vars(module).items()
        if name[0].isupper()
        and (getattr(value, "__module__", None) == module.__name__ or get_args(value))
        and name not in ("Any", "Literal")
    }
    assert public - set(dispatch_interfaces.__all__) == set()


def test_all_is_sorted_and_true() -> None:
    assert sorted(dispatch_interfaces.__all__) == dispatch_interfaces.__all__
    for name in dispatch_interfaces.__all__:
        assert hasattr(dispatch_interfaces, name)


@pytest.mark.parametrize(
    ("code", "loads"),
    [
        ("import dispatch_interfaces", {"dispatch_interfaces"}),
        (
            "from dispatch_interfaces import TermPlugin",
            {
                "dispatch_interfaces",
                "dispatch_interfaces.limits",
                "dispatch_interfaces.protocols",
                "dispatch_interfaces.protocols.plugin",
                "dispatch_interfaces.protocols.term",
            },
        ),
    ],
)
def test_what_nobody_asks_for_is_not_imported(code: str, loads: set[str]) -> None:
    assert {it for it in loaded_by(code) if it.startswith("dispatch_interfaces")} == loads


def test_the_front_door_loads_typing_extensions_only() -> None:
    loaded = {it.partition(".")[0] for it in loaded_by("from dispatch_interfaces import *")}
    heavy = {"attr", "attrs", "pluggy", "pytest", "hypothesis", "click", "rich", "mypy"}
    assert heavy & loaded == set()
    assert "typing_extensions" in loaded


@pytest.mark.parametrize("module", ["errors", "limits", "protocols"])
def test_a_module_is_there_as_if_it_was_imported(module: str) -> None:
    assert f"dispatch_interfaces.{module}" in loaded_by(
        f"import dispatch_interfaces; dispatch_interfaces.{module}"
    )


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ImportError, match="cannot import name 'StoragePlugins'"):
        exec("from dispatch_interfaces import StoragePlugins")
    assert not hasattr(dispatch_interfaces, "Any_")
    assert set(dispatch_interfaces.__all__) <= set(dir(dispatch_interfaces))


def loaded_by(code: str) -> list[str]:
    """The modules that a fresh interpreter has after some code."""
    return subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; {code}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
