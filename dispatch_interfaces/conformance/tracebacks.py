"""Tracebacks as the author needs them: theirs, without the suite's own frames."""

import importlib
import threading
import traceback
from pathlib import Path
from typing import Final

_OURS: Final = (
    str(Path(__file__).parents[1]),
    str(Path(importlib.__file__).parent),
    "<frozen importlib",
    str(threading.__file__),
)


def author_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The frames that an error came through, outermost first, without those of the suite."""
    stack = traceback.extract_tb(error.__traceback__)
    return [frame for frame in stack if not frame.filename.startswith(_OURS)]


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
