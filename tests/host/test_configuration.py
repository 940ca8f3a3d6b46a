"""Settings as the application stores, shows and validates them."""

import json
from enum import StrEnum

import attrs
import pytest

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.host.configuration import Schema, secret
from dispatch_interfaces.masking import MASK


class Region(StrEnum):
    EU = "eu"
    US = "us"


@attrs.frozen
class Settings:
    """How to reach Acme."""

    url: str = attrs.field(metadata={"title": "Address", "description": "With https"})
    token: str = secret()
    retries: int = 3
    pace: float = 1.5
    verify: bool = True
    region: Region = Region.EU


SCHEMA = Schema(Settings)
GIVEN = {"url": "https://acme.example", "token": "s3cret", "retries": 5, "region": "us"}


def test_the_schema_says_what_to_enter() -> None:
    schema = SCHEMA.schema()
    assert schema["title"] == "Settings"
    assert schema["description"] == "How to reach Acme."
    assert schema["required"] == ["url", "token"]
    assert schema["properties"]["url"] == {
        "title": "Address",
        "description": "With https",
        "type": "string",
    }
    assert schema["properties"]["token"] == {
        "title": "token",
        "type": "string",
        "format": "password",
        "writeOnly": True,
    }
    assert schema["properties"]["region"] == {
        "title": "region",
        "type": "string",
        "enum": ["eu", "us"],
        "default": "eu",
    }
    kinds = {name: it["type"] for name, it in schema["properties"].items()}
    assert (kinds["retries"], kinds["pace"], kinds["verify"]) == ("integer", "number", "boolean")
    json.dumps(schema)


def test_what_is_stored_is_what_was_entered() -> None:
    """As the application does it: parse, dump, store as JSON, and parse again."""
    configuration = SCHEMA.parse_obj(GIVEN)
    stored = json.dumps(configuration.model_dump())
    again = SCHEMA.parse_raw(stored)
    assert again.value == Settings("https://acme.example", "s3cret", 5, region=Region.US)
    assert (again.url, again.token, again.region) == ("https://acme.example", "s3cret", Region.US)
    assert SCHEMA.parse_raw(stored.encode()).value == again.value


def test_a_secret_is_never_shown() -> None:
    configuration = SCHEMA.parse_obj(GIVEN)
    for shown in (repr(configuration), str(configuration), json.dumps(configuration)):
        assert "s3cret" not in shown
        assert MASK in shown
    assert dict(configuration)["url"] == "https://acme.example"


def test_a_mask_is_not_stored_in_place_of_a_secret() -> None:
    with pytest.raises(InvalidRequestError, match="token has to be entered again"):
        SCHEMA.parse({**GIVEN, "token": MASK})


def test_everything_wrong_is_said_at_once_without_a_secret() -> None:
    with pytest.raises(InvalidRequestError) as error:
        SCHEMA.parse({"token": 7, "retries": "many", "region": "moon", "more": 1})
    told = str(error.value)
    for problem in (
        "url is missing",
        "token is not str",
        "retries is not int",
        "region is not one of 'eu', 'us'",
        "more is unknown",
    ):
        assert problem in told
    assert "many" not in told


def test_numbers_and_truths_are_told_apart() -> None:
    assert SCHEMA.parse_obj({**GIVEN, "pace": 2}).pace == 2.0
    with pytest.raises(InvalidRequestError, match="retries is not int"):
        SCHEMA.parse({**GIVEN, "retries": True})


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_was_not_stored_by_it_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequestError, match="this is no JSON"):
        SCHEMA.parse_raw(text)
