"""Shows that a limit of texts is one, by texts on both sides of it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from dispatch_interfaces.conformance.requirements import adversarial
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, NotObserved
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.limits import Text

LONGEST: Final = 200_000
"""Longer texts than this are not tried."""


def text_limit(
    h: Harness[Any, Any],
    name: str,
    start: str,
    texts: Sequence[str],
    show: Callable[[str], str],
    whole: Sequence[str] = (),
) -> None:
    """Fail unless texts are shown, or rejected, as is declared.

    Args:
        h: The harness.
        name: The name of the limit.
        start: A text that the platform takes and leaves, with which the others begin.
        texts: What the others end with.
        show: Gives a text to the platform; returns what is shown of it.
        whole: Texts that are tried as they are, without a beginning.

    Raises:
        ConformanceFailure: One is shown, or rejected, otherwise.
        NotObserved: Not one of those that were tried is beyond the limit.
    """
    __tracebackhide__ = True
    limit: Text = getattr(h.limits, name)
    # Whatever else is rejected may be, by rule 7; these are no more than plain.
    plain = [start, *(_of_length(start, it) for it in _lengths(limit))]
    beyond = [_of_length(start, it + 1) for it in _lengths(limit)]
    chosen = [*plain, *beyond, *(h.joined(name, start, it) for it in h.some(texts)), *whole]
    others = (h.joined(name, start, it) for it in texts)
    tried = adversarial.with_one_of(limit, chosen, others)
    felt = False
    for text in tried:
        takes, kept = limit.takes(text), limit.in_force(text)
        felt = felt or limit.is_about(text)
        try:
            shown = show(text)
        except InvalidRequestError as error:
            if takes and text in plain:
                expected = f"{name} to take {_told(text)}, as is declared"
                raise ConformanceFailure(expected, "it was rejected", untrue=(name,)) from error
            continue
        if not takes:
            told = f"{_told(text)} to be rejected, as is declared: {name}, {limit.because}"
            raise ConformanceFailure(told, "it was taken", untrue=(name,))
        if shown != kept:
            told = f"{name} to show {_told(text)} as {kept!r:.80}, as is declared"
            raise ConformanceFailure(told, f"it shows {shown!r:.80}", untrue=(name,))
    if not felt:
        raise NotObserved(f"{name}: not one of the texts that were tried is beyond {limit!r:.200}")


def _lengths(limit: Text) -> list[int]:
    """How long texts may be; ASCII takes as many bytes as it has characters."""
    return [it for it in (limit.longest, limit.most_bytes) if it is not None and it <= LONGEST]


def _of_length(start: str, length: int) -> str:
    """A text of some length that begins, or if it is shorter ends, like another."""
    return (start + start[-1] * (length - len(start)))[-length:]


def _told(text: str) -> str:
    return f"{text!r}" if len(text) <= 60 else f"{text[:40]!r}... of {len(text)} characters"
