"""Dialogs and modals: open_dialog and open_modal."""

import copy

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    ConversationHarness,
    expect_content_alone,
    expect_trigger_refused,
    expect_trigger_single_use,
    must,
)
from dispatch_interfaces.conformance.run.requirement import member


@CONVERSATION.each(
    member(
        "CONVERSATION-150",
        kind="dialog",
        call="dialog_open",
        cause="the keys that the plugin knows are picked out, and the rest is dropped.",
        wrong='trigger_id, {"title": dialog["title"]}',
    ),
    member(
        "CONVERSATION-160",
        kind="modal",
        call="views_open",
        cause="the modal goes to the user who was last active, not to the one of the trigger.",
        wrong="self._last_trigger, modal",
    ),
    methods=("open_$kind",),
    rule=4,
    observes=("${kind}s", "issue_trigger"),
)
def each_window_is_shown_to_the_user(h: ConversationHarness, kind: str) -> None:
    """`open_$kind` shows the $kind as given to the user of the trigger, and to nobody else.
    To fix: pass the $kind on whole, together with the trigger.
    Usual cause: $cause
    Wrong: self.client.$call($wrong)
    Right: self.client.$call(trigger_id, $kind)
    """
    with h.plugin() as plugin:
        window, (one, two) = h.window(plugin, kind), h.people[:2]
        for user, other in ((one, two), (two, one)):
            before = len(window.seen(user)), len(window.seen(other))
            window.open(h.trigger(plugin, user), copy.deepcopy(window.content))
            seen = window.seen(user)
            after = len(seen), len(window.seen(other))
            expected = before[0] + 1, before[1]
            expect.equal(after, expected, f"the counts seen by {user} and {other}")
            shown = {key: seen[-1].get(key) for key in window.content}
            expect.equal(shown, window.content, "what the user sees")


@CONVERSATION.each(
    member(
        "CONVERSATION-152",
        kind="dialog",
        cause="the answer of the platform is not looked at.",
        wrong="self.client.dialog_open(trigger_id, dialog)",
        right="if not self.client.dialog_open(trigger_id, dialog).ok:\n"
        '    raise NotFoundError("no such trigger", interface="conversation", value=trigger_id)',
    ),
    member(
        "CONVERSATION-162",
        kind="modal",
        cause="an error of the platform is logged, and the call ends as if all were well.",
        wrong="with suppress(ClientError):\n    self.client.views_open(trigger_id, modal)",
        right="try:\n"
        "    self.client.views_open(trigger_id, modal)\n"
        "except ClientError as error:\n"
        '    raise NotFoundError("no such trigger", value=trigger_id) from error',
    ),
    methods=("open_$kind",),
    rule=5,
    observes=("${kind}s",),
)
def each_window_needs_a_trigger_that_was_given(h: ConversationHarness, kind: str) -> None:
    """`open_$kind` refuses a trigger that was never given, and opens nothing.
    To fix: raise NotFoundError where the platform refuses the trigger.
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        window = h.window(plugin, kind)
        expect_trigger_refused(h, window, h.unique("trigger"), "an unknown trigger")


@CONVERSATION.each(
    member(
        "CONVERSATION-153",
        kind="dialog",
        cause="triggers are kept until they expire.",
        wrong="self._triggers[trigger_id]",
        right="self._triggers.pop(trigger_id)",
    ),
    member(
        "CONVERSATION-163",
        kind="modal",
        cause="the trigger is looked up, and never taken out.",
        wrong="self._triggers.get(trigger_id)",
        right="self._triggers.pop(trigger_id, None)",
    ),
    methods=("open_$kind",),
    rule=5,
    observes=("${kind}s", "issue_trigger"),
)
def a_trigger_opens_each_window_once(h: ConversationHarness, kind: str) -> None:
    """`open_$kind` refuses a trigger that has opened a $kind before, and opens nothing.
    To fix: forget a trigger when it is used.
    Usual cause: $cause
    Wrong: user = $wrong
    Right: user = $right
    """
    with h.plugin() as plugin:
        window = h.window(plugin, kind)
        expect_trigger_single_use(h, plugin, window, window)


@must("CONVERSATION-151", "open_dialog", rule=3, observes=("dialogs", "issue_trigger"))
def open_dialog_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`open_dialog` neither changes the dialog nor keeps it.
    To fix: copy the dialog before completing it.
    Usual cause: an id or a default title is put into the caller's own dict.
    Wrong: dialog["callback_id"] = self.callback_id
    Right: dialog = {**dialog, "callback_id": self.callback_id}
    """
    with h.plugin() as plugin:
        expect_content_alone(h, plugin, h.window(plugin, "dialog"))


@must("CONVERSATION-161", "open_modal", rule=3, observes=("modals", "issue_trigger"))
def open_modal_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`open_modal` neither changes the modal nor keeps it.
    To fix: copy the modal, with all that is nested in it.
    Usual cause: a shallow copy is kept, whose blocks are still the caller's.
    Wrong: self._views[user] = dict(modal)
    Right: self._views[user] = copy.deepcopy(modal)
    """
    with h.plugin() as plugin:
        expect_content_alone(h, plugin, h.window(plugin, "modal"))


@must(
    "CONVERSATION-164",
    "open_dialog",
    "open_modal",
    rule=5,
    observes=("dialogs", "modals", "issue_trigger"),
)
def a_trigger_opens_a_dialog_or_a_modal(h: ConversationHarness) -> None:
    """A trigger that has opened a dialog opens no modal, and the other way round.
    To fix: keep one table of triggers for both methods.
    Usual cause: each method remembers for itself which triggers it has used.
    Wrong: self._used_by_dialogs.add(trigger_id)
    Right: self._used.add(trigger_id)
    """
    with h.plugin() as plugin:
        dialogs, modals = h.window(plugin, "dialog"), h.window(plugin, "modal")
        expect_trigger_single_use(h, plugin, dialogs, modals)
        expect_trigger_single_use(h, plugin, modals, dialogs)
