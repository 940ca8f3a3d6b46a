"""Who participants are: username, e-mail and avatar."""

from dispatch_interfaces.conformance.requirements import expect
from dispatch_interfaces.conformance.requirements.conversation.harness import (
    CONVERSATION,
    ConversationHarness,
    must,
)
from dispatch_interfaces.conformance.run.requirement import member


@must("CONVERSATION-190", "get_participant_username", rule=4, observes=("profile",))
def get_participant_username_knows_addresses(h: ConversationHarness) -> None:
    """`get_participant_username` returns the username of the one with that e-mail address.
    To fix: look the address up on the platform.
    Usual cause: the part before the @ is taken for the username.
    Wrong: return participant_id.split("@")[0]
    Right: return self.client.lookup_by_email(participant_id).username
    """
    with h.plugin() as plugin:
        for email, profile in h.profiles(plugin).items():
            found = plugin.get_participant_username(email)
            expect.equal(found, profile["username"], f"the username of {email}")


@must("CONVERSATION-191", "get_participant_username", rule=4, observes=("profile",))
def get_participant_username_knows_ids(h: ConversationHarness) -> None:
    """`get_participant_username` returns the username of the one with that id of the platform.
    To fix: look up what is no address as an id.
    Usual cause: only addresses were expected.
    Wrong: return self.client.lookup_by_email(participant_id).username
    Right:
        find = self.client.lookup_by_email if "@" in participant_id else self.client.user
        return find(participant_id).username
    """
    with h.plugin() as plugin:
        for profile in h.profiles(plugin).values():
            found = plugin.get_participant_username(profile["id"])
            expect.equal(found, profile["username"], f"the username of {profile['id']}")


@must("CONVERSATION-192", "get_participant_username", rule=4)
def a_username_has_no_mark_of_mention(h: ConversationHarness) -> None:
    """`get_participant_username` returns the name alone, without the platform's mark of mention.
    To fix: take the mark off; whoever writes the message puts it on.
    Usual cause: the name is returned as it stands in messages.
    Wrong: return f"<@{user.id}>"
    Right: return user.name
    """
    with h.plugin() as plugin:
        for email in h.some(h.people):
            found = plugin.get_participant_username(email)
            marked = found.startswith(("@", "<"))
            expect.that(not marked, "a username without a mark of mention", f"it is {found!r}")


@CONVERSATION.each(
    member(
        "CONVERSATION-193",
        method="get_participant_username",
        fix="raise NotFoundError where the look-up finds nobody.",
        cause="a name is made up, so that the message can be written.",
        wrong='return user.name if user else "unknown"',
        right="if user is None:\n"
        '    raise NotFoundError("no such user", value=participant_id)\n'
        "return user.name",
    ),
    member(
        "CONVERSATION-202",
        method="get_participant_email",
        fix="look up an address too, and raise NotFoundError where nobody is found.",
        cause="an address is returned as it is, whether anybody has it or not.",
        wrong='if "@" in participant_id:\n    return participant_id',
        right='if "@" in participant_id:\n'
        "    return self.client.lookup_by_email(participant_id).email",
    ),
    member(
        "CONVERSATION-213",
        method="get_participant_avatar_url",
        fix="raise NotFoundError; None is for somebody without a picture.",
        cause="nobody and no picture are told by the same None.",
        wrong="return user and user.picture",
        right="if user is None:\n"
        '    raise NotFoundError("no such user", value=participant_id)\n'
        "return user.picture",
    ),
    methods=("$method",),
    rule=5,
)
def each_look_up_refuses_a_stranger(h: ConversationHarness, method: str) -> None:
    """`$method` refuses an id or address that the platform does not know.
    To fix: $fix
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        for unknown in (h.stranger(), h.unique("unknown"), f"x{h.people[0]}"):
            what = f"the unknown participant {unknown}"
            expect.refused(getattr(plugin, method), unknown, what=what)


@must("CONVERSATION-200", "get_participant_email", rule=4, observes=("profile",))
def get_participant_email_knows_ids(h: ConversationHarness) -> None:
    """`get_participant_email` returns the address of the one with that id of the platform.
    To fix: look the id up on the platform.
    Usual cause: the address is put together of the username and a domain.
    Wrong: return f"{self.client.user(participant_id).name}@{self.domain}"
    Right: return self.client.user(participant_id).email
    """
    with h.plugin() as plugin:
        for email, profile in h.profiles(plugin).items():
            found = plugin.get_participant_email(profile["id"])
            expect.equal(found, email, f"the address of {profile['id']}")


@must("CONVERSATION-201", "get_participant_email", rule=4)
def get_participant_email_knows_addresses(h: ConversationHarness) -> None:
    """`get_participant_email` returns the address itself if it is given one.
    To fix: look an address up as such; it is a valid way to name a participant.
    Usual cause: only ids were expected, and an address is no id.
    Wrong: return self.client.user(participant_id).email
    Right:
        find = self.client.lookup_by_email if "@" in participant_id else self.client.user
        return find(participant_id).email
    """
    with h.plugin() as plugin:
        for email in h.some(h.people):
            expect.equal(plugin.get_participant_email(email), email, f"the address of {email}")


@must("CONVERSATION-210", "get_participant_avatar_url", rule=4, observes=("profile",))
def get_participant_avatar_url_knows_addresses(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` returns the picture of the one with that address, or None.
    To fix: return None, and no picture of somebody else, for who has none.
    Usual cause: a default picture is returned, or an empty str.
    Wrong: return user.picture or ""
    Right: return user.picture or None
    """
    with h.plugin() as plugin:
        for email, profile in h.profiles(plugin).items():
            found = plugin.get_participant_avatar_url(email)
            expect.equal(found, profile["avatar_url"], f"the picture of {email}")


@must("CONVERSATION-211", "get_participant_avatar_url", rule=4, observes=("profile",))
def get_participant_avatar_url_knows_ids(h: ConversationHarness) -> None:
    """`get_participant_avatar_url` returns the picture of the one with that id, or None.
    To fix: look up what is no address as an id.
    Usual cause: only addresses were expected.
    Wrong: return self.client.lookup_by_email(participant_id).picture
    Right:
        find = self.client.lookup_by_email if "@" in participant_id else self.client.user
        return find(participant_id).picture
    """
    with h.plugin() as plugin:
        for profile in h.profiles(plugin).values():
            found = plugin.get_participant_avatar_url(profile["id"])
            expect.equal(found, profile["avatar_url"], f"the picture of {profile['id']}")


@must("CONVERSATION-212", "get_participant_avatar_url", rule=9)
def the_picture_of_a_participant_is_absolute(h: ConversationHarness) -> None:
    """The picture that `get_participant_avatar_url` returns is an absolute http(s) URL.
    To fix: put the address of the platform before the path.
    Usual cause: the platform gives a path.
    Wrong: return user.picture
    Right: return urljoin("https://acme.example/", user.picture)
    """
    with h.plugin() as plugin:
        for email in h.some(h.people):
            found = plugin.get_participant_avatar_url(email)
            if found is not None:
                expect.absolute_url(found, f"the picture of {email}")
