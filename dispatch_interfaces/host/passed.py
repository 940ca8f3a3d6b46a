"""What the application really passes where a platform may have a limit, and what that costs."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.limits import Absent, Limit, Limits, NoPlace, NoStep, Text
from dispatch_interfaces.showing import shown


@frozen
class Passed:
    """One value of the application.

    Args:
        value: The longest, or the oddest, that is usual; None where it is no value.
        what: What it is.
        cost: What it costs if the platform has no place for it, or no such step.
    """

    value: Any
    what: str
    cost: str = ""


_TITLE: Final = Passed("Orders are late: " * 12, "a title of 204 characters", "nobody sees it")
_DESCRIPTION: Final = Passed(
    "Queries take minutes, and orders are lost. " * 70, "a description of 3,010 characters"
)
_LINK: Final = Passed(
    f"https://platform.example.com/{'folder-' * 20}", "a link", "people find it elsewhere"
)

PASSED: Final[Mapping[str, Mapping[str, Passed]]] = {
    "ticket": {
        "title": _TITLE,
        "description": _DESCRIPTION,
        "incident_type": Passed("Security Incident", "the name of a type, with a space"),
        "priority": Passed("High", "the name of a priority"),
        "conversation_weblink": _LINK,
        "document_weblink": _LINK,
        "storage_weblink": _LINK,
        "cost": Passed("1234.5", "the cost of an incident", "it shows in the application only"),
        "status": Passed("stable", "a status", "the ticket goes on saying that it is active"),
        "steps": Passed(None, "closed incidents that are opened again", "the ticket stays closed"),
    },
    "storage": {
        "file_name": Passed(
            "INC-1234 - Incident Review Document", "a file name with capitals and spaces"
        ),
        "role": Passed("writer", "a role"),
    },
    "conversation": {
        "name": Passed("case-INC-1234", "a name with capitals, after the ticket"),
        "topic": Passed(
            f"Default - Active: {'Orders are late. ' * 12}", "a topic of 222 characters"
        ),
        "message": Passed("Queries take minutes. " * 200, "a message of 4,400 characters"),
    },
    "participant-group": {
        "name": Passed("INC-1234-notifications", "a name with capitals, after the ticket"),
        "empty": Passed(
            None,
            "groups of teams, of which there may be none, and members that leave",
            "such a group is not made, and its last member stays",
        ),
        "last_owner": Passed(None, "a member that leaves", "who was the last owner stays"),
    },
    "document": {"text": _DESCRIPTION},
    "oncall": {
        "incident_name": Passed("INC-1234", "a name, after the ticket"),
        "incident_title": _TITLE,
        "incident_description": _DESCRIPTION,
    },
    "metric": {
        "name": Passed("function.elapsed.time", "a name with dots"),
        "tag_value": Passed("dispatch.incident.flows", "a tag with dots"),
    },
    "document-resolver": {"description": _DESCRIPTION},
    "participant": {"description": _DESCRIPTION},
}
"""By interface and limit. Source: the call sites in the catalogue."""


def costs_of(interface: str, limits: Limits) -> dict[str, str]:
    """What the application passes that does not fit, and what that costs, by limit.

    Args:
        interface: The plugin type.
        limits: What the plugin declares.
    """
    passed = PASSED.get(interface, {})
    costs = {
        name: _cost(limits, name, limit, passed[name])
        for name, limit in limits.declared().items()
        if name in passed
    }
    return {name: it for name, it in costs.items() if it}


def _cost(limits: Limits, name: str, limit: Limit, passed: Passed) -> str:
    has = f"the application has {passed.what}"
    if isinstance(limit, (Absent, NoPlace, NoStep)):
        return f"{has}: {passed.cost or 'nobody sees it'}"
    if not limits.takes(name, passed.value):
        fits = "it is shortened or spelt otherwise" if isinstance(limit, Text) else "it is left out"
        return f"{has}: {fits}, and logged"
    kept = limits.in_force(name, passed.value)
    return "" if kept == passed.value else f"{has}: it shows as {shown(kept, 40)}"
