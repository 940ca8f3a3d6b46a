"""Faulty conversations."""

import copy
import functools
import html
import inspect
import json
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from dispatch_interfaces import (
    AlreadyExistsError,
    Conversation,
    ConversationParticipant,
    InvalidRequestError,
    Message,
    NotFoundError,
)
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
)
from reference_impls.common import Ids
from reference_impls.conversation import InMemoryConversation
from reference_impls.conversation_records import SentMessage
from reference_impls.message_body import fill_in
from tests.conformance.faults import breaks
from tests.conformance.faults.careless import closest
from tests.conformance.faults.races import among_several_threads, pause

_H = ConversationHarness(open=InMemoryConversation)


def changed(method: str, change: Callable[[dict[str, Any]], None]) -> Callable[..., Any]:
    """A method of the reference whose arguments are changed first, by their names."""
    original: Callable[..., Any] = getattr(InMemoryConversation, method)
    signature = inspect.signature(original)

    @functools.wraps(original)
    def faulty(*args: Any, **kwargs: Any) -> Any:
        call = signature.bind(*args, **kwargs)
        call.apply_defaults()
        change(call.arguments)
        return original(*call.args, **call.kwargs)

    return faulty


class CountsFromOne(InMemoryConversation):
    """No fault yet; but the id of the first conversation is the beginning of the tenth's."""

    def __init__(self) -> None:
        super().__init__()
        self._ids = Ids()

    def _beginning_with(self, conversation_id: str) -> list[str]:
        return [it for it in self._conversations if it.startswith(conversation_id)]


class KnowsStoredMessages(InMemoryConversation):
    """No fault yet; finds what it keeps of a message."""

    def _stored(self, message: Message, kept: Iterable[SentMessage]) -> SentMessage:
        return next(it for it in kept if it["id"] == message["id"])

    def _posted(self, conversation_id: str, message: Message) -> SentMessage:
        return self._stored(message, self._conversations[conversation_id].messages)


# The shape of what is returned.


