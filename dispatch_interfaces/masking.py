"""Secrets, and texts without them.

A secret is recognised by its name (``password='...'``, ``Authorization: ...``), by its place in a
URL (``https://user:password@host``), or because it was learned: from the environment, from
settings, from a harness and what it opens, from an error. Then it is found wherever it stands.
"""

import inspect
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, Final
from urllib.parse import quote, quote_plus, unquote, urlsplit

from dispatch_interfaces.narrowing import class_of, is_list, is_mapping, is_tuple, vars_of

MASK: Final = "**********"
"""What is shown in place of a secret."""

_NAME: Final = (
    r"(?:authorization|cookie|passw(?:or)?d|passphrase|secret(?:[_-]?id)?|token|credentials?"
    r"|signature|webhook(?:[_-]?url)?|(?:api|access|private|auth)[_-]?key)(?:[_-]?(?:key|value))?"
)
_NAMES: Final = re.compile(rf"(?i){_NAME}$|(?:^|[_-])(?:pass|key|auth|dsn|jwt|pat|sid|sig)$")
_NAMING: Final = (
    *("auth", "cookie", "pass", "secret", "token", "credential", "webhook"),
    *("signature", "sig=", "sid=", "code=", "_key", "-key", "ikey", "skey", "ekey", "key="),
)
"""Where none of them stands, nothing is named; to look for them is quick."""

_IN_URL: Final = re.compile(r"""(://)[^\s/?#"'<>]+@""")
_QUOTED: Final = re.compile(
    # After a comma it is one of a pair, unless it is a word: then it may be a list of names.
    rf"""(?xi) ({_NAME} (?:\\*["'])? \s*(?:=>|[=:]|,(?!\s*[bru]?["'][a-z_-]+["']))\s*
    [bru]{{0,2}} (\\*["']))
    .+? ((?<!\\)\2 | (?=\.\.\.|[\r\n]) | $)"""
)
_HEADER: Final = re.compile(
    r"""(?xi) ((?:authorization|cookie) \s*[:=]\s*) [^\s"'{}][^\r\n"'{}]*"""
)
_UNQUOTED: Final = re.compile(
    rf"""(?xi) ((?:{_NAME} | [?&;](?:sig|key|code|pass|auth|sid)) (?:=|:[ ]+))
    (?=[^\s"'(){{}}\[\],;&<>]*[0-9]) [^\s"'(){{}}\[\],;&<>]{{4,}}"""
)
_SCHEME: Final = re.compile(
    r"\b((?i:bearer|basic|token) +)(?=[\w.~-]*(?:[0-9+/=]|[a-z][A-Z]))[\w+/=.~-]{8,}"
)

_SHORTEST: Final = 8
_WORD: Final = re.compile(r"[a-z]{,15}|[0-9.]*")
"""What may stand in a report for another reason: it is not looked for, even if it is a secret."""

_PART: Final = 12
"""Characters of a long secret by which what was left of it is found, where somebody cut it."""

_MOST: Final = 1_000
"""Forms that are kept: a host whose settings change for years must not fill its memory."""

_lock: Final = threading.Lock()
_learned: Final[dict[str, None]] = {}
"""All forms of what was learned, the oldest first."""
_known: tuple[str, ...] = ()
"""The same, the longest first; replaced as a whole, so that it can be read without the lock."""


def names_secret(name: object) -> bool:
    """Whether something of this name is a secret: a variable, a field, a key, a header."""
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    return isinstance(text, str) and _is_name(str.__str__(text))


@lru_cache(1_000)
def _is_name(text: str) -> bool:
    return _NAMES.search(text) is not None


def learn(*secrets: object) -> None:
    """Mask some values from now on, wherever they stand.

    Args:
        secrets: Texts; anything else is left out, and so is what may be an ordinary word.
    """
    global _known
    texts = (str.__str__(it) for it in secrets if isinstance(it, str))
    found = {it: None for text in texts if _is_telling(text) for it in _forms(text)}
    if found.keys() <= _learned.keys():
        return
    with _lock:
        _learned.update(found)
        for it in [*_learned][:-_MOST]:
            del _learned[it]
        _known = tuple(sorted(_learned, key=len, reverse=True))


def _is_telling(secret: str) -> bool:
    return len(secret) >= _SHORTEST and not _WORD.fullmatch(secret)


def _forms(secret: str) -> Iterator[str]:
    """How a secret may be written down."""
    yield from (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1])
    yield from (quote(secret, safe=""), quote_plus(secret), ascii(secret)[1:-1])


def learn_environment() -> None:
    """Mask what the environment keeps secret: by the name of a variable, and in its URLs."""
    for name, value in os.environ.items():
        if names_secret(name) and not (os.path.isabs(value) and os.path.exists(value)):
            learn(value)
        if "@" in value:
            learn(*_passwords(value))


def _passwords(url: str) -> Iterator[str]:
    with suppress(ValueError):
        whole = urlsplit(url)
        for it in filter(None, (whole.username if not whole.password else "", whole.password)):
            yield from (it, unquote(it))


def learn_named(values: Mapping[Any, Any]) -> None:
    """Mask those of some values whose names say that they are secrets."""
    learn(*(_plain(it) for name, it in values.items() if names_secret(name)))


def learn_entered(schema: Any, entered: Mapping[str, Any]) -> list[object]:
    """Mask what was entered for the secrets of a schema: a pydantic model, or one of attrs.

    Returns:
        These secrets.
    """
    described: Any = getattr(schema, "schema", None) or getattr(schema, "model_json_schema", dict)
    fields = dict[str, dict[str, Any]]()
    with suppress(Exception):
        fields.update(described().get("properties", {}))
    secrets = [
        _plain(it)
        for name, it in entered.items()
        if names_secret(name) or fields.get(name, {}).get("format") == "password"
    ]
    learn(*secrets)
    return secrets


