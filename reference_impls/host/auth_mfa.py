"""Challenges of multi-factor authentication, kept in memory."""

import threading
import uuid
from typing import Final

from attrs import define

from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.auth_mfa import HostAuthMfaPlugin, MfaPayload
from dispatch_interfaces.host.rows import DispatchUser, Session

PENDING: Final = "pending"
APPROVED: Final = "approved"
DENIED: Final = "denied"
EXPIRED: Final = "expired"


@define
class Challenge:
    """One challenge, and how it stands."""

    challenge_id: uuid.UUID
    action: str
    user: str
    project_id: int
    status: str = PENDING


class InMemoryAuthMfa(HostPlugin, HostAuthMfaPlugin):
    """Challenges that users answer on a page; `deny` answers one with no.

    Args:
        timeout: Seconds after which a challenge expires that nobody answers.
    """

    title = "In-memory challenges"
    slug = "in-memory-auth-mfa"
    type = "auth-mfa"
    description = "Challenges kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self, *, timeout: float = 300.0) -> None:
        self._timeout = timeout
        self._challenges: dict[uuid.UUID, Challenge] = {}
        self._answered = threading.Condition()

    def create_mfa_challenge(
        self, action: str, current_user: DispatchUser, db_session: Session, project_id: int
    ) -> tuple[Challenge, str]:
        """A new challenge, and the page to answer it."""
        challenge = Challenge(uuid.uuid4(), action, current_user.email, project_id)
        with self._answered:
            self._challenges[challenge.challenge_id] = challenge
        return challenge, f"https://mfa.example.com/{challenge.challenge_id}"

    def wait_for_challenge(self, challenge_id: uuid.UUID, db_session: Session) -> str:
        """How a challenge was answered; ``"expired"`` if nobody did in time.

        Raises:
            NotFoundError: There is no such challenge.
        """
        with self._answered:
            challenge = self._challenge("wait_for_challenge", challenge_id)
            self._answered.wait_for(lambda: challenge.status != PENDING, self._timeout)
            if challenge.status == PENDING:
                challenge.status = EXPIRED
            return challenge.status

    def validate_mfa_token(
        self, payload: MfaPayload, current_user: DispatchUser, db_session: Session
    ) -> str:
        """Approve a challenge; once it is, it stays so.

        Raises:
            NotFoundError: There is no such challenge.
            InvalidRequestError: It is of somebody else, for something else, or over.
        """
        with self._answered:
            method, known_as = "validate_mfa_token", uuid.UUID(payload.challenge_id)
            challenge = self._challenge(method, known_as)
            for what, wrong in (
                ("the challenge is of somebody else", challenge.user != current_user.email),
                ("the challenge is for something else", challenge.action != payload.action),
                ("the challenge is over", challenge.status in (DENIED, EXPIRED)),
            ):
                if wrong:
                    raise InvalidRequestError(
                        what, interface=self.type, method=method, value=payload.challenge_id
                    )
            challenge.status = APPROVED
            self._answered.notify_all()
            return APPROVED

    def deny(self, challenge_id: uuid.UUID) -> None:
        """Answer a challenge with no.

        Raises:
            NotFoundError: There is no such challenge.
        """
        with self._answered:
            self._challenge("deny", challenge_id).status = DENIED
            self._answered.notify_all()

    def _challenge(self, method: str, challenge_id: uuid.UUID) -> Challenge:
        challenge = self._challenges.get(challenge_id)
        if challenge is None:
            raise NotFoundError(
                "no challenge has this id",
                interface=self.type,
                method=method,
                value=str(challenge_id),
            )
        return challenge
