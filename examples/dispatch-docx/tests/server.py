"""The server of dispatch-webdav, which has the files."""

import importlib.util
from pathlib import Path

_WEBDAV = Path(__file__).parents[2] / "dispatch-webdav/tests/server.py"
_spec = importlib.util.spec_from_file_location("webdav_server", _WEBDAV)
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

Server = _module.Server
running = _module.running
