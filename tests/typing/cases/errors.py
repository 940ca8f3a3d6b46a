"""An error is the built-in one, too, and knows how long to wait."""

# verdict: accepted

from typing import assert_type

from dispatch_interfaces import NotFoundError, RateLimitedError

error: LookupError = NotFoundError("no such drive", value="drive-1")
assert_type(RateLimitedError("later", retry_after=3.0).retry_after, float | None)
