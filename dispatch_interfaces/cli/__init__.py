"""The command ``dispatch-interfaces``."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command.

    Args:
        arguments: What stands behind its name; those of the process if None.
    """
    from dispatch_interfaces.cli.command import command

    command(arguments)
