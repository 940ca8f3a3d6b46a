"""Signals in a queue."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from reference_impls import InMemorySignalConsumer

PROJECT: Any = SimpleNamespace(id=1, name="default")
SESSION: Any = SimpleNamespace()


def test_the_queue_is_emptied_once() -> None:
    consumer = InMemorySignalConsumer()
    consumer.put({"external_id": "a"})
    consumer.put({"external_id": "b"})
    consumer.consume(db_session=SESSION, project=PROJECT)
    consumer.consume(db_session=SESSION, project=PROJECT)
    stored = [(name, it["external_id"]) for name, it in consumer.consumed()]
    assert stored == [("default", "a"), ("default", "b")]


def test_what_cannot_be_stored_stays() -> None:
    working = False

    def store(_session: Any, _project: Any, signal: Mapping[str, Any]) -> None:
        if not working and signal["external_id"] == "b":
            raise ValueError("no such signal")

    consumer = InMemorySignalConsumer(store)
    for name in "abc":
        consumer.put({"external_id": name})
    with pytest.raises(ValueError, match="no such signal"):
        consumer.consume(SESSION, PROJECT)
    working = True
    consumer.consume(SESSION, PROJECT)
    assert [it["external_id"] for _, it in consumer.consumed()] == ["a", "b", "c"]
