"""Real-time communication for an incident. Source: seed, section Conversation."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NotRequired, Protocol, TypeAlias

from typing_extensions import TypedDict

from dispatch_interfaces.limits import Limits, Text, Unique
from dispatch_interfaces.protocols.plugin import Plugin

MessageTemplateType: TypeAlias = Literal["context", "header"]
"""Closed: the application's templates mark only these two; any other part has no type."""

MessageItem: TypeAlias = dict[str, Any]
"""Open: the keys are whatever variables the template of that message names."""

Block: TypeAlias = dict[str, Any]
"""Open: Slack Block Kit has many kinds of block, and the application builds them itself."""


class Conversation(TypedDict):
    """A conversation that was created."""

    id: str
    """What the other methods take as ``conversation_id``."""
    name: str
    """The name in force; it differs from the one given if the platform folds case."""
    weblink: str
    """Absolute http(s) URL of the conversation."""


class Message(TypedDict):
    """A message that was sent."""

    id: str
    """Id of the message, unique among the messages that the plugin holds."""
    timestamp: str
    """Decimal seconds, unique and increasing within one conversation."""


class ConversationParticipant(TypedDict):
    """Somebody who takes part in a conversation from its beginning."""

    email: str
    """The address by which the platform knows them."""
    name: NotRequired[str]
    """Their full name, for showing only."""


class MessageButton(TypedDict):
    """A button below a part of a message."""

    button_text: str
    """What it says."""
    button_value: str
    """What it sends; a template like any text."""
    button_action: str
    """What it does; handling the click is up to the plugin."""
    button_url: NotRequired[str]
    """The page it opens instead."""


class MessageSelectOption(TypedDict):
    """One choice of a select."""

    option_text: str
    """What it says."""
    option_value: str
    """What it sends."""


class MessageSelect(TypedDict):
    """A choice below a part of a message."""

    placeholder: NotRequired[str]
    """What it says before anything is chosen."""
    select_action: str
    """What it does; handling the choice is up to the plugin."""
    options: list[MessageSelectOption]
    """The choices, in the order they are shown."""


class MessageTemplate(TypedDict, total=False):
    """Part of a message, its texts with ``{{variable}}`` to fill in; no key is required.

    The application passes a list of these; the seed says one dict.

    Source: the application of September 2025, ``incident/messaging.py``.
    """

    title: str
    """The heading of the part."""
    title_link: str
    """What the heading links to; the part is left out if it fills in to ``""`` or ``"None"``."""
    text: str
    """The body of the part."""
    type: MessageTemplateType
    """Whether it is small print or a heading; absent in ordinary parts."""
    header: str
    """The heading of the whole message."""
    context: str
    """Small print below the part."""
    datetime: str
    """A time to show in the part."""
    buttons: list[MessageButton]
    """Buttons below the part, in order."""
    select: MessageSelect
    """A choice below the part."""
    visibility_mapping: dict[str, str]
    """The text for each value of the variable ``visibility``."""
    status_mapping: dict[str, str]
    """The text for each value of the variable ``status``."""


@dataclass(frozen=True, kw_only=True)
class ConversationLimits(Limits):
    """What a chat cannot do; a plugin's class has it as ``limits``."""

    name: Text | None = None
    """The name of a conversation."""
    unique_names: Unique | None = None
    """Names that several conversations have; ``for_ever`` if an archived one keeps its own."""
    topic: Text | None = None
    """The topic of a conversation."""
    message: Text | None = None
    """The text of a message, whatever method sends it."""

    about: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("create.name",),
        "topic": ("set_topic.topic",),
        "message": ("send.text", "send_direct.text", "send_ephemeral.text"),
    }


