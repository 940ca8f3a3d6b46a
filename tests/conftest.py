"""An author's repository, in a folder of its own."""

import importlib
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

# What is first imported in a run of pytester is forgotten after it, and would be there twice.
import hypothesis.stateful  # noqa: F401
import pytest

from dispatch_interfaces import masking
from tests.author import Author

pytest_plugins = ["pytester"]


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Author]:
    """Writes modules of an author, and makes them importable from the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name.replace("__", ".")
            path.with_suffix(path.suffix or ".py").write_text(textwrap.dedent(text), "utf-8")
        return tmp_path

    yield write
    for name in set(sys.modules) - before:
        if name.startswith("acme"):
            del sys.modules[name]


@pytest.fixture
def unlearned(monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret is known yet."""
    monkeypatch.setattr(masking, "_learned", {})
    monkeypatch.setattr(masking, "_known", ())


@pytest.fixture
def package(author: Author, tmp_path: Path) -> Callable[..., None]:
    """Installs a package of an author: its modules, and what it names in its entry points."""

    def install(name: str, entry_points: str, **modules: str) -> None:
        author(**modules)
        folder = tmp_path / f"{name.replace('-', '_')}-1.2.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
        (folder / "entry_points.txt").write_text(textwrap.dedent(entry_points), "utf-8")
        importlib.invalidate_caches()

    return install
