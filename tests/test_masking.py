"""What is recognised as a secret, and what is not."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import masking
from dispatch_interfaces.host.configuration import secret
from dispatch_interfaces.masking import (
    MASK,
    hidden,
    hidden_in,
    learn,
    learn_environment,
    learn_object,
    names_secret,
)

SECRET = "S3cr3t/'\"é+&-0123456789abcdef"


pytestmark = pytest.mark.usefixtures("unlearned")


@pytest.mark.parametrize(
    "text",
    [
        "token: the token is missing",
        "create() got an unexpected keyword argument 'token'",
        "acme.token:Storage2",
        "def __init__(self, token: str, password: str | None = None) -> None:",
        "Client(token=os.environ['ACME_V2'], password=None, secret=True)",
        "settings are 'token', 'region' and 'url'",
        "ada@example.com is not in https://chat.example:8080/@ada?page=2#a@b",
        "basic authentication failed, and the bearer of bad news",
        "key='value', keyword='x1234567', monkey=123456",
        "the signature differs: (self, q: str)",
        "https://chat.example/authorize?state=1",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://a:b@c.example/d", f"https://{MASK}@c.example/d"),
        ("Authorization: Bearer abc", f"Authorization: {MASK}"),
        ("sent Bearer abcdef0123, twice", f"sent Bearer {MASK}, twice"),
        ("password='it\\'s', user='x'", f"password='{MASK}', user='x'"),
        ("/?token=a1b2c3&page=2", f"/?token={MASK}&page=2"),
        ("X-Api-Key: a1b2c3", f"X-Api-Key: {MASK}"),
        ('{"client_secret": "word"}', f'{{"client_secret": "{MASK}"}}'),
        ("token='cut...", f"token='{MASK}..."),
        ("[('authorization', 'x-1')]", f"[('authorization', '{MASK}')]"),
    ],
)
def test_what_looks_like_a_secret(text: str, left: str) -> None:
    assert hidden(text) == left


@given(st.text(st.sampled_from("toke=n:'\"@/ B\\earr1\n*") | st.characters(), max_size=60))
def test_a_masked_text_stays_as_it_is(text: str) -> None:
    assert hidden(hidden(text)) == hidden(text)


@pytest.mark.parametrize(
    "written", [str, repr, ascii, lambda it: it.encode("unicode_escape").decode()]
)
def test_a_learned_secret_in_any_form(written: Any) -> None:
    learn(SECRET)
    assert "0123" not in hidden(f"<{written(SECRET)}>")


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        (f"{SECRET[:20]}...", f"{MASK}..."),
        (f"...{SECRET[-15:]}", f"...{MASK}"),
        (f"{SECRET[:14]}...{SECRET[-12:]}", f"{MASK}...{MASK}"),
    ],
)
def test_what_is_left_of_a_long_one_that_somebody_cut(cut: str, left: str) -> None:
    learn(SECRET)
    assert hidden(f"input is {cut}") == f"input is {left}"


@pytest.mark.parametrize(
    "word", ["dispatch", "postgres", "1.2.3", "12345678901", "short", "", None, 7]
)
def test_what_may_be_a_word_is_not_looked_for(word: Any) -> None:
    learn(word)
    assert hidden(f"it says {word}") == f"it says {word}"


def test_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACME_TOKEN", "t0ken-of-acme")
    monkeypatch.setenv("ACME_URL", "https://bot:p4ssword%21@acme.example/api")
    monkeypatch.setenv("ACME_CREDENTIALS", str(tmp_path))
    monkeypatch.setenv("ACME_REGION", "r3gion-of-acme")
    learn_environment()
    told = hidden(f"t0ken-of-acme p4ssword%21 p4ssword! {tmp_path} r3gion-of-acme")
    assert told == f"{MASK} {MASK} {MASK} {tmp_path} r3gion-of-acme"


@attrs.frozen
class _Settings:
    pin: str = secret(default="p1n-0123456789")


class _Client:
    def __init__(self, token: str) -> None:
        self.token, self.settings, self.headers = token, _Settings(), {"X-Api-Key": "k3y-01234567"}


def _opened(password: str, _token: str) -> None:
    """Something that is given a password."""


def _bound(value: str) -> Any:
    api_key = value
    return lambda: api_key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (_Client("t0ken-0123"), "t0ken-0123 p1n-0123456789 k3y-01234567"),
        (partial(_opened, password="p4ss-0123"), "p4ss-0123"),
        (_bound("c3ll-0123"), "c3ll-0123"),
    ],
    ids=["object", "partial", "closure"],
)
def test_an_object_and_its_parts(value: Any, text: str) -> None:
    learn_object(value)
    assert {*hidden(text).split()} == {MASK}


def test_values_keep_their_shape() -> None:
    value = {"token": "a", "n": [1, None, ["x-api-key", "b"]], "url": "https://a@b", "secret": ""}
    left = {"token": MASK, "n": [1, None, ["x-api-key", MASK]], "url": f"https://{MASK}@b"}
    assert hidden_in(value) == {**left, "secret": ""}


def test_the_key_of_a_pair_names_its_value() -> None:
    value = [{"key": "host", "value": "web-1"}, {"key": "password", "value": "web-1"}]
    assert hidden_in(value) == [value[0], {"key": "password", "value": MASK}]
    assert hidden_in({"key": "web-1"}) == {"key": MASK}


def test_old_secrets_are_forgotten_after_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_MOST", 20)
    for number in range(100):
        learn(f"s3cret-{number:06}-x")
    assert len(masking._known) == 20  # pyright: ignore[reportPrivateUsage]
    assert hidden("s3cret-000099-x s3cret-000000-x") == f"{MASK} s3cret-000000-x"


@pytest.mark.parametrize(
    "name", ["ACME_TOKEN", "password", b"Authorization", "PGPASSWORD", "apiKey"]
)
def test_names_of_secrets(name: Any) -> None:
    assert names_secret(name)


@pytest.mark.parametrize(
    "name",
    ["PATH", "PWD", "TOKEN_URL", "PASSWORD_STORE_DIR", "keyboard", "monkey", "author", None, 7, os],
)
def test_other_names(name: Any) -> None:
    assert not names_secret(name)
