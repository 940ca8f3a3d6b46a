"""The author's own cache: what is kept from run to run."""

import os
from functools import partial
from pathlib import Path
from typing import IO


def open_private(path: Path, mode: str) -> IO[str]:
    """Open a file that nobody else may read: what a backend answered may be confidential."""
    if path.is_file():  # and no device
        path.chmod(0o600)
    return open(path, mode, encoding="utf-8", opener=partial(os.open, mode=0o600))


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
