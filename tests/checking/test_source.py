import functools
import importlib
from pathlib import Path
from typing import Any

import pytest

from dispatch_interfaces import MetricPlugin
from dispatch_interfaces.checking.source import Place, place_of
from tests.author import Author

SOURCE = """
import functools
from dispatch_interfaces import MetricPlugin

def traced(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper

def helper(self): ...

class Mixin:
    def gauge(self): ...

class AcmeMetric(Mixin, MetricPlugin):
    title, slug = "a", "b"
    author: str = "c"

    if True:
        def hidden(self): ...

    @traced
    def counter(self): ...

    timer = helper

    class Inner(MetricPlugin):
        def timer(self): ...

AcmeMetric.added = helper

def make():
    class Local:
        def gauge(self): ...
    return Local
"""


@pytest.fixture
def acme(author: Author) -> Any:
    author(acme_source=SOURCE)
    return importlib.import_module("acme_source")


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(SOURCE.splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("", "class AcmeMetric"),
        ("gauge", "def gauge"),
        ("counter", "def counter"),  # and not the decorator above it
        ("timer", "timer = helper"),
        ("slug", "title, slug"),
        ("author", "author: str"),
        ("added", "def helper"),
        ("nothing_of_the_kind", "class AcmeMetric"),
        ("version", "class AcmeMetric"),  # has it from the Protocol
        ("hidden", "def hidden"),
    ],
)
def test_the_line_of_a_member(acme: Any, member: str, text: str) -> None:
    assert place_of(acme.AcmeMetric, member) == Place(acme.__file__, line_of(text))


def test_classes_within_others(acme: Any) -> None:
    inner = line_of("class Inner")
    assert place_of(acme.AcmeMetric.Inner, "timer") == Place(acme.__file__, inner + 1)
    assert place_of(acme.make(), "gauge") == Place(acme.__file__, line_of("class Local") + 1)


def test_a_class_without_source() -> None:
    assert place_of(dict, "get") is None
    made = type("Made", (), {"gauge": line_of})
    assert place_of(made) == Place(__file__, line_of.__code__.co_firstlineno)
    assert place_of(type("Empty", (), {"slug": "x"})) is None


def test_a_file_that_is_no_python(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    path = author(acme_broken="class Broken: ...") / "acme_broken.py"
    broken = importlib.import_module("acme_broken").Broken
    path.write_text("class Broken(", "utf-8")
    assert place_of(broken) is None
    Path(path).write_text("class Broken: ...", "utf-8")


def test_protocols_are_not_the_authors_source() -> None:
    class Mine(MetricPlugin):
        pass

    place = place_of(Mine, "gauge")
    assert place is not None
    assert place.file == __file__


def test_what_is_wrapped_without_a_trace_of_it() -> None:
    class Odd:
        gauge = functools.partial(print)

    assert place_of(Odd, "gauge") is not None
