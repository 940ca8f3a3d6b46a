"""What the application passes, made to fit what a plugin declares that its platform takes.

The application knows no limits: an error for a title that is too long ends the opening of an
incident. What does not fit is shortened where people see it, spelt otherwise or left out, and
logged.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import AlreadyExistsError
from dispatch_interfaces.limits import Limits, Text, Values, limits_of
from dispatch_interfaces.logs import logger
from dispatch_interfaces.narrowing import is_list

T = TypeVar("T")

_LOG: Final = logger("dispatch_interfaces.host")
_ENDS: Final = ("\u2026", "...", "")
"""How people see that a text was longer, the first that is taken."""
_NUMBERS: Final = range(2, 10)
"""What is put behind a name that is taken."""


class Within:
    """A plugin that is called within the limits that it declares; in all else, the plugin.

    Args:
        plugin: The plugin.
        interface: By which it is called.
        slug: What the log calls it.
    """

    def __init__(self, plugin: Any, interface: str, slug: str) -> None:
        contract = CONTRACTS[interface]
        self._within = (plugin, slug, contract, limits_of(plugin, contract.limits))

    def __getattr__(self, name: str) -> Any:
        plugin, slug, contract, limits = self._within
        found = getattr(plugin, name)
        method = contract.method(name)
        if method is None or not callable(found):
            return found

        @functools.wraps(found)
        def within(*args: Any, **kwargs: Any) -> Any:
            given = {**dict(zip(method.signature.parameters, args, strict=False)), **kwargs}
            fitting = dict(_fitting(contract, limits, slug, name, given))
            return found(
                *(fitting.get(it, args[n]) for n, it in enumerate(_first(given, args))),
                **{key: fitting.get(key, it) for key, it in kwargs.items()},
            )

        return within


def _first(given: Mapping[str, Any], args: tuple[Any, ...]) -> list[str]:
    return list(given)[: len(args)]


def _fitting(
    contract: Contract, limits: Limits, slug: str, method: str, given: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """The arguments that are passed in place of those that do not fit."""
    for parameter, value in given.items():
        found = limits.of_parameter(method, parameter)
        if found is None or value is None or limits.takes(found[0], value):
            continue
        name, limit = found
        instead: Any = None
        if isinstance(limit, Text):
            instead = (
                [fitted(limit, it) for it in value] if is_list(value) else fitted(limit, value)
            )
        elif isinstance(limit, Values) and not _may_be_none(contract, method, parameter):
            continue
        _LOG.warning("%s.%s: %s does not fit (%s): %s", slug, method, name, limit.because, instead)
        yield parameter, instead


def _may_be_none(contract: Contract, method: str, parameter: str) -> bool:
    found = contract.method(method)
    return found is not None and found.signature.parameters[parameter].default is None


def fitted(limit: Text, text: str) -> str:
    """A text like another one, which the platform takes; the text itself if there is none.

    Args:
        limit: What the platform takes.
        text: What is to be said.
    """
    dashed = "-".join(text.split())
    alike = (text, text.lower(), dashed, dashed.lower())
    spelt = sorted((_spelt(limit, it) for it in alike), key=lambda it: it[0])
    candidates = (*alike, *(_shortened(limit, it) for _, it in spelt))
    return next((it for it in candidates if limit.takes(it)), text)


def parts(limit: Text | None, text: str) -> list[str]:
    """A text in as many parts as it takes, each of which the platform takes.

    Args:
        limit: What the platform takes; None for everything.
        text: What is to be said; parts end with a line where they can, else with a word.
    """
    if limit is None or limit.takes(text) or not limit.takes(text[:1]):
        return [text]
    found, left = list[str](), text
    while left:
        end = _longest(limit, left)
        if end < len(left):
            end = left.rfind("\n", 0, end) + 1 or left.rfind(" ", 0, end) + 1 or end
        found.append(left[:end])
        left = left[end:]
    return [it for it in found if it.strip()] or [text]


def unless_taken(slug: str, method: str, name: str, call: Callable[[str], T]) -> T:
    """Make something of a name or, where that is taken, of the name with a number behind it.

    Args:
        slug: What the log calls the plugin.
        method: What is called.
        name: What it is to be called.
        call: Makes it.

    Raises:
        AlreadyExistsError: All of them are taken.
    """
    try:
        return call(name)
    except AlreadyExistsError as error:
        for number in _NUMBERS:
            try:
                made = call(f"{name} {number}")
            except AlreadyExistsError:
                continue
            _LOG.warning("%s.%s: the name %r is taken: %r", slug, method, name, f"{name} {number}")
            return made
        raise error


def _spelt(limit: Text, text: str) -> tuple[int, str]:
    """With something that is taken in place of what is not, and how many characters that are."""
    taken = [limit.takes(it) for it in text]
    if all(taken):
        return 0, text
    other = next((it for it in "-_" if limit.takes(it)), "")
    marked = "".join(it if ok else "\0" for it, ok in zip(text, taken, strict=True))
    words = (it.strip(other) for it in marked.split("\0"))
    return taken.count(False), other.join(filter(None, words))


def _shortened(limit: Text, text: str) -> str:
    """Without its end, and with a mark that tells so, if it is too long."""
    if limit.takes(text):
        return text
    for end in _ENDS:
        length = _longest(limit, text, end)
        if length:
            return text[:length].rstrip() + end
    return text


def _longest(limit: Text, text: str, end: str = "") -> int:
    """How many characters of a text are taken, with something behind them; 0 if none are."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if limit.takes(text[:middle] + end):
            low = middle
        else:
            high = middle - 1
    return low
