"""Which names OpenTelemetry takes, and what the export to Prometheus makes of them.

The plugin writes names and tags as they will be exported, before it gives them to the SDK. Left to
the exporter, ``queue.size`` and ``queue_size`` would be two series of one name on one page.
"""

import re
from typing import Final

_INSTRUMENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]{0,254}")
_TAKEN_BY_THE_EXPORT: Final = re.compile(r".*_(total|seconds|seconds_(bucket|count|sum))")


def is_instrument(name: str) -> bool:
    """Whether the SDK takes this name of an instrument; it raises a bare Exception otherwise."""
    return _INSTRUMENT.fullmatch(name) is not None


def is_prometheus_name(name: str) -> bool:
    """Whether it is an instrument, and the export ends no other instrument's name so."""
    return is_instrument(name) and _TAKEN_BY_THE_EXPORT.fullmatch(name) is None


def prometheus_name(name: str) -> str:
    """``Server.call-counter`` becomes ``server_call_counter``."""
    return re.sub(r"[._/-]+", "_", name.lower())


def is_label(key: str) -> bool:
    """Whether a tag may be called this: ``le`` is the label of a timer's buckets."""
    return key not in ("", "le")


def label(key: str) -> str:
    """``status code`` becomes ``status_code``, and ``2xx`` becomes ``_xx``."""
    return re.sub(r"[^A-Za-z0-9]+", "_", re.sub(r"^\d", "_", key))
