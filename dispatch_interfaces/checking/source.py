"""Where in an author's own source a class, or a member of it, was written."""

import ast
import inspect
import linecache
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from attrs import frozen

from dispatch_interfaces.showing import only_printable


@frozen(field_transformer=only_printable)
class Place:
    """A line of a file."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def place_of(plugin_class: type, member: str = "") -> Place | None:
    """Where a class, or what stands in it under a name, was written; None if nothing tells.

    A member is looked for in the class or the base that defines it: the line of its ``def``, not
    of a decorator above it, or of the assignment. One that is nowhere to be found is missing from
    the class, and so has the place of the class.
    """
    owner = next((it for it in plugin_class.__mro__ if member in vars(it)), None)
    if owner is not None and not _is_protocol(owner):
        found = _member_place(owner, member) or _function_place(vars(owner)[member])
        if found is not None:
            return found
    return _class_place(plugin_class)


def _is_protocol(owner: type) -> bool:
    return bool(vars(owner).get("_is_protocol", False))


def _member_place(owner: type, member: str) -> Place | None:
    node = _class_node(owner)
    lines = [it.lineno for it in _statements(node) if member in _names(it)] if node else []
    # The last one counts, as it does in Python.
    return Place(_file_of(owner), lines[-1]) if lines else None


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a class body, also those below an ``if``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
            if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _statements(child)


def _names(statement: ast.stmt) -> list[str]:
    """What a statement of a class body gives a name to."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [statement.name]
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [it.id for target in targets for it in ast.walk(target) if isinstance(it, ast.Name)]


def _function_place(found: Any) -> Place | None:
    """Of something that was put into the class from elsewhere."""
    code = getattr(inspect.unwrap(getattr(found, "__func__", found)), "__code__", None)
    return Place(code.co_filename, code.co_firstlineno) if code is not None else None


def _class_place(plugin_class: type) -> Place | None:
    node = _class_node(plugin_class)
    if node is not None:
        return Place(_file_of(plugin_class), node.lineno)
    # Made by a call, or in a console: something in it may still tell.
    own = (it for name, it in vars(plugin_class).items() if not name.startswith("__"))
    return next(filter(None, map(_function_place, own)), None)


def _class_node(plugin_class: type) -> ast.ClassDef | None:
    file = _file_of(plugin_class)
    classes = _classes(file, "".join(linecache.getlines(file))) if file else {}
    return classes.get(plugin_class.__qualname__)


def _file_of(plugin_class: type) -> str:
    return getattr(sys.modules.get(plugin_class.__module__), "__file__", None) or ""


@lru_cache(maxsize=64)
def _classes(file: str, text: str) -> dict[str, ast.ClassDef]:
    """The classes of a file by their qualified names; the last one of a name, as in Python."""
    try:
        tree = ast.parse(text, file)
    except (SyntaxError, ValueError):  # not Python, as the file of an extension in C
        return {}
    found: dict[str, ast.ClassDef] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                found[prefix + child.name] = child
                visit(child, f"{prefix}{child.name}.")
            elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                visit(child, f"{prefix}{child.name}.<locals>.")
            else:
                visit(child, prefix)

    visit(tree, "")
    return found