def learn_object(value: object) -> None:
    """Mask what an object and its parts keep under such names, or by `secret()`.

    Of a function it is what it uses and what is bound to it. Nothing is called.
    """
    with suppress(Exception):  # a class of a stranger
        for it in (value, *_parts(value).values()):
            if is_mapping(it):
                learn_named(it)
                continue
            learn_named(_parts(it))
            fields: Any = getattr(class_of(it), "__attrs_attrs__", ())
            learn(*(getattr(it, at.name, "") for at in fields if at.metadata.get("secret")))


def _parts(value: Any) -> dict[str, Any]:
    """What an object holds, by name."""
    if isinstance(value, partial):
        return {**_parts(value.func), **value.keywords}
    if inspect.isfunction(value):
        used = inspect.getclosurevars(value)
        return {**used.globals, **used.nonlocals}
    fields: Any = getattr(class_of(value), "__attrs_attrs__", ())
    return {**{it.name: getattr(value, it.name, None) for it in fields}, **vars_of(value)}


def learn_error(error: BaseException) -> None:
    """Mask what an error has of secrets: in a validator's field, in the input of pydantic."""
    learn_environment()
    with suppress(Exception):
        args = error.args
        if any(names_secret(getattr(it, "name", None)) for it in args):
            learn(*args[1:])  # the first is the message
        for it in args:
            if is_mapping(it):
                learn_named(it)
        for it in _pydantic(error):
            if any(map(names_secret, it["loc"])):
                learn(it["input"])


def text_of(error: BaseException) -> str:
    """What an error says. Pydantic's shows what was entered, shortened: that is left out."""
    problems = _pydantic(error)
    if not problems:
        return str(error)
    lines = (f"{'.'.join(map(str, it['loc']))}: {it['msg']}".removeprefix(": ") for it in problems)
    return "; ".join(lines)


def hidden_traceback(text: str, error: BaseException) -> str:
    """A traceback without secrets, where an error and those behind it say what `text_of` says."""
    behind, told = [error], dict[str, str]()
    for it in behind:  # it grows meanwhile
        learn_error(it)
        with suppress(Exception):  # it cannot say anything
            told[str(it)] = text_of(it)
        inner: Sequence[BaseException] = getattr(it, "exceptions", ())  # of a group
        for other in (it.__cause__, it.__context__, *inner):
            if isinstance(other, BaseException) and not any(other is seen for seen in behind):
                behind.append(other)
    for own, instead in told.items():
        if own != instead:  # what it shows of a secret may be shortened
            text = text.replace(own, instead)
    return hidden(text)


def _pydantic(error: Any) -> list[dict[str, Any]]:
    if type(error).__module__.partition(".")[0] not in ("pydantic", "pydantic_core"):
        return []
    with suppress(Exception):
        problems: Sequence[dict[str, Any]] = error.errors()
        return [{"input": None, **it} for it in problems]
    return []


def _plain(value: object) -> object:
    """What a value of pydantic's `SecretStr` and the like hides."""
    reveal = getattr(type(value), "get_secret_value", None)
    if reveal is not None:
        value = reveal(value)
    return value.decode("latin-1") if isinstance(value, bytes) else value


def hidden(text: str) -> str:
    """A text without secrets. One that has none already stays as it is."""
    for it in _known:
        if it[:_PART] in text or (len(it) >= 2 * _PART and it[-_PART:] in text):
            text = _without(text, it)
    if "@" in text:
        text = _IN_URL.sub(rf"\1{MASK}@", text)
    low = text.lower()
    if any(map(low.__contains__, _NAMING)):
        text = _QUOTED.sub(rf"\1{MASK}\3", text)
        text = _HEADER.sub(rf"\1{MASK}", text)
        text = _UNQUOTED.sub(rf"\1{MASK}", text)
    if "bearer" in low or "basic" in low or "token" in low:
        text = _SCHEME.sub(rf"\1{MASK}", text)
    return text


def hidden_of(text: str, secrets: Iterable[object]) -> str:
    """A text without some secrets, however short: if one of these is in it, nothing is left."""
    return MASK if any(str(it) in text for it in secrets if it not in (None, "")) else hidden(text)


def _without(text: str, secret: str) -> str:
    text = text.replace(secret, MASK)
    if len(secret) < 2 * _PART:
        return text
    for part, ahead in ((secret[:_PART], True), (secret[-_PART:], False)):
        while (at := text.find(part)) >= 0:
            rest = text[at:] if ahead else text[: at + _PART][::-1]
            length = _in_common(rest, secret if ahead else secret[::-1])
            begin = at if ahead else at + _PART - length
            text = f"{text[:begin]}{MASK}{text[begin + length :]}"
    return text


def _in_common(one: str, other: str) -> int:
    """How many characters of two texts are the same from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def hidden_in(value: Any) -> Any:
    """A value of JSON without secrets, which has the same shape."""
    if isinstance(value, str):
        return hidden(value)
    if is_mapping(value):
        # Of a pair, such as a parameter of a workflow, the key is the name of the value.
        names = {"key": "", "value": value["key"]} if {"key", "value"} <= value.keys() else {}
        return {
            key: MASK
            if isinstance(it, str) and it and names_secret(names.get(key, key))
            else hidden_in(it)
            for key, it in value.items()
        }
    if is_list(value) or is_tuple(value):
        parts = list(map(hidden_in, value))
        if len(parts) == 2 and names_secret(parts[0]) and isinstance(parts[1], str):
            parts[1] = MASK  # a header
        return parts
    return value
