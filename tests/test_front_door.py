"""What `import dispatch_interfaces` offers, and what it loads."""

import importlib
import pkgutil
import subprocess
import sys
from typing import get_args

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


def test_the_front_door_loads_typing_extensions_only() -> None:
    code = "import sys, dispatch_interfaces; print(*{it.partition('.')[0] for it in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"attr", "attrs", "pluggy", "pytest", "hypothesis", "click", "rich", "mypy"}
    assert heavy & set(loaded) == set()
    assert "typing_extensions" in loaded
