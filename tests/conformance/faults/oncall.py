"""Faulty oncall plugins."""

from typing import Any

from attrs import evolve

from dispatch_interfaces import InvalidRequestError, NotFoundError, UnavailableError
from dispatch_interfaces.conformance.requirements.oncall import SAID
from reference_impls.common import require_text
from reference_impls.oncall import InMemoryOncall, Page
from tests.conformance.faults import breaks
from tests.conformance.faults.races import Meeting, among_several_threads, pause


@breaks("ONCALL-010")
class ReturnsARecord(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> Any:
        return {"email": super().get(service_id, service_name)}


@breaks("ONCALL-011")
class ReturnsTheAnswer(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> Any:
        super().page(service_id, incident_name, incident_title, incident_description)
        return {"status": "triggered"}


@breaks("ONCALL-020")
class TakesTheFirstOfThreeServices(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_name is None and service_id in self._services and len(self._services) == 3:
            service_id = next(iter(self._services))
        return super().get(service_id, service_name)


@breaks("ONCALL-021", "ONCALL-031", "ONCALL-028")
class KnowsNoNames(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_id is None and service_name is not None:
            raise InvalidRequestError("names are not known here")
        return super().get(service_id, service_name)


@breaks("ONCALL-022")
class GoesByTheName(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        known = service_name in self._ids_by_name
        return super().get(None if known else service_id, service_name)


@breaks("ONCALL-023", "ONCALL-029")
class HasADefault(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_id is None and service_name is None:
            return "somebody@example.com"
        return super().get(service_id, service_name)


@breaks("ONCALL-024")
class FindsIdsByPrefix(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_id is not None and service_id not in self._services:
            found = [it for it in self._services if it.startswith(service_id)]
            service_id = found[0] if found else service_id
        return super().get(service_id, service_name)


@breaks("ONCALL-025")
class SearchesNamesFuzzily(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        names = list(self._ids_by_name)
        if service_name and service_name not in names:
            service_name = next((it for it in names if it.startswith(service_name)), service_name)
        return super().get(service_id, service_name)


@breaks("ONCALL-026", "ONCALL-027")
class FallsBackToAManager(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        try:
            return super().get(service_id, service_name)
        except UnavailableError:
            return "manager@example.com"


@breaks("ONCALL-027")
class TakesNobodyForNotFound(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        try:
            super().page(service_id, incident_name, incident_title, incident_description)
        except UnavailableError as error:
            raise NotFoundError("nobody found", value=service_id) from error


@breaks("ONCALL-028")
class RaisesABareKeyError(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        try:
            super().page(service_id, incident_name, incident_title, incident_description)
        except NotFoundError:
            raise KeyError(service_id) from None


@breaks("ONCALL-029")
class LooksNoneUp(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        return (
            super().get(service_id or "", service_name)
            if not service_name
            else super().get(service_id, service_name)
        )


@breaks("ONCALL-030")
class RemembersTheFirstAnswer(InMemoryOncall):
    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[str, str] = {}

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        found = super().get(service_id, service_name)
        return self._answers.setdefault(service_id or "", found) if service_id else found


@breaks("ONCALL-031")
class FoldsNames(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        names = list(self._ids_by_name)
        if service_id is None and service_name in names:
            service_name = next(it for it in names if it.lower() == service_name.lower())
        return super().get(service_id, service_name)


class _AltersPages(InMemoryOncall):
    """Passes each page through `altered`, where each fault is."""

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        super().page(service_id, incident_name, incident_title, incident_description)
        self._pages.append(self.altered(self._pages.pop()))

    def altered(self, page: Page) -> Page:
        return page


@breaks("ONCALL-032")
class PagesToFindOut(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        found = super().get(service_id, service_name)
        if service_id:
            self.page(service_id, "who is there?", "", "")
        return found


@breaks("ONCALL-040")
class PutsTheNameIntoTheTitle(_AltersPages):
    def altered(self, page: Page) -> Page:
        if (page.incident_name, page.incident_title, page.incident_description) != SAID:
            return page
        both = f"{page.incident_name}: {page.incident_title}"
        return evolve(page, incident_name="", incident_title=both)


@breaks("ONCALL-041", "ONCALL-028", "ONCALL-050")
class PagesSomebodyAnyway(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        if service_id not in self._services:
            return
        super().page(service_id, incident_name, incident_title, incident_description)


@breaks("ONCALL-042")
class FilesThePageBeforeItFails(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        said = (incident_name, incident_title, incident_description)
        try:
            super().page(service_id, *said)
        except UnavailableError:
            self._pages.append(Page(service_id, "", *said, 0.0))
            raise


@breaks("ONCALL-043")
class CutsTheDescription(_AltersPages):
    def altered(self, page: Page) -> Page:
        return evolve(page, incident_description=page.incident_description[:1024])


@breaks("ONCALL-044")
class SaysTheSameOnlyOnce(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        super().page(service_id, incident_name, incident_title, incident_description)
        self._pages[:] = {
            (
                it.email,
                it.incident_name,
                it.incident_title,
                it.incident_description,
                it.service_id,
            ): it
            for it in self._pages
        }.values()


@breaks("ONCALL-045")
class PagesEveryService(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        super().page(service_id, incident_name, incident_title, incident_description)
        page = self._pages[-1]
        others = [it for it in self._services if it != service_id]
        self._pages[-1:-1] = [evolve(page, service_id=it) for it in others]


@breaks("ONCALL-046")
class PagesTheFirstPersonForever(_AltersPages):
    def altered(self, page: Page) -> Page:
        earlier = [it for it in self._pages if it.service_id == page.service_id]
        return evolve(page, email=earlier[0].email) if earlier else page


_SHARED: dict[str, Any] = {}


@breaks("ONCALL-050")
class SharesItsServices(InMemoryOncall):
    def __init__(self) -> None:
        super().__init__()
        self._services = _SHARED

    def add_service(self, name: str) -> str:
        self._services[name] = self._services.pop(super().add_service(name))
        self._ids_by_name[name] = name
        return name


@breaks("ONCALL-051", "ONCALL-950")
class WritesThePagesBack(InMemoryOncall):
    def __init__(self) -> None:
        super().__init__()
        self._meeting = Meeting()

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        before = list(self._pages)
        self._meeting.wait()
        super().page(service_id, incident_name, incident_title, incident_description)
        if among_several_threads():
            self._pages = [*before, self._pages[-1]]


@breaks("ONCALL-900")
class PagesWhoWasOnCallBefore(InMemoryOncall):
    """After six changes of one service, a page goes to whom it had before."""

    def __init__(self) -> None:
        super().__init__()
        self._changes: dict[str, list[str | None]] = {}

    def set_oncall(self, service_id: str, email: str | None) -> None:
        super().set_oncall(service_id, email)
        self._changes.setdefault(service_id, []).append(email)

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        changes = self._changes.get(service_id, [])
        super().page(service_id, incident_name, incident_title, incident_description)
        if len(changes) > 5 and changes[-1] and changes[-2]:
            self._pages[-1] = evolve(self._pages[-1], email=changes[-2])


@breaks("ONCALL-900")
class PagesLaterForWhatItRefused(InMemoryOncall):
    """A page that reached nobody waits, and goes out with the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[str, str, str, str]] = []

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        said = (service_id, incident_name, incident_title, incident_description)
        try:
            super().page(*said)
        except UnavailableError:
            self._waiting.append(said)
            raise
        for it in [it for it in self._waiting if it[0] == service_id]:
            self._waiting.remove(it)
            super().page(*it)


@breaks("ONCALL-051", "ONCALL-950")
class PagesWithoutALock(InMemoryOncall):
    """No pause, no barrier: just a read, a change and a write."""

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        said = (incident_name, incident_title, incident_description)
        for text in said:
            require_text(text, interface=self.type, method="page")
        pages = [*self._pages, Page(service_id, self._oncall("page", service_id), *said, 0.0)]
        self._pages = pages


@breaks("ONCALL-950")
class KeepsTheRequestInAnAttribute(InMemoryOncall):
    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        self._wanted = service_id, service_name
        pause()
        return super().get(*self._wanted)


@breaks("ONCALL-960")
class CutsHalfACharacterOff(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        whole = incident_description.encode("utf-8", "ignore").decode()
        super().page(service_id, incident_name, incident_title, whole)


@breaks("ONCALL-960")
class FilesThePageBeforeItEncodes(InMemoryOncall):
    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        try:
            super().page(service_id, incident_name, incident_title, incident_description)
        except InvalidRequestError:
            super().page(service_id, "", "", "")
            raise
