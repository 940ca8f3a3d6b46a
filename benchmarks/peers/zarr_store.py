"""zarr's tests of a store, and its state machine with as many sequences as the quick profile."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from zarr.core.buffer import cpu
from zarr.storage import MemoryStore
from zarr.testing.stateful import ZarrStoreStateMachine
from zarr.testing.store import StoreTests

from dispatch_interfaces.conformance.run.profiles import QUICK


class TestStore(StoreTests[MemoryStore, cpu.Buffer]):
    store_cls = MemoryStore
    buffer_cls = cpu.Buffer

    async def set(self, store: MemoryStore, key: str, value: Any) -> None:
        store._store_dict[key] = value

    async def get(self, store: MemoryStore, key: str) -> Any:
        return store._store_dict[key]

    @pytest.fixture
    def store_kwargs(self) -> dict[str, Any]:
        return {"store_dict": {}}

    @pytest.fixture
    def store_not_open_kwargs(self) -> dict[str, Any]:
        return {"store_dict": {}}

    def test_store_repr(self, store: MemoryStore) -> None:
        assert str(store).startswith("memory://")

    def test_store_supports_writes(self, store: MemoryStore) -> None:
        assert store.supports_writes

    def test_store_supports_listing(self, store: MemoryStore) -> None:
        assert store.supports_listing


def test_any_sequence_of_calls() -> None:
    as_many = settings(
        max_examples=QUICK.examples, stateful_step_count=QUICK.steps, deadline=None, database=None
    )
    run_state_machine_as_test(lambda: ZarrStoreStateMachine(MemoryStore()), settings=as_many)
