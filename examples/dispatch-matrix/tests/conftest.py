from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch_matrix import MatrixConversation
from dispatch_matrix.testing import MatrixObserver, open_plugin
from tests.server import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A homeserver for all tests, which the environment names."""
    with (
        running(Path(tmp_path_factory.mktemp("synapse"))) as server,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server


@pytest.fixture
def plugin(server: Server) -> MatrixConversation:
    return open_plugin()


@pytest.fixture
def observer(plugin: MatrixConversation) -> MatrixObserver:
    return MatrixObserver(plugin)
