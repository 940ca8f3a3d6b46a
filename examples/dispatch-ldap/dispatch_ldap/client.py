"""The directory: a connection for each call, and what its errors mean."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ldap3 import NONE, SUBTREE, Connection, Server, Tls
from ldap3.core import exceptions as ldap

from dispatch_interfaces import (
    InvalidRequestError,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    UnavailableError,
)
from dispatch_ldap.settings import DirectorySettings

_PAGE = 500
_ERRORS: dict[type[PluginError], tuple[type[Exception], ...]] = {
    RateLimitedError: (ldap.LDAPBusyResult,),
    UnavailableError: (ldap.LDAPUnavailableResult, ldap.LDAPTimeLimitExceededResult),
    PermissionDeniedError: (
        ldap.LDAPInvalidCredentialsResult,
        ldap.LDAPInsufficientAccessRightsResult,
        ldap.LDAPConfidentialityRequiredResult,
        ldap.LDAPStrongerAuthRequiredResult,
    ),
    InvalidRequestError: (
        ldap.LDAPConstraintViolationResult,
        ldap.LDAPInvalidAttributeSyntaxResult,
        ldap.LDAPObjectClassViolationResult,
    ),
}
"""What result codes mean to a caller; any other is a PluginError that shows it."""


class Directory:
    """Opens connections to the directory.

    Each call of a plugin has a connection of its own. It costs a few milliseconds, and in return no
    thread ever reads the answer to another one's question, and nothing has to be mended when the
    directory was restarted or a firewall has forgotten an idle connection.
    """

    def __init__(self, settings: DirectorySettings) -> None:
        self._settings = settings

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection that is bound; what fails on it is raised as a PluginError.

        Result codes that a plugin does not handle itself arrive here as exceptions of ldap3.
        """
        it = self._settings
        connection = Connection(
            self._server(),
            it.bind_dn,
            it.password,
            receive_timeout=it.timeout,
            check_names=False,  # the directory checks them
            auto_referrals=False,
            raise_exceptions=True,
        )
        with _translated():
            try:
                connection.open()
                if it.start_tls:
                    connection.start_tls()
                connection.bind()
                yield connection
            finally:
                _close(connection)

    def _server(self) -> Server:
        it = self._settings
        tls = Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=it.ca_file or None)
        return Server(it.url, get_info=NONE, connect_timeout=it.timeout, tls=tls)


def find(
    connection: Connection, base: str, query: str, attributes: list[str], scope: Any = SUBTREE
) -> list[dict[str, Any]]:
    """All entries that a filter finds, page by page: a ``dn`` and ``attributes``, each a list."""
    found = connection.extend.standard.paged_search(
        base, query, scope, attributes=attributes, paged_size=_PAGE, generator=False
    )
    return [it for it in found if it["type"] == "searchResEntry"]


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PluginError:
        raise
    except ldap.LDAPOperationResult as error:
        kind = next((it for it, those in _ERRORS.items() if isinstance(error, those)), PluginError)
        told = f"{error.description}: {error.message}" if error.message else error.description
        raise kind(f"the directory answers {told}") from error
    except (ldap.LDAPExceptionError, OSError) as error:
        raise UnavailableError(f"the directory cannot be reached: {error}") from error
    except Exception as error:  # whatever the decoder of ldap3 trips over
        raise UnavailableError(f"no directory answers like this: {error!r}") from error


def _close(connection: Connection) -> None:
    with suppress(ldap.LDAPExceptionError, OSError):
        connection.unbind()
    if connection.socket is not None:  # ldap3 forgets the socket of an attempt that failed
        connection.socket.close()
