"""A requirement: a plain function, its id, and what is said about it."""

import inspect
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, partial, update_wrapper
from string import Template
from typing import Any, Final, Generic, TypeAlias, TypeVar

from attrs import define, field, frozen

from dispatch_interfaces import __version__
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.contract import Contract
from dispatch_interfaces.limits import kinds_of

H = TypeVar("H", bound=Harness[Any, Any])
Proof: TypeAlias = Callable[[H, str, Any], None]

_FIRST: Final = "0.1"
"""The minor version with which all requirements count at once: there was none before."""

_SECTIONS: Final = ("To fix", "Usual cause", "Wrong", "Right")


class Strength(StrEnum):
    """RFC 2119: a MUST always counts, a SHOULD with ``--strict``."""

    MUST = "MUST"
    SHOULD = "SHOULD"


class Level(StrEnum):
    """How far a check goes; each level includes those before it."""

    STATIC = "static"
    SHAPE = "shape"
    BEHAVIOUR = "behaviour"
    STATEFUL = "stateful"
    CONCURRENT = "concurrent"
    HOST = "host"
    """The calls of the application; of an edition of its own, beside all others."""

    @property
    def rank(self) -> int:
        return list(Level).index(self)

    @property
    def searches(self) -> bool:
        """Whether it would only find again what a level below it has shown already."""
        return self in (Level.STATEFUL, Level.CONCURRENT)


@frozen
class Requirement:
    """One thing that a plugin must or should do.

    The docstring of the function is the only place where a requirement is put in words: the
    sentence itself, then ``To fix:``, ``Usual cause:``, ``Wrong:`` and ``Right:``.
    """

    id: str
    function: Callable[..., None] = field(repr=False)
    contract: Contract = field(repr=False)
    strength: Strength
    level: Level
    methods: tuple[str, ...]
    """The documented methods that it is about; empty if it is about the plugin as a whole."""
    rule_number: int
    """Which of the fourteen rules of the contract it makes precise."""
    observes: tuple[str, ...]
    """The methods of the observer without which nothing can be said."""
    core: bool
    """Whether everything else relies on it, so that its failure may not be expected."""
    since: str
    """The minor version that it came with."""
    limited_by: tuple[str, ...] = ()
    """The limits of which any leaves nothing of it to be asked, if there is no place for it."""

    @property
    def stochastic(self) -> bool:
        """Whether it may pass although its rule is broken: which thread comes first is chance."""
        return self.level is Level.CONCURRENT

    @property
    def preview(self) -> bool:
        """Whether it came with this minor version, and counts only from the next."""
        current = ".".join(__version__.split(".")[:2])
        return self.since == current and current != _FIRST

    @property
    def text(self) -> str:
        """What is required, in one sentence."""
        return _sentence(self.function)

    @property
    def to_fix(self) -> str:
        return self._prose("To fix")

    @property
    def usual_cause(self) -> str:
        return self._prose("Usual cause")

    @property
    def wrong(self) -> str:
        """A plugin's code that fails this requirement."""
        return self._section("Wrong")

    @property
    def right(self) -> str:
        """The same code, mended."""
        return self._section("Right")

    def _prose(self, name: str) -> str:
        return " ".join(self._section(name).split())

    def _section(self, name: str) -> str:
        others = "|".join(_SECTIONS)
        doc = inspect.getdoc(self.function) or ""
        found = re.search(rf"^{name}:(.*?)(?=^(?:{others}):|\Z)", doc, re.M | re.S)
        return inspect.cleandoc(found[1]) if found else ""

    def __str__(self) -> str:
        return self.id


@cache
def _sentence(function: Callable[..., None]) -> str:
    # Kept, since every outcome carries it.
    doc = inspect.getdoc(function) or ""
    return " ".join(re.split(rf"^(?:{'|'.join(_SECTIONS)}):", doc, flags=re.M)[0].split())


