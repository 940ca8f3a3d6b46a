"""What the application and the bridge log while a step runs."""

import logging

from attrs import define, field


@define
class Watch(logging.Handler):
    """Keeps the errors of the application, and those that a bridge answered for."""

    errors: list[str] = field(factory=list)
    spared: list[str] = field(factory=list)

    def __attrs_pre_init__(self) -> None:
        super().__init__(logging.ERROR)

    __hash__ = object.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        told = record.getMessage().strip().partition("\n")[0]
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            kind = type(error).__name__
            told = told if kind in told else f"{told} ({kind}: {str(error).partition(chr(10))[0]})"
        if record.name.startswith("dispatch_interfaces"):
            self.spared.append(told)
        elif record.name.startswith(("dispatch", "root")):
            self.errors.append(f"{record.name}: {told}")

    def take(self) -> tuple[list[str], list[str]]:
        """What was kept since the last time."""
        errors, spared = self.errors[:], self.spared[:]
        self.errors.clear()
        self.spared.clear()
        return errors, spared
