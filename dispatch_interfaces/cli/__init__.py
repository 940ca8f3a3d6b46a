"""The command ``dispatch-interfaces``."""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from dispatch_interfaces.extra import require_conformance


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command.

    Args:
        arguments: What stands behind its name; those of the process if None.
    """
    try:
        require_conformance()
        os.getcwd()
    except ModuleNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print(f"error: the folder to work in is gone: {error.strerror}", file=sys.stderr)
        sys.exit(2)
    from dispatch_interfaces.cli.command import command

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What a terminal or a pipe has no letters for is shown escaped.
            stream.reconfigure(errors="backslashreplace")

    command(arguments)
