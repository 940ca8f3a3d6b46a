"""The assertions of the suite: each says what was expected and what was seen."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from dispatch_interfaces.conformance.run.endings import (
    ENDINGS,
    Blocked,
    ConformanceFailure,
    Limited,
    NotObserved,
)
from dispatch_interfaces.errors import (
    AlreadyExistsError,
    InvalidRequestError,
    NotSupportedError,
    PluginError,
)
from dispatch_interfaces.showing import LONGEST, class_name, message_of, shown

T = TypeVar("T")


class Answered(dict[str, T]):
    """What a method answered, by id; it is the method that failed if one is not there."""

    def __init__(self, method: str, found: Mapping[str, T]) -> None:
        super().__init__(found)
        self._method = method

    def __missing__(self, key: str) -> T:
        told = f"does not return {key!r}, which is there"
        raise Blocked(self._method, told, f"{key!r} among what it returns")


def that(condition: object, expected: str, then: str = "", declare: str = "") -> None:
    """Fail unless the condition holds.

    Args:
        condition: What has to be true.
        expected: The same in words.
        then: What was seen instead.
        declare: The limit that would explain it, as it is to be declared.
    """
    __tracebackhide__ = True
    if not condition:
        raise ConformanceFailure(expected, then, declare=declare)


def equal(actual: Any, expected: Any, what: str, declare: str = "") -> None:
    """Fail unless two values are equal.

    Args:
        actual: What the plugin, or the observer, says.
        expected: What it should say.
        what: What the value is: ``"the topic"``.
        declare: The limit that would explain it, as it is to be declared.
    """
    __tracebackhide__ = True
    if actual != expected or type(actual) is bool is not type(expected):
        raise ConformanceFailure(
            f"{what} to be {_shown(expected, actual)}",
            f"{what} is {_shown(actual, expected)}",
            declare=declare,
        )


def unchanged(before: Any, after: Any, what: str) -> None:
    """Fail if something differs from what it was."""
    __tracebackhide__ = True
    if before != after:
        raise ConformanceFailure(
            f"{what} to stay {shown(before, LONGEST)}", f"it became {shown(after, LONGEST)}"
        )


def absolute_url(value: str, what: str) -> None:
    """Fail unless a value is an absolute http or https URL."""
    __tracebackhide__ = True
    parts = urlsplit(value)
    that(
        parts.scheme in ("http", "https") and parts.hostname,
        f"{what} to be an absolute http(s) URL",
        f"it is {value!r}",
    )


def just_now(stamp: str, now: datetime, what: str) -> None:
    """Fail unless a time, ISO 8601 in UTC without offset, is about now.

    A time in another zone is at least half an hour away; less may be a clock that is wrong.
    """
    __tracebackhide__ = True
    that(
        abs(datetime.fromisoformat(stamp) - now) < timedelta(minutes=20),
        f"{what} to be about now, {now.isoformat(timespec='seconds')} in UTC",
        f"it is {stamp!r}",
    )


def refused(call: Callable[..., Any], *args: Any, what: str, **kwargs: Any) -> Exception:
    """Fail unless a call raises, with any error of the plugin's choice; returns the error.

    Args:
        call: A method of the plugin, or a function that makes one call of it.
        args: What it is called with.
        what: What ought to be refused: ``"an unknown drive_id"``.
        kwargs: What it is called with by name.
    """
    __tracebackhide__ = True
    try:
        call(*args, **kwargs)
    except Limited as limited:
        return limited.error
    except (*ENDINGS, NotSupportedError):
        raise
    except Exception as error:
        return error
    raise ConformanceFailure(f"{what} to be refused with an error", "the call returned")


def refused_with(
    error: type[Exception], call: Callable[..., Any], *args: Any, what: str, **kwargs: Any
) -> None:
    """As `refused`; fail also if the error is not of the given class."""
    __tracebackhide__ = True
    found = refused(call, *args, what=what, **kwargs)
    if not isinstance(found, error):
        raise ConformanceFailure(
            f"{what} to be refused with {error.__name__}",
            f"it was refused with {class_name(found)}",
        )


def all_refused_with(error: type[Exception], *calls: tuple[str, Callable[[], Any]]) -> None:
    """As `refused_with` for several calls; all that fail are named in one finding.

    Args:
        error: The error that is asked for.
        calls: Pairs of what ought to be refused, and the call.
    """
    __tracebackhide__ = True
    failures: list[str] = []
    unseen: list[NotObserved] = []
    for what, call in calls:
        try:
            refused_with(error, call, what=what)
        except ConformanceFailure as failure:
            failures.append(f"{what}: {failure.then}")
        except NotObserved as reason:  # one method that is unsupported says nothing of the others
            unseen.append(reason)
    if len(unseen) == len(calls):
        raise unseen[0]
    if failures:
        raise ConformanceFailure(f"{error.__name__} for each", "; ".join(failures))


def accepted(call: Callable[..., T], *args: Any, **kwargs: Any) -> T | None:
    """The result of a call that may refuse its argument; None if it did, with InvalidRequestError.

    For values that a platform may be unable to hold: it must say so, or hold them exactly.
    """
    __tracebackhide__ = True
    try:
        return call(*args, **kwargs)
    except InvalidRequestError:
        return None


def not_rejected(
    call: Callable[..., T], *args: Any, what: str, declare: str = "", **kwargs: Any
) -> T:
    """The result of a call; fail if it rejects an argument of which no limit says so.

    Args:
        call: A method of the plugin or of the observer, or a function that makes one call.
        args: What it is called with.
        what: What ought to be taken: ``"the status 'stable'"``.
        declare: The limit that would explain it, as it is to be declared.
        kwargs: What it is called with by name.
    """
    __tracebackhide__ = True
    try:
        return call(*args, **kwargs)
    except Limited:
        raise
    except InvalidRequestError as error:
        told = f"it was rejected: {message_of(error)}"
        raise ConformanceFailure(f"{what} to be taken", told, declare=declare) from error


def made(call: Callable[..., T], *args: Any, **kwargs: Any) -> T | None:
    """The result of a call that may refuse a name, a role, ...; None if it did.

    The platform may also have the name already. Unlike for a text (see `accepted`), the class of
    the error is a SHOULD of its own.
    """
    __tracebackhide__ = True
    try:
        return call(*args, **kwargs)
    except Exception as error:
        if not is_refusal(error):
            raise
        return None


def taken(*calls: Callable[[], object]) -> None:
    """Make the first of several calls whose arguments the platform takes.

    Raises:
        NotObserved: It takes none of them, and says so by InvalidRequestError.
    """
    __tracebackhide__ = True
    *others, last = calls
    if any(not is_turned_down(call) for call in others):
        return
    try:
        last()
    except InvalidRequestError as error:
        raise NotObserved(f"it refuses all arguments that were tried: {error}") from error


def is_limited(call: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether a call is rejected, as a limit declares; what is rejected otherwise is a failure."""
    __tracebackhide__ = True
    try:
        call(*args, **kwargs)
    except Limited:
        return True
    return False


