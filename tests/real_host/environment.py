"""What the application reads from its environment; to be set before it is first imported."""

import os
from typing import Final

TOKEN: Final = "token-of-ada"
USER: Final = "ada@example.com"
"""Who uses the web page."""

DATABASE: Final = f"dispatch-real-host-{os.getpid()}"
"""A database of this run alone: it is dropped afterwards."""

_VARIABLES: Final = {
    "DATABASE_NAME": DATABASE,
    "DISPATCH_AUTHENTICATION_PROVIDER_SLUG": "in-memory-auth-provider",
    "DISPATCH_ENCRYPTION_KEY": "only-for-this-run",
    "DISPATCH_JWT_SECRET": "only-for-this-run",
    "DISPATCH_UI_URL": "https://dispatch.example.com",
    "ENV": "pytest",
    "LOG_LEVEL": "ERROR",
    "METRIC_PROVIDERS": "",
    "SECRET_PROVIDER": "",
    "STATIC_DIR": "",
}
_DEFAULTS: Final = {"DATABASE_HOSTNAME": "localhost", "DATABASE_CREDENTIALS": "postgres:dispatch"}


def prepare() -> None:
    """Set the variables; where the database is and how to get in may be given from outside."""
    os.environ.update(_VARIABLES)
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
