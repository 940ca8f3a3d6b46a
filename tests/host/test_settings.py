"""Settings that the application cannot work with are rejected, in words that its page shows."""

import json
import sys
from enum import StrEnum
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest

import reference_impls
from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.host.bridge import StorageBridge, StorageSettings, TermBridge
from dispatch_interfaces.host.configuration import Schema, secret
from dispatch_interfaces.masking import MASK


@attrs.frozen
class Settings:
    url: str
    token: str = secret()
    backup: str = secret(default="")
    pin: int = secret(default=0)


SCHEMA = Schema(Settings)
GIVEN = {"url": "https://acme.example", "token": "s3cret"}
AGAIN = "token has to be entered again"


@attrs.frozen
class OnlyRoot:
    root_id: str


@attrs.frozen
class Nothing:
    token: str


@attrs.frozen
class Everything:
    project: str
    root_id: str
    open_on_close: bool = False
    token: str = secret(default="")

    @property
    def read_only(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("bridge", "settings", "told"),
    [
        (StorageBridge, OnlyRoot, "reads open_on_close, read_only of the settings: declare them"),
        (StorageBridge, Nothing, "declare them in Nothing, as StorageSettings does"),
        (StorageBridge, None, "reads root_id, open_on_close, read_only of the settings"),
        (TermBridge, Nothing, "reads project of the settings: declare it in Nothing, as TermSett"),
        (TermBridge, None, "declare it in a class of settings, as TermSettings does"),
        (TermBridge, dict, "settings is <class 'dict'>, not an attrs class"),
    ],
)
def test_settings_without_what_the_application_reads_are_rejected_at_the_class_statement(
    bridge: type[Any], settings: Any, told: str
) -> None:
    with pytest.raises(TypeError, match=told) as error:
        type("Acme", (bridge,), {"settings": settings})
    assert str(error.value).startswith("Acme: ")


@pytest.mark.parametrize("bridge", [StorageBridge, TermBridge])
def test_settings_with_it_are_accepted_however_it_is_declared(bridge: type[Any]) -> None:
    made = type("Acme", (bridge,), {"settings": Everything})
    assert type("Below", (made,), {}).settings is Everything  # type: ignore[attr-defined]


def test_a_schema_of_the_author_s_own_is_not_looked_into() -> None:
    class Acme(StorageBridge):
        settings = None
        configuration_schema = SCHEMA

    assert Acme.configuration_schema is SCHEMA


def test_a_storage_may_add_settings_to_those_of_the_application() -> None:
    @attrs.frozen(kw_only=True)
    class More(StorageSettings):
        token: str = secret()

    class Drives(reference_impls.InMemoryStorage):
        def __init__(self, settings: More) -> None:
            super().__init__()
            self.token = settings.token

    class Acme(StorageBridge):
        implementation = Drives
        settings = More

    plugin = Acme()
    plugin.configuration = Acme.configuration_schema.parse_obj({"root_id": "d", "token": "t"})
    assert plugin.plugin.token == "t"


@pytest.mark.parametrize(
    "masked", [MASK, f"{MASK}new", f"new{MASK}", f"ne{MASK}w", "*******", "*", "*****n3w", MASK * 2]
)
def test_a_mask_whole_or_changed_is_never_stored(masked: str) -> None:
    with pytest.raises(ValueError, match=AGAIN):
        SCHEMA.parse_obj({**GIVEN, "token": masked})


@pytest.mark.parametrize("token", ["", "s3cret", "a*b", "****n3w", "**a**b**", "\n"])
def test_any_other_secret_is_stored(token: str) -> None:
    assert SCHEMA.parse_obj({**GIVEN, "token": token}).model_dump()["token"] == token


def test_a_mask_where_there_is_no_secret_is_a_text() -> None:
    assert SCHEMA.parse_obj({**GIVEN, "url": MASK}).url == MASK


def test_an_empty_secret_is_shown_empty_and_can_be_given_back() -> None:
    """Else a plugin with an optional secret could never be toggled."""
    shown = json.loads(json.dumps(SCHEMA.parse_obj(GIVEN)))
    assert (shown["token"], shown["backup"]) == (MASK, "")
    again = SCHEMA.parse_obj({**shown, "token": "s3cret", "pin": 7})
    assert again.value == Settings("https://acme.example", "s3cret", pin=7)


