"""A directory of people, kept in memory."""

import threading

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.contact import ContactInformation, HostContactPlugin
from dispatch_interfaces.host.rows import Session


class InMemoryContact(HostPlugin, HostContactPlugin):
    """What is known of people; `add_person` stands for the directory."""

    title = "In-memory contacts"
    slug = "in-memory-contact"
    type = "contact"
    description = "A directory kept in memory"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._people: dict[str, ContactInformation] = {}
        self._lock = threading.Lock()

    def get(self, email: str, db_session: Session | None = None) -> ContactInformation:
        """What is known of a person; of somebody unknown, the address, for a name as well."""
        with self._lock:
            found = self._people.get(email.casefold())
        if found is None:
            return {"fullname": email, "email": email, "weblink": ""}
        # The application looks a person up by the address that it asked for.
        return {**found, "email": email}

    def add_person(
        self,
        email: str,
        fullname: str,
        *,
        weblink: str = "",
        team: str = "",
        department: str = "",
        location: str = "",
    ) -> None:
        """Add a person; one that is there is replaced. What is empty is not known."""
        person: ContactInformation = {"fullname": fullname, "email": email, "weblink": weblink}
        if team:
            person["team"] = team
        if department:
            person["department"] = department
        if location:
            person["location"] = location
        with self._lock:
            self._people[email.casefold()] = person
