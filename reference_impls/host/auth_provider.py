"""Who is logged in, by a token kept in memory."""

import threading

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.auth_provider import HostAuthProviderPlugin, Request

_SCHEME = "bearer "


class InMemoryAuthProvider(HostPlugin, HostAuthProviderPlugin):
    """Tokens of users, as they come in the header ``Authorization``."""

    title = "In-memory logins"
    slug = "in-memory-auth-provider"
    type = "auth-provider"
    description = "Tokens kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._users: dict[str, str] = {}
        self._lock = threading.Lock()

    def get_current_user(self, request: Request) -> str | None:
        """The address of whose token it is; None for no token, or an unknown one."""
        given = request.headers.get("authorization", "")
        if not given.lower().startswith(_SCHEME):
            return None
        with self._lock:
            return self._users.get(given[len(_SCHEME) :].strip())

    def log_in(self, email: str, token: str) -> None:
        """Let a token stand for somebody."""
        with self._lock:
            self._users[token] = email

    def log_out(self, token: str) -> None:
        """Let a token stand for nobody; one that does is passed over."""
        with self._lock:
            self._users.pop(token, None)
