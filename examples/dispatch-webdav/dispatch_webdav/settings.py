"""Where the server is, and who the plugin is to it."""

from urllib.parse import urlsplit

import attrs

from dispatch_interfaces.host.configuration import secret


def _is_address(_instance: object, _attribute: object, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "the url is an http(s) address, such as https://cloud.example.com/dav/team"
        )


def _is_positive(_instance: object, _attribute: object, seconds: float) -> None:
    if not seconds > 0:
        raise ValueError("the timeout is a number of seconds above zero")


@attrs.frozen(kw_only=True, slots=False)  # without slots, so that other settings can be added
class WebDavSettings:
    """A folder on a WebDAV server."""

    url: str = attrs.field(
        validator=_is_address,
        metadata={
            "title": "Address of the folder in which drives are made",
            "description": "https://cloud.example.com/remote.php/dav/files/dispatch/Incidents",
        },
    )
    username: str = attrs.field(default="", metadata={"title": "Name of the account"})
    password: str = secret(default="", metadata={"title": "Password of the account"})
    timeout: float = attrs.field(
        default=10.0, validator=_is_positive, metadata={"title": "Seconds to wait for an answer"}
    )
