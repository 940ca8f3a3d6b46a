"""What the plugins that the application ships do, and a reader would say of it."""

# ruff: noqa: RUF013
# mypy: disable-error-code="assignment,override"

import enum
import functools
from collections.abc import Callable
from typing import Any

import pytest

from dispatch_interfaces.checking.static import missing_methods, static_problems
from dispatch_interfaces.checking.stubs import is_stub
from dispatch_interfaces.contract import CONTRACTS, Contract


class Roles(enum.StrEnum):
    WRITER = "writer"


class Base:
    title = "T"
    slug = "t"
    description = "D"
    version = "1"
    author = "A"
    author_url = "https://example.com"
    type = "oncall"

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        """Who is on call."""
        raise NotImplementedError

    def page(self, items: Any, **kwargs: Any) -> None:
        raise NotImplementedError("say more")


ONCALL = CONTRACTS["oncall"]


def _problems(plugin_class: type, contract: Contract = ONCALL) -> list[str]:
    return [f"{it.member} {it.problem}" for it in static_problems(plugin_class, contract)]


class Inherits(Base):
    """Has one method of its own."""

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        return "ada@example.com"


def test_an_inherited_stub_is_missing() -> None:
    (found,) = missing_methods(Inherits, ONCALL)
    assert str(found).startswith(
        "page is missing: Base only raises NotImplementedError; write: def page("
    )
    assert len(_problems(Inherits)) == 1


def _decorated(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def counted(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return counted


def _message(self: Any, name: str) -> None:
    """With a text that is made up."""
    raise NotImplementedError(f"no {name}")


def _conditional(self: Any, name: str) -> None:
    if name:
        raise NotImplementedError


def _other(self: Any) -> None:
    raise ValueError


@pytest.mark.parametrize(
    ("function", "stub"),
    [
        (Base.get, True),
        (Base.page, True),
        (_decorated(Base.get), True),
        (staticmethod(Base.get), True),
        (_message, False),
        (_conditional, False),
        (_other, False),
        (Inherits.get, False),
        (len, False),
        (None, False),
    ],
)
def test_what_a_stub_is(function: Any, stub: bool) -> None:
    assert is_stub(function) is stub


class ImplicitOptional(Inherits):
    def get(self, service_id: str = None, service_name: str = None) -> str:
        return "ada@example.com"

    def page(
        self,
        service_id: str,
        incident_name: str,
        incident_title: str,
        incident_description: str,
        **kwargs: Any,
    ) -> None: ...


def test_a_default_of_none_makes_an_annotation_optional() -> None:
    assert _problems(ImplicitOptional) == []


class OtherKind(ImplicitOptional):
    def get(self, service_id: int = None, service_name: str = None) -> str:
        return "ada@example.com"


def test_what_is_not_none_has_to_fit_still() -> None:
    (found,) = _problems(OtherKind)
    assert "str is not int" in found


class Marker:
    def __repr__(self) -> str:
        return "<a marker>"


class OwnDefaults(ImplicitOptional):
    def page(
        self,
        name: str,
        role: Roles = Roles.WRITER,
        names: tuple[str, ...] = ("a", "b"),
        key: Callable[..., Any] = len,
        marker: Any = Marker(),  # noqa: B008 - its repr is no expression
    ) -> None: ...


def test_a_declaration_shows_the_real_default() -> None:
    found = [it for it in static_problems(OwnDefaults, ONCALL) if it.member == "page"]
    declaration = found[-1].declaration
    assert "role: Roles = Roles.WRITER, names: tuple[str, ...] = ('a', 'b')" in declaration
    assert "key: Callable[..., Any] = len, marker: Any = ..." in declaration
