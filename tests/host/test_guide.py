"""The guide tells the truth: its modules are written down, and its command is run."""

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from dispatch_interfaces.cli.command import command

GUIDE = Path(__file__).parents[2] / "docs" / "application.md"

PLUGIN = """
from reference_impls import InMemoryTicket

class AcmeTicket(InMemoryTicket):
    title, slug = "Acme tickets", "acme-ticket"

    def __init__(self, settings):
        super().__init__()
        self.settings = settings
"""


def test_the_plugin_of_the_guide_works_in_the_application(author: Callable[..., Path]) -> None:
    folder = author() / "acme"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "plugin.py").write_text(PLUGIN)
    modules = re.findall(r"```python\n(# acme/(\w+)\.py\n.*?)```", GUIDE.read_text("utf-8"), re.S)
    for code, name in modules:
        (folder / f"{name}.py").write_text(code)
    assert {name for _, name in modules} == {"dispatch", "testing"}
    arguments = ["check", "acme.dispatch:AcmeTicketForDispatch", "--edition", "host"]
    result = CliRunner().invoke(command, [*arguments, "--harness", "acme.testing:host_harness"])
    assert result.exit_code == 0, result.output
    shown = CliRunner().invoke(command, ["show", "--bridge", "acme.plugin:AcmeTicket"])
    assert "update_metadata" in shown.output
