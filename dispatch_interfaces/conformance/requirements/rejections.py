"""What to declare of a text that is rejected: found by trying others."""

from bisect import bisect_left
from collections.abc import Callable

from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.endings import ConformanceFailure
from dispatch_interfaces.limits import Limits


def undeclared(
    limits: type[Limits], name: str, text: str, by: str, is_rejected: Callable[[str], bool]
) -> ConformanceFailure:
    """The failure to take a text of which no limit says that it is rejected.

    Args:
        limits: Those of the interface.
        name: The limit that would say so.
        text: The text.
        by: The method that rejects it.
        is_rejected: Tries a text.
    """
    declare = _of_a_length(limits, name, len(text), is_rejected)
    return ConformanceFailure(
        f"the text {text[:40]!r} to be taken by {by}, as no limit says otherwise",
        "it is rejected",
        declare=declare or declarations.for_rejected(limits, name, text),
    )


def _of_a_length(
    limits: type[Limits], name: str, length: int, is_rejected: Callable[[str], bool]
) -> str:
    """The limit by which texts of a length are rejected, whatever is in them; or ``""``."""
    if is_rejected("z") or not is_rejected("z" * length):
        return ""
    longest = bisect_left(range(1, length), True, key=lambda it: is_rejected("z" * it))
    kind = "most_bytes" if is_rejected("\u00e9" * longest) else "longest"
    return declarations.written(limits, f'{name}=Text("why", {kind}={longest})')
