"""How one requirement can end, other than by passing."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from dispatch_interfaces.checking.static import Problem
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.showing import message_of, shown


class ConformanceFailure(AssertionError):
    """The plugin does not do what the requirement asks.

    Args:
        expected: What the contract asks for, in plain words.
        then: What was seen instead, where the result of the call alone does not show it.
        script: The calls that show it, as a test to paste, where it takes several.
        problems: What is wrong with the class itself, where no call shows it.
        declare: The limit to declare where the platform cannot do it.
        untrue: The declared limits that are none, or others than they are declared to be.
    """

    def __init__(
        self,
        expected: str,
        then: str = "",
        script: str = "",
        problems: tuple[Problem, ...] = (),
        declare: str = "",
        untrue: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"expected {expected}" + (f"; {then}" if then else ""))
        self.expected = expected
        self.then = then
        self.script = script
        self.problems = problems
        self.declare = declare
        self.untrue = untrue


class Blocked(Exception):
    """The requirement could not be tried, because another method of the plugin failed first.

    Args:
        method: The method that failed.
        reason: How it failed.
        expected: What was asked of it, in case that no requirement of its own reports it.
        then: What was seen instead, where the result of the call alone does not show it.
    """

    def __init__(
        self, method: str, reason: str, expected: str = "the call to return", then: str = ""
    ) -> None:
        super().__init__(f"{method} {reason}")
        self.method = method
        self.reason = reason
        self.expected = expected
        self.then = then


class Pretended(Blocked):
    """What a method says it made is not there: nothing that relies on it can be tried."""


class Limited(InvalidRequestError):
    """A call was rejected, as a limit of the plugin declares.

    Args:
        limit: The name of the limit.
        error: What the plugin raised.
    """

    def __init__(self, limit: str, error: Exception) -> None:
        super().__init__(message_of(error))
        self.limit = limit
        self.error = error


class NotObserved(Exception):
    """Nothing can be said, because something needed to see the effect is not there."""


class HarnessError(Exception):
    """The author's harness or observer failed; this says nothing of the plugin."""


class NeverReturned(BaseException):
    """A call did not come back when it was recorded, and need not be waited for again.

    No `Exception`: a requirement does not go on after it, whatever it tries.
    """


def refused_in_preparation(method: str, error: InvalidRequestError) -> str:
    """Why nothing can be said where the platform cannot hold what a requirement prepares."""
    return f"{method} refuses what this needs to be prepared: {message_of(error)}"


ENDINGS: Final = (ConformanceFailure, Blocked, Limited, NotObserved, HarnessError)


@contextmanager
def arranging(method: str) -> Generator[None]:
    """Mark calls that only prepare the ground: if one fails, the requirement is blocked.

    If the platform refuses what is prepared, with InvalidRequestError, it is not observed.

    Args:
        method: The method that the preparation relies on.
    """
    try:
        yield
    except (Blocked, Limited, NotObserved, HarnessError, KeyboardInterrupt):
        raise
    except InvalidRequestError as error:
        raise NotObserved(refused_in_preparation(method, error)) from error
    except BaseException as error:  # a plugin may call sys.exit
        reason = f"failed while the ground was prepared: {shown(error)}"
        if isinstance(error, ConformanceFailure):
            raise Blocked(method, reason, error.expected, error.then) from error
        raise Blocked(method, reason) from error
