"""What the application and the bridge log while a step runs."""

import logging

from attrs import define, field


@define
class Watch(logging.Handler):
    """Keeps what is logged as an error.

    `errors` are exceptions that the application caught, `complaints` what it only says, and
    `spared` the exceptions that a bridge answered for.
    """

    errors: list[str] = field(factory=list)
    complaints: list[str] = field(factory=list)
    spared: list[str] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__(logging.ERROR)

    __hash__ = object.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        told = record.getMessage().strip().partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told = f"{told} ({type(error).__name__}: {str(error).strip().partition(chr(10))[0]})"
        if record.name.startswith("dispatch_interfaces"):
            self.spared.append(told)
        elif record.name.startswith("dispatch"):
            kept = self.complaints if error is None else self.errors
            kept.append(f"{record.name}: {told}")
