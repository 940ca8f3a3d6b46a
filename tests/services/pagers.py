"""Pagers: PagerDuty, Opsgenie, text messages."""

from dispatch_interfaces import (
    Absent,
    AtMost,
    InvalidRequestError,
    NoPlace,
    OncallLimits,
    Text,
    cut,
)
from reference_impls import InMemoryOncall


class _Pager(InMemoryOncall):
    """Sends what `said` makes of a page."""

    def page(
        self, service_id: str, incident_name: str, incident_title: str, incident_description: str
    ) -> None:
        super().page(service_id, *self.said(incident_name, incident_title, incident_description))

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        return name, title, description


def _require(fits: bool, value: str) -> None:
    if not fits:
        raise InvalidRequestError("the pager cannot hold this", value=value)


class IdsOnly(InMemoryOncall):
    limits = OncallLimits(service_name=Absent("services are looked up by their ids only"))

    def get(self, service_id: str | None = None, service_name: str | None = None) -> str:
        if service_id is None:
            raise InvalidRequestError("services have ids only", value=service_name)
        return super().get(service_id, service_name)


class PagerDuty(IdsOnly, _Pager):
    """By its Events API: a summary of 1024 characters, the rest among the details."""

    limits = OncallLimits(
        service_name=Absent("names of services are not unique, and may be changed"),
        incident_title=Text("a summary has 1024 characters", longest=1024),
        incident_description=Text("details are cut after 2048 characters", kept=cut(2048)),
    )

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        _require(len(title) <= 1024, title)
        return name, title, description[:2048]


class CutsTitles(_Pager):
    limits = OncallLimits(incident_title=Text("an alert has 130 characters", kept=cut(130)))

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        return name, title[:130], description


class TitlesOnly(_Pager):
    """One field for all text, which the title fills."""

    limits = OncallLimits(
        incident_name=NoPlace("an alert is one text, the title"),
        incident_description=NoPlace("an alert is one text, the title"),
    )

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        f"{name}{description}".encode()  # raises where there is a lone surrogate
        return "", title, ""


class TextMessages(_Pager):
    limits = OncallLimits(length=AtMost("ten text messages in one have 1530 characters", 1530))

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        _require(len(name) + len(title) + len(description) <= 1530, description)
        return name, title, description


class TrimsDescriptions(_Pager):
    limits = OncallLimits(incident_description=Text("white space is trimmed", kept=str.strip))

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        return name, title, description.strip()


class BreaksLinesItsWay(_Pager):
    limits = OncallLimits(
        incident_title=Text(
            "a mail has one kind of line break", kept=lambda it: it.replace("\r\n", "\n")
        )
    )

    def said(self, name: str, title: str, description: str) -> tuple[str, str, str]:
        return name, title.replace("\r\n", "\n"), description
