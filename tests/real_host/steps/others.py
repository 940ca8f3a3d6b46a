"""What is asked beside the flows: documents that are related, challenges, and filled templates."""

from typing import Any, Final

from dispatch.auth.models import DispatchUser
from dispatch.document.models import Document
from dispatch.incident import messaging, service
from dispatch.project.models import Project

from tests.real_host.application import StepFailed
from tests.real_host.environment import USER
from tests.real_host.steps.incidents import read
from tests.real_host.world import World


def fill_templates(world: World) -> None:
    """The documents of the incident say what it is about, and show no placeholder."""
    incident = read(world)
    plugin: Any = world.plugins["document"]
    with world.app.session() as session:
        found = session.query(Document).filter(Document.incident_id == incident["id"]).all()
        if not found:
            raise StepFailed("the incident has no documents")
        for document in found if hasattr(plugin, "text") else ():
            text = plugin.text(document.resource_id)
            if "{{name}}" in text or incident["name"] not in text:
                raise StepFailed(f"{document.name}: {text[:100]}")


def look_up_documents(world: World) -> None:
    """Ask for related documents; the application can do so, but nothing in it does any more."""
    plugin: Any = world.plugins["document-resolver"]
    incident = read(world)["id"]
    with world.app.session() as session:
        known = Document(
            name="How to roll back",
            resource_id=plugin.add_document("How to roll back"),
            resource_type="document",
            weblink="https://documents.example.com/how-to",
            project=session.get(Project, world.project_id),
        )
        session.add(known)
        session.commit()
        found = messaging.get_suggested_documents(
            session, service.get(db_session=session, incident_id=incident)
        )
        if [it.id for it in found if it] != [known.id]:
            raise StepFailed(f"it found {found}")


def answer_challenge(world: World) -> None:
    plugin = world.plugins["auth-mfa"]
    with world.app.session() as session:
        user = session.query(DispatchUser).filter(DispatchUser.email == USER).one()
        made, _ = plugin.create_mfa_challenge("signal-snooze", user, session, world.project_id)
    body = {
        "action": "signal-snooze",
        "project_id": world.project_id,
        "challenge_id": str(made.challenge_id),
    }
    answer = world.app.request("POST", "auth/mfa", body)
    if answer["status"] != "approved":
        raise StepFailed(f"the challenge is {answer['status']}")


STEPS: Final = (
    ("document: the templates are filled in", fill_templates),
    ("document: look up related ones", look_up_documents),
    ("challenge: answer", answer_challenge),
)
