"""``python -m dispatch_interfaces`` is the same as the command."""

from dispatch_interfaces.cli import main

main()
