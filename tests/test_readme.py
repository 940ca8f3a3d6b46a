"""The README tells the truth: its commands are run, and its outputs compared."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def command(*arguments: str, cwd: Path) -> str:
    program = Path(sys.executable).with_name("dispatch-interfaces")
    return subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True).stdout


def test_the_first_plugin_gives_the_output_that_is_shown(tmp_path: Path) -> None:
    section = README[README.index("## Your first plugin") : README.index("## Three ways")]
    faulty, mended_method = re.findall(r"```python\n(.*?)```", section, re.S)
    method = re.search(r"    def update.*?\n(?=\n)", faulty, re.S)
    assert method
    mended = "import re\n" + faulty.replace(method[0], mended_method)
    shown = re.findall(r"```console\n\$ dispatch-interfaces (.*?)\n(.*?)```", section, re.S)
    for code, (arguments, expected) in zip((faulty, mended), shown, strict=True):
        (tmp_path / "acme_document.py").write_text(code)
        output = command(*arguments.split(), cwd=tmp_path)
        assert [it.rstrip() for it in output.splitlines()] == expected.rstrip().splitlines()
    assert len([it for it in faulty.splitlines() if it.strip()]) <= 22


def test_the_two_commands_come_first() -> None:
    first = re.findall(r"```console\n(.*?)```", README, re.S)[0]
    commands = [line.partition("#")[0].strip() for line in first.splitlines()]
    assert commands == ["$ make check", "$ make test"]


def test_every_link_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link
