"""What an author might name as a target, and what might be near it."""

from typing import Any

from dispatch_interfaces.conformance import TermHarness
from reference_impls import InMemoryStorage, InMemoryTerm

PLUGIN = InMemoryTerm()
harness = TermHarness(open=InMemoryTerm)
wrong_harness = {"open": InMemoryTerm}
number = 7


class AcmeTerm(InMemoryTerm):
    """Another."""


class Both(InMemoryTerm, InMemoryStorage):  # type: ignore[misc]
    """Of two interfaces."""


class _Meta(type):
    def __getattr__(cls, name: str) -> Any:
        raise RuntimeError(f"nobody asks for {name}")


class Touchy(metaclass=_Meta):
    """Raises when it is looked at."""


class Odd:
    """Says anything of itself."""

    type = ["term"]  # noqa: RUF012 - odd, as is said

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self) -> Any:
        return self

    def __repr__(self) -> str:
        raise SystemExit("no")


ODD = Odd()


def factory() -> InMemoryTerm:
    return InMemoryTerm()


def nothing() -> None:
    return None


def ends() -> InMemoryTerm:
    raise SystemExit(3)


def needs(argument: object) -> InMemoryTerm:
    return InMemoryTerm()


def __getattr__(name: str) -> Any:
    if name == "LAZY":
        raise ConnectionError("the backend is down")
    raise AttributeError(name)
