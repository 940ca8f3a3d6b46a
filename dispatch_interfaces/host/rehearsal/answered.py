"""What a bridge logs: that it answered for a plugin, or that the plugin has no such method."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from dispatch_interfaces.host.rehearsal.calls import Script
from dispatch_interfaces.logs import logger
from dispatch_interfaces.showing import told

_LOG: Final = logger("dispatch_interfaces.host")


class _Heard(logging.Handler):
    def __init__(self, script: Script) -> None:
        super().__init__(logging.WARNING)
        self._script = script

    def emit(self, record: logging.LogRecord) -> None:
        text, error = record.getMessage(), record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._script.tell(self._script.losses, f"{text}: {told(error)}")
        else:
            self._script.tell(self._script.lacks, text)


@contextmanager
def heard(script: Script) -> Generator[None]:
    """Have what bridges log told with the step in which they do, and nowhere else."""
    handler, propagated = _Heard(script), _LOG.propagate
    _LOG.addHandler(handler)
    _LOG.propagate = False
    try:
        yield
    finally:
        _LOG.propagate = propagated
        _LOG.removeHandler(handler)
