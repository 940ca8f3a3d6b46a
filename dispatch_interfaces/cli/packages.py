"""Which installed packages a subcommand is about: all but the application itself, or some."""

from typing import Final

import click

from dispatch_interfaces.cli.output import fail
from dispatch_interfaces.conformance.packages import left_out, offers_plugins
from dispatch_interfaces.registry.installed import APPLICATION

MANY: Final = "several times for several"


def require_offers(packages: tuple[str, ...]) -> None:
    """Exit if one of these packages is not installed, or offers nothing."""
    unknown = [it for it in packages if not offers_plugins(it)]
    if unknown:
        fail(f"no package {unknown[0]!r} that is installed offers plugins")


def tell_left_out(packages: tuple[str, ...], does: str) -> None:
    """Say how many plugins of the application itself were left out.

    Args:
        packages: The packages that were named: if there are any, nothing is left out.
        does: What the subcommand does with plugins.
    """
    if not packages and (own := left_out()):
        told = f"left out: {own} plugins of the application itself"
        click.echo(f"{told}; --package {APPLICATION} {does} them", err=True)
