"""`flaky`: what a retry does when the platform is unavailable now and then."""

from typing import Any

import pytest

from dispatch_interfaces import StoragePlugin, UnavailableError, implements
from dispatch_interfaces.conformance.flaky import Failure, flaky
from reference_impls import InMemoryStorage


def _retried(call: Any, *args: Any) -> Any:
    while True:
        try:
            return call(*args)
        except UnavailableError:
            continue


def test_a_retry_after_the_effect_duplicates() -> None:
    storage = flaky(InMemoryStorage(), seed=1, before=0, after=0.5)
    for number in range(20):
        _retried(storage.create, f"drive {number}", [])
    names = [drive["name"] for drive in _retried(storage.list)]
    failures: list[Failure] = storage.failures  # type: ignore[attr-defined]
    creates = failures.count(Failure("create", "after"))
    assert len(names) == 20 + creates
    assert creates > 0


def test_a_retry_before_the_effect_does_not() -> None:
    storage = flaky(InMemoryStorage(), seed=1, before=0.5, after=0)
    for number in range(20):
        _retried(storage.create, f"drive {number}", [])
    assert len(_retried(storage.list)) == 20
    failures: list[Failure] = storage.failures  # type: ignore[attr-defined]
    assert {it.when for it in failures} == {"before"}


def test_the_same_seed_fails_the_same_calls() -> None:
    def failures(seed: int) -> list[Failure]:
        storage = flaky(InMemoryStorage(), seed=seed)
        for number in range(30):
            _retried(storage.create, f"drive {number}", [])
        found: list[Failure] = storage.failures  # type: ignore[attr-defined]
        return found

    assert failures(3) == failures(3)
    assert failures(3) != failures(4)


def test_it_passes_for_the_plugin() -> None:
    plugin = InMemoryStorage()
    storage = flaky(plugin, seed=0, before=0, after=0)
    assert isinstance(storage, InMemoryStorage)
    assert implements(storage, StoragePlugin)
    drive = storage.create("drive", ["ada@example.com"], role="reader")
    assert storage.permissions(drive["id"]) == {"ada@example.com": "reader"}


def test_the_error_says_what_came_through() -> None:
    with pytest.raises(UnavailableError, match=r"storage\.list: the call did not come through"):
        flaky(InMemoryStorage(), seed=0, before=1, after=0).list()


@pytest.mark.parametrize(("before", "after"), [(0.6, 0.6), (-0.1, 0)])
def test_parts_make_at_most_a_whole(before: float, after: float) -> None:
    with pytest.raises(ValueError, match="parts of a whole"):
        flaky(InMemoryStorage(), seed=0, before=before, after=after)


def test_what_is_no_plugin_is_refused() -> None:
    with pytest.raises(ValueError, match="documented interface"):
        flaky(object(), seed=0)
