"""The application's own records, as far as its flows and the plugins look at them."""

from datetime import datetime
from typing import Any

from attrs import define, field


@define(eq=False)
class Organization:
    """The organisation."""

    name: str = "default"
    slug: str = "default"


@define(eq=False)
class Project:
    """A project of the organisation."""

    id: int
    name: str
    organization: Organization = field(factory=Organization)

    @property
    def slug(self) -> str:
        return self.name


@define(eq=False)
class Named:
    """A type, a priority, a severity."""

    name: str
    description: str = ""
    id: int = 1


@define(eq=False)
class Service:
    """Somebody who can be paged."""

    external_id: str
    type: str
    id: int = 1
    name: str = "Database"


@define(eq=False)
class Individual:
    """A person."""

    email: str
    name: str
    weblink: str | None = ""


@define(eq=False)
class Participant:
    """A person who takes part."""

    individual: Individual
    team: str
    department: str = "Unknown"
    location: str = "Unknown"
    roles: list[str] = field(factory=list[str])
    active: bool = True
    service: int | None = None


@define(eq=False)
class Resource:
    """A ticket, folder, document or conference, as the application stored it."""

    resource_id: str
    resource_type: str
    weblink: str | None
    name: str = ""
    challenge: str | None = None
    review: bool = False


@define(eq=False)
class Group:
    """A group of people, with an address."""

    name: str
    email: str
    weblink: str
    kind: str
    members: list[str] = field(factory=list[str])


@define(eq=False)
class Conversation:
    """A channel, or a thread in one."""

    channel_id: str
    weblink: str | None
    thread_id: str | None = None


@define(eq=False)
class Task:
    """A task of an incident."""

    id: int
    description: str | None
    assignees: list[str]
    owner: str | None
    creator: str | None
    status: str = "Open"
    resource_id: str | None = None
    weblink: str | None = None


@define(eq=False, kw_only=True)
class Subject:
    """What an incident and a case have in common."""

    id: int
    project: Project
    title: str
    description: str
    status: str
    type: Named
    severity: Named
    priority: Named
    visibility: str = "Open"
    resolution: str = "Restarted it."
    name: Any = None
    """After the ticket; until there is one, it has none."""
    participants: list[Participant] = field(factory=list[Participant])
    ticket: Resource | None = None
    groups: list[Group] = field(factory=list[Group])
    tactical_group: Group | None = None
    notifications_group: Group | None = None
    storage: Resource | None = None
    document: Resource | None = None
    documents: list[Resource] = field(factory=list[Resource])
    conversation: Conversation | None = None
    canvas_id: str | None = None
    deleted: bool = False
    reported_at: datetime = field(factory=lambda: datetime(2025, 9, 1, 9, 30))

    def who(self, email: str) -> Participant | None:
        """Who takes part with that address."""
        return next((it for it in self.participants if it.individual.email == email), None)

    def with_role(self, role: str) -> Participant | None:
        return next((it for it in reversed(self.participants) if role in it.roles), None)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name or self.id}>"

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} {self.name or self.id}"


@define(eq=False, kw_only=True, repr=False, str=False)
class Incident(Subject):
    """An incident."""

    review_document: Resource | None = None
    conference: Resource | None = None
    tasks: list[Task] = field(factory=list[Task])
    cases: list["Case"] = field(factory=list["Case"])
    summary: str | None = None
    channel_of_case: bool = False
    just_told: bool = False
    """Whether there is a tactical report of late."""

    @property
    def incident_type(self) -> Named:
        return self.type

    @property
    def incident_severity(self) -> Named:
        return self.severity

    @property
    def incident_priority(self) -> Named:
        return self.priority

    @property
    def commander(self) -> Participant | None:
        return self.with_role("Incident Commander")

    @property
    def reporter(self) -> Participant | None:
        return self.with_role("Reporter")


@define(eq=False, kw_only=True, repr=False, str=False)
class Case(Subject):
    """A case."""

    dedicated_channel: bool = False
    event: bool = False
    incidents: list[Incident] = field(factory=list[Incident])
    signal_instances: list[Any] = field(factory=list[Any])
    genai_analysis: Any = None
    signal_thread_ts: str | None = None

    @property
    def case_type(self) -> Named:
        return self.type

    @property
    def case_severity(self) -> Named:
        return self.severity

    @property
    def case_priority(self) -> Named:
        return self.priority

    @property
    def assignee(self) -> Participant | None:
        return self.with_role("Assignee")

    @property
    def reporter(self) -> Participant | None:
        return self.with_role("Reporter")

    @property
    def has_thread(self) -> bool:
        return self.conversation is not None and bool(self.conversation.thread_id)

    @property
    def has_channel(self) -> bool:
        return self.conversation is not None and not self.conversation.thread_id


@define(eq=False)
class Session:
    """The session of the application's database, of which a plugin gets nothing here."""

    def commit(self) -> None:
        """Everything is kept at once."""

    def query(self, *_entities: Any) -> Any:
        """There are no tables."""
        return None

    def __repr__(self) -> str:
        return "<Session>"
