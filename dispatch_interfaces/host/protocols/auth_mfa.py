"""What the application calls of an auth-mfa plugin."""

from abc import abstractmethod
from typing import Protocol
from uuid import UUID

from dispatch_interfaces.host.rows import DispatchUser, Session


class MfaChallenge(Protocol):
    """A challenge that was begun."""

    @property
    def challenge_id(self) -> UUID: ...


class MfaPayload(Protocol):
    """The answer to a challenge, as the page sends it."""

    @property
    def action(self) -> str: ...

    @property
    def project_id(self) -> int: ...

    @property
    def challenge_id(self) -> str: ...


class HostAuthMfaPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create_mfa_challenge(
        self, action: str, current_user: DispatchUser, db_session: Session, project_id: int
    ) -> tuple[MfaChallenge, str]:
        """Begin a challenge: an object with its id, and the URL of the page to answer it.

        Source: the application of September 2025,
        ``plugins/dispatch_slack/case/interactive.py:1082``,
        ``plugins/dispatch_slack/case/interactive.py:2852``.
        """
        ...

    @abstractmethod
    def wait_for_challenge(self, challenge_id: UUID, db_session: Session) -> str:
        """Wait until a challenge is answered, for five minutes at most.

        Source: the application of September 2025,
        ``plugins/dispatch_slack/case/interactive.py:1093``,
        ``plugins/dispatch_slack/case/interactive.py:2875``.
        """
        ...

    @abstractmethod
    def validate_mfa_token(
        self, payload: MfaPayload, current_user: DispatchUser, db_session: Session
    ) -> str:
        """Take the answer to a challenge.

        Source: the application of September 2025, ``auth/views.py:398``.
        """
        ...
