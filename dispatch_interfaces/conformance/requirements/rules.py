"""The fourteen rules that give the documented signatures a meaning, and why each is there."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen


@frozen
class Rule:
    """One rule of the contract.

    Args:
        text: What it asks.
        why: What goes wrong in the application, or for its users, without it.
    """

    text: str
    why: str


RULES: Final[Mapping[int, Rule]] = MappingProxyType(
    {
        1: Rule(
            "Ids are non-empty strings, unique among what the plugin holds; the name in a result "
            "is the name in force.",
            "The application stores the id as the only handle to the resource, refuses anything "
            "but a str, and shows the name to everybody in the incident.",
        ),
        2: Rule(
            "Results are fresh plain dicts with the documented keys; extra keys are allowed.",
            "The application updates the dict it gets; one that is shared with the plugin changes "
            "the plugin's own data, and a missing key stops incident creation half-way.",
        ),
        3: Rule(
            "Arguments are neither changed nor kept by reference.",
            "The application passes its own lists, and goes on using and changing them.",
        ),
        4: Rule(
            "Whatever is written can be seen; what was refused was not half done.",
            "The application ignores most results: a write that is lost is found out by people, "
            "in the incident.",
        ),
        5: Rule(
            "An unknown id (NotFoundError) and an invalid argument (InvalidRequestError) are "
            "refused before anything is changed.",
            "The application logs an exception and goes on with the rest; silence it takes for "
            "success.",
        ),
        6: Rule(
            "Membership is a set: repeating an addition, a removal or an archiving changes "
            "nothing and does not raise.",
            "The application adds the same people again at every update of the incident, and "
            "removes people who left by themselves.",
        ),
        7: Rule(
            "Text round-trips exactly, or is refused; it is never cut or altered in silence.",
            "Titles and descriptions come from people, in every language and at any length; what "
            "an incident says must be what was written.",
        ),
        8: Rule(
            "Where the documentation has **kwargs, unknown keywords are accepted, whatever their "
            "name and type.",
            "The application passes its message variables there: objects, numbers, None, under "
            "names such as name, title and type.",
        ),
        9: Rule(
            "A weblink is an absolute http(s) URL; a message timestamp is a str of decimal "
            "seconds, unique and increasing within one conversation.",
            "Weblinks are put into messages and web pages as they are; timestamps are how a "
            "message is found again.",
        ),
        10: Rule(
            "Omitting an argument equals passing its documented default.",
            "The application omits most of them, and so relies on the documented defaults.",
        ),
        11: Rule(
            "One plugin object serves several threads.",
            "The application runs its jobs in a pool of threads over one plugin object, and the "
            "same job may overlap itself.",
        ),
        12: Rule(
            "Two plugins that are opened side by side share nothing.",
            "One process serves several projects and organisations; what leaks from one to the "
            "other is a confidentiality incident.",
        ),
        13: Rule(
            "A method that makes no sense for a platform is declared unsupported, with a reason; "
            "nothing else raises NotSupportedError.",
            "Who chooses a plugin must be able to read what it cannot do before an incident, not "
            "in one.",
        ),
        14: Rule(
            "A failure that may pass is told from one that will not.",
            "A caller repeats the first and reports the second.",
        ),
    }
)
