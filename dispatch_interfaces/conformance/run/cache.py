"""The author's own cache: what is kept from run to run."""

from pathlib import Path


class NoCacheError(Exception):
    """There is no cache, and none can be made."""


def own_cache() -> Path:
    """A folder where the check runs; version control and backups pass it over.

    Raises:
        NoCacheError: It cannot be made: the disk is full, or may only be read.
    """
    folder = Path.cwd() / ".dispatch-interfaces"
    if not folder.is_dir():
        try:
            folder.mkdir()
            (folder / ".gitignore").write_text("*\n")
            (folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
        except OSError as error:
            raise NoCacheError(f"{folder} cannot be made: {error.strerror}") from error
    return folder
