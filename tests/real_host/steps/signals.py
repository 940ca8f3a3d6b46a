"""Signals: a case in a thread, people who are asked, and a message that is kept up to date."""

from types import SimpleNamespace
from typing import Any, Final

from dispatch.ai import service as ai
from dispatch.case.models import Case
from dispatch.case.type.models import CaseType
from dispatch.entity_type.models import EntityType
from dispatch.incident.models import Incident
from dispatch.project.models import Project
from dispatch.signal import flows
from dispatch.signal.models import Signal, SignalEngagement, SignalInstance

from tests.real_host.application import StepFailed
from tests.real_host.world import RESPONDER, World


def define(world: World) -> None:
    """A kind of signal, in production, of which the users named in it are asked."""
    with world.app.session() as session:
        project = session.get(Project, world.project_id)
        users = EntityType(name="User", jpath="user", enabled=True, project=project)
        signal = Signal(
            name="Odd login",
            description="A login from a new country",
            external_id="odd-login",
            variant="odd-login",
            owner="Security",
            enabled=True,
            create_case=True,
            lifecycle="production",
            conversation_target=world.made["announcements"],
            genai_prompt="What is this?",
            genai_system_message="You know logins.",
            genai_model="gpt-4o",
            case_type=session.query(CaseType).filter(CaseType.default).one(),
            entity_types=[users],
            engagements=[
                SignalEngagement(
                    name="Was it you?", message="Was it you?", entity_type=users, project=project
                )
            ],
            project=project,
        )
        session.add(signal)
        session.commit()
        world.made.update(signal=signal.id, entity_type=users.id)


def arrive(world: World) -> None:
    """A signal arrives: a case, and its user is asked."""
    with world.app.session() as session:
        instance = _instance(world, session)
        found = flows.signal_instance_create_flow(instance.id, db_session=session)
        if found is None or found.case is None:
            raise StepFailed("the signal has no case")
        world.made["signal case"] = found.case.id
        world.made["signal instance"] = found.id
        if not found.case.conversation:
            raise StepFailed("the case has no conversation")


def arrive_again(world: World) -> None:
    """One more of the same: the message in the thread is brought up to date."""
    with world.app.session() as session:
        known = session.get(SignalInstance, world.made.get("signal instance"))
        if known is None or known.case is None or known.case.conversation is None:
            raise StepFailed("there is no thread: an earlier step failed")
        instance = _instance(world, session)
        instance.case = known.case
        session.commit()
        flows.update_signal_message(db_session=session, signal_instance=instance)


def compare(world: World) -> None:
    """A language model reads what was said of signals of this kind before."""
    with world.app.session() as session:
        instances = [_instance(world, session) for _ in range(2)]
        known = session.get(Case, world.made.get("signal case"))
        if known is None:
            raise StepFailed("there is no case: an earlier step failed")
        instances[0].case = known
        earlier = session.get(Case, world.made.get("second thread case"))
        if earlier is not None:
            earlier.resolution_reason = "False Positive"
            instances[1].case = earlier
        session.commit()
        answer = ai.generate_case_signal_summary(known, session)
        if answer.error_message:
            raise StepFailed(answer.error_message)


def read_in(world: World) -> None:
    """A language model sums up what was said in a channel."""
    with world.app.session() as session:
        incident = session.get(Incident, world.made.get("incident"))
        if incident is None or incident.conversation is None:
            raise StepFailed("there is no channel: an earlier step failed")
        answer = ai.generate_read_in_summary(
            db_session=session,
            subject=SimpleNamespace(type="incident", id=incident.id, name=incident.name),
            project=incident.project,
            channel_id=incident.conversation.channel_id,
            important_reaction="",
        )
        if answer.error_message:
            raise StepFailed(answer.error_message)


def find_entities(world: World) -> None:
    """Look for users again: the thread is told of it."""
    if "signal case" not in world.made:
        raise StepFailed("there is no case: an earlier step failed")
    place = f"{world.made['entity_type']}/{world.made['signal case']}"
    world.app.request("PUT", f"entity_type/recalculate/{place}")


def _instance(world: World, session: Any) -> SignalInstance:
    instance = SignalInstance(
        raw={"name": "Odd login", "user": RESPONDER},
        signal=session.get(Signal, world.made["signal"]),
        project=session.get(Project, world.project_id),
    )
    session.add(instance)
    session.commit()
    return instance


STEPS: Final = (
    ("signal: define", define),
    ("signal: one arrives", arrive),
    ("signal: one more arrives", arrive_again),
    ("signal: find who is in it", find_entities),
    ("signal: compare with earlier ones", compare),
    ("incident: sum up what was said", read_in),
)
