"""The command itself: a module of this room for each subcommand."""

import importlib
from typing import Final

import click

SUBCOMMANDS: Final = ("check", "explain", "list", "rehearse", "show", "sweep")


class _Subcommands(click.Group):
    """Imports a subcommand when it is asked for: most need what the others do not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        module = importlib.import_module(f"dispatch_interfaces.cli.{cmd_name}")
        found: click.Command = module.command
        return found


@click.command(cls=_Subcommands)
@click.version_option(package_name="dispatch-interfaces")
def command() -> None:
    """Judge plugins for the incident-management application Dispatch."""
