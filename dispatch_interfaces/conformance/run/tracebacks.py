"""Tracebacks as the author needs them: theirs, without the suite's own frames."""

import importlib
import itertools
import sysconfig
import traceback
from pathlib import Path
from typing import Final

import dispatch_interfaces

_OURS: Final = (
    str(Path(dispatch_interfaces.__file__).parent),
    str(Path(importlib.__file__).parent),
    "<frozen importlib",
)
_STANDARD_LIBRARY: Final = sysconfig.get_path("stdlib")


def author_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The frames that an error came through, outermost first, without those of the suite."""
    stack = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in stack if not frame.filename.startswith(_OURS)]
    # The standard library called them, from a thread of the suite; what they called is kept.
    outside = itertools.dropwhile(_is_standard, theirs)
    return list(outside) or theirs


def _is_standard(frame: traceback.FrameSummary) -> bool:
    return frame.filename.startswith(_STANDARD_LIBRARY) and "site-packages" not in frame.filename


def author_traceback(error: BaseException) -> str:
    """The traceback of an error and of those that caused it, without the suite's own frames.

    Empty if nothing but the suite had a part in it.
    """
    whole = traceback.TracebackException.from_exception(error)
    link: traceback.TracebackException | None = whole
    cause: BaseException | None = error
    any_frames = False
    while link is not None and cause is not None:
        frames = author_frames(cause)
        any_frames = any_frames or bool(frames)
        link.stack = traceback.StackSummary.from_list(frames)
        link, cause = link.__cause__, cause.__cause__
    return "".join(whole.format()).rstrip() if any_frames or isinstance(error, SyntaxError) else ""
