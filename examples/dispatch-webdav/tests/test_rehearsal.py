"""An incident from its report to its deletion, over the server, and what is on its disk then."""

from pathlib import Path

from dispatch_interfaces.conformance import HostHarness, check
from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_webdav.bridge import WebDavStorageForDispatch
from dispatch_webdav.testing import part


def test_an_incident_opens_runs_and_closes(incidents: Path) -> None:
    rehearsal = rehearse([part("Rehearsal")])
    assert rehearsal.exit_code == 0, rehearsal.verdict
    drive = incidents / "Rehearsal 1"
    folders = sorted(it.name for it in drive.iterdir() if it.is_dir())
    assert folders, "no folder of an incident is left on the disk"
    for name in folders:
        assert {"Logs", "Screengrabs"} <= {it.name for it in (drive / name).iterdir()}
    assert not list((incidents / ".dispatch-webdav").iterdir())


def test_the_application_can_make_every_call() -> None:
    settings = part("Host").settings
    assert settings is not None
    harness = HostHarness(configuration=settings, values={"parent_id": settings["root_id"]})
    report = check(WebDavStorageForDispatch, edition="host", harness=harness)
    assert report.exit_code == 0, str(report)
