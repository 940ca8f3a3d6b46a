"""The wheel, in an empty environment outside the checkout, does what the checkout does."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

DISPATCH_PINS = ("typing-extensions==4.13.2", "attrs==22.2.0", "pydantic==2.11.4", "pytest==7.4.4")
"""What the application itself pins, and the oldest attrs that it allows."""


def run(*command: object, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(it) for it in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("pins", [(), DISPATCH_PINS], ids=["newest", "beside-dispatch"])
def test_an_installed_wheel_judges_the_references(
    wheel: Path, tmp_path: Path, pins: tuple[str, ...]
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    bin = tmp_path / "venv" / "bin"
    run(bin / "pip", "install", "--quiet", f"{wheel}[conformance]", *pins, cwd=tmp_path)
    shown = run(bin / "dispatch-interfaces", "check", "--strict", "reference_impls", cwd=tmp_path)
    assert "conforms: 12 plugins" in shown
    module = run(
        bin / "python", "-c", "import reference_impls; print(reference_impls)", cwd=tmp_path
    )
    assert str(tmp_path) in module


@pytest.mark.slow
def test_the_wheel_alone_needs_three_packages(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    bin = tmp_path / "venv" / "bin"
    run(bin / "pip", "install", "--quiet", wheel, cwd=tmp_path)
    installed = run(bin / "pip", "list", "--format=freeze", cwd=tmp_path).split()
    names = {it.partition("==")[0].lower().replace("_", "-") for it in installed}
    assert names - {"pip", "setuptools"} == {
        "dispatch-interfaces",
        "attrs",
        "pluggy",
        "typing-extensions",
    }
    code = "import dispatch_interfaces, reference_impls, dispatch_interfaces.plugin"
    run(bin / "python", "-c", code, cwd=tmp_path)
    commands: list[list[Path | str]] = [
        [bin / "dispatch-interfaces", "check", "reference_impls"],
        [bin / "python", "-c", "from dispatch_interfaces.conformance import check"],
    ]
    for command in commands:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode != 0
        assert "pip install 'dispatch-interfaces[conformance]'" in done.stderr


def test_the_wheel_is_typed(wheel: Path) -> None:
    listing = run(sys.executable, "-m", "zipfile", "-l", wheel, cwd=wheel.parent)
    assert "dispatch_interfaces/py.typed" in listing
    assert "reference_impls/py.typed" in listing
    assert "dispatch_interfaces/conformance/reports/report.schema.json" in listing
    assert "licenses/LICENSE" in listing
