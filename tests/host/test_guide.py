"""The guide tells the truth: its modules are written down, and its command is run."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.host.rehearsal import Part, rehearse

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
    module: Any = importlib.import_module("acme_rehearsal")
    parts = list[Part]()
    for name, more in (("Storage", {"root_id": "drive-1"}), ("Document", {}), ("Task", {})):
        parts.append(
            Part(
                plugin_class=getattr(module, f"Rehearsal{name}"),
                settings={"workspace": "default", **more},
                other_settings={"workspace": "security", **more},
            )
        )
    rehearsal = rehearse(parts)
    assert rehearsal.exit_code == 0, rehearsal.verdict
    assert [it.type for it in rehearsal.players if it.mine] == ["storage", "document", "task"]
    for name in ("default", "security"):
        workspace = module.workspaces[name]
        (document,) = (
            it["id"]
            for it in workspace.storage.list_files("drive-1")
            if it["name"] == "ticket-1 - Incident Document"
        )
        assert workspace.storage.get(document).startswith("ticket-1: ")
        tasks = [it.get("description") for it in workspace.task.list(document)]
        assert ("Look at the logs" in tasks) == (name == "default")
