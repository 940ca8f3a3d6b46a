"""Texts and values of strangers, put into words whatever they are.

A text of a plugin is data: nothing in it moves a cursor, turns the order of letters around, or
gives an order to the service that runs a job. It shows no secret either.
"""

import re
import reprlib
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Final

from attrs import Attribute

from dispatch_interfaces.masking import hidden, learn_error, text_of

LONGEST: Final = 10_000
"""Characters of a text that are kept: a person is to read it."""

_MESSAGE: Final = 2_000
"""Characters of the message of an error that are kept."""

_UNUSUAL: Final = re.compile(r"[^\n\t -~]")
_ORDER: Final = re.compile(r"^([^\S\n]*):(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE)


class _Short(reprlib.Repr):
    """Masks before it shortens: of a secret that was cut, the rest is not found."""

    def repr_str(self, x: str, level: int) -> str:
        return super().repr_str(hidden(x) if len(x) > self.maxstring else x, level)

    def repr_instance(self, x: Any, level: int) -> str:
        text = repr(x)
        text = hidden(text) if len(text) > self.maxother else text
        return _cut(text, len(text), self.maxother)


_short: Final = _Short()
_short.maxstring = _short.maxother = 120
_short.maxdict = _short.maxlist = _short.maxlevel = 12


def printable(text: str, longest: int = LONGEST) -> str:
    """A text of which everything is seen: what `repr` escapes is escaped, except in line breaks.

    Secrets are masked. One that is too long loses its middle. One that was made printable already
    stays as it is.
    """
    text = hidden(str.__str__(text))  # of a subclass, which may do as it likes
    if len(text) <= longest and text.isprintable():
        return text
    whole, cut = len(text), _cut(text, len(text), longest)
    return _cut(_UNUSUAL.sub(_escaped, cut.replace("\r\n", "\n")), whole, longest)


def _cut(text: str, whole: int, longest: int) -> str:
    if len(text) <= longest:
        return text
    note = f" ... ({whole:,} characters) ... "
    end = (longest - len(note)) // 3
    return f"{text[: longest - len(note) - end]}{note}{text[-end:]}"


def _escaped(found: re.Match[str]) -> str:
    return repr(found.group())[1:-1]


def without_orders(text: str) -> str:
    """A text in which GitHub and its like find no workflow command (``::error::``, ``##[error]``).

    They look for them in all that a job prints, at the start of a line or anywhere in it.
    """
    return _ORDER.sub(lambda it: r"\x23" if it[1] is None else rf"{it[1]}\x3a", text)


def shown(value: object, longest: int = 400) -> str:
    """The repr of a value; of one that has none, what it is and why.

    Args:
        value: The value.
        longest: Where the repr has more characters, all parts of the value are shortened.
    """
    return _asked(value, "repr", lambda it: _repr(it, longest))


def is_mute(value: object, text: str) -> bool:
    """Whether ``text``, which `shown` gave of a value, says that it has no repr."""
    return text.startswith(f"<{class_name(value)}, whose repr raised ")


def _repr(value: object, longest: int) -> str:
    whole = repr(value) if _room(value, longest) >= 0 else ""
    return whole if 0 < len(whole) <= longest else _short.repr(value)


def _room(value: object, room: int) -> int:
    """What a value leaves at most of so many characters: to make a long repr takes much longer."""
    kind = type(value)
    if kind in (str, bytes):
        return room - len(value)  # type: ignore[arg-type]
    parts: Iterable[object] = ()
    if kind is dict:
        parts = chain.from_iterable(value.items())  # type: ignore[attr-defined]
    elif kind in (list, tuple, set, frozenset):
        parts = value  # type: ignore[assignment]
    room -= 2
    for it in parts:
        if room < 0:
            break
        room = _room(it, room)
    return room


def message_of(error: BaseException) -> str:
    """What an error says; of one that cannot say anything, why."""
    learn_error(error)
    return _asked(error, "str", text_of, _MESSAGE)


def told(error: BaseException) -> str:
    """The class of an error, and what it says."""
    return f"{class_name(error)}: {message_of(error)}"


def class_name(value: object) -> str:
    """The name of the class of a value, whatever its metaclass says."""
    return printable(type.__dict__["__name__"].__get__(type(value)), 200)


def _asked(value: Any, what: str, ask: Callable[[Any], str], longest: int = LONGEST) -> str:
    try:
        return printable(ask(value), longest)
    except BaseException as error:  # an object of a plugin may also exit
        return f"<{class_name(value)}, whose {what} raised {class_name(error)}>"


def only_printable(_class: type, fields: list["Attribute[Any]"]) -> list["Attribute[Any]"]:
    """For ``attrs``: every text of a record is made printable when it comes in."""
    converters = [_CONVERTERS.get(it.type) for it in fields]
    pairs = zip(fields, converters, strict=True)
    return [it if converter is None else it.evolve(converter=converter) for it, converter in pairs]


_CONVERTERS: Final[dict[Any, Callable[[Any], Any]]] = {
    str: printable,
    tuple[str, ...]: lambda texts: tuple(map(printable, texts)),
}
