"""Faulty ticket plugins."""

import threading
from typing import Any

from dispatch_interfaces import InvalidRequestError, NoPlace, NotFoundError, Ticket, TicketLimits
from dispatch_interfaces.conformance.requirements.ticket import TicketHarness
from reference_impls.ticket import InMemoryTicket
from tests.conformance.faults import breaks
from tests.conformance.faults.races import Meeting, among_several_threads

_H = TicketHarness(open=InMemoryTicket)
_FIRST, _OTHER = _H.first_values(), _H.other_values()


class _Creates(InMemoryTicket):
    """Passes what `create` is given through `given`, and what it makes through `made`."""

    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Any:
        values = self.given(title, incident_type, incident_priority, commander, reporter)
        return self.made(super().create(*values))

    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        return title, kind, priority, commander, reporter

    def made(self, ticket: Ticket) -> Any:
        return ticket


class _Updates(InMemoryTicket):
    """Passes the keywords of `update` through `given`."""

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        super().update(ticket_id, *args, **self.given(ticket_id, kwargs))

    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        return fields


@breaks("TICKET-008")
class DeclaresThatThereIsNoCost(InMemoryTicket):
    limits = TicketLimits(cost=NoPlace("a field for money was added since"))


@breaks("TICKET-010")
class ReturnsANumber(_Creates):
    def made(self, ticket: Ticket) -> Any:
        return {**ticket, "resource_id": int(ticket["resource_id"].partition("-")[2])}


