"""The author's own cache: what is kept from run to run."""

from pathlib import Path


def own_cache() -> Path:
    """A folder where the check runs; version control and backups pass it over."""
    folder = Path.cwd() / ".dispatch-interfaces"
    if not folder.is_dir():
        folder.mkdir()
        (folder / ".gitignore").write_text("*\n")
        (folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
    return folder
