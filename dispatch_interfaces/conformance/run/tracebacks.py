"""Tracebacks as the author needs them: theirs, without the suite's own frames."""

import importlib
import itertools
import os
import re
import sys
import sysconfig
import traceback
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import dispatch_interfaces
from dispatch_interfaces.masking import hidden_traceback
from dispatch_interfaces.showing import message_of

_HOME: Final = Path(dispatch_interfaces.__file__).parent
_OURS: Final = (f"{_HOME}{os.sep}", str(Path(importlib.__file__).parent), "<frozen importlib")
_STANDARD_LIBRARY: Final = sysconfig.get_path("stdlib")
# Found and not imported: most checks need it late, and some never.
_HYPOTHESIS: Final = str(Path(str(getattr(find_spec("hypothesis"), "origin", ""))).parent)
_RUNNER: Final = str(_HOME / "conformance" / "run" / "runner.py")
_OPENS: Final = (
    str(_HOME / "conformance" / "run" / "harness.py"),
    str(_HOME / "conformance" / "targets.py"),
)
"""Where the author's harness is called, and the plugin is made."""

_WRONG_ANSWER: Final = re.compile(r"(__\w+__|iter\(\)).* return")
"""What the interpreter says of a special method: ``__bool__ should return bool, returned int``."""


def author_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The frames that an error came through, outermost first, without those of the suite."""
    stack = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in stack if not frame.filename.startswith(_OURS)]
    # The standard library called them, from a thread of the suite; what they called is kept.
    outside = itertools.dropwhile(_is_standard, theirs)
    return list(outside) or theirs


def _is_standard(frame: traceback.FrameSummary) -> bool:
    return _is_in_standard_library(frame.filename)


def _is_in_standard_library(file: str) -> bool:
    return file.startswith(_STANDARD_LIBRARY) and "site-packages" not in file


def raised_by_object(error: BaseException) -> bool:
    """Whether an object of the plugin raised an error when the suite looked at it."""
    frames = traceback.walk_tb(error.__traceback__)
    by_interpreter = _WRONG_ANSWER.match(message_of(error)) is not None
    return by_interpreter or _in_object(frame.f_code.co_filename for frame, _ in frames)


def hangs_in_object(thread: int) -> bool:
    """Whether a thread is in an object of the plugin that the suite looks at."""
    now = sys._current_frames()  # pyright: ignore[reportPrivateUsage]  # it is documented
    frames = traceback.walk_stack(now.get(thread))
    return _in_object([frame.f_code.co_filename for frame, _ in frames][::-1])


def _in_object(files: Iterable[str]) -> bool:
    """Whether the suite called an author's code, but no method, from the files of all frames."""
    ours, outside = "", list[str]()
    for file in files:
        # The requirement is what the runner calls, wherever it was written.
        if file.startswith(_OURS) or (ours == _RUNNER and not outside):
            ours, outside = file, []
        elif not _is_in_standard_library(file) and not file.startswith(_HYPOTHESIS):
            outside.append(file)
    return bool(outside) and ours not in _OPENS


def author_traceback(error: BaseException) -> str:
    """The traceback of an error and of those that caused it, without the suite's own frames.

    Empty if nothing but the suite had a part in it.
    """
    try:
        return _author_traceback(error)
    except BaseException:  # the error is an object of the author's, too
        return ""


def _author_traceback(error: BaseException) -> str:
    whole = traceback.TracebackException.from_exception(error)
    link: traceback.TracebackException | None = whole
    cause: BaseException | None = error
    any_frames = False
    while link is not None and cause is not None:
        frames = author_frames(cause)
        any_frames = any_frames or bool(frames)
        link.stack = traceback.StackSummary.from_list(frames)
        link, cause = link.__cause__, cause.__cause__
    if not any_frames and not isinstance(error, SyntaxError):
        return ""
    return hidden_traceback("".join(whole.format()).rstrip(), error)