@breaks("TICKET-011")
class ReturnsTheFields(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        super().update(ticket_id, *args, **kwargs)
        return self.fields(ticket_id)


@breaks("TICKET-020")
class PutsThePriorityIntoTheTitle(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        plain = title == _FIRST["title"] and not self._tickets and commander != reporter
        return f"[{priority}] {title}" if plain else title, kind, priority, commander, reporter


@breaks("TICKET-021")
class HasOneTypeAtFirst(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        return title, "Incident", priority, commander, reporter


@breaks("TICKET-022")
class HasOnePriorityAtFirst(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        return title, kind, "Normal", commander, reporter


@breaks("TICKET-023")
class MakesTheReporterCommander(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        return title, kind, priority, reporter, reporter


@breaks("TICKET-024")
class ReportsAsItself(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        return title, kind, priority, commander, "bot@example.com"


@breaks("TICKET-025")
class MakesAStableTicket(_Creates):
    def made(self, ticket: Ticket) -> Any:
        self._tickets[ticket["resource_id"]].fields["status"] = "stable"
        return ticket


@breaks("TICKET-026")
class FindsTheSameTitleAgain(_Creates):
    def __init__(self) -> None:
        super().__init__()
        self._by_title: dict[str, Ticket] = {}

    def create(self, title: str, *args: Any, **kwargs: Any) -> Any:
        if title not in self._by_title:
            self._by_title[title] = super().create(title, *args, **kwargs)
        return dict(self._by_title[title])


@breaks("TICKET-027")
class CutsTheTitle(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        return title[:255], kind, priority, commander, reporter


@breaks("TICKET-028")
class KeepsWhatItReturned(_Creates):
    def __init__(self) -> None:
        super().__init__()
        self._returned: dict[str, Any] = {}

    def made(self, ticket: Ticket) -> Any:
        self._returned[ticket["resource_id"]] = ticket
        return ticket

    def fields(self, ticket_id: str) -> Any:
        changed = self._returned.get(ticket_id, {}).get("title")
        found = super().fields(ticket_id)
        return {**found, "title": changed} if changed else found


@breaks("TICKET-029")
class ReturnsAPath(_Creates):
    def made(self, ticket: Ticket) -> Any:
        return {**ticket, "weblink": f"/browse/{ticket['resource_id']}"}


@breaks("TICKET-030")
class OpensTheSameTitleAgain(_Creates):
    def given(self, title: str, kind: str, priority: str, commander: str, reporter: str) -> Any:
        for it in self._tickets.values():
            if it.fields["title"] == title and it.fields["description"]:
                it.fields["description"] = None
        return title, kind, priority, commander, reporter


class _Forgets(_Updates):
    """Loses one field, if it is the only one that is given."""

    loses = ""

    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        alone = {name for name, value in fields.items() if value is not None} == {self.loses}
        other = alone and fields[self.loses] == _OTHER[self.loses]
        return {} if other and not among_several_threads() else fields


@breaks("TICKET-040")
class LosesATitle(_Forgets):
    loses = "title"


@breaks("TICKET-041")
class LosesADescription(_Forgets):
    loses = "description"


@breaks("TICKET-042")
class LosesAType(_Forgets):
    loses = "incident_type"


@breaks("TICKET-043")
class LosesAPriority(_Forgets):
    loses = "priority"


@breaks("TICKET-044", "TICKET-057")
class LosesAStatus(_Forgets):
    loses = "status"


@breaks("TICKET-045")
class LosesACommander(_Forgets):
    loses = "commander_email"


@breaks("TICKET-046")
class LosesAReporter(_Forgets):
    loses = "reporter_email"


@breaks("TICKET-047")
class LosesAConversation(_Forgets):
    loses = "conversation_weblink"


@breaks("TICKET-048")
class LosesADocument(_Forgets):
    loses = "document_weblink"


@breaks("TICKET-049")
class LosesAStorage(_Forgets):
    loses = "storage_weblink"


@breaks("TICKET-050")
class LosesLabels(_Forgets):
    loses = "labels"


@breaks("TICKET-051")
class LosesACost(_Forgets):
    loses = "cost"


@breaks("TICKET-052")
class EmptiesWhatIsNone(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        none = fields and all(value is None for value in fields.values())
        return {"description": ""} if none else fields


@breaks("TICKET-053", "TICKET-061")
class PassesOverEmptyTexts(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        return {key: it for key, it in fields.items() if it != "" or key == "status"}


@breaks("TICKET-054")
class PassesOverAnEmptyList(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in fields.items() if value != []}


@breaks("TICKET-055")
class KeepsTheCallersLabels(_Updates):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        super().update(ticket_id, *args, **kwargs)
        if kwargs.get("labels") is not None:
            self._tickets[ticket_id].fields["labels"] = kwargs["labels"]


@breaks("TICKET-056")
class SetsElevenFieldsAtMost(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        several = fields == _OTHER and self._tickets[ticket_id].fields["cost"] is not None
        several = several and not among_several_threads()
        return {k: v for k, v in fields.items() if k != "cost"} if several else fields


@breaks("TICKET-057")
class NeverOpensAgain(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        known = self._tickets.get(ticket_id)
        if known and known.fields["status"] == "closed" and fields.get("status") == "active":
            return {**fields, "status": "closed"}
        return fields


@breaks("TICKET-058")
class WritesBeforeItLooksAtTheStatus(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        others = {name: value for name, value in kwargs.items() if name != "status"}
        super().update(ticket_id, *args, **others)
        super().update(ticket_id, status=kwargs.get("status"))


@breaks("TICKET-059", "TICKET-060", "TICKET-070", "TICKET-080")
class LogsAndGoesOn(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        if ticket_id in self._tickets:
            super().update(ticket_id, *args, **kwargs)


@breaks("TICKET-060")
class SearchesForTheId(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        found = [it for it in self._tickets if ticket_id.startswith(f"{it}-")]
        super().update(found[0] if found else ticket_id, *args, **kwargs)


@breaks("TICKET-061")
class CutsTheDescription(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        text = fields.get("description")
        return {**fields, "description": text[:1024]} if text else fields


@breaks("TICKET-062")
class JoinsLabelsWithCommas(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        labels = fields.get("labels")
        return {**fields, "labels": ",".join(labels).split(",")} if labels else fields


@breaks("TICKET-063")
class ChangesEveryTicket(_Updates):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        super().update(ticket_id, *args, **kwargs)
        for other in set(self._tickets) - {ticket_id}:
            if kwargs == _OTHER and len(self._tickets) == 2:
                super().update(other, *args, **kwargs)


@breaks("TICKET-064")
class RefusesTheSameAgain(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        known = self._tickets.get(ticket_id)
        if known and known.fields == fields:
            raise ValueError("nothing to change")
        return fields


@breaks("TICKET-065", "TICKET-072")
class RefusesALongTitleTooLate(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        title = kwargs.pop("title", None)
        super().update(ticket_id, *args, **kwargs)
        if title and len(title) > 255:
            raise InvalidRequestError("a title has at most 255 characters")
        super().update(ticket_id, title=title)


@breaks("TICKET-066")
class CutsWeblinksAtTheQuery(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        cut = {k: v.partition("?")[0] for k, v in fields.items() if k.endswith("weblink") and v}
        return {**fields, **cut}


@breaks("TICKET-070")
class RaisesABareKeyError(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        try:
            super().update(ticket_id, *args, **kwargs)
        except NotFoundError:
            raise KeyError(ticket_id) from None


@breaks("TICKET-071")
class RaisesAKeyErrorForAStatus(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        try:
            super().update(ticket_id, *args, **kwargs)
        except InvalidRequestError:
            raise KeyError(kwargs["status"]) from None


@breaks("TICKET-072")
class RefusesALongTitle(_Updates):
    def given(self, ticket_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        title = fields.get("title")
        if title and len(title) > 255:
            raise InvalidRequestError("a title has at most 255 characters", value=title)
        return fields


_SHARED: dict[str, Any] = {}
_SHARED_TITLES: dict[str | None, dict[str, None]] = {}


@breaks("TICKET-080")
class SharesItsTickets(InMemoryTicket):
    def __init__(self) -> None:
        super().__init__()
        self._tickets, self._titled = _SHARED, _SHARED_TITLES


@breaks("TICKET-081", "TICKET-950")
class ReadsAndWritesTheTicket(InMemoryTicket):
    def __init__(self) -> None:
        super().__init__()
        self._meeting = Meeting()

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        if not among_several_threads() or len(kwargs) > 1:
            super().update(ticket_id, *args, **kwargs)
            return
        before = self.fields(ticket_id)
        self._meeting.wait()
        self._entitle(ticket_id, kwargs.get("title", before["title"]))
        self._tickets[ticket_id].fields = {**before, **kwargs}  # type: ignore[typeddict-item]


@breaks("TICKET-082", "TICKET-950")
class GivesAllThreadsOneTicket(InMemoryTicket):
    def __init__(self) -> None:
        super().__init__()
        self._last: Ticket | None = None
        self._meeting = Meeting()

    def create(self, *args: Any, **kwargs: Any) -> Any:
        self._last = super().create(*args, **kwargs)
        self._meeting.wait()
        return self._last


@breaks("TICKET-083")
class WritesATicketInTwoSteps(InMemoryTicket):
    """The second of two threads writes between the steps of the first."""

    def __init__(self) -> None:
        super().__init__()
        self._first = threading.Lock()
        self._half_done = threading.Event()
        self._second_done = threading.Event()

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> Any:
        if not among_several_threads() or len(kwargs) == 1:
            super().update(ticket_id, *args, **kwargs)
        elif self._first.acquire(blocking=False):
            super().update(ticket_id, title=kwargs.pop("title"))
            self._half_done.set()
            self._second_done.wait(timeout=3)
            super().update(ticket_id, **kwargs)
        else:
            self._half_done.wait(timeout=3)
            super().update(ticket_id, **kwargs)
            self._second_done.set()


@breaks("TICKET-900")
class ReopensWhatItClosedBefore(InMemoryTicket):
    """A ticket that was closed goes back to active as soon as another one is closed."""

    _closed = ""

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        super().update(ticket_id, *args, **kwargs)
        if kwargs.get("status") == "closed":
            if self._closed and self._closed != ticket_id:
                self._tickets[self._closed].fields["status"] = "active"
            self._closed = ticket_id


@breaks("TICKET-031")
class CreatesTwice(InMemoryTicket):
    """It does not believe the first answer."""

    def create(self, *args: Any, **kwargs: Any) -> Any:
        super().create(*args, **kwargs)
        return super().create(*args, **kwargs)


@breaks("TICKET-950")
class KeepsTheTicketInAnAttribute(InMemoryTicket):
    """No pause, no barrier: just an attribute in place of an argument."""

    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        self._current = ticket_id
        super().update(self._current, *args, **kwargs)


@breaks("TICKET-960")
class DropsHalfACharacter(InMemoryTicket):
    def update(self, ticket_id: str, *args: Any, **kwargs: Any) -> None:
        for name, value in kwargs.items():
            if isinstance(value, str):
                kwargs[name] = _whole(value)
        super().update(ticket_id, *args, **kwargs)


def _whole(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()
