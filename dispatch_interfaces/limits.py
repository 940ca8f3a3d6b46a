"""What a platform cannot do of a method that is there, as a plugin declares it in its class.

``limits = TicketLimits(cost=NoPlace("an issue has no field for money"))``: each interface has a
class whose fields are all that may be declared of it, each with the kinds that it may be.
"""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Generic, get_args, get_origin, get_type_hints

from typing_extensions import TypeVar

L = TypeVar("L", bound="Limits", default="Limits")
V = TypeVar("V")


@dataclass(frozen=True)
class Limit:
    """Something that the platform cannot do.

    Args:
        because: Why, for the people who read the report.

    Raises:
        ValueError: The reason is empty.
    """

    because: str

    def __post_init__(self) -> None:
        if not str(self.because or "").strip():
            raise ValueError(f"{type(self).__name__}() needs a reason that a reader can act on")


class NoPlace(Limit):
    """An argument is accepted and dropped: what is shown does not depend on it."""


class Absent(Limit):
    """Something cannot be done: asked for, it is rejected, and nothing changes."""


@dataclass(frozen=True)
class Text(Limit):
    """Some texts are changed, or rejected with `InvalidRequestError`.

    Args:
        because: Why.
        longest: More characters than these are rejected.
        most_bytes: More bytes in UTF-8 than these are rejected.
        taken: Whether a text is not rejected, for what the two above cannot say.
        kept: What becomes of a text: a plain function, which changes nothing the second time. All
            of the above is asked of what it makes of a text.
    """

    longest: int | None = None
    most_bytes: int | None = None
    taken: Callable[[str], bool] | None = None
    kept: Callable[[str], str] | None = None

    def in_force(self, text: str) -> str:
        """What is shown of a text that is taken."""
        return text if self.kept is None else self.kept(text)

    def takes(self, text: str) -> bool:
        """Whether a text is not rejected."""
        kept = self.in_force(text)
        if self.longest is not None and len(kept) > self.longest:
            return False
        most = self.most_bytes
        if most is not None and len(kept.encode("utf-8", "surrogatepass")) > most:
            return False
        return self.taken is None or self.taken(kept)

    def is_about(self, text: str) -> bool:
        """Whether a text is rejected, or shown otherwise."""
        return not self.takes(text) or self.in_force(text) != text


@dataclass(frozen=True)
class Values(Limit, Generic[V]):
    """Of a closed set of values, some stand for others, or are rejected.

    Args:
        because: Why.
        stand_for: Values that are accepted, each with the one that is in force then.
        rejected: Values that are rejected with `InvalidRequestError`; never a documented default.
    """

    stand_for: Mapping[V, V] = field(default_factory=dict[V, V])
    rejected: Collection[V] = ()

    def in_force(self, value: V) -> V:
        """What is shown of a value that is taken."""
        return self.stand_for.get(value, value)

    def takes(self, value: V) -> bool:
        """Whether a value is not rejected."""
        return value not in self.rejected


@dataclass(frozen=True)
class Unique(Limit):
    """A name is there once in a place: a second one is rejected with `AlreadyExistsError`.

    Args:
        because: Why.
        alike: Names are the same for the platform if this makes the same of them:
            ``str.casefold``.
        for_ever: Whether a name stays taken when what had it is gone.
    """

    alike: Callable[[str], str] = str
    for_ever: bool = False


@dataclass(frozen=True)
class NoStep(Limit, Generic[V]):
    """From some states others cannot be reached: the step is rejected.

    Args:
        because: Why.
        to: From each such state, those that cannot be reached.
    """

    to: Mapping[V, Collection[V]] = field(default_factory=dict[V, Collection[V]])


@dataclass(frozen=True)
class AtMost(Limit):
    """There are only so many: one more is rejected with `InvalidRequestError`.

    Args:
        because: Why.
        number: How many there may be.
    """

    number: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.number < 1:
            raise ValueError("AtMost() needs a number of 1 or more")


def cut(longest: int) -> Callable[[str], str]:
    """What becomes of a text where the end of a longer one is lost: ``kept=cut(255)``."""

    def kept(text: str) -> str:
        return text[:longest]

    kept.__qualname__ = f"cut({longest})"
    return kept


@dataclass(frozen=True, kw_only=True)
class Limits:
    """All limits of a plugin; each interface has its own.

    Raises:
        TypeError: A limit is of a kind that the field cannot be.
    """

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The parameters that each limit is about: ``{"cost": ("update.cost",)}``."""

    def __post_init__(self) -> None:
        for name, limit in self.declared().items():
            kinds = kinds_of(type(self))[name]
            if not isinstance(limit, kinds):
                told = " or ".join(it.__name__ for it in kinds)
                raise TypeError(f"{type(self).__name__}({name}=...) is {told}, not {limit!r}")

    def declared(self) -> dict[str, Limit]:
        """The limits that are declared, by name."""
        found = {it.name: getattr(self, it.name) for it in fields(self)}
        return {name: limit for name, limit in found.items() if limit is not None}

    def of_parameter(self, method: str, parameter: str) -> tuple[str, Limit] | None:
        """The limit that is declared of a parameter of a method, with its name."""
        where = f"{method}.{parameter}"
        declared = self.declared()
        name = next((it for it in declared if where in self.about.get(it, ())), None)
        return None if name is None else (name, declared[name])

    def takes(self, name: str, value: Any) -> bool:
        """Whether a value is not rejected; of several, whether none is."""
        limit: Limit | None = getattr(self, name)
        if isinstance(limit, Text) and not isinstance(value, str):
            return all(limit.takes(it) for it in value or ())
        return True if limit is None else _asked(limit).takes(value)

    def in_force(self, name: str, value: Any) -> Any:
        """What is shown of a value that is taken; of several, of each, and alike ones once."""
        limit: Limit | None = getattr(self, name)
        if isinstance(limit, Text) and not isinstance(value, str):
            return None if value is None else list(dict.fromkeys(map(limit.in_force, value)))
        return value if limit is None else _asked(limit).in_force(value)


class _Everything:
    """Takes everything as it is, as limits do that are not about values."""

    def takes(self, _value: Any) -> bool:
        return True

    def in_force(self, value: Any) -> Any:
        return value


def _asked(limit: Limit) -> Any:
    """What can be asked of values: the limit, if it is about these."""
    about_values: Any = limit
    return about_values if isinstance(limit, (Text, Values)) else _Everything()


def kinds_of(limits: type[Limits]) -> Mapping[str, tuple[type[Limit], ...]]:
    """What each field of the limits of an interface may be, in the order of the fields."""
    hashable: Any = limits
    return _kinds_of(hashable)


@cache
def _kinds_of(limits: Any) -> Mapping[str, tuple[type[Limit], ...]]:
    hints = get_type_hints(limits)
    return {it.name: tuple(_kinds(hints[it.name])) for it in fields(limits)}


def _kinds(hint: Any) -> list[type[Limit]]:
    kinds = [get_origin(it) or it for it in get_args(hint)]
    return [it for it in kinds if it is not type(None)]


def limits_of(plugin: object, kind: type[L] = Limits) -> L:  # type: ignore[assignment]
    """What a plugin, or a plugin class, declares as ``limits``.

    Args:
        plugin: The object or class.
        kind: The limits of its interface, such as `TicketLimits`.

    Returns:
        The limits; those of a plugin that declares none, or others, are of that kind and empty.
    """
    found = inspect.getattr_static(plugin, "limits", None)
    return found if isinstance(found, kind) else kind()
