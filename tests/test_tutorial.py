"""The tutorial tells the truth: each step is taken with the files and commands that it shows."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import frozen

PAGE = (Path(__file__).parents[1] / "docs" / "tutorial.md").read_text("utf-8")

_BLOCK = re.compile(r'^```(\w+)(?: title="(.+?)")?\n(.*?)^```$', re.M | re.S)


@frozen
class Block:
    """A file, a change of a file, or commands with their output."""

    kind: str
    file: str
    text: str

    def write(self, folder: Path) -> None:
        """Make the file what it shall be."""
        path = folder / self.file
        if self.kind != "diff":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text)
            return
        lines = self.text.splitlines(keepends=True)
        before, after = ("".join(it[1:] for it in lines if it[0] in kept) for kept in (" -", " +"))
        assert path.read_text().count(before) == 1, f"{self.file} has this once:\n{before}"
        path.write_text(path.read_text().replace(before, after))

    def commands(self) -> Iterator[tuple[list[str], str]]:
        for it in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", self.text, re.M):
            yield it[0].split(), it[1]


@frozen
class Tutor:
    """Takes the steps in a folder, and installs into another."""

    folder: Path
    installed: Path

    def run(self, command: list[str]) -> str:
        programs = {
            "dispatch-interfaces": [str(Path(sys.executable).with_name("dispatch-interfaces"))],
            "python": [sys.executable],
            "pip": [sys.executable, "-m", "pip"],
        }
        if command[0] == "pip":
            command = [*command, "--quiet", "--no-deps", "--target", str(self.installed)]
        paths = [str(self.installed), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.run(
            [*programs[command[0]], *command[1:]],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            capture_output=True,
            text=True,
        ).stdout

    def take(self, blocks: list[Block], *, run: bool) -> None:
        for block in blocks:
            if block.kind != "console":
                block.write(self.folder)
            elif run:
                for command, shown in block.commands():
                    expect_shown(self.run(command), shown)


def expect_shown(output: str, shown: str) -> None:
    """Fail unless an output is what is shown: ``...`` stands for anything."""
    texts = (output.strip("\n"), shown.strip("\n"))
    there, expected = ([it.rstrip() for it in text.splitlines()] for text in texts)
    pattern = "".join(
        "(?:.*\n)*" if it == "..." else re.escape(it).replace(r"\.\.\.", ".*") + "\n"
        for it in expected
    )
    if not re.fullmatch(pattern, "".join(f"{it}\n" for it in there)):
        assert there == expected


def steps() -> list[tuple[str, list[Block]]]:
    """The blocks of each section, by its heading."""
    headings = [*re.finditer(r"^## (\d+\. .+)\n", PAGE, re.M)]
    ends = [*(it.start() for it in headings), len(PAGE)]
    return [
        (heading[1], [Block(*it) for it in _BLOCK.findall(PAGE[start:end])])
        for heading, (start, end) in zip(headings, pairwise(ends), strict=True)
    ]


@pytest.mark.parametrize("number", range(len(steps())), ids=[name for name, _ in steps()])
def test_the_step_gives_what_is_shown(number: int, tmp_path: Path) -> None:
    tutor = Tutor(tmp_path / "package", tmp_path / "installed")
    for _, blocks in steps()[:number]:
        tutor.take(blocks, run=False)
    _, blocks = steps()[number]
    assert any(it.kind == "console" for it in blocks)
    tutor.take(blocks, run=True)


def test_all_its_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (Path(__file__).parents[1] / "docs" / link).exists(), link