def test_a_secret_that_is_no_text_has_to_be_entered_again_once() -> None:
    with pytest.raises(ValueError, match="pin has to be entered again") as error:
        SCHEMA.parse_obj({**GIVEN, "pin": MASK})
    assert "not int" not in str(error.value)


def test_what_a_validator_says_is_shown_without_the_secret() -> None:
    def check(_settings: Any, _field: Any, value: str) -> None:
        if not value.startswith("xoxb-"):
            raise ValueError(f"a token begins with xoxb-, not {value}", _field, value)

    @attrs.frozen
    class Checked:
        url: str = attrs.field(validator=attrs.validators.matches_re("https://.*"))
        token: str = secret(default="xoxb-", validator=check)

    with pytest.raises(InvalidRequestError, match=r"'url' must match regex") as shown:
        Schema(Checked).parse({"url": "ftp://acme"})
    with pytest.raises(InvalidRequestError, match="a value is not accepted") as hidden:
        Schema(Checked).parse({"url": "https://acme", "token": "s3cret"})
    assert "s3cret" not in str(hidden.value)
    for error in (shown.value, hidden.value):
        assert error.__cause__ is error.__context__ is None  # the log would show it


def test_what_is_no_object_is_rejected() -> None:
    with pytest.raises(ValueError, match="the settings are list, not an object"):
        SCHEMA.parse_obj(["url", "token"])  # type: ignore[arg-type]


class _ValidationError(ValueError):
    """Of pydantic, as far as the application asks it."""

    @classmethod
    def from_exception_data(cls, title: str, line_errors: list[dict[str, Any]]) -> ValueError:
        return cls([{**it, "type": it["type"].kind, "msg": it["type"].msg} for it in line_errors])

    def errors(self) -> Any:
        return self.args[0]


def _stand_in() -> Any:
    found: Any = ModuleType("pydantic_core")
    found.ValidationError = _ValidationError
    found.PydanticCustomError = lambda kind, msg: SimpleNamespace(kind=kind, msg=msg)
    return found


class Region(StrEnum):
    EU = "eu"


@attrs.frozen
class Regional(Settings):
    region: Region = Region.EU


@pytest.fixture(params=["stand-in", "pydantic"])
def core(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """pydantic's own module, where it is installed, and one in its place anywhere."""
    if request.param == "stand-in":
        monkeypatch.setitem(sys.modules, "pydantic_core", _stand_in())
    found: Any = pytest.importorskip("pydantic_core")
    return found


def test_the_page_shows_every_problem_and_the_answer_no_secret(core: Any) -> None:
    """The application answers with the `errors()` of a ValidationError, and the page joins them."""
    given = {"token": MASK, "pin": "s3cret", "region": "moon", "{x}\ud800": 1}
    with pytest.raises(core.ValidationError) as error:
        Schema(Regional).parse_obj(given)
    detail = error.value.errors()
    assert " ".join(it["msg"] for it in detail) == (
        "url is missing. {x}\\ud800 is unknown. token has to be entered again. pin is not int. "
        "region is not one of 'eu'."
    )
    assert [it["loc"] for it in detail] == [
        ("url",),
        ("{x}\\ud800",),
        ("token",),
        ("pin",),
        ("region",),
    ]
    answer = json.dumps(detail, ensure_ascii=False).encode()
    assert b"s3cret" not in answer
    assert "s3cret" not in f"{error.value!r} {error.value}"


def test_what_the_page_does_not_show_is_an_error_of_ours(core: Any) -> None:
    told = "Settings: url is missing; token is missing"
    with pytest.raises(InvalidRequestError, match=told):
        SCHEMA.parse({})
    with pytest.raises(InvalidRequestError, match=told):
        SCHEMA.parse_raw("{}")


def test_without_pydantic_it_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_core", None)
    with pytest.raises(InvalidRequestError, match=f"Settings: url is missing; {AGAIN}"):
        SCHEMA.parse_obj({"token": MASK})
