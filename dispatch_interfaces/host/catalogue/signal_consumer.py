"""Every call of a signal-consumer plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    Call,
    Consequence,
    Frequency,
    HostMethod,
    HostType,
    Severity,
)
from dispatch_interfaces.host.values import PROJECT, SESSION

_DEAD: Final = Consequence(Severity.LOSES, "the consumer is dead until the command is run again")

SIGNAL_CONSUMER: Final = HostType(
    type="signal-consumer",
    lookup="every enabled plugin of this type, one after the other",
    methods=(
        HostMethod(
            name="consume",
            about="Take signals from somewhere, and make rows of them.",
            calls=(
                Call(
                    site="cli.py:926",
                    when="signals are consumed, by a command of its own",
                    kwargs={"db_session": SESSION, "project": PROJECT},
                    on_error=_DEAD,
                    often=Frequency.ONCE,
                    note="One that never returns keeps all others from being called.",
                ),
            ),
        ),
    ),
    notes=(
        "Called once: one that returns is not called again.",
        "The plugin makes the rows itself, by the application's own service.",
    ),
)
