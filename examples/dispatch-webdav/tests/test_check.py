"""What a check that is killed leaves behind: nothing that `sweep` does not remove."""

from pathlib import Path

from killing import expect_nothing_left

TARGET = ("dispatch_webdav.plugin:WebDavStorage", "--harness", "dispatch_webdav.testing:harness")


def test_after_a_kill_sweep_removes_what_was_made(incidents: Path, tmp_path: Path) -> None:
    def made() -> list[str]:
        return sorted(it.name for it in incidents.iterdir() if "di-" in it.name)

    expect_nothing_left(made, tmp_path, *TARGET)
