"""A conversation plugin in the running application."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from dispatch_interfaces.host.bridge.base import Bridge, plain
from dispatch_interfaces.host.rows import CaseRow


class ConversationBridge(Bridge):
    """Channels of incidents and cases."""

    type = "conversation"
    methods: ClassVar[tuple[str, ...]] = (
        "rename",
        "unarchive",
        "set_description",
        "add_bookmark",
        "remove_user",
        "get_all_member_emails",
        "create_threaded",
        "update_thread",
        "create_engagement_threaded",
        "update_signal_message",
        "get_conversation",
        "get_conversation_replies",
        "fetch_events",
        "create_canvas",
        "edit_canvas",
    )

    def create(self, name: str) -> dict[str, Any]:
        """The application adds the participants afterwards; a ``timestamp`` would mean a thread."""
        made = plain(self._call("create", lambda: self.plugin.create(name, [])))
        made.pop("timestamp", None)
        return made

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
        if ts is not None:
            kwargs["ts"] = ts
        return self._call(
            "send",
            lambda: self.plugin.send(
                conversation_id,
                text,
                one_part(message_template),
                str(notification_type),
                copied(items),
                copied(blocks),
                persist,
                **kwargs,
            ),
        )

    def send_message(self, conversation_id: str, blocks: list[dict[str, Any]]) -> Any:
        """Blocks and nothing else."""
        return self.send(conversation_id, "", blocks=blocks)

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
        if ts is not None:
            kwargs["ts"] = ts
        return self._call(
            "send_direct",
            lambda: self.plugin.send_direct(
                user,
                text,
                one_part(message_template),
                str(notification_type or ""),
                copied(items),
                copied(blocks),
                **kwargs,
            ),
        )

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
        return self._call(
            "send_ephemeral",
            lambda: self.plugin.send_ephemeral(
                conversation_id,
                user,
                text,
                one_part(message_template),
                None if notification_type is None else str(notification_type),
                copied(items),
                copied(blocks),
                **kwargs,
            ),
        )

    def add(self, conversation_id: str, participants: list[str]) -> None:
        self._call("add", lambda: self.plugin.add(conversation_id, list(participants)))

    def add_to_thread(self, conversation_id: str, thread_id: str, participants: list[str]) -> None:
        """Who is to follow a thread has to be in its channel."""
        self.add(conversation_id, participants)

    def archive(self, conversation_id: str) -> None:
        self._call("archive", lambda: self.plugin.archive(conversation_id))

    def set_topic(self, conversation_id: str, topic: str) -> None:
        self._call("set_topic", lambda: self.plugin.set_topic(conversation_id, topic))

    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        """Nobody's picture is worth an announcement that is not made."""

        def get() -> str | None:
            url: str | None = self.plugin.get_participant_avatar_url(participant_id)
            return url

        return self._spared("get_participant_avatar_url", None, get)

    def get_command_name(self, command: str | None) -> str:
        """The answer goes into a text: where there is none, the application's own name does."""
        shown = str(command or "")
        return self._spared(
            "get_command_name", shown, lambda: self.plugin.get_command_name(shown) or shown
        )

    def rename(self, conversation_id: str, name: str) -> None:
        self._optional("rename", None, conversation_id, name)

    def unarchive(self, conversation_id: str) -> None:
        self._optional("unarchive", None, conversation_id)

    def set_description(self, conversation_id: str, description: str) -> None:
        self._optional("set_description", None, conversation_id, description)

    def add_bookmark(self, conversation_id: str, weblink: str | None, title: str = "") -> None:
        self._optional("add_bookmark", None, conversation_id, weblink, title)

    def remove_user(self, conversation_id: str, user_email: str) -> None:
        self._optional("remove_user", None, conversation_id, user_email)

    def get_all_member_emails(self, conversation_id: str) -> Iterable[str]:
        return self._spared(
            "get_all_member_emails",
            list[str](),
            lambda: list(self._optional("get_all_member_emails", list[str](), conversation_id)),
        )

    def create_threaded(
        self, case: CaseRow, conversation_id: str, db_session: Any
    ) -> dict[str, Any] | None:
        made = self._optional("create_threaded", None, case, conversation_id, db_session)
        return plain(made) if made else None

    def update_thread(self, case: CaseRow, conversation_id: str, ts: str) -> None:
        self._spared(
            "update_thread",
            None,
            lambda: self._optional("update_thread", None, case, conversation_id, ts),
        )

    def create_engagement_threaded(self, **engagement: Any) -> dict[str, Any]:
        return self._spared(
            "create_engagement_threaded",
            {},
            lambda: plain(self._optional("create_engagement_threaded", {}, **engagement)),
        )

    def update_signal_message(self, **message: Any) -> None:
        self._spared(
            "update_signal_message",
            None,
            lambda: self._optional("update_signal_message", None, **message),
        )

    def get_conversation(self, conversation_id: str, **kwargs: Any) -> Sequence[Any]:
        return self._spared(
            "get_conversation",
            list[Any](),
            lambda: self._optional("get_conversation", list[Any](), conversation_id, **kwargs),
        )

    def get_conversation_replies(self, conversation_id: str, thread_ts: str) -> Iterable[str]:
        return self._spared(
            "get_conversation_replies",
            list[str](),
            lambda: list(
                self._optional("get_conversation_replies", list[str](), conversation_id, thread_ts)
            ),
        )

    def fetch_events(self, **kwargs: Any) -> Iterable[tuple[Any, str]]:
        return self._spared(
            "fetch_events",
            list[tuple[Any, str]](),
            lambda: list(self._optional("fetch_events", list[tuple[Any, str]](), **kwargs)),
        )

    def create_canvas(
        self,
        conversation_id: str,
        title: str,
        user_emails: list[str] | None = None,
        content: str | None = None,
    ) -> str | None:
        return self._optional(
            "create_canvas", None, conversation_id, title, list(user_emails or []), content or ""
        )

    def edit_canvas(self, canvas_id: str, content: str) -> bool:
        return bool(self._optional("edit_canvas", False, canvas_id, content))


def one_part(template: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None) -> dict[str, Any]:
    """One part that says what all parts of a template say, with their buttons.

    The application passes a list of parts, the documentation one dict.
    """
    parts = [template] if isinstance(template, Mapping) else list(template or [])
    if len(parts) < 2:
        return dict(parts[0]) if parts else {}
    texts = [
        str(part[key])
        for part in parts
        for key in ("header", "title", "title_link", "text", "datetime", "context")
        if part.get(key)
    ]
    whole: dict[str, Any] = {"text": "\n".join(texts)}
    buttons = [button for part in parts for button in part.get("buttons", ())]
    if buttons:
        whole["buttons"] = buttons
    for key in ("select", "visibility_mapping", "status_mapping"):
        found = next((part[key] for part in parts if key in part), None)
        if found is not None:
            whole[key] = found
    return whole


def copied(records: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """The caller's own list must stay as it is."""
    return None if records is None else [dict(it) for it in records]
