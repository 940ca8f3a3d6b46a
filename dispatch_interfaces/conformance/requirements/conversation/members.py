"""Members: add, and create where both are asked the same."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    ConversationHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import member
from dispatch_interfaces.protocols.conversation import ConversationPlugin


@must("CONVERSATION-130", "add", rule=4, observes=("members",))
def add_makes_members(h: ConversationHarness) -> None:
    """`add` makes members of the participants, beside those who are there.
    To fix: add every participant before returning; leave the others in.
    Usual cause: the new list takes the place of the membership.
    Wrong: self._members[conversation_id] = set(participants)
    Right: self._members[conversation_id] |= set(participants)
    """
    with h.plugin() as plugin:
        new = h.conversation(plugin, h.people[0])["id"]
        plugin.add(new, list(h.people[1:3]))
        expect.equal(h.members(plugin, new), list(h.people[:3]), "the membership")


@must("CONVERSATION-131", "add", rule=6, observes=("members",))
def add_again_changes_nothing(h: ConversationHarness) -> None:
    """`add` takes somebody who is in the conversation already, and changes nothing.
    To fix: pass over the platform's answer that they are there.
    Usual cause: the platform refuses the whole list if one of it is a member.
    Wrong: self.client.invite(conversation_id, participants)
    Right:
        absent = set(participants) - set(self.client.members(conversation_id))
        self.client.invite(conversation_id, sorted(absent))
    """
    with h.plugin() as plugin:
        one, other = h.people[:2]
        new = h.conversation(plugin, one)["id"]
        plugin.add(new, [one, other])
        plugin.add(new, [other])
        members = [it for it in h.observe(plugin).members(new) if it in h.people]
        expect.equal(sorted(members), sorted([one, other]), "the membership")


@must("CONVERSATION-132", "add", rule=6, observes=("members",))
def add_takes_a_participant_twice(h: ConversationHarness) -> None:
    """`add` takes a participant who is twice in the list as one member.
    To fix: leave out repeated addresses before calling the platform.
    Usual cause: the second invitation fails, and with it the whole call.
    Wrong:
        for email in participants:
            self.client.invite(conversation_id, email)
    Right:
        for email in set(participants):
            self.client.invite(conversation_id, email)
    """
    with h.plugin() as plugin:
        one, other = h.people[:2]
        new = h.conversation(plugin, one)["id"]
        plugin.add(new, [other, other])
        members = [it for it in h.observe(plugin).members(new) if it == other]
        expect.equal(members, [other], f"the membership of {other}")


@must("CONVERSATION-133", "add", rule=6, observes=("members",))
def add_accepts_nobody(h: ConversationHarness) -> None:
    """`add` accepts an empty list, and changes nothing.
    To fix: return at once if there is nobody to add.
    Usual cause: the platform's call refuses an empty list.
    Wrong: self.client.invite(conversation_id, participants)
    Right:
        if participants:
            self.client.invite(conversation_id, participants)
    """
    with h.plugin() as plugin:
        new = h.lone(plugin)
        plugin.add(new, [])
        expect.equal(h.members(plugin, new), [h.people[0]], "the membership")


@must("CONVERSATION-134", "add", rule=4, observes=("members",))
def add_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`add` adds nobody to another conversation.
    To fix: change the membership of that id only.
    Usual cause: the conversation is found by the beginning of its id.
    Wrong: found = [it for it in self._all if it.id.startswith(conversation_id)]
    Right: found = self._all[conversation_id]
    """
    with h.plugin() as plugin:
        ids = [h.conversation(plugin, h.people[0])["id"] for _ in h.plenty(11, 2)]
        for number, added in enumerate(h.people[1:3]):
            before = {it: h.members(plugin, it) for it in ids}
            plugin.add(ids[number], [added])
            others = [it for it in ids if it != ids[number]]
            changed = [it for it in others if h.members(plugin, it) != before[it]]
            expect.equal(changed, [], "the list of other conversations that changed")


def _create(h: ConversationHarness, plugin: ConversationPlugin, participants: list[Any]) -> str:
    return plugin.create(h.name(), participants)["id"]


def _add(h: ConversationHarness, plugin: ConversationPlugin, participants: list[Any]) -> str:
    new = h.conversation(plugin, h.people[0])["id"]
    plugin.add(new, participants)
    return new


def _drop_and_change_one(h: ConversationHarness, participants: list[Any]) -> None:
    participants.pop()["email"] = h.people[2]


def _replace_all(h: ConversationHarness, participants: list[Any]) -> None:
    participants[:] = [h.people[2]]


@CONVERSATION.each(
    member(
        "CONVERSATION-039",
        method="create",
        call=_create,
        change=_drop_and_change_one,
        fix="copy the addresses out of the list.",
        cause="the list itself becomes the membership.",
        wrong="self._members[made.id] = participants",
        right='self._members[made.id] = {it["email"] for it in participants}',
    ),
    member(
        "CONVERSATION-135",
        method="add",
        call=_add,
        change=_replace_all,
        fix="iterate over the list, and keep a set of your own.",
        cause="batches are cut off the caller's own list.",
        wrong="while participants:\n    self.client.invite(conversation_id, participants.pop())",
        right="for email in participants:\n    self.client.invite(conversation_id, email)",
    ),
    methods=("$method",),
    rule=3,
    observes=("members",),
)
def each_list_of_participants_is_left_alone(
    h: ConversationHarness,
    method: str,
    call: Callable[[ConversationHarness, ConversationPlugin, list[Any]], str],
    change: Callable[[ConversationHarness, list[Any]], None],
) -> None:
    """`$method` neither changes the list of participants nor keeps it.
    To fix: $fix
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    given: list[Any] = [h.people[1]]
    if method == "create":
        given = [{"email": it} for it in h.people[:2]]
    with h.plugin() as plugin:
        participants = deepcopy(given)
        conversation_id = call(h, plugin, participants)
        expect.unchanged(given, participants, "the list passed")
        change(h, participants)
        expect.equal(h.members(plugin, conversation_id), list(h.people[:2]), "the membership")


@must("CONVERSATION-137", "add", rule=5, observes=("members",))
def add_refuses_an_unknown_participant(h: ConversationHarness) -> None:
    """`add` refuses a participant whom the platform does not know, and then adds nobody.
    To fix: look all participants up before adding the first.
    Usual cause: they are looked up and added one by one.
    Wrong:
        for email in participants:
            self.client.invite(conversation_id, self._user(email))
    Right:
        users = [self._user(email) for email in participants]
        for user in users:
            self.client.invite(conversation_id, user)
    """
    with h.plugin() as plugin:
        new, stranger = h.lone(plugin), h.stranger()
        expect.refused(
            plugin.add, new, [h.people[1], stranger], what=f"the unknown participant {stranger}"
        )
        expect.equal(h.members(plugin, new), [h.people[0]], "the membership")
