"""Sequences of calls, beside a plain model."""

from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    ConversationHarness,
)
from dispatch_interfaces.conformance.run.requirement import Level


@CONVERSATION.must(
    "CONVERSATION-900",
    *(it.name for it in ConversationHarness.contract.methods if it.name != "get_command_name"),
    rule=4,
    level=Level.STATEFUL,
    observes=("members", "messages", "topic", "is_archived"),
)
def any_sequence_of_calls_leaves_what_it_should(h: ConversationHarness) -> None:
    """After any sequence of calls, refused ones among them, all is as it should be.
    To fix: run the calls that are shown, and look at the conversations after each.
    Usual cause: what was refused has half happened, or one conversation is taken for another.
    Wrong:
        self.messages[conversation_id].append(message)
        if self.archived(conversation_id):
            raise InvalidRequestError("the conversation is archived")
    Right:
        if self.archived(conversation_id):
            raise InvalidRequestError("the conversation is archived")
        self.messages[conversation_id].append(message)
    """
    from dispatch_interfaces.conformance.requirements.stateful.conversation import (
        ConversationMachine,
    )

    ConversationMachine.explore(h)
