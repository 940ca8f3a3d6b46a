"""The contract of an interface, read off its Protocol."""

import ast
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from attrs import field, frozen

from dispatch_interfaces.limits import Limits, kinds_of
from dispatch_interfaces.narrowing import is_class, vars_of
from dispatch_interfaces.rooms import modules_in
from dispatch_interfaces.showing import shown


@frozen
class Method:
    """One documented method: its name, signature and meaning."""

    name: str
    function: Callable[..., Any] = field(repr=False)

    @property
    def signature(self) -> inspect.Signature:
        """Parameters and defaults as documented, ``self`` left out."""
        return _signature(self.function)

    @property
    def returns(self) -> Any:
        """The annotation of the result, resolved."""
        return _hints(self.function)["return"]

    @property
    def takes(self) -> Mapping[str, Any]:
        """The annotations of the parameters, resolved."""
        return {it: hint for it, hint in _hints(self.function).items() if it != "return"}

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    @property
    def declaration(self) -> str:
        """The ``def`` line to paste into a plugin."""
        return self.declare()

    def declare(self, *more: inspect.Parameter) -> str:
        """The ``def`` line with parameters of a plugin's own, which callers may leave out."""
        given = list(self.signature.parameters.values())
        at = next((n for n, it in enumerate(given) if it.kind is it.VAR_KEYWORD), len(given))
        taken = {it.name for it in given} | {it.kind for it in given if it.kind is it.VAR_KEYWORD}
        extra = [it for it in more if not {it.name, it.kind} & taken]
        declared = ", ".join(["self", *map(_declared, [*given[:at], *extra, *given[at:]])])
        returns = self.function.__annotations__["return"]
        return f"def {self.name}({declared}) -> {_type_name(returns)}: ..."


@frozen
class Contract:
    """Everything one interface asks of a plugin."""

    protocol: type
    methods: tuple[Method, ...]

    @classmethod
    def of(cls, protocol: Any) -> "Contract":
        """Read the contract off a Protocol: its own abstract methods, in their order."""
        abstract = protocol.__abstractmethods__
        functions = {name: it for name, it in vars_of(protocol).items() if name in abstract}
        return cls(protocol, tuple(Method(name, it) for name, it in functions.items()))

    @property
    def interface(self) -> str:
        """The plugin type that the application looks up: ``"participant-group"``."""
        return str(vars(self.protocol)["type"])

    @property
    def module(self) -> str:
        """The name that runs through the rooms: ``"participant_group"``."""
        return self.interface.replace("-", "_")

    @property
    def prefix(self) -> str:
        """What its requirement ids begin with: ``"PARTICIPANT-GROUP"``."""
        return self.interface.upper()

    @property
    def limits(self) -> type[Limits]:
        """What a plugin may declare that its platform cannot do: the class beside the Protocol."""
        return _limits_in(self.protocol.__module__)

    @property
    def limit_texts(self) -> Mapping[str, str]:
        """What each limit is about, by name, in the order of the class; may be empty."""
        record: Any = self.limits
        return _field_texts(record)

    @property
    def provisional(self) -> bool:
        """Whether it may change in a minor version: the documentation calls it not stable."""
        return bool(getattr(sys.modules[self.protocol.__module__], "PROVISIONAL", False))

    def method(self, name: str) -> Method | None:
        """The documented method of that name; None if there is none."""
        return next((it for it in self.methods if it.name == name), None)


@cache
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    whole = inspect.signature(function)
    return whole.replace(parameters=list(whole.parameters.values())[1:])


@cache
def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    return typing.get_type_hints(function, include_extras=True)


def _declared(parameter: inspect.Parameter) -> str:
    stars = "**" if parameter.kind is inspect.Parameter.VAR_KEYWORD else ""
    typed = parameter.annotation is not inspect.Parameter.empty
    text = stars + parameter.name + (f": {_type_name(parameter.annotation)}" if typed else "")
    if parameter.default is inspect.Parameter.empty:
        return text
    equals = " = " if typed else "="
    return text + equals + _written(parameter.default)


def _written(value: Any) -> str:
    """A default as one would write it; ``...`` where nobody could."""
    if isinstance(value, Enum):
        return f"{type(value).__qualname__}.{value.name}" if value.name else "..."
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return "..." if "<" in value.__qualname__ else value.__qualname__
    if value is None or type(value) in (bool, int, float, str, bytes):
        return repr(value)
    text = shown(value)
    return text if "..." not in text and _can_be_pasted(text) else "..."


def _can_be_pasted(text: str) -> bool:
    """Whether a repr is an expression: ``Decimal('1')`` is, ``<object at 0x7f>`` is not."""
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def _type_name(annotation: Any) -> str:
    if isinstance(annotation, str):
        return annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return " | ".join(map(_type_name, typing.get_args(annotation)))
    if annotation is type(None):
        return "None"
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", inspect.formatannotation(annotation))


@cache
def _limits_in(module: str) -> type[Limits]:
    found = (it for it in vars_of(sys.modules[module]).values() if is_class(it))
    return next(it for it in found if issubclass(it, Limits) and it.__module__ == module)


@cache
def _field_texts(record: Any) -> Mapping[str, str]:
    """The docstring below each field of a class."""
    (body,) = ast.parse(inspect.cleandoc("\n" + inspect.getsource(record))).body
    lines = body.body if isinstance(body, ast.ClassDef) else []
    texts = dict[str, str]()
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            said = after.value if isinstance(after, ast.Expr) else None
            text = said.value if isinstance(said, ast.Constant) else ""
            texts[line.target.id] = " ".join(str(text).split())
    return {it: texts[it] for it in kinds_of(record)}


def _documented() -> Iterator[Any]:
    """The Protocol of each module of that room: the class with a `type` of its own."""
    for module in modules_in("dispatch_interfaces.protocols"):
        for it in vars_of(module).values():
            if is_class(it) and it.__module__ == module.__name__ and "type" in vars_of(it):
                yield it


CONTRACTS: Final[Mapping[str, Contract]] = MappingProxyType(
    {it.interface: it for it in map(Contract.of, _documented())}
)
"""The documented interfaces, by plugin type."""
