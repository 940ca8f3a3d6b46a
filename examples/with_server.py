"""Runs a command in the folder of an example, while the server that it needs runs.

    python examples/with_server.py dispatch-matrix dispatch-interfaces check

The server is that of the example's own tests: ``tests/server.py``, if there is one. What the
example has to know of it is in the environment of the command.
"""

import os
import runpy
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

EXAMPLES = Path(__file__).parent


@contextmanager
def serving(example: str) -> Generator[Mapping[str, str]]:
    """Starts the server of an example; gives what has to be in the environment.

    Args:
        example: The name of its folder: ``"dispatch-matrix"``.
    """
    module = EXAMPLES / example / "tests" / "server.py"
    if not module.exists():
        yield {}
        return
    running = runpy.run_path(str(module))["running"]
    with TemporaryDirectory() as folder, running(Path(folder)) as server:
        yield server.environment


def run(example: str, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command beside the server of an example; what it prints to stdout is kept."""
    with serving(example) as environment:
        return subprocess.run(
            command,
            cwd=EXAMPLES / example,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )


if __name__ == "__main__":
    done = run(sys.argv[1], sys.argv[2:])
    print(done.stdout, end="")
    sys.exit(done.returncode)
