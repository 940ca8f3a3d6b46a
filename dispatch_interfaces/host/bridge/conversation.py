"""A conversation plugin in the running application."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.host import messages
from dispatch_interfaces.host.bridge.base import Bridge, plain
from dispatch_interfaces.host.bridge.within import parts
from dispatch_interfaces.host.rows import CaseRow
from dispatch_interfaces.logs import logger

_LOG: Final = logger("dispatch_interfaces.host")
_IN: Final = " in "
"""Between the ids of a message and of its conversation, where it stands for a page."""


class ConversationBridge(Bridge):
    """Channels of incidents and cases."""

    type = "conversation"
    dropped: ClassVar[Mapping[str, str]] = {
        "add_to_thread.thread_id": "who is added follows the channel, not the thread alone",
        "send.message_template": "it is empty where there are blocks",
    }
    methods: ClassVar[Mapping[str, str]] = {
        "rename": "a deleted incident's channel keeps its name",
        "unarchive": "a reopened channel stays archived, and nothing that is said in it arrives",
        "set_description": "the channel does not say what it is for and who is on call",
        "add_bookmark": "links are pinned messages",
        "remove_user": "who leaves an incident goes on reading its channel",
        "get_all_member_emails": "who joins the channel in the chat does not join the incident",
        "create_threaded": "a case begins with a pinned message, which does not change with it",
        "update_thread": "how a case stands is said in replies",
        "create_engagement_threaded": "somebody is told of a signal, and has no button to answer",
        "update_signal_message": "what was said of a signal does not change with it",
        "get_conversation": "no report can be drafted of what was said",
        "get_conversation_replies": "no summary of a case can be made of what was said",
        "fetch_events": "what people say does not count as cost",
        "create_canvas": "pages are pinned messages",
        "edit_canvas": "a page that changes is one more pinned message",
    }

    def create(self, name: str) -> dict[str, Any]:
        """The application adds the participants afterwards; a ``timestamp`` would mean a thread."""
        make = partial(self._named, "create", name, lambda it: self.within.create(it, []))
        made = plain(self._call("create", make))
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
        """The template arrives filled in, as blocks, and the thread of a reply as ``ts``."""
        shown = _shown(message_template, notification_type, items, blocks, kwargs)
        return self._say(
            "send",
            None,
            text,
            shown,
            lambda text, body: self.within.send(
                conversation_id,
                text,
                {},
                str(notification_type),
                None,
                body,
                persist,
                **_thread(ts),
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
        """Who has no account is passed over, as by the application's own chat plugin."""
        shown = _shown(message_template, notification_type, items, blocks, kwargs)
        return self._say(
            "send_direct",
            {},
            text,
            shown,
            lambda text, body: self.within.send_direct(
                user, text, {}, str(notification_type or ""), None, body, **_thread(ts)
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
        """Who has no account is passed over, as by the application's own chat plugin.

        Where the platform cannot show a message to one member only, it is a direct message.
        """
        if self._declares_unsupported("send_ephemeral"):
            return self.send_direct(
                user, text, message_template, notification_type, items, blocks=blocks, **kwargs
            )
        shown = _shown(message_template, notification_type, items, blocks, kwargs)
        return self._say(
            "send_ephemeral",
            {},
            text,
            shown,
            lambda text, body: self.within.send_ephemeral(
                conversation_id,
                user,
                text,
                None,
                None if notification_type is None else str(notification_type),
                None,
                body,
            ),
        )

    def add(self, conversation_id: str, participants: list[str]) -> None:
        """Who cannot be added is left out, and logged."""
        self._one_by_one("add", participants, lambda them: self.within.add(conversation_id, them))

    def add_to_thread(self, conversation_id: str, thread_id: str, participants: list[str]) -> None:
        """Who is to follow a thread has to be in its channel."""
        self.add(conversation_id, participants)

    def archive(self, conversation_id: str) -> None:
        self._call("archive", lambda: self.within.archive(conversation_id))

    def set_topic(self, conversation_id: str, topic: str) -> None:
        self._call("set_topic", lambda: self.within.set_topic(conversation_id, topic))

    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        """Nobody's picture is worth an announcement that is not made."""

        def get() -> str | None:
            url: str | None = self.within.get_participant_avatar_url(participant_id)
            return url

        return self._spared("get_participant_avatar_url", None, get)

    def get_command_name(self, command: str | None) -> str:
        """The answer goes into a text: where there is none, the application's own name does."""
        shown = str(command or "")
        return self._spared(
            "get_command_name", shown, lambda: self.within.get_command_name(shown) or shown
        )

    def rename(self, conversation_id: str, name: str) -> None:
        self._optional("rename", None, conversation_id, name)

    def unarchive(self, conversation_id: str) -> None:
        self._optional("unarchive", None, conversation_id)

    def set_description(self, conversation_id: str, description: str) -> None:
        self._optional("set_description", None, conversation_id, description)

    def add_bookmark(self, conversation_id: str, weblink: str | None, title: str = "") -> None:
        """Without bookmarks, a message with the link is pinned."""
        if self._has("add_bookmark"):
            self._optional("add_bookmark", None, conversation_id, weblink, title)
        elif weblink:
            self.send(conversation_id, f"{title}: {weblink}", persist=True)

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
        """Without threads, a pinned message about the case stands at the beginning of one."""
        if self._has("create_threaded"):
            made = self._optional("create_threaded", None, case, conversation_id, db_session)
            return plain(made) if made else None
        sent = self._about(case, conversation_id, persist=True)
        if not sent:
            return None
        weblink = sent.get("weblink")
        return {"id": conversation_id, "weblink": weblink, "timestamp": sent["timestamp"]}

    def update_thread(self, case: CaseRow, conversation_id: str, ts: str) -> None:
        """Without threads that can be changed, a reply says how the case is now."""
        if self._has("update_thread"):
            self._spared(
                "update_thread",
                None,
                lambda: self._optional("update_thread", None, case, conversation_id, ts),
            )
        else:
            self._about(case, conversation_id, ts=ts)

    def create_engagement_threaded(self, **engagement: Any) -> dict[str, Any]:
        """Without a way to ask for an answer, a reply in the thread says who is asked what."""
        if self._has("create_engagement_threaded"):
            return self._spared(
                "create_engagement_threaded",
                {},
                lambda: plain(self._optional("create_engagement_threaded", {}, **engagement)),
            )
        asked, user = engagement["engagement"], engagement["user"]
        text = f"{user.email}: {getattr(asked, 'message', None) or asked.name}"
        return self.send(engagement["conversation_id"], text, ts=engagement["thread_id"]) or {}

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
        """Without pages, a pinned message has the content; its id says where to put the next."""
        if self._has("create_canvas"):
            people, page = list(user_emails or []), content or ""
            return self._optional("create_canvas", None, conversation_id, title, people, page)
        sent = self.send(conversation_id, f"{title}\n{content or ''}", persist=True)
        return f"{sent['id']}{_IN}{conversation_id}" if sent else None

    def edit_canvas(self, canvas_id: str, content: str) -> bool:
        """Without pages, a further message has the new content."""
        if self._has("edit_canvas"):
            return bool(self._optional("edit_canvas", False, canvas_id, content))
        conversation_id = canvas_id.partition(_IN)[2]
        return bool(conversation_id and self.send(conversation_id, content, persist=True))

    def _say(
        self,
        method: str,
        instead: Any,
        text: str,
        shown: list[dict[str, Any]] | None,
        send: Callable[[str, list[dict[str, Any]] | None], Any],
    ) -> Any:
        """Say something in as many messages as the platform's longest makes of it.

        Blocks go with the first. Where the platform rejects them, what they say is said as text.
        """
        limit, beginning = self._limits.message, text or _first_text(shown)

        def say(text: str, blocks: list[dict[str, Any]] | None = None) -> Any:
            first, *others = parts(limit, text)
            sent = send(first, blocks)
            for it in others:
                send(it, None)
            if others:
                _LOG.warning("%s.%s: a message in %d parts", self.slug, method, len(others) + 1)
            return sent

        def say_somehow() -> Any:
            try:
                return say(beginning, shown)
            except InvalidRequestError as error:
                if limit is None or not shown:
                    raise
                _LOG.warning("%s.%s: said as text: %s", self.slug, method, error)
                return say("\n".join(filter(None, [text, *messages.texts_of(shown)])))

        return self._unless_refused(method, instead, say_somehow)

    def _about(self, case: CaseRow, conversation_id: str, **kwargs: Any) -> Any:
        """A message that says what a case is about."""
        return self.send(conversation_id, case.title, blocks=_case_blocks(case), **kwargs)


def _case_blocks(case: Any) -> list[dict[str, Any]]:
    rows = {
        "Type": getattr(case, "case_type", None),
        "Severity": getattr(case, "case_severity", None),
        "Priority": getattr(case, "case_priority", None),
    }
    lines = [f"*{case.name}*: {case.title}", case.description, f"Status: {case.status}"]
    lines += [f"{label}: {row.name}" for label, row in rows.items() if row is not None]
    text = "\n".join(filter(None, lines))
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]


def _shown(
    template: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None,
    message_type: str | None,
    items: list[dict[str, Any]] | None,
    blocks: list[dict[str, Any]] | None,
    values: Mapping[str, Any],
) -> list[dict[str, Any]] | None:
    """What a message shows beside its text; the caller's own lists stay as they are."""
    if blocks:
        return copy.deepcopy(blocks)
    return messages.blocks_of(template, str(message_type or ""), items, values) or None


def _first_text(blocks: list[dict[str, Any]] | None) -> str:
    """What is shown where blocks cannot be, of a message that has no text."""
    return next(messages.texts_of(blocks), "")


def _thread(ts: str | None) -> dict[str, str]:
    return {} if ts is None else {"ts": ts}
