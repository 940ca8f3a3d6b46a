"""Pages, as people read them."""

from collections.abc import Callable

import pytest

from dispatch_caldav import CalDavOncall
from dispatch_caldav.testing import RotationObserver
from dispatch_interfaces import UnavailableError
from tests.server import Server


@pytest.fixture
def rota(servers: Server) -> RotationObserver:
    return RotationObserver(servers.environment["CALDAV_URL"])


Oncall = Callable[..., CalDavOncall]


def test_a_page_is_a_mail(oncall: Oncall, rota: RotationObserver) -> None:
    service_id = rota.add_service("Database")
    rota.set_oncall(service_id, "ada@example.com")
    oncall().page(service_id, "INC-7", "Orders are late", "Since nine.\n\nNobody knows why.")
    (page,) = rota.pages(service_id)
    assert page.email == "ada@example.com"
    assert page.subject == "INC-7: Orders are late"
    assert page.text == (
        "Service: Database\nIncident: INC-7\nTitle: Orders are late\n\n"
        "Since nine.\n\nNobody knows why.\n"
    )


def test_a_page_says_whether_it_is_a_case(oncall: Oncall, rota: RotationObserver) -> None:
    service_id = rota.add_service("Database")
    rota.set_oncall(service_id, "ada@example.com")
    oncall().page(service_id, "CASE-1", "Two\nlines", "", event_type="case")
    (page,) = rota.pages(service_id)
    assert page.text == "Service: Database\nCase: CASE-1\nTitle: Two\n  lines\n\n\n"
    assert page.incident_title == "Two\nlines"


def test_a_subject_is_a_short_line(oncall: Oncall, rota: RotationObserver) -> None:
    service_id = rota.add_service("Database")
    rota.set_oncall(service_id, "ada@example.com")
    oncall().page(service_id, "INC-7", "One\r\nBcc: all@example.com\x00 " + "é" * 5000, "")
    (page,) = rota.pages(service_id)
    assert page.subject.startswith("INC-7: One Bcc: all@example.com é")
    assert len(page.subject) == 150
    assert page.email == "ada@example.com"


def test_two_pages_are_two_mails_and_a_failed_one_is_none(
    oncall: Oncall, rota: RotationObserver
) -> None:
    service_id = rota.add_service("Database")
    with pytest.raises(UnavailableError):
        oncall().page(service_id, "INC-7", "Orders are late", "")
    assert rota.pages(service_id) == []
    rota.set_oncall(service_id, "ada@example.com")
    for _ in range(2):
        oncall().page(service_id, "INC-7", "Orders are late", "")
    assert len(rota.pages(service_id)) == 2
