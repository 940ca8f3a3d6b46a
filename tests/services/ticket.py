"""What trackers do otherwise than the contract of tickets says, and who does."""

from typing import Final

from dispatch_interfaces.conformance import TicketHarness
from tests.services import ticket_habits as of
from tests.services.github_ticket import GitHubTicket
from tests.services.habits import Habit
from tests.services.jira_ticket import JiraTicket
from tests.services.roundup_ticket import RoundupTicket


def _harness(plugin: type) -> TicketHarness:
    return TicketHarness(open=plugin)


def _habit(name: str, who: str, plugin: type, limit: str) -> Habit:
    return Habit(name, who, plugin, limit, _harness)


_NO_PLACE: Final = {
    "cost": ("cost", "GitHub, Jira without custom fields, Roundup"),
    "labels": ("labels", "ServiceNow"),
    "description": ("description", "trackers of one line"),
    "incident_type": ("incident_type", "GitHub, Roundup"),
    "priority": ("priority", "GitHub"),
    "conversation_weblink": ("conversation_weblink", "GitHub, Roundup"),
    "document_weblink": ("document_weblink", "GitHub, Roundup"),
    "storage_weblink": ("storage_weblink", "GitHub, Roundup"),
    "commander_email": ("commander", "trackers without assignees"),
}

SERVICES: Final = (
    _habit("github", "GitHub issues", GitHubTicket, "status"),
    _habit("jira", "Jira without custom fields", JiraTicket, "labels"),
    _habit("roundup", "Roundup 2.4, measured", RoundupTicket, "title"),
)

HABITS: Final = (
    *(
        _habit(f"no {field}", who, of.without(field, limit, "there is no field for it"), limit)
        for field, (limit, who) in _NO_PLACE.items()
    ),
    _habit("account reports", "GitHub, Jira, Roundup", of.AccountReports, "reporter"),
    _habit("account commands", "trackers that assign by a rule", of.AccountCommands, "commander"),
    _habit("stays closed", "Jira workflows", of.StaysClosed, "steps"),
    _habit("open or closed", "GitHub", of.OpenOrClosed, "status"),
    _habit("never stable", "GitHub, strictly", of.NeverStable, "status"),
    _habit("labels without spaces", "Jira", of.LabelsWithoutSpaces, "labels"),
    _habit("labels underscored", "plugins for Jira", of.LabelsUnderscored, "labels"),
    _habit("labels folded", "GitHub", of.LabelsFolded, "labels"),
    _habit("labels short", "GitHub", of.LabelsShort, "labels"),
    _habit("title short", "Jira, GitHub", of.TitleShort, "title"),
    _habit("title cut", "plugins for Jira", of.TitleCut, "title"),
    _habit("title in bytes", "columns of databases", of.TitleBytes, "title"),
    _habit("title trimmed", "Roundup", of.TitleTrimmed, "title"),
    _habit("title needed", "GitHub, Jira", of.TitleNeeded, "title"),
    _habit("title composed", "trackers on a Mac's file system", of.TitleComposed, "title"),
    _habit("description trimmed", "Roundup", of.DescriptionTrimmed, "description"),
    _habit("description lines", "editors in a browser", of.DescriptionOfUnixLines, "description"),
    _habit("description composed", "databases", of.DescriptionComposed, "description"),
    _habit("weblinks short", "Jira", of.WeblinksShort, "document_weblink"),
    _habit("types folded", "plugins for GitHub's labels", of.TypesFolded, "incident_type"),
    *SERVICES,
)
