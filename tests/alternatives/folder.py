"""A folder of JSON files, for the implementations that keep their data in one."""

import hashlib
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any, Self


class Folder:
    """Records by key, each a file of its own, which is there as a whole or not at all."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="dispatch-interfaces-")
        self.lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._temporary.cleanup()

    def read(self, key: str) -> Any:
        """A record as it was written last; None if there is none."""
        try:
            return json.loads(self._path(key).read_bytes())
        except FileNotFoundError:
            return None

    def write(self, key: str, record: Any) -> None:
        """Write a record in place of the one before."""
        descriptor, unfinished = tempfile.mkstemp(dir=self._temporary.name)
        with open(descriptor, "w", encoding="ascii") as file:
            json.dump(record, file)
        os.replace(unfinished, self._path(key))

    def remove(self, key: str) -> None:
        """Remove a record that is there."""
        self._path(key).unlink()

    def _path(self, key: str) -> Path:
        # A key may be anything: too long for a name, with slashes in it, not even text.
        name = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
        return Path(self._temporary.name, f"{name}.json")
