"""The directory: a session for each call, and what its errors mean."""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from ldap3 import NONE, SUBTREE, Connection, Server, Tls
from ldap3.core import exceptions as ldap
from ldap3.core.results import RESULT_SUCCESS

from dispatch_interfaces import (
    InvalidRequestError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_ldap.settings import DirectorySettings

_PAGE: Final = 500
_ERRORS: Final[dict[type[PluginError], tuple[type[Exception], ...]]] = {
    RateLimitedError: (ldap.LDAPBusyResult,),
    UnavailableError: (ldap.LDAPUnavailableResult, ldap.LDAPTimeLimitExceededResult),
    PermissionDeniedError: (
        ldap.LDAPInvalidCredentialsResult,
        ldap.LDAPInsufficientAccessRightsResult,
        ldap.LDAPConfidentialityRequiredResult,
        ldap.LDAPStrongerAuthRequiredResult,
        ldap.LDAPPasswordIsMandatoryError,
    ),
    InvalidRequestError: (
        ldap.LDAPConstraintViolationResult,
        ldap.LDAPInvalidAttributeSyntaxResult,
        ldap.LDAPObjectClassViolationResult,
    ),
    PluginError: (
        ldap.LDAPOperationResult,
        ldap.LDAPConfigurationError,
        ldap.LDAPInvalidPortError,
        ldap.LDAPInvalidServerError,
    ),
}
"""What errors of ldap3 are to a caller, the first that fits; all others are an UnavailableError."""


class Session:
    """A connection that is bound.

    Each result but success is raised, as the exception of ldap3 that belongs to it. ldap3 itself is
    silent about two: a search that was cut short, which would leave people out, and a change that
    only another directory takes, which would be lost.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, dn: str, object_class: str, attributes: Mapping[str, Sequence[str]]) -> None:
        """Add an entry."""
        self._connection.add(dn, object_class, attributes)
        self._expect_success()

    def modify(self, dn: str, changes: Mapping[str, Sequence[tuple[str, Sequence[str]]]]) -> None:
        """Change an entry, as a whole or not at all."""
        self._connection.modify(dn, changes)
        self._expect_success()

    def delete(self, dn: str) -> None:
        """Delete an entry."""
        self._connection.delete(dn)
        self._expect_success()

    def find(
        self, base: str, query: str, attributes: list[str], scope: Any = SUBTREE
    ) -> list[dict[str, Any]]:
        """All entries that a filter finds: a ``dn`` and ``attributes``, each of which is a list."""
        found = self._connection.extend.standard.paged_search(
            base, query, scope, attributes=attributes, paged_size=_PAGE, generator=False
        )
        self._expect_success()
        return [it for it in found if it["type"] == "searchResEntry"]

    def _expect_success(self) -> None:
        result: Any = self._connection.result
        if result["result"] != RESULT_SUCCESS:
            told = {name: result[name] for name in ("result", "description", "dn", "message")}
            raise ldap.LDAPOperationResult(**told, response_type=result["type"])


class Directory:
    """Opens sessions.

    Each call of a plugin has a connection of its own. It costs a few milliseconds, and in return no
    thread ever reads the answer to another one's question, and nothing has to be mended when the
    directory was restarted or a firewall has forgotten an idle connection.
    """

    def __init__(self, settings: DirectorySettings) -> None:
        self._settings = settings

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session; what fails in it, and the plugin does not catch, becomes a PluginError."""
        it = self._settings
        with _translated():
            tls = Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=it.ca_file or None)
            connection = Connection(
                Server(it.url, get_info=NONE, connect_timeout=it.timeout, tls=tls),
                it.bind_dn,
                it.password,
                receive_timeout=it.timeout,
                check_names=False,  # the directory does
                auto_referrals=False,
                raise_exceptions=True,
            )
            try:
                connection.open()
                if it.start_tls:
                    connection.start_tls()
                connection.bind()
                yield Session(connection)
            finally:
                _close(connection)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PluginError:
        raise
    except Exception as error:  # what is no LDAP at all, ldap3 trips over in many ways
        found = (it for it, those in _ERRORS.items() if isinstance(error, those))
        kind = next(found, UnavailableError)
        if isinstance(error, ldap.LDAPOperationResult):
            told = f"{error.description}: {error.message}" if error.message else error.description
            raise kind(f"the directory answers {told}") from error
        raise kind(f"the directory cannot be reached: {error!r}") from error


def _close(connection: Connection) -> None:
    with suppress(ldap.LDAPExceptionError, OSError):
        connection.unbind()
    if connection.socket is not None:  # ldap3 forgets the socket of an attempt that failed
        connection.socket.close()
