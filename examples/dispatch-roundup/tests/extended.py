"""The plugin over a schema that has a property for everything."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from attrs import evolve

from dispatch_interfaces import Text
from dispatch_interfaces.conformance import TicketHarness
from dispatch_roundup import RoundupSettings, RoundupTicket, testing
from dispatch_roundup.plugin import kept
from tests.server import PROPERTIES


class ExtendedTicket(RoundupTicket):
    """What has a property is no limit any more, but that its text is stripped."""

    limits = replace(
        RoundupTicket.limits,
        incident_type=None,
        reporter=None,
        conversation_weblink=None,
        document_weblink=None,
        storage_weblink=None,
        cost=Text("the tracker strips texts, and changes their line ends", kept=kept),
    )


def opened() -> ExtendedTicket:
    return ExtendedTicket(RoundupSettings(**testing.entered(properties=PROPERTIES)))


def observer(_plugin: Any) -> testing.TrackerFile:
    return testing.TrackerFile(Path(os.environ["ROUNDUP_HOME"]), PROPERTIES)


def harness() -> TicketHarness:
    return evolve(testing.harness(), open=opened, observer=observer)
