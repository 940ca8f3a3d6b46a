"""Conversations: create."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    TYPE,
    ConversationHarness,
    must,
    should,
)
from dispatch_interfaces.conformance.run.endings import arranging


@must("CONVERSATION-030", "create", rule=1, observes=("conversations",))
def create_answers_with_the_name_in_force(h: ConversationHarness) -> None:
    """The conversation that `create` returns is there, once, under its id and the name returned.
    To fix: return the id and the name from the platform's answer, not the argument.
    Usual cause: the platform folds or shortens names, and the plugin repeats what it was given.
    Wrong:
        made = self.client.create_channel(name)
        return {"id": made.id, "name": name, "weblink": made.url}
    Right:
        made = self.client.create_channel(name)
        return {"id": made.id, "name": made.name, "weblink": made.url}
    """
    with h.plugin() as plugin:
        name = h.any_conversation(plugin)["name"]
        names = list(h.observe(plugin).conversations().values())
        expect.equal(names.count(name), 1, f"the number of conversations {name!r}")
        names = [h.plain("name", h.unique("Incident")), *adversarial.names(h)]
        for _name, made in h.named(plugin, names):
            seen = h.observe(plugin).conversations().get(made["id"])
            expect.equal(seen, made["name"], f"the name seen of {made['id']!r}")


@should("CONVERSATION-031", "create", rule=1)
def create_keeps_the_name_as_given(h: ConversationHarness) -> None:
    """The name that `create` returns is the name it was given.
    To fix: pass the name on as it is; refuse one that the platform would change.
    Usual cause: names are made to suit the strictest platform, whatever this one can do.
    Wrong: made = self.client.create_channel(name.lower().replace(" ", "-"))
    Right: made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        made = h.named(plugin, adversarial.names(h))
        names = {name: it["name"] for name, it in made}
        h.expect_each_kept("name", names, "the name of the conversation")


@must("CONVERSATION-032", "create", rule=1)
def create_with_a_taken_name_makes_another_or_refuses(h: ConversationHarness) -> None:
    """`create` with the name of another conversation makes a second one, or refuses.
    To fix: never answer with a conversation that was there before.
    Usual cause: the name is looked up first, so that the call can be repeated.
    Wrong: made = self.client.find_channel(name) or self.client.create_channel(name)
    Right: made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        first = h.created(plugin)
        second = expect.made(plugin.create, first["name"], h.two())
        if second is not None:
            expect.that(
                first["id"] and second["id"] and first["id"] != second["id"],
                "a second conversation, with another id",
                f"the ids are {first['id']!r} and {second['id']!r}",
            )


@must("CONVERSATION-033", "create", rule=1)
def create_keeps_names_apart_that_differ_a_little(h: ConversationHarness) -> None:
    """`create` makes distinct conversations of names that differ a little, or refuses one.
    To fix: derive no id from the name; let the platform give it.
    Usual cause: the id is the name in lower case, or its first 64 characters.
    Wrong: channel_id = name.lower().strip()[:64]
    Right: channel_id = self.client.create_channel(name).id
    """
    with h.plugin() as plugin:
        for names in adversarial.name_pairs(h):
            ids = [made["id"] for _name, made in h.named(plugin, names)]
            expect.equal(len(set(ids)), len(ids), f"the number of ids made of {names!r}")


@must("CONVERSATION-034", "create", rule=5)
def create_refuses_what_cannot_be_a_name(h: ConversationHarness) -> None:
    """`create` refuses a name of nothing but white space.
    To fix: check the name before calling the platform.
    Usual cause: the platform makes up a name for an empty one.
    Wrong: made = self.client.create_channel(name)
    Right:
        if not name.strip():
            raise InvalidRequestError("no name", interface="conversation", value=name)
        made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        for name in h.some(adversarial.NOT_NAMES):
            expect.refused(plugin.create, name, [{"email": h.people[0]}], what=f"the name {name!r}")