def is_refusal(error: Exception) -> bool:
    """Whether an error says, in whatever class, that an argument is refused.

    What the interpreter raises by itself does not: nobody raised it on purpose. Neither do the
    other errors of this package, which say something else, nor those of the suite.
    """
    if isinstance(error, PluginError):
        return isinstance(error, (InvalidRequestError, AlreadyExistsError))
    if isinstance(error, ENDINGS):
        return False
    return type(error) is ValueError or type(error).__module__ != "builtins"


def is_turned_down(call: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether a call refuses a name, a role, ...; see `made`."""
    return made(lambda: (call(*args, **kwargs), True)) is None


def offers(plugin: object, method: str) -> bool:
    """Whether a method can be called at all: it is not declared unsupported."""
    try:
        getattr(plugin, method)
    except NotObserved:
        return False
    return True


def is_refused(call: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether a call refuses its argument, with InvalidRequestError; see `accepted`."""
    try:
        call(*args, **kwargs)
    except InvalidRequestError:
        return True
    return False


def _shown(value: Any, other: Any) -> str:
    if isinstance(value, str) and isinstance(other, str) and len(value) > 200:
        at = next((i for i, (a, b) in enumerate(zip(value, other, strict=False)) if a != b), None)
        start = max(0, (min(len(value), len(other)) if at is None else at) - 20)
        return f"a str of {len(value)} characters with {value[start : start + 40]!r} at {start}"
    return shown(value, LONGEST)
