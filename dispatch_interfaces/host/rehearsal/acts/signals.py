"""Signals: a case in a thread, and a message that is kept up to date."""

from typing import Final

from dispatch_interfaces.host.rehearsal.acts import cases as case_acts
from dispatch_interfaces.host.rehearsal.calls import Failed, Stopped
from dispatch_interfaces.host.rehearsal.flows import cases, conversations
from dispatch_interfaces.host.rehearsal.rows import Named
from dispatch_interfaces.host.rehearsal.world import Step, World


def arrive(world: World) -> None:
    """A signal arrives: a case without folder and documents."""
    signals = [Named("Odd login")]
    case = case_acts.report(world, "signal case", None, title="Odd login", signal_instances=signals)
    del world.cases["signal case"]  # until it has all that it should have
    cases.create(world.app, world.setting, case, all_resources=False)
    world.cases["signal case"] = case
    if world.app.has("conversation") and case.conversation is None:
        raise Failed("the case has no conversation")


def arrive_again(world: World) -> None:
    """One more of the same: the message in the thread is brought up to date."""
    app, case = world.app, world.case("signal case")
    if not app.has("conversation"):
        return
    if case.conversation is None:
        raise Failed("there is no thread: an earlier step failed")
    app.call(
        "conversation.update_signal_message",
        "signal/flows.py:321",
        case_id=case.id,
        conversation_id=case.conversation.channel_id,
        db_session=app.session,
        thread_id=case.conversation.thread_id,
    )


def find_entities(world: World) -> None:
    """Look for users again: the thread is told of it."""
    app, case = world.app, world.case("signal case")
    if case.conversation is None or not case.has_thread or not app.has("conversation"):
        return
    try:
        app.call(
            "conversation.send",
            "case/messaging.py:547",
            conversation_id=case.conversation.channel_id,
            text="Users were found",
            message_template=[],
            notification_type="entity-update",
            blocks=conversations.section("Signals of this user can be snoozed now"),
            ts=case.conversation.thread_id,
        )
    except Stopped as error:
        app.script.tell(app.script.losses, str(error))


STEPS: Final[tuple[Step, ...]] = (
    ("signal: one arrives", arrive),
    ("signal: one more arrives", arrive_again),
    ("signal: find who is in it", find_entities),
)
