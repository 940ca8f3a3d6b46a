"""Faulty participant plugins."""

import re
from collections.abc import Collection
from typing import Any

from dispatch_interfaces import ResolvedParticipants
from dispatch_interfaces.conformance.requirements.participant import ParticipantHarness
from reference_impls.conditions import ByType
from reference_impls.participant import InMemoryParticipant
from tests.conformance.faults import breaks
from tests.conformance.faults.races import Meeting

_H = ParticipantHarness(open=InMemoryParticipant)


class _Filtered(InMemoryParticipant):
    """Passes what was asked through `changed` and its results through `filtered`."""

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Any:
        asked = self.changed(incident_type, incident_priority, incident_description)
        return self.filtered(super().get(*asked, db_session), *asked)

    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        return kind, priority, text

    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        return found


@breaks("PARTICIPANT-010")
class ReturnsPlainAddresses(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        return {**found, "teams": [it["email"] for it in found["teams"]]}


@breaks("PARTICIPANT-020")
class ReturnsPeopleAsTeamsToo(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        named = [it for it in found["individuals"] if "name" in it]
        return {**found, "teams": [*found["teams"], *named]}


@breaks("PARTICIPANT-021")
class ReturnsTeamsAsPeopleToo(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        return {**found, "individuals": [*found["individuals"], *found["teams"]]}


@breaks("PARTICIPANT-022")
class DoesNotNameTheService(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        people = [
            {key: value for key, value in it.items() if key != "service_id"}
            for it in found["individuals"]
        ]
        return {**found, "individuals": people}


@breaks("PARTICIPANT-023", "PARTICIPANT-026")
class TakesEveryTypeForSecurity(_Filtered):
    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        first, second = _H.incident_types
        return (first if kind == second else kind), priority, text


@breaks("PARTICIPANT-024", "PARTICIPANT-026")
class TakesEveryPriorityForHigh(_Filtered):
    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        return kind, _H.incident_priorities[0], text


@breaks("PARTICIPANT-025")
class WantsAllWords(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        def has_all(email: str) -> bool:
            entry = self._individuals.get(email)
            return entry is None or all(it in text for it in entry.conditions.words)

        return {**found, "individuals": [it for it in found["individuals"] if has_all(it["email"])]}


@breaks("PARTICIPANT-026")
class LooksAtTheTypeOnlyIfThereAreSeveral(InMemoryParticipant):
    def add_team(
        self,
        email: str,
        name: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> None:
        if incident_types and words:
            incident_priorities = words = ()
        super().add_team(
            email,
            name,
            incident_types=incident_types,
            incident_priorities=incident_priorities,
            words=words,
        )


@breaks("PARTICIPANT-027")
class NeverForgetsATeam(_Filtered):
    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, Any] = {}

    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        gone = [it for email, it in self._seen.items() if email not in self._teams]
        self._seen.update({it["email"]: it for it in found["teams"]})
        return {**found, "teams": [*found["teams"], *gone]}


@breaks("PARTICIPANT-028")
class ReturnsAPersonOncePerService(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        oncall = [
            {"email": it.email, "service_id": service_id}
            for service_id, it in self._services.items()
        ]
        people = [it for it in found["individuals"] if "service_id" not in it]
        return {**found, "individuals": [*people, *oncall]}


@breaks("PARTICIPANT-029")
class ReturnsAPageOfTeams(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        return {**found, "teams": found["teams"][:100]}


@breaks("PARTICIPANT-030")
class UsesTheDescriptionAsAPattern(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        re.compile(text)
        return found


@breaks("PARTICIPANT-031")
class LooksTypesUpInATable(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        return dict.fromkeys(_H.incident_types, found)[kind]


@breaks("PARTICIPANT-032")
class AsksTheSession(InMemoryParticipant):
    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> ResolvedParticipants:
        if db_session is not None:
            return {"individuals": [], "teams": []}
        return super().get(incident_type, incident_priority, incident_description, db_session)


@breaks("PARTICIPANT-033")
class HandsOutItsTeams(_Filtered):
    def __init__(self) -> None:
        super().__init__()
        self._cache: dict[str, Any] = {}

    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        return {
            **found,
            "teams": [self._cache.setdefault(it["email"], it) for it in found["teams"]],
        }


@breaks("PARTICIPANT-034")
class TakesAPrefixForTheSamePerson(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        emails = [it["email"] for it in found["individuals"]]
        people = [
            it
            for it in found["individuals"]
            if not any(other != it["email"] and other.startswith(it["email"]) for other in emails)
        ]
        return {**found, "individuals": people}


_SHARED = ByType[Any]()


@breaks("PARTICIPANT-035")
class TellsTheServiceOfEverybodyOnCall(_Filtered):
    def filtered(self, found: ResolvedParticipants, kind: str, priority: str, text: str) -> Any:
        services = {it.email: service_id for service_id, it in self._services.items()}
        people = [
            {**it, "service_id": services[it["email"]]} if it["email"] in services else it
            for it in found["individuals"]
        ]
        return {**found, "individuals": people}


@breaks("PARTICIPANT-040")
class SharesItsPeople(InMemoryParticipant):
    def __init__(self) -> None:
        super().__init__()
        self._individuals = _SHARED


@breaks("PARTICIPANT-041")
class KeepsTheQueryInAnAttribute(_Filtered):
    def __init__(self) -> None:
        super().__init__()
        self._kind = ""
        self._meeting = Meeting()

    def changed(self, kind: str, priority: str, text: str) -> tuple[str, str, str]:
        self._kind = kind
        self._meeting.wait()
        return self._kind, priority, text


@breaks("PARTICIPANT-900")
class LosesWhoIsOnCallForASecondService(InMemoryParticipant):
    """When one of two services goes, whoever was on call for both is gone."""

    def remove(self, email_or_service_id: str) -> None:
        gone = self._services.get(email_or_service_id)
        super().remove(email_or_service_id)
        for service_id, it in list(self._services.items()):
            if gone is not None and it.email == gone.email:
                del self._services[service_id]


@breaks("PARTICIPANT-025")
class ReadsTheBeginning(InMemoryParticipant):
    """Two hundred characters are enough for its index."""

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: Any = None,
    ) -> Any:
        return super().get(incident_type, incident_priority, incident_description[:200], db_session)
