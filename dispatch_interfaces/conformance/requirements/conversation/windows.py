"""Dialogs and modals: open_dialog and open_modal."""

from dispatch_interfaces.conformance.requirements.conversation.harness import (
    ConversationHarness,
    expect_content_alone,
    expect_opened,
    expect_trigger_refused,
    expect_trigger_single_use,
    must,
)


@must("CONVERSATION-150", "open_dialog", rule=4, observes=("dialogs", "issue_trigger"))
def open_dialog_shows_the_dialog_to_the_user(h: ConversationHarness) -> None:
    """`open_dialog` shows the dialog as given to the user of the trigger, and to nobody else.

    To fix: pass the dialog on whole, together with the trigger.
    Usual cause: the keys that the plugin knows are picked out, and the rest is dropped.
    Wrong: self.client.dialog_open(trigger_id, {"title": dialog["title"]})
    Right: self.client.dialog_open(trigger_id, dialog)
    """
    with h.plugin() as plugin:
        expect_opened(h, plugin, h.dialogs(plugin))


@must("CONVERSATION-151", "open_dialog", rule=3, observes=("dialogs", "issue_trigger"))
def open_dialog_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`open_dialog` neither changes the dialog nor keeps it.

    To fix: copy the dialog before completing it.
    Usual cause: an id or a default title is put into the caller's own dict.
    Wrong: dialog["callback_id"] = self.callback_id
    Right: dialog = {**dialog, "callback_id": self.callback_id}
    """
    with h.plugin() as plugin:
        expect_content_alone(h, plugin, h.dialogs(plugin))


@must("CONVERSATION-152", "open_dialog", rule=5, observes=("dialogs",))
def open_dialog_refuses_an_unknown_trigger(h: ConversationHarness) -> None:
    """`open_dialog` refuses a trigger that was never given, and opens nothing.

    To fix: raise NotFoundError where the platform refuses the trigger.
    Usual cause: the answer of the platform is not looked at.
    Wrong: self.client.dialog_open(trigger_id, dialog)
    Right:
        if not self.client.dialog_open(trigger_id, dialog).ok:
            raise NotFoundError("no such trigger", interface="conversation", value=trigger_id)
    """
    with h.plugin() as plugin:
        expect_trigger_refused(h, h.dialogs(plugin), h.unique("trigger"), "an unknown trigger")


@must("CONVERSATION-153", "open_dialog", rule=5, observes=("dialogs", "issue_trigger"))
def open_dialog_refuses_a_trigger_that_was_used(h: ConversationHarness) -> None:
    """`open_dialog` refuses a trigger that has opened a dialog before, and opens nothing.

    To fix: forget a trigger when it is used.
    Usual cause: triggers are kept until they expire.
    Wrong: user = self._triggers[trigger_id]
    Right: user = self._triggers.pop(trigger_id)
    """
    with h.plugin() as plugin:
        dialogs = h.dialogs(plugin)
        expect_trigger_single_use(h, plugin, dialogs, dialogs)


@must("CONVERSATION-160", "open_modal", rule=4, observes=("modals", "issue_trigger"))
def open_modal_shows_the_modal_to_the_user(h: ConversationHarness) -> None:
    """`open_modal` shows the modal as given to the user of the trigger, and to nobody else.

    To fix: pass the modal on whole, together with the trigger.
    Usual cause: the modal goes to the user who was last active, not to the one of the trigger.
    Wrong: self.client.views_open(self._last_trigger, modal)
    Right: self.client.views_open(trigger_id, modal)
    """
    with h.plugin() as plugin:
        expect_opened(h, plugin, h.modals(plugin))


@must("CONVERSATION-161", "open_modal", rule=3, observes=("modals", "issue_trigger"))
def open_modal_leaves_its_arguments_alone(h: ConversationHarness) -> None:
    """`open_modal` neither changes the modal nor keeps it.

    To fix: copy the modal, with all that is nested in it.
    Usual cause: a shallow copy is kept, whose blocks are still the caller's.
    Wrong: self._views[user] = dict(modal)
    Right: self._views[user] = copy.deepcopy(modal)
    """
    with h.plugin() as plugin:
        expect_content_alone(h, plugin, h.modals(plugin))


@must("CONVERSATION-162", "open_modal", rule=5, observes=("modals",))
def open_modal_refuses_an_unknown_trigger(h: ConversationHarness) -> None:
    """`open_modal` refuses a trigger that was never given, and opens nothing.

    To fix: raise NotFoundError where the platform refuses the trigger.
    Usual cause: an error of the platform is logged, and the call ends as if all were well.
    Wrong:
        with suppress(ClientError):
            self.client.views_open(trigger_id, modal)
    Right:
        try:
            self.client.views_open(trigger_id, modal)
        except ClientError as error:
            raise NotFoundError("no such trigger", value=trigger_id) from error
    """
    with h.plugin() as plugin:
        expect_trigger_refused(h, h.modals(plugin), h.unique("trigger"), "an unknown trigger")


@must("CONVERSATION-163", "open_modal", rule=5, observes=("modals", "issue_trigger"))
def open_modal_refuses_a_trigger_that_was_used(h: ConversationHarness) -> None:
    """`open_modal` refuses a trigger that has opened a modal before, and opens nothing.

    To fix: forget a trigger when it is used.
    Usual cause: the trigger is looked up, and never taken out.
    Wrong: user = self._triggers.get(trigger_id)
    Right: user = self._triggers.pop(trigger_id, None)
    """
    with h.plugin() as plugin:
        modals = h.modals(plugin)
        expect_trigger_single_use(h, plugin, modals, modals)


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
        dialogs, modals = h.dialogs(plugin), h.modals(plugin)
        expect_trigger_single_use(h, plugin, dialogs, modals)
        expect_trigger_single_use(h, plugin, modals, dialogs)
