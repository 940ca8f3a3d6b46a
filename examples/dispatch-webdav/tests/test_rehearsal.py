"""An incident from its report to its deletion, over the server, and what is on its disk then."""

import subprocess
import sys
from pathlib import Path

from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_webdav.testing import part


def test_an_incident_opens_runs_and_closes(incidents: Path) -> None:
    rehearsal = rehearse([part("Rehearsal")])
    assert rehearsal.exit_code == 0, rehearsal.verdict
    drive = incidents / "Rehearsal 1"
    within = [{it.name for it in folder.iterdir()} for folder in drive.iterdir() if folder.is_dir()]
    assert any({"Logs", "Screengrabs"} <= names for names in within)
    assert not list((incidents / ".dispatch-webdav").iterdir())


def test_the_application_can_make_every_call() -> None:
    command = ["check", "dispatch_webdav.bridge:WebDavStorageForDispatch", "--edition", "host"]
    run = [sys.executable, "-m", "dispatch_interfaces", *command]
    harness = ["--harness", "dispatch_webdav.testing:host_harness"]
    done = subprocess.run([*run, *harness], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
