"""What shows of a declared limit that it is one, where several interfaces ask for the same."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, Limited, NotObserved
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError
from dispatch_interfaces.limits import Text
from dispatch_interfaces.showing import message_of

_LONGEST: Final = 1_000_000
"""A limit beyond so many characters is not tried."""


def prove_text(
    h: Harness[Any, Any],
    name: str,
    limit: Text,
    shown_of: Callable[[str], str | None],
    texts: Iterable[str],
) -> None:
    """Show that texts are changed and rejected as is declared, and no others.

    Args:
        h: The harness.
        name: The limit.
        limit: What is declared of it.
        shown_of: Gives a text to the plugin; returns what is shown of it, None for nothing.
        texts: Those to try, beside the longest that is taken and one that is longer.

    Raises:
        NotObserved: None of them is beyond the limit.
    """
    shown, rejected = dict[str, str](), False
    for text in (*texts, *_around(h, name, limit)):
        try:
            shown[text] = shown_of(text) or ""
        except Limited:
            rejected = True
        except AlreadyExistsError:
            continue
        except InvalidRequestError as error:
            raise _undeclared(h, name, text, error) from error
    h.expect_each_kept(name, shown, f"what is shown for {name}")
    if not rejected and all(limit.in_force(it) == it for it in shown):
        raise NotObserved(f"no text that was tried is changed or rejected by {name}")


def expect_taken(h: Harness[Any, Any], name: str, call: Callable[[str], object], text: str) -> None:
    """Fail if a text is rejected, and no limit says so.

    Args:
        h: The harness.
        name: The limit that the text is about.
        call: Gives the text to the plugin.
        text: What is given.
    """
    __tracebackhide__ = True
    try:
        call(text)
    except (AlreadyExistsError, Limited):
        return
    except InvalidRequestError as error:
        raise _undeclared(h, name, text, error) from error


def _undeclared(
    h: Harness[Any, Any], name: str, text: str, error: InvalidRequestError
) -> ConformanceFailure:
    return ConformanceFailure(
        f"{text!r:.60} to be taken, or a limit to say that it is not",
        f"it was rejected: {message_of(error)}",
        declare=declarations.for_rejected(h.contract.limits, name, text),
    )


def _around(h: Harness[Any, Any], name: str, limit: Text) -> Iterator[str]:
    """The longest text that is taken as it is, and one that is longer by a character."""
    start = h.plain(name, h.unique("long"))
    cut = len(limit.in_force("x" * _LONGEST))
    ends = {limit.longest, limit.most_bytes, cut, _last_taken(limit, start)} - {None, _LONGEST}
    for length in sorted(it for it in ends if it and len(start) <= it < _LONGEST):
        yield start.ljust(length, "z")
        yield start.ljust(length + 1, "z")
    if limit.most_bytes is not None and limit.most_bytes < _LONGEST:
        yield start + "\u00e9" * ((limit.most_bytes - len(start)) // 2)
        yield start + "\u00e9" * ((limit.most_bytes - len(start)) // 2 + 1)


def _last_taken(limit: Text, start: str) -> int | None:
    """How long a text gets until the limit's own predicate rejects it; None if it never does."""

    def rejected(length: int) -> bool:
        return not limit.takes(start.ljust(length, "z"))

    lengths = range(len(start), _LONGEST + 1)
    if limit.taken is None or rejected(lengths[0]) or not rejected(lengths[-1]):
        return None
    return lengths[bisect_left(lengths, True, key=rejected) - 1]
