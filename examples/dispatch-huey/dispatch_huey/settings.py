"""What a project enters."""

import attrs


@attrs.frozen
class HueySettings:
    """Where the queue is, and where people find a run."""

    database: str
    """The SQLite file of the consumer, on this machine."""
    weblink: str = attrs.field(validator=attrs.validators.matches_re(r"https?://\S+"))
    """An http(s) address, such as that of a search in the logs; the id of a run is appended."""
    timeout: float = attrs.field(default=5.0, validator=attrs.validators.gt(0))
    """Seconds to wait for a database that is locked."""
