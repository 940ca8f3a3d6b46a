"""Who takes part."""

from typing import Any

from dispatch_interfaces.host.rehearsal.calls import App
from dispatch_interfaces.host.rehearsal.flows import checks
from dispatch_interfaces.host.rehearsal.rows import Individual, Participant, Subject


def participants_of(app: App, subject: Subject, site: str) -> tuple[list[Any], list[Any]]:
    """Whom the participant plugin names: people with the service they stand for, and teams."""
    if subject.visibility != "Open" or not app.has("participant"):
        return [], []
    people, teams = app.call(
        "participant.get",
        site,
        class_instance=subject,
        project_id=app.project.id,
        db_session=app.session,
    )
    return people, teams


def add_participant(
    app: App, subject: Subject, email: str, roles: list[str], service: int | None = None
) -> Participant:
    """Somebody takes part: their name and team are asked of the contact plugin."""
    known: dict[str, Any] = {}
    if app.has("contact"):
        if email not in app.people:
            app.people[email] = app.call(
                "contact.get", "individual/service.py:77", email, db_session=app.session
            )
        known = app.people[email]
    individual = Individual(
        checks.address(known.get("email", email), "the address of a person"),
        str(checks.text(known.get("fullname", _name(email)), "the name of a person")),
        checks.weblink(known.get("weblink", ""), "the weblink of a person"),
    )
    found = subject.who(individual.email)
    if found is None:
        known = {}
        if app.has("contact"):
            known = app.call(
                "contact.get",
                "participant/service.py:199",
                individual.email,
                db_session=app.session,
            )
        found = Participant(
            individual,
            known.get("team", individual.email.partition("@")[2]),
            known.get("department", "Unknown"),
            known.get("location", "Unknown"),
        )
        subject.participants.append(found)
    found.roles += roles
    found.active, found.service = True, found.service or service
    return found


def _name(email: str) -> str:
    return email.partition("@")[0].capitalize()


def deactivate(app: App, subject: Subject, person: str) -> None:
    """Somebody takes part no more."""
    found = subject.who(person)
    if found is not None:
        found.active, found.service = False, None


def give_role(subject: Subject, email: str, role: str) -> bool:
    """Give somebody a role that somebody else had; whether that changed anything."""
    found = checks.there(subject.who(email), "who is to have the role")
    holder = subject.with_role(role)
    if holder is found:
        return False
    if holder is not None:
        holder.roles.remove(role)
        holder.roles = holder.roles or ["Participant"]
    found.roles = [it for it in found.roles if it != "Participant"]
    found.roles.append(role)
    return True
