"""langchain's tests of a vector store."""

from typing import Any

import pytest
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_tests.integration_tests.vectorstores import VectorStoreIntegrationTests


class TestVectors(VectorStoreIntegrationTests):
    @pytest.fixture
    def vectorstore(self) -> Any:
        return InMemoryVectorStore(embedding=self.get_embeddings())
