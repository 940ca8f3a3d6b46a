"""What an administrator of a project enters."""

import attrs

from dispatch_interfaces.host.configuration import secret


@attrs.frozen
class MatrixSettings:
    """How to reach a homeserver, and who people are there."""

    url: str
    """Address of the homeserver: ``"https://matrix.example.com"``."""
    email_domain: str
    """``name@`` this domain is the account ``@name`` of the homeserver."""
    access_token: str = secret()
    """Of an ordinary account, which makes all rooms and sends all messages."""
    room_link: str = "https://matrix.to/#/{room}?via={server}"
    """A link to a room, such as ``"https://element.example.com/#/room/{room}"``."""
    command_prefix: str = "!dispatch-"
    """What comes before a command of the application, for a bot that listens for it."""
    timeout: float = 30.0
    """Seconds after which an answer no longer comes."""
