"""The guide tells the truth: its modules are written down, and its command is run."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from tests.host.simulation import Application

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
    assert {name for _, name in modules} == {"dispatch", "rehearsal", "testing"}
    arguments = ["check", "acme.dispatch:AcmeTicketForDispatch", "--edition", "host"]
    result = CliRunner().invoke(command, [*arguments, "--harness", "acme.testing:host_harness"])
    assert result.exit_code == 0, result.output
    shown = CliRunner().invoke(command, ["show", "--bridge", "acme.plugin:AcmeTicket"])
    assert "update_metadata" in shown.output


def test_the_rehearsal_of_the_guide_fills_a_document_in(author: Callable[..., Path]) -> None:
    text = GUIDE.read_text("utf-8")
    (linked,) = re.findall(r"```python\n(from reference_impls import Linked\n.*?)```", text, re.S)
    exec(linked, {})
    (code,) = re.findall(r"```python\n(# acme/rehearsal\.py\n.*?)```", text, re.S)
    author(acme_rehearsal=code)
    rehearsal: Any = importlib.import_module("acme_rehearsal")
    app = Application()
    for name, more in (("Storage", {"root_id": "drive-1"}), ("Document", {}), ("Task", {})):
        plugin_class = getattr(rehearsal, f"Rehearsal{name}")
        app.register(plugin_class)
        app.enable(1, plugin_class.slug, {"workspace": "default", **more})
    storage = app.active(1, "storage")
    made = storage.create_file(storage.configuration.root_id, "INC-7", file_type="document")
    storage.plugin.set_text(made["id"], "{{name}}")
    app.active(1, "document").update(made["id"], name="INC-7")
    assert storage.get(made["id"]) == "INC-7"
    assert app.active(1, "task").list(file_id=made["id"], lookback=600) == []