class ConversationPlugin(Plugin, Protocol):
    """Creates conversations, posts to them and knows who is in them."""

    type: str = "conversation"

    @abstractmethod
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        """Create a conversation.

        Args:
            name: The name it shall have.
            participants: Who is in it from the start; may be empty.

        Returns:
            The new conversation.

        Raises:
            InvalidRequestError: The platform allows no such name.
            AlreadyExistsError: The platform wants unique names, and this one is taken.
            NotFoundError: The platform does not know a participant; nothing was created.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def send(
        self,
        conversation_id: str,
        text: str,
        message_template: MessageTemplate,
        notification_type: str,
        items: list[MessageItem] | None = None,
        blocks: list[Block] | None = None,
        persist: bool = False,
        **kwargs: Any,
    ) -> Message:
        """Post a message that everybody in the conversation sees.

        Args:
            conversation_id: Id of the conversation.
            text: The plain text; what is shown where the rest cannot be.
            message_template: Filled in once per item or, without items, once from ``kwargs``.
            notification_type: What it is about (``"incident-notification"``); an open set.
            items: The variables, one dict for each time the template is filled in.
            blocks: A ready-made layout; if there is one, the template is not used.
            persist: Whether to pin the message.
            **kwargs: Variables of the template: of any name and type, not only strings.
                ``ts`` is none: it is the ``timestamp`` of the message in whose thread to reply.

        Returns:
            The message.

        Raises:
            NotFoundError: There is no such conversation.
            InvalidRequestError: The conversation is archived, or the platform cannot carry the
                text unchanged.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def send_direct(
        self,
        user: str,
        text: str,
        message_template: MessageTemplate,
        notification_type: str,
        items: list[MessageItem] | None = None,
        blocks: list[Block] | None = None,
        **kwargs: Any,
    ) -> Message:
        """Send a message to one user, outside any shared conversation.

        Args:
            user: E-mail address of the only one who sees it.
            text: The plain text; what is shown where the rest cannot be.
            message_template: Filled in once per item or, without items, once from ``kwargs``.
            notification_type: What it is about; an open set.
            items: The variables, one dict for each time the template is filled in.
            blocks: A ready-made layout; if there is one, the template is not used.
            **kwargs: Variables of the template: of any name and type, not only strings.
                ``ts`` is none: it is the ``timestamp`` of the message in whose thread to reply.

        Returns:
            The message; its timestamp increases among the messages to that user.

        Raises:
            NotFoundError: The platform does not know the user.
            InvalidRequestError: The platform cannot carry the text unchanged.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def send_ephemeral(
        self,
        conversation_id: str,
        user: str,
        text: str,
        message_template: MessageTemplate | None = None,
        notification_type: str | None = None,
        items: list[MessageItem] | None = None,
        blocks: list[Block] | None = None,
        **kwargs: Any,
    ) -> Message:
        """Show a message to one user within a conversation; nobody else sees it.

        Args:
            conversation_id: Id of the conversation.
            user: E-mail address of the only one who sees it. Whether it is shown to somebody who is
                known and not in the conversation is up to the platform.
            text: The plain text; what is shown where the rest cannot be.
            message_template: Filled in once per item or, without items, once from ``kwargs``;
                None if the text is all there is.
            notification_type: What it is about; an open set.
            items: The variables, one dict for each time the template is filled in.
            blocks: A ready-made layout; if there is one, the template is not used.
            **kwargs: Variables of the template: of any name and type, not only strings.

        Returns:
            The message.

        Raises:
            NotFoundError: There is no such conversation, or the platform does not know the user.
            InvalidRequestError: The conversation is archived, the user is known and not in it, or
                the platform cannot carry the text unchanged.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def add(self, conversation_id: str, participants: list[str]) -> None:
        """Add users to a conversation.

        Membership is a set: adding a member again changes nothing.

        Args:
            conversation_id: Id of the conversation.
            participants: E-mail addresses; may be empty.

        Raises:
            NotFoundError: There is no such conversation, or the platform does not know a
                participant; nobody was added.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        """Open a dialog for the user whose action gave the trigger.

        Args:
            trigger_id: Opens one dialog or modal, once.
            dialog: What to show, in the platform's own format.

        Raises:
            NotFoundError: There is no such trigger, or it was used before.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        """Open a modal for the user whose action gave the trigger.

        Args:
            trigger_id: Opens one dialog or modal, once.
            modal: What to show, in the platform's own format.

        Raises:
            NotFoundError: There is no such trigger, or it was used before.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def archive(self, conversation_id: str) -> None:
        """Archive a conversation: it keeps its messages and takes no more.

        Archiving again changes nothing.

        Args:
            conversation_id: Id of the conversation.

        Raises:
            NotFoundError: There is no such conversation.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def get_participant_username(self, participant_id: str) -> str:
        """Get the name by which a participant is mentioned.

        Args:
            participant_id: The platform's id of the participant, or their e-mail address.

        Returns:
            The name, without any mark of mention.

        Raises:
            NotFoundError: The platform does not know the participant.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def get_participant_email(self, participant_id: str) -> str:
        """Get the e-mail address of a participant.

        Args:
            participant_id: The platform's id of the participant, or their e-mail address.

        Returns:
            The address.

        Raises:
            NotFoundError: The platform does not know the participant.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        """Get the picture of a participant.

        Args:
            participant_id: The platform's id of the participant, or their e-mail address.

        Returns:
            Absolute http(s) URL; None if they have no picture.

        Raises:
            NotFoundError: The platform does not know the participant.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def set_topic(self, conversation_id: str, topic: str) -> None:
        """Set the topic of a conversation, in place of the one before.

        Args:
            conversation_id: Id of the conversation.
            topic: The new topic; ``""`` for none.

        Raises:
            NotFoundError: There is no such conversation.
            InvalidRequestError: The platform cannot carry the topic unchanged.

        Source: seed, section Conversation.
        """
        ...

    @abstractmethod
    def get_command_name(self, command: str) -> str:
        """Get what users type for a command.

        Args:
            command: The application's name of it (``"engage-oncall"``).

        Returns:
            The name on this platform (``"/dispatch-engage-oncall"``).

        Raises:
            NotFoundError: There is no such command.

        Source: seed, section Conversation.
        """
        ...