@breaks("CONVERSATION-010")
class LeavesOutTheWeblink(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        made = super().create(name, participants)
        del made["weblink"]  # type: ignore[misc]
        return made


@breaks("CONVERSATION-011")
class GivesTheTimeAsANumber(InMemoryConversation):
    def send(self, *args: Any, **kwargs: Any) -> Message:
        message = super().send(*args, **kwargs)
        return {**message, "timestamp": float(message["timestamp"])}  # type: ignore[typeddict-item]


@breaks("CONVERSATION-012")
class GivesNoTimeOfDirectMessages(InMemoryConversation):
    def send_direct(self, *args: Any, **kwargs: Any) -> Message:
        return {"id": super().send_direct(*args, **kwargs)["id"]}  # type: ignore[typeddict-item]


@breaks("CONVERSATION-013")
class ReturnsNothingOfEphemeralMessages(InMemoryConversation):
    def send_ephemeral(self, *args: Any, **kwargs: Any) -> Message:
        super().send_ephemeral(*args, **kwargs)
        return None  # type: ignore[return-value]


@breaks("CONVERSATION-014")
class ReturnsWhomItAdded(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        super().add(conversation_id, participants)
        return participants  # type: ignore[return-value]


@breaks("CONVERSATION-015")
class ReturnsTheDialog(InMemoryConversation):
    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        super().open_dialog(trigger_id, dialog)
        return dialog  # type: ignore[return-value]


@breaks("CONVERSATION-016")
class ReturnsTheModal(InMemoryConversation):
    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        super().open_modal(trigger_id, modal)
        return modal  # type: ignore[return-value]


@breaks("CONVERSATION-017")
class ReturnsWhetherItArchived(InMemoryConversation):
    def archive(self, conversation_id: str) -> None:
        super().archive(conversation_id)
        return True  # type: ignore[return-value]


@breaks("CONVERSATION-018")
class HasNoUsernames(InMemoryConversation):
    def get_participant_username(self, participant_id: str) -> str:
        super().get_participant_username(participant_id)
        return None  # type: ignore[return-value]


@breaks("CONVERSATION-019")
class ReturnsAllAddresses(InMemoryConversation):
    def get_participant_email(self, participant_id: str) -> str:
        return [super().get_participant_email(participant_id)]  # type: ignore[return-value]


@breaks("CONVERSATION-020")
class ReturnsAllSizes(InMemoryConversation):
    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        found = super().get_participant_avatar_url(participant_id)
        return {"512": found}  # type: ignore[return-value]


@breaks("CONVERSATION-021")
class ReturnsTheTopic(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        super().set_topic(conversation_id, topic)
        return topic  # type: ignore[return-value]


@breaks("CONVERSATION-022")
class ReturnsAListOfNames(InMemoryConversation):
    def get_command_name(self, command: str) -> str:
        return [super().get_command_name(command)]  # type: ignore[return-value]


# create


@breaks("CONVERSATION-030")
class RepeatsTheNameThatItFolds(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        return {**super().create(name.lower(), participants), "name": name}


@breaks("CONVERSATION-031")
class FoldsCase(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        return super().create(name.lower(), participants)


@breaks("CONVERSATION-032")
class FindsTheOneOfThatName(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, Conversation] = {}

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        if name not in self._made:
            self._made[name] = super().create(name, participants)
        return self._made[name].copy()


@breaks("CONVERSATION-033", "CONVERSATION-302")
class FindsTheOneOfThatNameInAnyCase(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, Conversation] = {}

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        found = self._made.get(name.lower())
        if found is not None and found["name"] == name:
            raise AlreadyExistsError("is taken", value=name)
        self._made[name.lower()] = found or super().create(name, participants)
        return self._made[name.lower()].copy()


@breaks("CONVERSATION-034", "CONVERSATION-301")
class MakesUpAName(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        return super().create(name if name.strip() else "untitled", participants)


@breaks("CONVERSATION-035")
class PassesOverWhoHasAFullName(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        return super().create(name, [it for it in participants if "name" not in it])


@breaks("CONVERSATION-036")
class RefusesAnEmptyConversation(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        made = super().create(name, participants)
        if not participants:
            raise InvalidRequestError("nobody to invite")
        return made


@breaks("CONVERSATION-037")
class InvitesOneByOne(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        if len({it["email"] for it in participants}) < len(participants):
            raise AlreadyExistsError("already in the conversation")
        return super().create(name, participants)


@breaks("CONVERSATION-038")
class CreatesBeforeItLooksPeopleUp(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        try:
            return super().create(name, participants)
        except NotFoundError:
            super().create(name, [])
            raise


@breaks("CONVERSATION-039")
class EmptiesTheListOfParticipants(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        made = super().create(name, participants)
        participants.clear()
        return made


@breaks("CONVERSATION-040")
class ReturnsItsOwnRecord(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        self._records: dict[str, Conversation] = {}

    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        made = super().create(name, participants)
        self._records[made["id"]] = made
        return made

    def conversations(self) -> dict[str, str]:
        return {conversation_id: it["name"] for conversation_id, it in self._records.items()}


@breaks("CONVERSATION-041")
class LinksToAProgram(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        made = super().create(name, participants)
        return {**made, "weblink": f"acme://channel/{made['id']}"}


@breaks("CONVERSATION-042")
class TidiesUpBeforeItCreates(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        for conversation in self._conversations.values():
            conversation.messages.clear()
        return super().create(name, participants)


# Faults in what is sent, each of them in one of the three ways.


def normalise(call: dict[str, Any]) -> None:
    call["text"] = unicodedata.normalize("NFC", call["text"])


def escape(call: dict[str, Any]) -> None:
    call["text"] = html.escape(call["text"])


def replace_nothing(call: dict[str, Any]) -> None:
    call["text"] = call["text"] or "(no text)"


def cut(call: dict[str, Any]) -> None:
    call["text"] = call["text"][:40_000]


def use_the_first_item(call: dict[str, Any]) -> None:
    call["items"] = call["items"] and call["items"][:1]


def merge_items(call: dict[str, Any]) -> None:
    merged = {key: value for item in call["items"] or [] for key, value in item.items()}
    call["items"] = [merged] if merged else None


def need_items(call: dict[str, Any]) -> None:
    if not call["items"]:
        call["message_template"] = {}


def use_template_and_blocks(call: dict[str, Any]) -> None:
    if call["blocks"]:
        call["blocks"] = [*call["blocks"], {"text": call["message_template"].get("text", "")}]


def prefer_the_template(call: dict[str, Any]) -> None:
    if call["message_template"]:
        call["blocks"] = None


def refuse_what_is_not_json(call: dict[str, Any]) -> None:
    json.dumps(call["kwargs"])


def refuse_what_is_no_identifier(call: dict[str, Any]) -> None:
    if not all(key.isidentifier() for key in call["kwargs"]):
        raise TypeError("unexpected keyword")


def add_keywords_to_items(call: dict[str, Any]) -> None:
    if call["items"] and call["kwargs"]:
        call["items"].append(call["kwargs"])


def complete_items(call: dict[str, Any]) -> None:
    for item in call["items"] or []:
        item.update(call["kwargs"])


def put_a_note_into_the_template(call: dict[str, Any]) -> None:
    if call["message_template"]:
        call["message_template"]["context"] = "only visible to you"


def leave_out_small_print(call: dict[str, Any]) -> None:
    for key in ("header", "context", "datetime"):
        call["message_template"].pop(key, None)


def leave_out_offers(call: dict[str, Any]) -> None:
    for key in ("buttons", "select"):
        call["message_template"].pop(key, None)


def forget_where_buttons_lead(call: dict[str, Any]) -> None:
    for button in call["message_template"].get("buttons", []):
        button.pop("button_url", None)


def decorate_links(call: dict[str, Any]) -> None:
    template = call["message_template"] = dict(call["message_template"])
    if "title_link" in template:
        template["title_link"] = f"<{template['title_link']}>"


def use_the_first_text(call: dict[str, Any]) -> None:
    for key in ("visibility_mapping", "status_mapping"):
        mapping = call["message_template"].pop(key, None)
        if mapping:
            call["message_template"]["text"] = next(iter(mapping.values()))


def fill_items_in(call: dict[str, Any]) -> None:
    for item in call["items"] or []:
        for key, value in item.items():
            item[key] = fill_in(value, item) if isinstance(value, str) else value


def fill_the_text_in(call: dict[str, Any]) -> None:
    if call["kwargs"]:
        call["text"] = fill_in(call["text"], call["kwargs"])


def refuse_numbers(call: dict[str, Any]) -> None:
    if any(isinstance(it, int | float) for item in call["items"] or [] for it in item.values()):
        raise TypeError("replace() argument 2 must be str")


def refuse_new_types(call: dict[str, Any]) -> None:
    if call["notification_type"] != TYPE:
        raise InvalidRequestError("no such type", value=call["notification_type"])


def hide_blocks(call: dict[str, Any]) -> None:
    call["blocks"] = call["blocks"] and [{}]


def pin_all(call: dict[str, Any]) -> None:
    call["persist"] = True


def cut_the_id(call: dict[str, Any]) -> None:
    known = call["self"]._conversations
    call["conversation_id"] = closest(call["conversation_id"], known)


# send


@breaks("CONVERSATION-050")
class ReportsAnotherTime(InMemoryConversation):
    def send(self, *args: Any, **kwargs: Any) -> Message:
        message = super().send(*args, **kwargs)
        return {**message, "timestamp": f"{message['timestamp']}5"}


@breaks("CONVERSATION-051")
class NormalisesTexts(InMemoryConversation):
    send = changed("send", normalise)


@breaks("CONVERSATION-052")
class CutsTexts(InMemoryConversation):
    send = changed("send", cut)


@breaks("CONVERSATION-053")
class ShowsTheNewestFirst(InMemoryConversation):
    def send(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send(conversation_id, *args, **kwargs)
        messages = self._conversations[conversation_id].messages
        messages.insert(0, messages.pop())
        return message


@breaks("CONVERSATION-054")
class PostsNothingTwice(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        self._receipts: dict[str, Message] = {}

    def send(self, *args: Any, **kwargs: Any) -> Message:
        said = repr((args, kwargs))
        if said not in self._receipts:
            self._receipts[said] = super().send(*args, **kwargs)
        return self._receipts[said].copy()


@breaks("CONVERSATION-055")
class PostsByTheBeginningOfTheId(CountsFromOne):
    def send(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        for found in self._beginning_with(conversation_id)[1:]:
            super().send(found, *args, **kwargs)
        return super().send(conversation_id, *args, **kwargs)


@breaks("CONVERSATION-056")
class UsesTheFirstItemOnly(InMemoryConversation):
    send = changed("send", use_the_first_item)


@breaks("CONVERSATION-057")
class FillsInNothingWithoutItems(InMemoryConversation):
    send = changed("send", need_items)


@breaks("CONVERSATION-058")
class LeavesOutSmallPrint(InMemoryConversation):
    send = changed("send", leave_out_small_print)


@breaks("CONVERSATION-059")
class LeavesOutButtons(InMemoryConversation):
    send = changed("send", leave_out_offers)


@breaks("CONVERSATION-059")
class ForgetsWhereButtonsLead(InMemoryConversation):
    send = changed("send", forget_where_buttons_lead)


@breaks("CONVERSATION-060")
class ShowsBrokenLinks(InMemoryConversation):
    send = changed("send", decorate_links)


@breaks("CONVERSATION-061")
class UsesTheFirstTextOfAMapping(InMemoryConversation):
    send = changed("send", use_the_first_text)


@breaks("CONVERSATION-062")
class FillsValuesIn(InMemoryConversation):
    send = changed("send", fill_items_in)


@breaks("CONVERSATION-063")
class FillsTheTextIn(InMemoryConversation):
    send = changed("send", fill_the_text_in)


@breaks("CONVERSATION-064")
class RefusesNumbers(InMemoryConversation):
    send = changed("send", refuse_numbers)


@breaks("CONVERSATION-065")
class StoresKeywordsAsJson(InMemoryConversation):
    send = changed("send", refuse_what_is_not_json)


@breaks("CONVERSATION-066")
class KnowsItsNotificationTypes(InMemoryConversation):
    send = changed("send", refuse_new_types)


@breaks("CONVERSATION-067")
class ShowsTheTemplateBelowTheBlocks(InMemoryConversation):
    send = changed("send", use_template_and_blocks)


@breaks("CONVERSATION-068")
class HidesBlocks(InMemoryConversation):
    send = changed("send", hide_blocks)


@breaks("CONVERSATION-069")
class KeepsOnePin(InMemoryConversation):
    def send(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send(conversation_id, *args, **kwargs)
        del self._conversations[conversation_id].pins[:-1]
        return message


@breaks("CONVERSATION-070")
class PinsEverything(InMemoryConversation):
    send = changed("send", pin_all)


@breaks("CONVERSATION-071")
class AddsTheKeywordsToTheItems(InMemoryConversation):
    send = changed("send", add_keywords_to_items)


@breaks("CONVERSATION-072")
class ReturnsTheMessageItself(KnowsStoredMessages):
    def send(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send(conversation_id, *args, **kwargs)
        return self._posted(conversation_id, message)


@breaks("CONVERSATION-073")
class PostsToTheMostLikelyConversation(InMemoryConversation):
    send = changed("send", cut_the_id)


# Ids and timestamps


@breaks("CONVERSATION-080")
class NumbersEphemeralMessagesInEachConversation(KnowsStoredMessages):
    def send_ephemeral(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_ephemeral(conversation_id, *args, **kwargs)
        stored = self._posted(conversation_id, message)
        stored["id"] = f"ephemeral-{len(self._conversations[conversation_id].messages)}"
        return {**message, "id": stored["id"]}


@breaks("CONVERSATION-081")
class WritesIsoTimes(InMemoryConversation):
    def _timestamp(self) -> str:
        return f"2025-09-01T12:00:00.{super()._timestamp().partition('.')[2]}"


@breaks("CONVERSATION-082")
class GivesEphemeralMessagesTheLastTime(KnowsStoredMessages):
    def send_ephemeral(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_ephemeral(conversation_id, *args, **kwargs)
        messages = self._conversations[conversation_id].messages
        messages[-1]["timestamp"] = messages[-2:][0]["timestamp"]
        return {**message, "timestamp": messages[-1]["timestamp"]}


@breaks("CONVERSATION-083")
class TimesDirectMessagesByTheHour(KnowsStoredMessages):
    def send_direct(self, user: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_direct(user, *args, **kwargs)
        stored = self._stored(message, self._direct[user])
        stored["timestamp"] = "1754298000"
        return {**message, "timestamp": stored["timestamp"]}


# send_direct


@breaks("CONVERSATION-090")
class ReportsAnotherTimeOfDirectMessages(InMemoryConversation):
    def send_direct(self, *args: Any, **kwargs: Any) -> Message:
        message = super().send_direct(*args, **kwargs)
        return {**message, "timestamp": f"{message['timestamp']}5"}


@breaks("CONVERSATION-091")
class PostsDirectMessages(InMemoryConversation):
    def send_direct(self, user: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_direct(user, *args, **kwargs)
        for conversation in self._conversations.values():
            conversation.messages.append({**self._direct[user][-1], "user": None})
        return message


@breaks("CONVERSATION-092")
class EscapesDirectTexts(InMemoryConversation):
    send_direct = changed("send_direct", escape)


@breaks("CONVERSATION-093")
class CutsDirectTexts(InMemoryConversation):
    send_direct = changed("send_direct", cut)


@breaks("CONVERSATION-094")
class MergesItemsOfDirectMessages(InMemoryConversation):
    send_direct = changed("send_direct", merge_items)


@breaks("CONVERSATION-095")
class NeedsItemsInDirectMessages(InMemoryConversation):
    send_direct = changed("send_direct", need_items)


@breaks("CONVERSATION-096")
class ForgetsBlocksOfDirectMessages(InMemoryConversation):
    send_direct = changed("send_direct", prefer_the_template)


@breaks("CONVERSATION-097")
class StoresKeywordsOfDirectMessagesAsJson(InMemoryConversation):
    send_direct = changed("send_direct", refuse_what_is_not_json)


@breaks("CONVERSATION-098")
class CompletesItemsOfDirectMessages(InMemoryConversation):
    send_direct = changed("send_direct", complete_items)


@breaks("CONVERSATION-099")
class ReturnsTheDirectMessageItself(KnowsStoredMessages):
    def send_direct(self, user: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_direct(user, *args, **kwargs)
        return self._stored(message, self._direct[user])


class FindsAddressesByTheirEnd(InMemoryConversation):
    """No fault yet; but whoever asks it gets a known address for a longer one."""

    def _known(self, participant_id: str) -> str:
        found = [it for it in self._profiles if participant_id.endswith(it)]
        return found[0] if found else participant_id


@breaks("CONVERSATION-100")
class SendsToWhoeverHasTheEndOfTheAddress(FindsAddressesByTheirEnd):
    def send_direct(self, user: str, *args: Any, **kwargs: Any) -> Message:
        return super().send_direct(self._known(user), *args, **kwargs)


# send_ephemeral


@breaks("CONVERSATION-110")
class ReportsAnotherTimeOfEphemeralMessages(InMemoryConversation):
    def send_ephemeral(self, *args: Any, **kwargs: Any) -> Message:
        message = super().send_ephemeral(*args, **kwargs)
        return {**message, "timestamp": f"{message['timestamp']}5"}


@breaks("CONVERSATION-111")
class ShowsEphemeralMessagesToEverybody(KnowsStoredMessages):
    def send_ephemeral(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_ephemeral(conversation_id, *args, **kwargs)
        stored = self._posted(conversation_id, message)
        self._conversations[conversation_id].messages.append({**stored, "user": None})
        return message


@breaks("CONVERSATION-112")
class ShowsEphemeralMessagesEverywhere(KnowsStoredMessages):
    def send_ephemeral(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_ephemeral(conversation_id, *args, **kwargs)
        for other_id, other in self._conversations.items():
            if other_id != conversation_id:
                other.messages.append(self._posted(conversation_id, message))
        return message


@breaks("CONVERSATION-113")
class ReplacesAnEmptyEphemeralText(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", replace_nothing)


@breaks("CONVERSATION-114")
class CutsEphemeralTexts(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", cut)


@breaks("CONVERSATION-115")
class MergesItemsOfEphemeralMessages(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", merge_items)


@breaks("CONVERSATION-116")
class NeedsItemsInEphemeralMessages(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", need_items)


@breaks("CONVERSATION-117")
class NeedsATemplate(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", lambda call: call["message_template"].get("text"))


@breaks("CONVERSATION-118")
class PrefersTheTemplateInEphemeralMessages(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", prefer_the_template)


@breaks("CONVERSATION-119")
class TakesOnlyKeywordsThatAreIdentifiers(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", refuse_what_is_no_identifier)


@breaks("CONVERSATION-120")
class PutsANoteIntoTheTemplate(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", put_a_note_into_the_template)


@breaks("CONVERSATION-121")
class ReturnsTheEphemeralMessageItself(KnowsStoredMessages):
    def send_ephemeral(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send_ephemeral(conversation_id, *args, **kwargs)
        return self._posted(conversation_id, message)


@breaks("CONVERSATION-122")
class ShowsItInTheMostLikelyConversation(InMemoryConversation):
    send_ephemeral = changed("send_ephemeral", cut_the_id)


@breaks("CONVERSATION-123")
class PostsBeforeItLooksTheUserUp(InMemoryConversation):
    def send_ephemeral(self, conversation_id: str, user: str, *rest: Any, **kwargs: Any) -> Message:
        try:
            return super().send_ephemeral(conversation_id, user, *rest, **kwargs)
        except NotFoundError:
            self.send(conversation_id, *rest, **kwargs)
            raise


# add


@breaks("CONVERSATION-130")
class AddsTheFirstOnly(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        self._require_known("add", participants)
        super().add(conversation_id, participants[:1])


@breaks("CONVERSATION-131")
class RefusesAMember(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        if self.members(conversation_id) & set(participants):
            raise AlreadyExistsError("already in the conversation")
        super().add(conversation_id, participants)


@breaks("CONVERSATION-132")
class RefusesARepeatedParticipant(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        if len(set(participants)) < len(participants):
            raise AlreadyExistsError("already in the conversation")
        super().add(conversation_id, participants)


@breaks("CONVERSATION-133")
class RefusesToAddNobody(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        if not participants:
            raise InvalidRequestError("nobody to add")
        super().add(conversation_id, participants)


@breaks("CONVERSATION-134")
class AddsByTheBeginningOfTheId(CountsFromOne):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        for found in self._beginning_with(conversation_id) or [conversation_id]:
            super().add(found, participants)


@breaks("CONVERSATION-135")
class TakesBatchesOffTheList(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        super().add(conversation_id, participants)
        del participants[:30]


@breaks("CONVERSATION-136")
class AddsToTheMostLikelyConversation(InMemoryConversation):
    add = changed("add", cut_the_id)


@breaks("CONVERSATION-137")
class AddsOneByOne(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        super().add(conversation_id, [])
        for email in participants:
            super().add(conversation_id, [email])


# Dialogs and modals


class RemembersTriggers(InMemoryConversation):
    """No fault yet; knows of every trigger whose it was."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[str, str] = {}
        self._used_by: dict[str, str] = {}

    def issue_trigger(self, user: str) -> str:
        trigger_id = super().issue_trigger(user)
        self._owners[trigger_id] = user
        return trigger_id

    def _open_again(self, trigger_id: str, kind: str, content: dict[str, Any]) -> None:
        fresh = self.issue_trigger(self._owners[trigger_id])
        self._open(f"open_{kind}", fresh, kind, content)


@breaks("CONVERSATION-150")
class PicksTheTitleOfADialog(InMemoryConversation):
    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        super().open_dialog(trigger_id, {"title": dialog.get("title")})


@breaks("CONVERSATION-151")
class CompletesTheDialog(InMemoryConversation):
    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        super().open_dialog(trigger_id, dialog)
        dialog["callback_id"] = trigger_id


@breaks("CONVERSATION-152")
class OpensADialogBeforeItLooksAtTheTrigger(RemembersTriggers):
    def open_dialog(self, trigger_id: str, dialog: dict[str, Any]) -> None:
        if trigger_id not in self._owners:
            super().open_dialog(self.issue_trigger(_H.people[0]), dialog)
        super().open_dialog(trigger_id, dialog)


class OpensAgain(RemembersTriggers):
    """Opens `kind` with a trigger that was used for `before`, and only then refuses it."""

    kind: ClassVar = "dialog"
    before: ClassVar = "dialog"

    def _open(self, method: str, trigger_id: str, kind: str, content: dict[str, Any]) -> None:
        try:
            super()._open(method, trigger_id, kind, content)
            self._used_by[trigger_id] = kind
        except NotFoundError:
            if kind != self.kind or self._used_by.get(trigger_id) != self.before:
                raise
            self._open_again(trigger_id, kind, content)
            raise


@breaks("CONVERSATION-153")
class OpensDialogsAgain(OpensAgain):
    pass


@breaks("CONVERSATION-160")
class OpensModalsForEverybody(InMemoryConversation):
    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        super().open_modal(trigger_id, modal)
        for email in self._profiles:
            if ("modal", email) not in self._opened:
                super().open_modal(self.issue_trigger(email), modal)


@breaks("CONVERSATION-161")
class KeepsTheModal(InMemoryConversation):
    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        user = self._triggers.get(trigger_id, "")
        super().open_modal(trigger_id, modal)
        self._opened["modal", user][-1] = dict(modal)


@breaks("CONVERSATION-162")
class OpensAModalBeforeItLooksAtTheTrigger(RemembersTriggers):
    def open_modal(self, trigger_id: str, modal: dict[str, Any]) -> None:
        if trigger_id not in self._owners:
            super().open_modal(self.issue_trigger(_H.people[0]), modal)
        super().open_modal(trigger_id, modal)


@breaks("CONVERSATION-163")
class OpensModalsAgain(OpensAgain):
    kind = before = "modal"


@breaks("CONVERSATION-164")
class OpensAModalAfterADialog(OpensAgain):
    kind = "modal"


# archive


@breaks("CONVERSATION-170", "CONVERSATION-175")
class ArchivesForItselfOnly(InMemoryConversation):
    def is_archived(self, conversation_id: str) -> bool:
        super().is_archived(conversation_id)
        return False


@breaks("CONVERSATION-171", "CONVERSATION-301")
class PostsToAnArchive(InMemoryConversation):
    def _open_conversation(self, method: str, conversation_id: str) -> Any:
        if method == "send":
            return self._conversation(method, conversation_id)
        return super()._open_conversation(method, conversation_id)


@breaks("CONVERSATION-172", "CONVERSATION-301")
class ShowsEphemeralMessagesInAnArchive(InMemoryConversation):
    def _open_conversation(self, method: str, conversation_id: str) -> Any:
        if method == "send_ephemeral":
            return self._conversation(method, conversation_id)
        return super()._open_conversation(method, conversation_id)


@breaks("CONVERSATION-173")
class UnpinsWhatItArchives(InMemoryConversation):
    def archive(self, conversation_id: str) -> None:
        super().archive(conversation_id)
        self._conversations[conversation_id].pins.clear()


@breaks("CONVERSATION-174")
class TogglesTheArchive(InMemoryConversation):
    def archive(self, conversation_id: str) -> None:
        was_archived = conversation_id in self._conversations and self.is_archived(conversation_id)
        super().archive(conversation_id)
        self._conversations[conversation_id].archived = not was_archived


@breaks("CONVERSATION-175")
class ArchivesByTheBeginningOfTheId(CountsFromOne):
    def archive(self, conversation_id: str) -> None:
        for found in self._beginning_with(conversation_id) or [conversation_id]:
            super().archive(found)


@breaks("CONVERSATION-176")
class ArchivesTheMostLikelyConversation(InMemoryConversation):
    archive = changed("archive", cut_the_id)


# The directory


class KnowsAddressesOnly(InMemoryConversation):
    """No fault yet; can refuse what is no address."""

    def _require_address(self, participant_id: str) -> None:
        if "@" not in participant_id:
            raise NotFoundError("no such address", value=participant_id)


@breaks("CONVERSATION-190")
class GuessesUsernames(InMemoryConversation):
    def get_participant_username(self, participant_id: str) -> str:
        found = super().get_participant_username(participant_id)
        return participant_id.partition("@")[0] if "@" in participant_id else found


@breaks("CONVERSATION-191")
class FindsUsernamesByAddressOnly(KnowsAddressesOnly):
    def get_participant_username(self, participant_id: str) -> str:
        self._require_address(participant_id)
        return super().get_participant_username(participant_id)


@breaks("CONVERSATION-192")
class KeepsTheMarkOfMention(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        for profile in list(self._profiles.values()):
            self.register(profile["email"], f"@{profile['username']}", profile["avatar_url"])


@breaks("CONVERSATION-193")
class FindsUsernamesByTheEndOfTheAddress(FindsAddressesByTheirEnd):
    def get_participant_username(self, participant_id: str) -> str:
        return super().get_participant_username(self._known(participant_id))


@breaks("CONVERSATION-200")
class PutsAddressesTogether(InMemoryConversation):
    def get_participant_email(self, participant_id: str) -> str:
        found = super().get_participant_email(participant_id)
        username = self.get_participant_username(participant_id)
        return found if "@" in participant_id else f"{username}@example.com"


@breaks("CONVERSATION-201")
class RewritesAddresses(InMemoryConversation):
    def get_participant_email(self, participant_id: str) -> str:
        found = super().get_participant_email(participant_id)
        return found.replace("@", "+incidents@") if "@" in participant_id else found


@breaks("CONVERSATION-202")
class ReturnsAnyAddress(InMemoryConversation):
    def get_participant_email(self, participant_id: str) -> str:
        return (
            participant_id
            if "@" in participant_id
            else super().get_participant_email(participant_id)
        )


@breaks("CONVERSATION-210")
class HasADefaultPicture(InMemoryConversation):
    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        found = super().get_participant_avatar_url(participant_id)
        return found or ("https://example.com/anybody.png" if "@" in participant_id else None)


@breaks("CONVERSATION-211")
class FindsPicturesByAddressOnly(KnowsAddressesOnly):
    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        self._require_address(participant_id)
        return super().get_participant_avatar_url(participant_id)


@breaks("CONVERSATION-212")
class GivesThePathOfAPicture(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        self.register(_H.people[0], "ada.lovelace", "/avatars/ada.png")


@breaks("CONVERSATION-213")
class FindsPicturesByTheEndOfTheAddress(FindsAddressesByTheirEnd):
    def get_participant_avatar_url(self, participant_id: str) -> str | None:
        return super().get_participant_avatar_url(self._known(participant_id))


# set_topic


@breaks(
    "CONVERSATION-220",
    "CONVERSATION-221",
    "CONVERSATION-222",
    "CONVERSATION-223",
    "CONVERSATION-960",
)
class SetsTheTopicOnce(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        before = self._conversation("set_topic", conversation_id).topic
        super().set_topic(conversation_id, before or topic)


@breaks("CONVERSATION-221")
class TakesNoEmptyTopic(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        before = self._conversation("set_topic", conversation_id).topic
        super().set_topic(conversation_id, topic or before)


@breaks("CONVERSATION-222")
class StripsTopics(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        super().set_topic(conversation_id, topic.strip())


@breaks("CONVERSATION-223")
class CutsTopics(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        super().set_topic(conversation_id, topic[:4000])


@breaks("CONVERSATION-224")
class SetsTopicsByTheBeginningOfTheId(CountsFromOne):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        for found in self._beginning_with(conversation_id) or [conversation_id]:
            super().set_topic(found, topic)


@breaks("CONVERSATION-225")
class SetsTheTopicOfTheMostLikelyConversation(InMemoryConversation):
    set_topic = changed("set_topic", cut_the_id)


# get_command_name


@breaks("CONVERSATION-230")
class ReturnsTheNameInTheApplication(InMemoryConversation):
    def get_command_name(self, command: str) -> str:
        super().get_command_name(command)
        return f"/{command}"


@breaks("CONVERSATION-231")
class HasOneCommandForAll(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__()
        self._commands = dict.fromkeys(self._commands, "/dispatch")


@breaks("CONVERSATION-232")
class TakesTheMostLikelyCommand(InMemoryConversation):
    def get_command_name(self, command: str) -> str:
        return super().get_command_name(closest(command, self._commands))


# Errors, two plugins, several threads


@breaks("CONVERSATION-300")
class RaisesErrorsOfItsOwn(InMemoryConversation):
    def _not_found(self, method: str, reason: str, value: str) -> NotFoundError:
        return RuntimeError(reason)  # type: ignore[return-value]


@breaks("CONVERSATION-302")
class RejectsLongTopics(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        if len(topic) > 250:
            raise InvalidRequestError("too long", value=topic)
        super().set_topic(conversation_id, topic)


@breaks("CONVERSATION-301")
class RaisesPermissionErrors(InMemoryConversation):
    def send(self, *args: Any, **kwargs: Any) -> Message:
        try:
            return super().send(*args, **kwargs)
        except InvalidRequestError as error:
            raise PermissionError("is archived") from error


@breaks("CONVERSATION-310", "CONVERSATION-313")
class SharesConversations(InMemoryConversation):
    all_ids: ClassVar = Ids()
    all_conversations: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._ids, self._conversations = self.all_ids, self.all_conversations


@breaks("CONVERSATION-311")
class SharesDirectMessages(InMemoryConversation):
    all_ids: ClassVar = Ids()
    all_direct: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._ids, self._direct = self.all_ids, self.all_direct


@breaks("CONVERSATION-312")
class SharesTriggers(InMemoryConversation):
    all_ids: ClassVar = Ids()
    all_triggers: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._ids, self._triggers = self.all_ids, self.all_triggers


@breaks("CONVERSATION-320", "CONVERSATION-950")
class NumbersConversationsWithoutALock(InMemoryConversation):
    def create(self, name: str, participants: list[ConversationParticipant]) -> Conversation:
        number = len(self._conversations)
        pause()
        made = super().create(name, participants)
        conversation = self._conversations.pop(made["id"])
        conversation.id = made["id"] = f"C{number}"
        self._conversations[conversation.id] = conversation
        return made


@breaks("CONVERSATION-321")
class NumbersMessagesWithoutALock(KnowsStoredMessages):
    def send(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        number = len(self.seen_by(conversation_id, ""))
        pause()
        message = super().send(conversation_id, *args, **kwargs)
        if not kwargs.get("persist"):
            stored = self._posted(conversation_id, message)
            stored["id"] = message["id"] = f"{conversation_id}/{number}"
        return message


@breaks("CONVERSATION-322")
class TakesTimestampsWithoutALock(InMemoryConversation):
    def __init__(self) -> None:
        super().__init__(clock=lambda: 1754300000.0)

    def _timestamp(self) -> str:
        last = self._last_timestamp
        self._lock.release()
        pause()
        self._lock.acquire()
        self._last_timestamp = last
        return super()._timestamp()


@breaks("CONVERSATION-323")
class PinsBeforeItPosts(InMemoryConversation):
    def send(self, conversation_id: str, *args: Any, **kwargs: Any) -> Message:
        message = super().send(conversation_id, *args, **kwargs)
        if kwargs.get("persist"):
            messages = self._conversations[conversation_id].messages
            stored = messages.pop()
            pause()
            messages.append(stored)
        return message


@breaks("CONVERSATION-324")
class AddsWithoutALock(InMemoryConversation):
    def add(self, conversation_id: str, participants: list[str]) -> None:
        self._require_known("add", participants)
        conversation = self._conversation("add", conversation_id)
        members = dict(conversation.members)
        pause()
        conversation.members = {**dict.fromkeys(participants, ""), **members}


@breaks("CONVERSATION-325")
class UsesTriggersWithoutALock(InMemoryConversation):
    def _open(self, method: str, trigger_id: str, kind: str, content: dict[str, Any]) -> None:
        user = self._triggers.get(trigger_id)
        pause()
        if user is not None and trigger_id not in self._triggers:
            trigger_id = self.issue_trigger(user)
        super()._open(method, trigger_id, kind, content)


@breaks("CONVERSATION-326")
class ArchivesACopy(InMemoryConversation):
    """Lets senders and archiving meet, so that messages are lost every time."""

    def __init__(self) -> None:
        super().__init__()
        self._archiving = threading.Event()

    def send(self, *args: Any, **kwargs: Any) -> Any:
        sent = super().send(*args, **kwargs)
        if among_several_threads():
            self._archiving.wait(timeout=0.15)
        return sent

    def archive(self, conversation_id: str) -> None:
        conversation = self._conversation("archive", conversation_id)
        archived = copy.deepcopy(conversation)
        archived.archived = True
        self._archiving.set()
        before = len(conversation.messages)
        for _ in range(500 if among_several_threads() else 0):
            if len(conversation.messages) > before:
                break
            time.sleep(0.001)
        self._conversations[conversation_id] = archived


@breaks("CONVERSATION-900")
class WakesUpWhatWasArchived(InMemoryConversation):
    """A topic that is set elsewhere opens the conversation that was archived last."""

    _asleep = ""

    def archive(self, conversation_id: str) -> None:
        super().archive(conversation_id)
        self._asleep = conversation_id

    def set_topic(self, conversation_id: str, topic: str) -> None:
        super().set_topic(conversation_id, topic)
        if self._asleep and conversation_id != self._asleep:
            self._conversations[self._asleep].archived = False


@breaks("CONVERSATION-950")
class KeepsTheConversationInAnAttribute(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        self._current = conversation_id
        pause()
        super().set_topic(self._current, topic)


@breaks("CONVERSATION-960")
class SetsHalfATopic(InMemoryConversation):
    def set_topic(self, conversation_id: str, topic: str) -> None:
        super().set_topic(conversation_id, topic.encode("utf-8", "ignore").decode())


@breaks("CONVERSATION-960")
class SendsHalfAText(InMemoryConversation):
    def send_direct(self, user: str, text: str, *args: Any, **kwargs: Any) -> Any:
        whole = text.encode("utf-8", "replace").decode()
        return super().send_direct(user, whole, *args, **kwargs)


@breaks("CONVERSATION-220")
class SetsNoTopicTwice(InMemoryConversation):
    """What it has set before it takes for set, also after another topic."""

    def __init__(self) -> None:
        super().__init__()
        self._set = set[tuple[str, str]]()

    def set_topic(self, conversation_id: str, topic: str) -> None:
        if (conversation_id, topic) not in self._set:
            super().set_topic(conversation_id, topic)
        self._set.add((conversation_id, topic))
