"""The calls of one sequence, written down as a test to paste."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from string import Template
from typing import Any, Final, get_args

from attrs import define, field, frozen
from typing_extensions import is_typeddict

from dispatch_interfaces.contract import Contract, Method
from dispatch_interfaces.narrowing import (
    is_dict,
    is_list,
    is_mapping,
    is_sequence,
    is_set,
    is_tuple,
)

_HANDLES: Final = ("id", "email", "timestamp")
"""The keys of records whose values other calls take."""


@define
class Step:
    """One call: of a method of the plugin, or of a hook of its observer."""

    subject: str
    """``"plugin"`` or ``"observer"``."""
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    refused: bool = False
    texts: tuple[tuple[str, str], ...] = ()
    """The texts in the result that other calls may take, and the way to each."""

    def returned(self, result: Any) -> None:
        """Keep what the call returned, as far as a later one may need it."""
        self.texts = tuple(_texts(result))


@frozen
class _Assertion:
    expression: str
    names: Mapping[str, Any]
    value: Any


@define
class PastedTest:
    """What was called, in order, and what came back.

    It is put into words at the end only, since hardly any sequence fails. A later argument that
    an earlier call returned is written as that result's part, so that the test can be run again
    though the ids will be others.

    Args:
        contract: Of the interface whose methods are called.
        settle: Seconds for which the service may show late what was written.
        reads: Whether a method of the plugin or of the observer only shows what is there.
    """

    contract: Contract
    settle: float = 0.0
    reads: Callable[[str, str], bool] = lambda _subject, _name: False
    _steps: list[Step] = field(factory=list[Step])
    _assertion: _Assertion | None = None

    def add(self, subject: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Step:
        """Write a call down, before it is made."""
        step = Step(subject, name, deepcopy(args), deepcopy(kwargs))
        self._steps.append(step)
        return step

    def forget(self, step: Step) -> None:
        """Leave a call out after all."""
        self._steps.remove(step)

    def end(self, expression: str, names: Mapping[str, Any], value: Any) -> None:
        """End with the assertion that an expression over `plugin` and `observer` has a value."""
        self._assertion = _Assertion(expression, names, value)

    def test(self, name: str, opening: Sequence[str], indent: str = "") -> str:
        """The whole as a function that pytest runs.

        Args:
            name: What it tests.
            opening: The lines that open the plugin.
            indent: What stands before the lines that come after them.
        """
        lines = [*opening, *(f"{indent}{it}" for it in self._lines())]
        wanted = {"import time": "time.sleep", "import pytest": "pytest.raises"}
        needed = [it for it, use in wanted.items() if any(use in line for line in lines)]
        head = ["\n\n".join(needed), "", ""] if needed else []
        body = [f"    {line}" if line else "" for line in lines]
        return "\n".join([*head, f"def test_{name}():", *body])

    def _lines(self) -> Iterator[str]:
        words, given = _Words(), set[str]()
        counts: dict[str, int] = {}
        settled = not self.settle
        for step in self._steps:
            if self.reads(step.subject, step.name) and not settled:
                yield self._pause
            settled = not self.settle or self.reads(step.subject, step.name)
            made = set(words.expressions)
            inputs = _texts([*step.args, *step.kwargs.values()], handles_only=False)
            given.update(text for text, _ in inputs if text not in made)
            line = f"{step.subject}.{step.name}({words.arguments(step)})"
            new = [(text, path) for text, path in step.texts if text not in given | made]
            if step.refused:
                yield f"with pytest.raises(Exception): {line}"
            elif new:
                noun = _noun(self.contract.method(step.name))
                counts[noun] = counts.get(noun, 0) + 1
                words.expressions.update(
                    (text, f"{noun}_{counts[noun]}{path}") for text, path in new
                )
                yield f"{noun}_{counts[noun]} = {line}"
            else:
                yield line
        if self._assertion is not None:
            if not settled:
                yield self._pause
            it = self._assertion
            names = {name: words.of(value) for name, value in it.names.items()}
            shown = Template(it.expression).substitute(names)
            yield f"assert {shown} == {words.of(it.value)}"

    @property
    def _pause(self) -> str:
        return f"time.sleep({self.settle:g})  # what was written may show late"


@define
class _Words:
    """Values as Python source, in which what was returned earlier is named."""

    expressions: dict[str, str] = field(factory=dict[str, str])

    def arguments(self, step: Step) -> str:
        shown = [self.of(it) for it in step.args]
        shown += [f"{k}={self.of(it)}" for k, it in step.kwargs.items() if k.isidentifier()]
        others = {k: it for k, it in step.kwargs.items() if not k.isidentifier()}
        return ", ".join([*shown, *([f"**{self.of(others)}"] if others else [])])

    def of(self, value: Any) -> str:
        if isinstance(value, str):
            return self.expressions.get(value, repr(value))
        if is_dict(value):
            items = (f"{self.of(key)}: {self.of(it)}" for key, it in value.items())
            return "{" + ", ".join(items) + "}"
        if is_list(value):
            return "[" + ", ".join(map(self.of, value)) + "]"
        if is_tuple(value):
            return "(" + "".join(f"{self.of(it)}, " for it in value) + ")"
        if is_set(value) and value:
            return "{" + ", ".join(sorted(map(self.of, value))) + "}"
        return repr(value)


def _texts(value: Any, path: str = "", handles_only: bool = True) -> Iterator[tuple[str, str]]:
    """Every text that other calls may take, and the way to it: ``("x", '["id"]')``."""
    if isinstance(value, str) and value:
        yield value, path
    elif is_mapping(value):
        for key, it in value.items():
            if not handles_only or key in _HANDLES or not isinstance(it, str):
                yield from _texts(it, f"{path}[{key!r}]", handles_only)
    elif is_sequence(value) and not isinstance(value, str):
        for index, it in enumerate(value):
            yield from _texts(it, f"{path}[{index}]", handles_only)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value."""
    return (text for text, _ in _texts(value, handles_only=False))


def _noun(method: Method | None) -> str:
    """What a method returns, in a word: ``"drive"``."""
    kind: Any = method.returns if method else None
    if get_args(kind) and is_typeddict(get_args(kind)[0]):
        kind = get_args(kind)[0]
    return kind.__name__.lower() if is_typeddict(kind) else "result"
