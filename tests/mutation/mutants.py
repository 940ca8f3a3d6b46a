"""The mutants that the mutation tester left in its folder, and what became of them."""

import ast
import difflib
import inspect
import json
import textwrap
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces import errors

_ERRORS: Final = frozenset(
    name for name, it in vars(errors).items() if inspect.isclass(it) and issubclass(it, Exception)
)
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_TOLD: Final = ("interface", "method")
"""Parameters that go nowhere but into the message of an error."""


class Fate(StrEnum):
    """What became of a mutant."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    UNREACHED = "unreached"
    UNTRIED = "untried"


_FATES: Final = {
    0: Fate.SURVIVED,
    33: Fate.UNREACHED,
    None: Fate.UNTRIED,
    2: Fate.UNTRIED,  # interrupted
    34: Fate.UNTRIED,  # skipped
}
"""By exit code; any other is a test that failed, or a process that had to be killed."""


@frozen
class Mutant:
    """One change to one function."""

    module: str
    function: str
    """``InMemoryTicket.update``"""
    change: str
    """The lines that are gone, each after a ``-``, and those that came, each after a ``+``."""
    fate: Fate
    wording: bool
    """Whether it changes the message of an error, or how an id is spelled, and nothing else."""

    @property
    def place(self) -> str:
        return f"{self.module}:{self.function}"


def read_mutants(folder: Path) -> Iterator[Mutant]:
    """Every mutant.

    Args:
        folder: Where the mutated modules and their results are.
    """
    for path in sorted(folder.glob("*.py")):
        results = path.with_name(f"{path.name}.meta")
        if results.exists():
            yield from _mutants_of(path, json.loads(results.read_text("utf-8")))


def _mutants_of(path: Path, results: dict[str, Any]) -> Iterator[Mutant]:
    source = path.read_text("utf-8")
    functions = {it.name: it for it in ast.walk(ast.parse(source)) if isinstance(it, _FUNCTION)}
    helpers = {
        it.name: [arg.arg for arg in it.args.args if arg.arg not in ("self", "cls")]
        for it in functions.values()
    }
    lines = source.splitlines()

    def code(name: str) -> str:
        function = functions[name]
        text = "\n".join(lines[function.lineno - 1 : function.end_lineno])
        return textwrap.dedent(text).replace(name, _plain(name))

    for key, exit_code in results["exit_code_by_key"].items():
        name = key.rpartition(".")[2]
        base = name.rpartition("__mutmut_")[0]
        before, after = code(f"{base}__mutmut_orig"), code(name)
        yield Mutant(
            path.stem,
            _plain(base, "."),
            _change(before, after),
            _FATES.get(exit_code, Fate.CAUGHT),
            wording=_without_words(before, helpers) == _without_words(after, helpers),
        )


def _plain(name: str, within: str = "") -> str:
    """The name as the author wrote it: ``update`` for ``xǁInMemoryTicketǁupdate__mutmut_3``.

    Args:
        name: A name that the mutation tester made up.
        within: What to put between the class and the function; only the latter if empty.
    """
    name = name.rpartition("__mutmut_")[0] or name
    if "ǁ" not in name:
        return name.removeprefix("x_")
    return within.join(name.split("ǁ")[1:]) if within else name.rpartition("ǁ")[2]


def _change(before: str, after: str) -> str:
    """The lines in which two texts differ, without the indentation that they share."""
    compared = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    differing = [it for it in compared if it[0] in "+-"]
    bare = textwrap.dedent("\n".join(it[2:] for it in differing)).splitlines()
    return "\n".join(f"{it[0]} {text}" for it, text in zip(differing, bare, strict=True))


def _without_words(source: str, helpers: dict[str, list[str]]) -> str:
    """A function as text, without what goes only into the message of an error, or into an id.

    Args:
        source: The function.
        helpers: The parameters of the functions around it, by name.
    """
    return ast.dump(_Wordless(helpers).visit(ast.parse(source)))


class _Wordless(ast.NodeTransformer):
    def __init__(self, helpers: dict[str, list[str]]) -> None:
        self._helpers = helpers

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in _ERRORS or ast.unparse(node.func) == "self._ids.new":
            node.args, node.keywords = [], []
        parameters = self._helpers.get(name, [])
        node.args = [
            ast.Constant(None) if place < len(parameters) and parameters[place] in _TOLD else it
            for place, it in enumerate(node.args)
        ]
        node.keywords = [it for it in node.keywords if it.arg not in _TOLD]
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        self.generic_visit(node)
        # What is raised here was made by a helper: `raise self._not_found("update", ...)`.
        if isinstance(node.exc, ast.Call):
            node.exc.args, node.exc.keywords = [], []
        return node
