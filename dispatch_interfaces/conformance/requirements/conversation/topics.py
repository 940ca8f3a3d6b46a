"""Topics and command names: set_topic and get_command_name."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    ConversationHarness,
    must,
)
from dispatch_interfaces.conformance.run.endings import arranging


@must("CONVERSATION-220", "set_topic", rule=4, observes=("topic",))
def set_topic_replaces_the_topic(h: ConversationHarness) -> None:
    """`set_topic` puts the new topic in place of the one before.
    To fix: set the topic whole.
    Usual cause: the topic is set only once, or the new one is appended.
    Wrong: self._topics.setdefault(conversation_id, topic)
    Right: self._topics[conversation_id] = topic
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        for topic in ("investigating", "mitigated", "investigating"):
            plugin.set_topic(new, topic)
            h.expect_kept("topic", h.observe(plugin).topic(new), topic, "the topic")


@must("CONVERSATION-221", "set_topic", rule=4, observes=("topic",))
def set_topic_to_nothing_takes_the_topic_away(h: ConversationHarness) -> None:
    """`set_topic` with `""` leaves the conversation without a topic.
    To fix: pass an empty topic on like any other.
    Usual cause: an empty topic is taken for none given.
    Wrong:
        if topic:
            self.client.set_topic(conversation_id, topic)
    Right: self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        if not h.takes("topic", ""):
            return
        for topic in ("investigating", ""):
            plugin.set_topic(new, topic)
        expect.equal(h.observe(plugin).topic(new), "", "the topic")


@must("CONVERSATION-222", "set_topic", rule=7, observes=("topic",))
def set_topic_keeps_the_topic_as_it_is(h: ConversationHarness) -> None:
    """`set_topic` shows the topic exactly, whatever it holds, or refuses it.
    To fix: pass the topic on untouched, or raise InvalidRequestError.
    Usual cause: line breaks are taken out, or white space around it.
    Wrong: self.client.set_topic(conversation_id, " ".join(topic.split()))
    Right: self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        new, topics = h.any_conversation(plugin)["id"], dict[str, str]()
        for topic in filter(None, h.some(adversarial.TEXTS)):
            if not expect.is_refused(plugin.set_topic, new, topic):
                topics[topic] = h.observe(plugin).topic(new)
        h.expect_each_kept("topic", topics, "the topic")


@must("CONVERSATION-223", "set_topic", rule=7, observes=("topic",))
def set_topic_keeps_a_long_topic_whole_or_the_old_one(h: ConversationHarness) -> None:
    """`set_topic` shows a topic of 100 000 characters whole, or refuses it and keeps the old one.
    To fix: raise InvalidRequestError where the platform has a limit; never cut.
    Usual cause: the topic is cut to the limit of the platform, to be safe.
    Wrong: self.client.set_topic(conversation_id, topic[:250])
    Right:
        if len(topic) > 250:
            raise InvalidRequestError("too long", interface="conversation", method="set_topic")
        self.client.set_topic(conversation_id, topic)
    """
    with h.plugin() as plugin:
        new = h.any_conversation(plugin)["id"]
        plugin.set_topic(new, "old")
        kept = not expect.is_refused(plugin.set_topic, new, adversarial.LONG_TEXT)
        wanted = adversarial.LONG_TEXT if kept else "old"
        h.expect_kept("topic", h.observe(plugin).topic(new), wanted, "the topic")


@must("CONVERSATION-224", "set_topic", rule=4, observes=("topic",))
def set_topic_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`set_topic` changes the topic of no other conversation.
    To fix: keep the topic with its conversation.
    Usual cause: the topic is an attribute of the plugin.
    Wrong: self._topic = topic
    Right: self._topics[conversation_id] = topic
    """
    with h.plugin() as plugin:
        ids = [it["id"] for it in h.several(plugin, 11)]
        with arranging("set_topic"):
            plugin.set_topic(ids[-1], "stays")
        plugin.set_topic(ids[0], "changed")
        topics = [h.observe(plugin).topic(it) for it in ids[1:]]
        changed = h.in_force("topic", "changed")
        expect.that(changed not in topics, "no other topic to change", f"they are {topics}")
        h.expect_kept("topic", topics[-1], "stays", "the topic of another conversation")


@must("CONVERSATION-230", "get_command_name", rule=4, observes=("command_names",))
def get_command_name_returns_what_users_type(h: ConversationHarness) -> None:
    """`get_command_name` returns what users type for the command on this platform.
    To fix: return the name as it is registered with the platform, slash and prefix included.
    Usual cause: the application's own name of the command is returned.
    Wrong: return f"/{command}"
    Right: return self.configuration.commands[command]
    """
    with h.plugin() as plugin:
        names = h.observe(plugin).command_names()
        for command in h.commands:
            expect.equal(plugin.get_command_name(command), names.get(command), f"{command!r}")


@must("CONVERSATION-231", "get_command_name", rule=4)
def different_commands_have_different_names(h: ConversationHarness) -> None:
    """`get_command_name` returns a name of its own for each command.
    To fix: give the name with which users reach this very command.
    Usual cause: the platform has one entry point, and what follows it is left out.
    Wrong: return "/dispatch"
    Right: return f"/dispatch {command}"
    """
    with h.plugin() as plugin:
        names = [plugin.get_command_name(it) for it in h.commands]
        expect.equal(len(set(names)), len(set(h.commands)), f"the number of names in {names}")


@must("CONVERSATION-232", "get_command_name", rule=5)
def get_command_name_refuses_an_unknown_command(h: ConversationHarness) -> None:
    """`get_command_name` refuses a command that there is not.
    To fix: raise NotFoundError; whatever is returned is put into a message as it is.
    Usual cause: the name is put together of a prefix and whatever was given.
    Wrong: return f"/dispatch-{command}"
    Right:
        if command not in self.commands:
            raise NotFoundError("no such command", interface="conversation", value=command)
    """
    with h.plugin() as plugin:
        for unknown in (h.unique("unknown"), "", f"{h.commands[0]}-unknown"):
            expect.refused(
                plugin.get_command_name, unknown, what=f"the unknown command {unknown!r}"
            )
