"""What the application calls of a conversation plugin."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from dispatch_interfaces.host.rows import CaseRow


class HostConversationPlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create(self, name: str) -> dict[str, Any]:
        """Make a channel.

        Source: the application of September 2025, ``conversation/flows.py:204``,
        ``conversation/flows.py:78``.
        """
        ...

    @abstractmethod
    def create_threaded(
        self, case: CaseRow, conversation_id: str, db_session: Any
    ) -> dict[str, Any] | None:
        """Begin a thread for a case, in a channel that is there.

        Source: the application of September 2025, ``conversation/flows.py:66``.
        """
        ...

    @abstractmethod
    def update_thread(self, case: CaseRow, conversation_id: str, ts: str) -> None:
        """Show a case as it is now at the beginning of its thread.

        Source: the application of September 2025, ``conversation/flows.py:132``,
        ``case/flows.py:245``.
        """
        ...

    @abstractmethod
    def send(
        self,
        conversation_id: str,
        text: str,
        message_template: Sequence[Mapping[str, Any]] | None = None,
        notification_type: str = "",
        items: list[dict[str, Any]] | None = None,
        blocks: list[dict[str, Any]] | None = None,
        ts: str | None = None,
        persist: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Say something to everybody in a channel.

        Source: the application of September 2025, ``incident/messaging.py:448``,
        ``incident/messaging.py:796``, ``incident/messaging.py:912``,
        ``incident/messaging.py:941``, ``monitor/flows.py:32``, ``workflow/flows.py:19``,
        ``case/messaging.py:243``, ``notification/service.py:115``,
        ``incident/messaging.py:635``, ``incident/messaging.py:768``, ``case/messaging.py:471``,
        ``conversation/flows.py:169``, ``incident/messaging.py:626``,
        ``incident/messaging.py:759``, ``conversation/flows.py:148``,
        ``report/messaging.py:55``, ``case/messaging.py:547``.
        """
        ...

    @abstractmethod
    def send_direct(
        self,
        user: str,
        text: str,
        message_template: Sequence[Mapping[str, Any]] | None = None,
        notification_type: str | None = None,
        items: list[dict[str, Any]] | None = None,
        ts: str | None = None,
        blocks: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Say something to one person.

        Source: the application of September 2025, ``incident/messaging.py:980``,
        ``incident/messaging.py:1034``, ``incident/messaging.py:1126``,
        ``incident/messaging.py:1076``, ``case/messaging.py:509``,
        ``feedback/service/messaging.py:88``,
        ``plugins/dispatch_slack/feedback/interactive.py:465``, ``report/messaging.py:195``,
        ``case/messaging.py:75``, ``case/messaging.py:113``.
        """
        ...

    @abstractmethod
    def send_ephemeral(
        self,
        conversation_id: str,
        user: str,
        text: str,
        message_template: Sequence[Mapping[str, Any]] | None = None,
        notification_type: str | None = None,
        items: list[dict[str, Any]] | None = None,
        blocks: list[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Say something that one person in a channel sees.

        Source: the application of September 2025, ``incident/messaging.py:149``,
        ``incident/messaging.py:1161``, ``incident/messaging.py:1201``,
        ``incident/messaging.py:829``, ``incident/messaging.py:870``,
        ``conversation/messaging.py:32``, ``case/messaging.py:379``, ``case/messaging.py:413``,
        ``task/flows.py:117``.
        """
        ...

    @abstractmethod
    def send_message(self, conversation_id: str, blocks: list[dict[str, Any]]) -> Any:
        """Show blocks in a channel, without a text.

        Source: the application of September 2025, ``case/flows.py:897``.
        """
        ...

    @abstractmethod
    def add(self, conversation_id: str, participants: list[str]) -> None:
        """Add people to a channel.

        Source: the application of September 2025, ``conversation/flows.py:505``,
        ``conversation/flows.py:549``.
        """
        ...

    @abstractmethod
    def add_to_thread(self, conversation_id: str, thread_id: str, participants: list[str]) -> None:
        """Add people to a thread.

        Source: the application of September 2025, ``conversation/flows.py:489``.
        """
        ...

    @abstractmethod
    def remove_user(self, conversation_id: str, user_email: str) -> None:
        """Remove somebody from a channel.

        Source: the application of September 2025, ``incident/flows.py:1233``,
        ``case/flows.py:215``.
        """
        ...

    @abstractmethod
    def get_all_member_emails(self, conversation_id: str) -> Iterable[str]:
        """Everybody in a channel, to be made participants.

        Source: the application of September 2025, ``incident/scheduled.py:369``.
        """
        ...

    @abstractmethod
    def archive(self, conversation_id: str) -> None:
        """Archive a channel; one that is archived stays so.

        Source: the application of September 2025, ``conversation/flows.py:259``,
        ``conversation/flows.py:582``.
        """
        ...

    @abstractmethod
    def unarchive(self, conversation_id: str) -> None:
        """Open an archived channel again.

        Source: the application of September 2025, ``conversation/flows.py:284``.
        """
        ...

    @abstractmethod
    def rename(self, conversation_id: str, name: str) -> None:
        """Give a channel another name.

        Source: the application of September 2025, ``incident/flows.py:199``,
        ``conversation/flows.py:578``.
        """
        ...

    @abstractmethod
    def set_topic(self, conversation_id: str, topic: str) -> None:
        """Set the topic of a channel.

        Source: the application of September 2025, ``conversation/flows.py:330``.
        """
        ...

    @abstractmethod
    def set_description(self, conversation_id: str, description: str) -> None:
        """Say what a channel is for.

        Source: the application of September 2025, ``conversation/flows.py:390``.
        """
        ...

    @abstractmethod
    def add_bookmark(self, conversation_id: str, weblink: str | None, title: str = "") -> None:
        """Keep a link where everybody in a channel sees it.

        Source: the application of September 2025, ``conversation/flows.py:443``.
        """
        ...

    @abstractmethod
    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        """The picture of somebody, found by address.

        Source: the application of September 2025, ``incident/messaging.py:589``,
        ``incident/messaging.py:718``.
        """
        ...

    @abstractmethod
    def get_command_name(self, command: str | None) -> str:
        """What users type for a command of the application.

        Source: the application of September 2025, ``incident/messaging.py:967``,
        ``incident/messaging.py:1107``, ``incident/messaging.py:1108``,
        ``incident/messaging.py:1111``, ``incident/messaging.py:1112``,
        ``report/messaging.py:180``, ``case/messaging.py:457``.
        """
        ...

    @abstractmethod
    def create_engagement_threaded(self, **engagement: Any) -> dict[str, Any]:
        """Ask somebody about a signal.

        Source: the application of September 2025, ``signal/flows.py:298``.
        """
        ...

    @abstractmethod
    def update_signal_message(self, **message: Any) -> None:
        """Show the signals of a case as they are now.

        Source: the application of September 2025, ``signal/flows.py:321``.
        """
        ...

    @abstractmethod
    def get_conversation(self, conversation_id: str, **kwargs: Any) -> Sequence[Any]:
        """What was said in a channel.

        Source: the application of September 2025, ``ai/service.py:645``, ``ai/service.py:741``.
        """
        ...

    @abstractmethod
    def get_conversation_replies(self, conversation_id: str, thread_ts: str) -> Iterable[str]:
        """What was said in a thread.

        Source: the application of September 2025, ``ai/service.py:220``.
        """
        ...

    @abstractmethod
    def fetch_events(self, **kwargs: Any) -> Iterable[tuple[Any, str]]:
        """Activity of people, to be counted as cost.

        Source: the application of September 2025, ``incident_cost/service.py:226``,
        ``case_cost/service.py:195``.
        """
        ...

    @abstractmethod
    def create_canvas(
        self,
        conversation_id: str,
        title: str,
        user_emails: list[str] | None = None,
        content: str | None = None,
    ) -> str | None:
        """Make a page within a channel.

        Source: the application of September 2025, ``canvas/flows.py:73``,
        ``canvas/flows.py:145``.
        """
        ...

    @abstractmethod
    def edit_canvas(self, canvas_id: str, content: str) -> bool:
        """Write a page within a channel anew.

        Source: the application of September 2025, ``canvas/flows.py:246``,
        ``canvas/flows.py:415``.
        """
        ...
