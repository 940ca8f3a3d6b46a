"""The limit that would explain a failure, written as it is to be declared."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from itertools import combinations
from typing import Any, Final

from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError
from dispatch_interfaces.limits import (
    Absent,
    AtMost,
    Limit,
    Limits,
    NoPlace,
    NoStep,
    Text,
    Unique,
    Values,
    kinds_of,
)
from dispatch_interfaces.narrowing import is_list

_CHANGES: Final[Mapping[str, Callable[[str], str]]] = {
    "str.strip": str.strip,
    "str.rstrip": str.rstrip,
    "str.lower": str.lower,
    "str.casefold": str.casefold,
    "str.upper": str.upper,
    'partial(unicodedata.normalize, "NFC")': partial(unicodedata.normalize, "NFC"),
    'lambda it: it.replace("\\r\\n", "\\n")': lambda it: it.replace("\r\n", "\n"),
    'lambda it: " ".join(it.split())': lambda it: " ".join(it.split()),
    'lambda it: "-".join(it.split())': lambda it: "-".join(it.split()),
    'lambda it: "_".join(it.split())': lambda it: "_".join(it.split()),
    'lambda it: "-".join(it.lower().split())': lambda it: "-".join(it.lower().split()),
    'lambda it: re.sub(r"\\W", "_", it)': lambda it: re.sub(r"\W", "_", it),
    "lambda it: it[:1].upper() + it[1:]": lambda it: it[:1].upper() + it[1:],
}
"""What becomes of texts on real platforms."""

_TAKEN: Final[Mapping[str, Callable[[str], bool]]] = {
    "": lambda _: True,
    "bool": bool,
    "lambda it: bool(it.strip())": lambda it: bool(it.strip()),
    'lambda it: " " not in it': lambda it: " " not in it,
    'lambda it: not re.search(r"\\s", it)': lambda it: not re.search(r"\s", it),
    'lambda it: bool(re.fullmatch(r"\\S+", it))': lambda it: bool(re.fullmatch(r"\S+", it)),
    "lambda it: len(it.splitlines()) < 2": lambda it: len(it.splitlines()) < 2,
    'lambda it: "\\0" not in it': lambda it: "\0" not in it,
    "str.isprintable": str.isprintable,
    "str.isascii": str.isascii,
}
"""Which texts real platforms take."""

_STEPS: Final[Mapping[str, Callable[[str], str]]] = {
    '{}.replace("\\r\\n", "\\n")': lambda it: it.replace("\r\n", "\n"),
    'unicodedata.normalize("NFC", {})': partial(unicodedata.normalize, "NFC"),
    "{}.lower()": str.lower,
    '" ".join({}.split())': lambda it: " ".join(it.split()),
    're.sub(r"\\W+", "-", {})': lambda it: re.sub(r"\W+", "-", it),
    're.sub(r"\\W+", "_", {})': lambda it: re.sub(r"\W+", "_", it),
    "{}.strip()": str.strip,
    '{}.strip("-")': lambda it: it.strip("-"),
}
"""What several changes are made of, in this order: each as it is written of what it changes."""

_LONG: Final = 15
"""From so many characters on, it is the length of a text that a platform is likely to reject."""

_VERY_LONG: Final = 2000
"""From so many on, whatever is in it."""


def written(limits: type[Limits], declaration: str) -> str:
    """A declaration, as it stands in a class."""
    return f"limits = {limits.__name__}({declaration})"


def of_kind(limits: type[Limits], name: str) -> str:
    """The declaration of a limit that has no more than a reason."""
    return written(limits, _of_kind(name, kinds_of(limits)[name][0]))


def _of_kind(name: str, kind: type[Limit]) -> str:
    more: Mapping[type, str]
    more = {Values: ", {...: ...}", NoStep: ", {...: [...]}", AtMost: ", 1", Text: ", kept=..."}
    return f'{name}={kind.__name__}("why"{more.get(kind, "")})'


def at_most(limits: type[Limits], name: str, number: int) -> str:
    """The limit by which there are only so many."""
    return written(limits, f'{name}=AtMost("why", {number})')


def for_value(limits: type[Limits], name: str, given: Any, found: Any) -> str:
    """The limit by which what was given shows as what is found; empty if none is needed.

    Args:
        limits: Those of the interface.
        name: The limit that the value is about.
        given: What was given.
        found: What is shown.
    """
    kinds = kinds_of(limits)[name]
    if found == given:
        return ""
    if NoPlace in kinds and (not found or Text not in kinds):
        return written(limits, f'{name}=NoPlace("why")')
    if Values in kinds:
        return written(limits, f'{name}=Values("why", {{{given!r}: {found!r}}})')
    several = is_list(given) and is_list(found)
    texts: list[Any] = [*given, *found] if several else [given, found]
    if Text not in kinds or not all(isinstance(it, str) for it in texts):
        return ""
    change = _change_of_all(given, found) if several else change_of(texts[:1], texts[1:])
    return written(limits, f'{name}=Text("why", kept={change})')


def for_place(
    limits: type[Limits], name: str, given: str, is_there: Callable[[str], object]
) -> str:
    """The limit by which something is found under another text than the one given; or ``""``.

    Args:
        limits: Those of the interface.
        name: The limit that the text is about.
        given: The text that was given.
        is_there: Whether it is found under a text.
    """
    for source, change in _CHANGES.items():
        if change(given) != given and is_there(change(given)):
            return written(limits, f'{name}=Text("why", kept={source})')
    return ""


def for_alike(limits: type[Limits], name: str, one: str, other: str) -> str:
    """The limit by which two texts are taken for the same; empty if there is none."""
    for source, change in _CHANGES.items():
        if change(one) == change(other):
            return written(limits, f'{name}=Text("why", kept={source})')
    short, long = sorted((one, other), key=len)
    if not long.startswith(short):
        return ""
    return written(limits, f'{name}=Text("why", kept=cut({len(short)}))')


def for_rejection(limits: type[Limits], method: str, arguments: Any, error: BaseException) -> str:
    """The limit by which a call may be rejected, as far as the error tells what is; or ``""``.

    Args:
        limits: Those of the interface.
        method: What was called.
        arguments: What was passed, by the names of the Protocol.
        error: What it raised.
    """
    kinds = kinds_of(limits)
    if isinstance(error, AlreadyExistsError):
        unique = [name for name, it in kinds.items() if Unique in it]
        return written(limits, f'{unique[0]}=Unique("why")') if unique else ""
    if not isinstance(error, InvalidRequestError):
        return ""
    for parameter, value in arguments.items():
        name = next((it for it, at in limits.about.items() if f"{method}.{parameter}" in at), None)
        within = error.value in value if isinstance(value, list) else error.value == value
        if name is not None and error.value is not None and within:
            return for_rejected(limits, name, error.value)
    return ""


def for_rejected(limits: type[Limits], name: str, value: Any) -> str:
    """The limit by which a value is rejected."""
    return written(limits, rejecting(limits, name, value))


def for_rejected_texts(name: str, taken: Collection[str], rejected: Collection[str]) -> str:
    """The limit by which some texts are taken and others rejected: ``title=Text(...)``.

    Args:
        name: The limit.
        taken: Texts that were taken.
        rejected: Texts that were rejected, at least one.
    """
    # The simplest first: by their length alone, by what is in them, or by both.
    for source, takes in _TAKEN.items():
        left = [it for it in rejected if takes(it)]
        told = [f"taken={source}"] if source else []
        if not all(map(takes, taken)) or (source and len(left) == len(rejected)):
            continue
        if not left:
            return f'{name}=Text("why", {", ".join(told)})'
        for size, longest in (len, "longest"), (_bytes, "most_bytes"):
            most = min(map(size, left)) - 1
            if all(size(it) <= most for it in taken):
                return f'{name}=Text("why", {", ".join([f"{longest}={most}", *told])})'
    return f'{name}=Text("why", taken=lambda it: ...)'


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _change_of_all(given: Sequence[str], found: Sequence[str]) -> str:
    """As `change_of`, of several whose order is not kept, of which alike ones are shown once."""
    for source, change in {**_CHANGES, **_cuts(found)}.items():
        if sorted(set(map(change, given))) == sorted(found):
            return source
    return "..."


def _cuts(found: Sequence[str]) -> Mapping[str, Callable[[str], str]]:
    longest = max(map(len, found), default=0)
    return {f"cut({longest})": lambda it: it[:longest]}


def rejecting(limits: type[Limits], name: str, value: Any) -> str:
    """As `for_rejected`, without what stands around it in a class; see `Watch.explains`."""
    kinds = kinds_of(limits)[name]
    if Values in kinds:
        return f'{name}=Values("why", rejected=[{value!r}])'
    if Text not in kinds or not isinstance(value, str):
        kind = next((it for it in (Absent, AtMost, NoPlace) if it in kinds), kinds[0])
        return _of_kind(name, kind)
    plain = re.fullmatch(r"[\w.,-]+( [\w.,-]+)*", value) or len(value) > _VERY_LONG
    if len(value) > _LONG and plain:
        return f'{name}=Text("why", longest={len(value) - 1})'
    return f'{name}=Text("why", taken=lambda it: ...)'


def change_of(given: Iterable[str], found: Iterable[str]) -> str:
    """What becomes of texts, as ``kept`` is declared; ``...`` if it is not known."""
    pairs = list(zip(given, found, strict=False))
    for source, change in _changes():
        if all(change(one) == other for one, other in pairs):
            return source
    longest = max(len(other) for _, other in pairs)
    if longest and all(one[:longest] == other for one, other in pairs):
        return f"cut({longest})"
    return "..."


def _changes() -> Iterator[tuple[str, Callable[[str], str]]]:
    """What becomes of texts, and how it is written: the simple first."""
    yield from _CHANGES.items()
    for number in (2, 3):
        for steps in combinations(_STEPS.items(), number):
            source = reduce(lambda it, step: step[0].format(it), steps, "it")
            changes = [change for _, change in steps]
            yield f"lambda it: {source}", partial(_after_another, changes)


def _after_another(changes: Iterable[Callable[[str], str]], text: str) -> str:
    return reduce(lambda it, change: change(it), changes, text)
