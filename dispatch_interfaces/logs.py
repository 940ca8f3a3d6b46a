"""Loggers that log no secret."""

import logging
import traceback
from typing import Final

from dispatch_interfaces.masking import hidden, hidden_traceback


class _Masked(logging.Filter):
    """Masks what is logged; the error itself stays with the record, for who handles it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            whole = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
            record.exc_text = hidden_traceback(whole, record.exc_info[1])
        record.msg, record.args = hidden(record.getMessage()), ()
        return True


_MASKED: Final = _Masked()


def logger(name: str) -> logging.Logger:
    """A logger of this project, that logs no secret."""
    found = logging.getLogger(name)
    found.addFilter(_MASKED)
    return found
