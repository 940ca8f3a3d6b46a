"""What a check that is killed leaves behind: nothing that `sweep` does not remove."""

from pathlib import Path

from killing import expect_nothing_left

TARGET = ("dispatch_docx.plugin:DocxDocument", "--harness", "dispatch_docx.testing:harness")


def test_after_a_kill_sweep_removes_what_was_made(incidents: Path, tmp_path: Path) -> None:
    def made() -> list[str]:
        return sorted(str(it) for it in incidents.glob("Documents under test/*"))

    expect_nothing_left(made, tmp_path, *TARGET)
