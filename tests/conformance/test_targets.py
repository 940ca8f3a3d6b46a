import functools
from typing import Any

import pytest

from dispatch_interfaces.conformance import ParticipantGroupHarness, TargetError, check
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import CONTRACTS
from reference_impls import InMemoryParticipantGroup
from tests.author import GROUPS, Author


def make_groups() -> InMemoryParticipantGroup:
    return InMemoryParticipantGroup()


@pytest.mark.parametrize(
    "target",
    [
        InMemoryParticipantGroup,
        InMemoryParticipantGroup(),
        make_groups,
        functools.partial(InMemoryParticipantGroup, domain="acme.example"),
        "reference_impls:InMemoryParticipantGroup",
        "reference_impls.participant_group:InMemoryParticipantGroup",
        "reference_impls.participant_group",
        "tests.conformance.test_targets:make_groups",
    ],
)
def test_classes_instances_factories_modules_and_their_names(target: object) -> None:
    (found,) = resolve(target)
    assert found.plugin_class is InMemoryParticipantGroup
    assert found.contract.interface == "participant-group"
    assert isinstance(found.harness.open(), InMemoryParticipantGroup)


def test_an_instance_is_a_shared_backend() -> None:
    plugin = InMemoryParticipantGroup()
    (found,) = resolve(plugin)
    assert found.harness.shared_backend
    assert found.harness.open() is plugin


def test_an_instance_is_judged_like_a_class() -> None:
    assert check(InMemoryParticipantGroup()).exit_code == 0


def test_a_module_stands_for_every_plugin_class_in_it() -> None:
    assert len(resolve("reference_impls")) == len(CONTRACTS)


def test_an_entry_point_is_found_by_name(author: Author) -> None:
    folder = author(acme=GROUPS)
    info = folder / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dispatch.plugins]\nacme-groups = acme:AcmeGroups\n")
    (found,) = resolve("acme-groups")
    assert found.plugin_class.__name__ == "AcmeGroups"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("reference_impls:InMemoryStorrage", "did you mean 'InMemoryStorage'"),
        ("reference_imples", "did you mean 'reference_impls'"),
        ("reference_impls.storrage:X", "did you mean 'reference_impls.storage'"),
        ("reference_impls:InMemoryStorage.nothing", "has no 'nothing'"),
        ("nothing_like_it_at_all", "there is no module 'nothing_like_it_at_all'"),
        ("tests.conftest", "has no plugin class"),
        ("json", "has no plugin class"),
    ],
)
def test_what_does_not_exist_is_said_with_a_suggestion(target: str, message: str) -> None:
    with pytest.raises(TargetError, match=message):
        resolve(target)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def connect():\n    raise ValueError('no token')\nconnect()", "ValueError: no token"),
        ("import sys\nsys.exit('no token')", "SystemExit: no token"),
        ("import nothing_of_the_kind", "ModuleNotFoundError"),
        ("class Broken(:", "SyntaxError"),
    ],
)
def test_a_module_that_fails_to_import_shows_the_authors_traceback(
    author: Author, text: str, message: str
) -> None:
    author(acme=text)
    with pytest.raises(TargetError, match="acme cannot be imported") as caught:
        resolve("acme:Acme")
    assert message in str(caught.value)
    assert "acme.py" in caught.value.author_traceback
    assert "dispatch_interfaces/conformance" not in caught.value.author_traceback
    assert "importlib" not in caught.value.author_traceback


def test_a_factory_that_fails_shows_the_authors_traceback() -> None:
    def make() -> None:
        raise ValueError("no token")

    with pytest.raises(TargetError, match="make failed: ValueError: no token") as caught:
        resolve(make)
    assert "test_targets.py" in caught.value.author_traceback


class Get:
    def get(self, **kwargs: Any) -> list[object]:
        return []


def test_an_interface_that_cannot_be_told_is_asked_for() -> None:
    with pytest.raises(TargetError, match=r"it may be .*term.*name it with --interface"):
        resolve(Get)
    with pytest.raises(TargetError, match="it has the methods of none of them"):
        resolve(object())
    (found,) = resolve(Get, "term")
    assert found.contract.interface == "term"
    with pytest.raises(TargetError, match="no interface 'terms'; did you mean 'term'"):
        resolve(Get, "terms")


def test_the_type_attribute_tells_the_interface() -> None:
    (found,) = resolve(type("Typed", (Get,), {"type": "term"}))
    assert found.contract.interface == "term"


def test_a_duck_is_known_by_its_methods() -> None:
    class Duck:
        def gauge(self, name: str, value: float, tags: object = None) -> None: ...
        def counter(self, name: str, value: object = None, tags: object = None) -> None: ...
        def timer(self, name: str, value: float, tags: object = None) -> None: ...

    (found,) = resolve(Duck)
    assert found.contract.interface == "metric"


class NeedsUrl(InMemoryParticipantGroup):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


def test_a_class_that_needs_arguments_is_judged_statically_and_asks_for_a_harness() -> None:
    (judgement,) = check(NeedsUrl).judgements
    assert judgement.exit_code == 2
    assert judgement.outcome("PARTICIPANT-GROUP-003").result == "passed"
    reason = judgement.outcome("PARTICIPANT-GROUP-001").reason
    assert "NeedsUrl cannot be made without arguments" in reason
    assert "'url'" in reason
    assert "harness" in reason


def url_harness() -> ParticipantGroupHarness:
    return ParticipantGroupHarness(open=lambda: NeedsUrl("https://acme.example"))


@pytest.mark.parametrize(
    "harness", [url_harness, url_harness(), "tests.conformance.test_targets:url_harness"]
)
def test_a_harness_opens_what_needs_arguments(harness: object) -> None:
    assert check(NeedsUrl, harness=harness).exit_code == 0


def test_a_harness_of_another_interface_is_refused() -> None:
    with pytest.raises(TargetError, match="needs a StorageHarness, not"):
        check("reference_impls:InMemoryStorage", harness=url_harness)


class _Meta(type):
    def __getattr__(cls, name: str) -> Any:
        raise RuntimeError(f"nobody asks for {name}")


class Touchy(metaclass=_Meta):
    """Raises when it is looked at."""


def __getattr__(name: str) -> Any:
    if name == "LAZY":
        raise ConnectionError("the backend is down")
    raise AttributeError(name)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("json.decoder.nothing", "there is no module 'json.decoder.nothing'"),
        (f"{__name__}:Touchy", "cannot be looked at: RuntimeError: nobody asks for type"),
        (f"{__name__}:Touchy.get", "RuntimeError: nobody asks for get"),
        (f"{__name__}:LAZY", "ConnectionError: the backend is down"),
    ],
)
def test_what_raises_when_it_is_looked_at_is_told(target: str, told: str) -> None:
    with pytest.raises(TargetError, match=told):
        resolve(target)