@must("CONVERSATION-035", "create", rule=4, observes=("members",))
def create_adds_the_participants(h: ConversationHarness) -> None:
    """`create` makes members of the given participants, with or without a full name.
    To fix: add every participant before returning; look at their address only.
    Usual cause: the platform creates an empty conversation, and adding is another call of it.
    Wrong: return self._record(self.client.create_channel(name))
    Right:
        made = self.client.create_channel(name)
        self.client.invite(made.id, [it["email"] for it in participants])
        return self._record(made)
    """
    with h.plugin() as plugin:
        made = h.created(plugin)
        expect.equal(h.members(plugin, made["id"]), list(h.people[:2]), "the membership")


@must("CONVERSATION-036", "create", rule=6, observes=("members",))
def create_accepts_nobody(h: ConversationHarness) -> None:
    """`create` accepts an empty list of participants, and adds nobody.
    To fix: create the conversation, and leave out the call that adds.
    Usual cause: the platform's call for adding refuses an empty list.
    Wrong: self.client.invite(made.id, addresses)
    Right:
        if addresses:
            self.client.invite(made.id, addresses)
    """
    with h.plugin() as plugin:
        made = plugin.create(h.name(), [])
        expect.equal(h.members(plugin, made["id"]), [], "the membership")


@must("CONVERSATION-037", "create", rule=6, observes=("members",))
def create_takes_a_participant_twice(h: ConversationHarness) -> None:
    """`create` takes a participant who is given twice as one member.
    To fix: leave out repeated addresses before calling the platform.
    Usual cause: the platform refuses to add somebody who is in the conversation already.
    Wrong:
        for participant in participants:
            self.client.invite(made.id, participant["email"])
    Right:
        for email in {participant["email"] for participant in participants}:
            self.client.invite(made.id, email)
    """
    with h.plugin() as plugin:
        one = h.people[0]
        made = plugin.create(h.name(), [{"email": one}, {"email": one}])
        found = [it for it in h.observe(plugin).members(made["id"]) if it == one]
        expect.equal(found, [one], f"the membership of {one}")


@must("CONVERSATION-038", "create", rule=5, observes=("conversations",))
def create_refuses_an_unknown_participant(h: ConversationHarness) -> None:
    """`create` refuses a participant whom the platform does not know, and creates nothing.
    To fix: look all participants up before creating the conversation.
    Usual cause: the conversation is created first, and stays when adding somebody fails.
    Wrong:
        made = self.client.create_channel(name)
        users = [self._user(it["email"]) for it in participants]
    Right:
        users = [self._user(it["email"]) for it in participants]
        made = self.client.create_channel(name)
    """
    with h.plugin() as plugin:
        name, participants = h.name(), [h.people[0], h.stranger()]
        expect.refused(
            plugin.create,
            name,
            [{"email": it} for it in participants],
            what=f"the unknown participant {participants[1]}",
        )
        names = [it.casefold() for it in h.observe(plugin).conversations().values()]
        expect.that(name.casefold() not in names, "no conversation of that name", "there is one")


@must("CONVERSATION-041", "create", rule=9)
def the_weblink_of_a_conversation_is_absolute(h: ConversationHarness) -> None:
    """The weblink that `create` returns is an absolute http(s) URL.
    To fix: put the address of the platform before the path.
    Usual cause: the platform gives a path, or a link that only its own program opens.
    Wrong: weblink = f"acme://channel/{made.id}"
    Right: weblink = f"https://acme.example/channel/{made.id}"
    """
    with h.plugin() as plugin:
        expect.absolute_url(h.created(plugin)["weblink"], "the weblink of the conversation")


@must("CONVERSATION-042", "create", rule=4, observes=("members", "messages"))
def create_leaves_other_conversations_alone(h: ConversationHarness) -> None:
    """`create` changes neither the members nor the messages of another conversation.
    To fix: change only what belongs to the new id.
    Usual cause: members are kept by address, in the one conversation that they joined last.
    Wrong:
        for it in participants:
            self._conversation_of[it["email"]] = made.id
    Right: self._members[made.id] = {it["email"] for it in participants}
    """
    with h.plugin() as plugin:
        first = h.any_conversation(plugin)["id"]
        with arranging("send"):
            message = plugin.send(first, h.word(), {}, TYPE)
        plugin.create(h.name(), [{"email": h.people[0]}])
        expect.equal(h.members(plugin, first), list(h.people), "the membership of the first")
        h.everybody(plugin, first).find(message)
