"""langchain's tests of a key-value store, with and without asyncio."""

from typing import Any

import pytest
from langchain_core.stores import InMemoryStore
from langchain_tests.integration_tests.base_store import BaseStoreAsyncTests, BaseStoreSyncTests


class TestKeys(BaseStoreSyncTests[Any]):
    @pytest.fixture
    def kv_store(self) -> Any:
        return InMemoryStore()

    @pytest.fixture
    def three_values(self) -> Any:
        return b"one", b"two", b"three"


class TestKeysAsync(BaseStoreAsyncTests[Any]):
    @pytest.fixture
    async def kv_store(self) -> Any:
        return InMemoryStore()

    @pytest.fixture
    def three_values(self) -> Any:
        return b"one", b"two", b"three"
