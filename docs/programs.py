"""The small programs of authors, and what is expected of them: for the page, and for the tests."""

import ast
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from attrs import frozen

FOLDER: Final = Path(__file__).parents[1] / "tests" / "typing" / "cases"

_REFUSED: Final = "# refused"
_COMMENT: Final = re.compile(r"^# (\w+): (accepted|refused)(?:, (.+))?$", re.M)


@frozen(slots=False)
class Program:
    """A program in the folder ``cases``.

    Its docstring says what it shows. Below, ``# verdict: refused`` is what all checkers are to
    say, and ``# ty: accepted, ...`` an exception with its reason. The lines that may be refused
    end with ``# refused``; the whole header of a ``def`` or ``class`` is meant, if one of its
    lines does.
    """

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def title(self) -> str:
        """What it shows, in one sentence."""
        return ast.get_docstring(ast.parse(self.text)) or ""

    @property
    def shown(self) -> str:
        """The program itself, below what is said about it."""
        code = re.sub(r'\A""".*?"""\s*', "", self.text, flags=re.S)
        return _COMMENT.sub("", code).strip()

    @property
    def accepted(self) -> bool:
        """The verdict."""
        return self._comments["verdict"][0] == "accepted"

    @property
    def exceptions(self) -> Mapping[str, str]:
        """The checkers that say otherwise, each with the reason."""
        return {name: it[1] for name, it in self._comments.items() if name != "verdict"}

    @cached_property
    def refused_lines(self) -> frozenset[int]:
        """The lines on which a checker may find an error."""
        lines = self.text.splitlines()
        marked = {number for number, it in enumerate(lines, 1) if it.endswith(_REFUSED)}
        spans = [
            _span(node, lines)
            for node in ast.walk(ast.parse(self.text))
            if isinstance(node, ast.stmt)
        ]
        return frozenset(it for span in spans if marked & {*span} for it in span)

    @cached_property
    def _comments(self) -> dict[str, tuple[str, str]]:
        return {name: (verdict, why) for name, verdict, why in _COMMENT.findall(self.text)}


def _span(node: ast.stmt, lines: list[str]) -> range:
    """The lines of a statement; of one with a body, those before it."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(it.lineno for it in decorators)])
    last = node.end_lineno or node.lineno
    body: list[ast.stmt] = getattr(node, "body", [])
    if body:
        alone = not lines[body[0].lineno - 1][: body[0].col_offset].strip()
        last = max(node.lineno, body[0].lineno - alone)
    return range(first, last + 1)


def programs() -> list[Program]:
    """All of them, by name."""
    return [Program(path) for path in sorted(FOLDER.glob("*.py"))]
