"""The Protocols, their records and literals, tested as data."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import pytest
from typing_extensions import get_type_hints, is_typeddict

from dispatch_interfaces import protocols

FOLDER: Final = Path(protocols.__file__).parent
SOURCES: Final = sorted(it for it in FOLDER.glob("*.py") if it.stem != "__init__")
INTERFACES: Final = [it.stem for it in SOURCES if it.stem != "plugin"]
ALLOWED_IMPORTS: Final = {
    "abc",
    "builtins",
    "collections.abc",
    "dataclasses",
    "dispatch_interfaces.limits",
    "dispatch_interfaces.protocols.plugin",
    "typing",
    "typing_extensions",
}


def _protocol(module: str) -> Any:
    found = importlib.import_module(f"dispatch_interfaces.protocols.{module}")
    return getattr(found, f"{module.title().replace('_', '')}Plugin")


METHODS: Final = [
    pytest.param(module, name, id=f"{module}.{name}")
    for module in INTERFACES
    for name in sorted(_protocol(module).__abstractmethods__)
]


def _undocumented(body: list[ast.stmt]) -> Iterator[str]:
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if ast.unparse(statement).startswith("about: ClassVar"):
            continue  # as `Limits` says
        if isinstance(statement, ast.AnnAssign | ast.Assign) and not (
            isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
            and isinstance(following.value.value, str)
        ):
            yield ast.unparse(statement)


def _classes(source: Path) -> dict[str, ast.ClassDef]:
    tree = ast.parse(source.read_text("utf-8"))
    return {it.name: it for it in tree.body if isinstance(it, ast.ClassDef)}


def _records(annotation: Any) -> Iterator[Any]:
    """An annotation, those inside it and those of its records' keys."""
    yield annotation
    inside = get_type_hints(annotation).values() if is_typeddict(annotation) else []
    for part in (*get_args(annotation), *inside):
        yield from _records(part)


@pytest.mark.parametrize("source", SOURCES, ids=lambda it: it.stem)
def test_every_module_level_name_is_documented(source: Path) -> None:
    assert list(_undocumented(ast.parse(source.read_text("utf-8")).body)) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda it: it.stem)
def test_every_key_is_documented(source: Path) -> None:
    for name, record in _classes(source).items():
        if name.endswith("Plugin") and name != "Plugin":
            continue
        assert ast.get_docstring(record), f"{name} has no docstring"
        assert list(_undocumented(record.body)) == [], f"in {name}"


@pytest.mark.parametrize("source", SOURCES, ids=lambda it: it.stem)
def test_nothing_but_the_standard_typing_is_imported(source: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {it.name for it in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")

    assert imported <= ALLOWED_IMPORTS


@pytest.mark.parametrize("module", INTERFACES)
def test_type_is_the_name_of_the_module(module: str) -> None:
    assert vars(_protocol(module))["type"] == module.replace("_", "-")


@pytest.mark.parametrize("module", INTERFACES)
def test_every_public_method_is_abstract(module: str) -> None:
    protocol = _protocol(module)
    methods = {
        name
        for name, member in vars(protocol).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }

    assert methods == protocol.__abstractmethods__


@pytest.mark.parametrize(("module", "name"), METHODS)
def test_method_says_what_it_does_and_where_that_comes_from(module: str, name: str) -> None:
    doc = inspect.getdoc(getattr(_protocol(module), name)) or ""
    section = module.replace("_", " ").title()

    assert doc.splitlines()[-1] == f"Source: seed, section {section}."
    assert doc.splitlines()[0].endswith((".", "`."))


@pytest.mark.parametrize(("module", "name"), METHODS)
def test_method_documents_its_parameters_and_result(module: str, name: str) -> None:
    method = getattr(_protocol(module), name)
    doc = inspect.getdoc(method) or ""
    signature = inspect.signature(method)

    for parameter in list(signature.parameters.values())[1:]:
        starred = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        assert f"\n    {starred}{parameter.name}: " in doc
    assert ("\nReturns:\n" in doc) == (signature.return_annotation is not None)


@pytest.mark.parametrize(("module", "name"), METHODS)
def test_method_body_is_an_ellipsis(module: str, name: str) -> None:
    [method] = [
        it
        for it in _classes(FOLDER / f"{module}.py")[_protocol(module).__name__].body
        if isinstance(it, ast.FunctionDef) and it.name == name
    ]

    assert [ast.unparse(it) for it in method.body[1:]] == ["..."]


@pytest.mark.parametrize(("module", "name"), METHODS)
def test_no_result_holds_a_list(module: str, name: str) -> None:
    returns = get_type_hints(getattr(_protocol(module), name))["return"]

    assert not [it for it in _records(returns) if list in (it, get_origin(it))]