@frozen
class Member:
    """One of a family of requirements; see `Suite.each`."""

    id: str
    values: Mapping[str, Any]

    def fill(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Texts with this member's values in place of their names."""
        # A value of several lines is code, and stands indented below its label.
        values = {name: str(it).replace("\n", "\n    ") for name, it in self.values.items()}
        return tuple(Template(it).substitute(values) for it in texts)

    def bind(self, function: Callable[..., None]) -> Callable[..., None]:
        """The function, and its docstring, for this member."""
        taken = inspect.signature(function).parameters
        bound = partial(function, **{key: it for key, it in self.values.items() if key in taken})
        update_wrapper(bound, function)
        texts = [it for it in self.values.values() if isinstance(it, str)]
        about = next((it for it in texts if it.isidentifier()), self.id)
        bound.__name__ = f"{function.__name__}[{about}]"  # type: ignore[attr-defined]
        (bound.__doc__,) = self.fill((inspect.getdoc(function) or "",))
        return bound


def member(id: str, **values: Any) -> Member:
    """A member of a family: its id, and what it has for each name in the docstring."""
    return Member(id, values)


@define
class Suite(Generic[H]):
    """The requirements of one interface.

    Args:
        harness: Opens a plugin of the interface.
        not_about: The rules that the interface is not about, each with the reason.
        untested: What no requirement can tell, by rule; a rule may have requirements all the same.
    """

    harness: type[H]
    not_about: Mapping[int, str] = field(factory=dict[int, str], kw_only=True)
    untested: Mapping[int, str] = field(factory=dict[int, str], kw_only=True)
    _registered: dict[str, Requirement] = field(factory=dict[str, Requirement])
    proofs: dict[str, "Proof[H]"] = field(factory=dict[str, Any], init=False)
    """What shows of each limit that it is one."""

    @property
    def requirements(self) -> dict[str, Requirement]:
        """All of them, by id, in the order of the ids."""
        return dict(sorted(self._registered.items()))

    @property
    def contract(self) -> Contract:
        return self.harness.contract

    def must(
        self, id: str, *methods: str, **about: Any
    ) -> Callable[[Callable[[H], None]], Callable[[H], None]]:
        """Register a function as a MUST; see `add`."""
        return self._adding(Strength.MUST, id, methods, about)

    def should(
        self, id: str, *methods: str, **about: Any
    ) -> Callable[[Callable[[H], None]], Callable[[H], None]]:
        """Register a function as a SHOULD; see `add`."""
        return self._adding(Strength.SHOULD, id, methods, about)

    def _adding(
        self, strength: Strength, id: str, methods: tuple[str, ...], about: dict[str, Any]
    ) -> Callable[[Callable[[H], None]], Callable[[H], None]]:
        def decorate(function: Callable[[H], None]) -> Callable[[H], None]:
            self.add(function, id, strength, methods, **about)
            return function

        return decorate

    def each(
        self, *members: "Member", methods: tuple[str, ...] = (), **about: Any
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Register a function once for each member of a family: one sentence, said of several.

        ``$name`` in the docstring, in `methods`, `observes` and `limited_by` becomes the value that
        a member has for it; the function is called with those values that it has parameters for.

        Args:
            members: The members, each with an id of its own.
            methods: The documented methods that it is about.
            about: As for `add`; the strength is MUST unless it says otherwise.
        """
        strength = about.pop("strength", Strength.MUST)
        observes, limited_by = about.pop("observes", ()), about.pop("limited_by", ())

        def decorate(function: Callable[..., None]) -> Callable[..., None]:
            for it in members:
                self.add(
                    it.bind(function),
                    it.id,
                    strength,
                    it.fill(methods),
                    observes=it.fill(observes),
                    limited_by=it.fill(limited_by),
                    **about,
                )
            return function

        return decorate

    def add(
        self,
        function: Callable[..., None],
        id: str,
        strength: Strength,
        methods: tuple[str, ...],
        *,
        rule: int,
        level: Level = Level.BEHAVIOUR,
        observes: tuple[str, ...] = (),
        core: bool = False,
        since: str = _FIRST,
        limited_by: tuple[str, ...] = (),
    ) -> None:
        """Register a requirement.

        Raises:
            ValueError: The id is taken or of another interface, or a method or limit is unknown.
        """
        if id in self._registered or not re.fullmatch(rf"{self.contract.prefix}-\d{{3}}", id):
            raise ValueError(f"{id} is taken, or is no id of {self.contract.interface}")
        unknown = [name for name in methods if self.contract.method(name) is None]
        unknown += [name for name in observes if name not in self.harness.hooks()]
        unknown += [it for it in limited_by if it not in kinds_of(self.harness.contract.limits)]
        if unknown:
            raise ValueError(f"{id} names unknown methods or limits: {', '.join(unknown)}")
        self._registered[id] = Requirement(
            id,
            function,
            self.contract,
            strength,
            level,
            methods,
            rule,
            observes,
            core,
            since,
            limited_by,
        )

    def proof(self, *limits: str) -> Callable[[Proof[H]], Proof[H]]:
        """Register what shows that a limit is one: a function of the harness, its name and it.

        It raises ConformanceFailure if what is declared impossible works, or what is declared
        possible does not; NotObserved if nobody can see it.

        Args:
            limits: The names of the limits that it can show.

        Raises:
            ValueError: A limit is unknown, or has a proof already.
        """
        kinds = kinds_of(self.harness.contract.limits)

        def decorate(function: Proof[H]) -> Proof[H]:
            for it in limits:
                if it not in kinds or it in self.proofs:
                    raise ValueError(f"{it} is no limit of {self.contract.interface}, or proved")
                self.proofs[it] = function
            return function

        return decorate
