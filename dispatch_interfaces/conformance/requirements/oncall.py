"""What an oncall plugin must do."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, ClassVar, Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, proving
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import Blocked, NotObserved
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError, UnavailableError
from dispatch_interfaces.limits import Absent, AtMost, NoPlace
from dispatch_interfaces.protocols.oncall import OncallPlugin


class SentPage(Protocol):
    """One page, as the on-call system shows it."""

    @property
    def email(self) -> str:
        """Address of who was paged."""
        ...

    @property
    def incident_name(self) -> str:
        """The name as it was passed to `page`, exactly."""
        ...

    @property
    def incident_title(self) -> str:
        """The title as it was passed, exactly."""
        ...

    @property
    def incident_description(self) -> str:
        """The description as it was passed, exactly."""
        ...


class OncallObserver(Protocol):
    """Stands for the on-call system."""

    def add_service(self, name: str) -> str:
        """Add a service for which nobody is on call; returns its id.

        Raises:
            InvalidRequestError: The system cannot hold such a name.
        """
        ...

    def set_oncall(self, service_id: str, email: str | None) -> None:
        """Let a person be on call for a service from now on, or nobody."""
        ...

    def pages(self, service_id: str) -> Sequence[SentPage]:
        """The pages that were sent for a service, in order."""
        ...


def _asks_by_name(method: str, arguments: Mapping[str, Any]) -> bool:
    """Whether a service is asked for by its name: the id decides where both are given."""
    named = arguments.get("service_name") is not None
    return method == "get" and named and arguments.get("service_id") is None


class OncallWatch(Watch):
    """Knows when a name decides, and how much a page says."""

    def must_reject(self, method: str, arguments: Mapping[str, Any]) -> str:
        if self.limits.service_name is not None and _asks_by_name(method, arguments):
            return "service_name"
        if self.limits.length is not None and method == "page":
            said = sum(len(arguments.get(it, "")) for it in SAID_BY)
            if said > self.limits.length.number:
                return "length"
        return super().must_reject(method, arguments)

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        return 'service_name=Absent("why")' if _asks_by_name(method, arguments) else ""


SAID_BY: Final = ("incident_name", "incident_title", "incident_description")
"""The attributes of a page, and parameters of `page`, that hold what it says."""


@frozen(kw_only=True)
class OncallHarness(Harness[OncallPlugin, OncallObserver]):
    """How to bring an oncall plugin under test."""

    contract: ClassVar[Contract] = CONTRACTS["oncall"]
    observer_type = OncallObserver
    creates: ClassVar[Creates] = {
        "observer.add_service": ("service", Fate.REMOVED),
        "page": ("page", Fate.STAYS),
    }
    watch_type: ClassVar[type[Watch]] = OncallWatch

    def service(
        self, plugin: OncallPlugin, email: str | None = None, name: str | None = None
    ) -> str:
        """A new service, with the given person or the first of `people` on call for it."""
        observer = self.observe(plugin)
        service_id = observer.add_service(name or self.unique("service"))
        observer.set_oncall(service_id, email or self.people[0])
        return service_id

    def said(
        self, name: str = "incident-1", title: str = "A title", description: str = "A description"
    ) -> tuple[str, str, str]:
        """Name, title and description of a page, as the system takes and leaves them."""
        if not description and not self.limits.takes("incident_description", ""):
            description = "A description"
        return (
            self.plain("incident_name", name),
            self.plain("incident_title", title),
            description and self.plain("incident_description", description),
        )

    def expect_said(self, page: SentPage, said: Sequence[str]) -> None:
        """Fail unless a page says what was given, as far as it has a place for it."""
        __tracebackhide__ = True
        for name, given in zip(SAID_BY, said, strict=True):
            if isinstance(getattr(self.limits, name), NoPlace):
                self.meets(name)
            else:
                self.expect_kept(name, getattr(page, name), given, f"the {name}")

    def asked(self, service_id: str, name: str) -> dict[str, str]:
        """What to ask for a service with: its name, or its id where services have no names."""
        if self.meets("service_name"):
            return {"service_id": service_id}
        return {"service_name": name}

    def try_observer(self, plugin: OncallPlugin, observer: OncallObserver) -> None:
        """Nobody was paged for a service that is new."""
        service_id = self.service(plugin)
        self.expect_unseen("a page for a new service", len(observer.pages(service_id)) > 0)


ONCALL: Final = Suite(
    OncallHarness,
    not_about={
        3: "its arguments are texts",
        6: "it has no members",
        8: "it takes no **kwargs",
        9: "it returns an address",
    },
)
common.add_requirements(ONCALL)

_must, _should = ONCALL.must, ONCALL.should
_ARRANGED: Final = ("add_service", "set_oncall")
_WATCHED: Final = ("add_service", "set_oncall", "pages")
_NOWHERE: Final = "no-such-service-anywhere"

_BY_NAME: Final = ("service_name",)

SAID: Final = ("incident-1", "A title", "A description")
"""The name, title and description of the page that is looked at."""


@ONCALL.proof("service_name")
def _has_no_names(h: OncallHarness, _: str, limit: Absent) -> None:
    """A service is not found by its name, and is by its id."""
    with h.plugin() as plugin:
        name = h.unique("service")
        service_id = h.service(plugin, name=name)
        expect.refused(plugin.get, service_name=name, what=f"a name: {limit.because}")
        expect.equal(plugin.get(service_id, name), h.people[0], "the person on call for the id")


@ONCALL.proof(*SAID_BY)
def _says_texts(h: OncallHarness, name: str, limit: Any) -> None:
    """A page says a text as is declared, or does not show it at all."""
    at = SAID_BY.index(name)
    with h.plugin() as plugin:
        service_id = h.service(plugin)

        def show(text: str) -> str:
            said = list(h.said())
            said[at] = text
            plugin.page(service_id, *said)
            return str(getattr(h.observe(plugin).pages(service_id)[-1], name))

        if not isinstance(limit, NoPlace):
            texts = (*adversarial.TEXTS, adversarial.LONG_TEXT)
            proving.text_limit(h, name, SAID[at], texts, show)
            return
        one, other = show(SAID[at]), show("incident-2")
        told = f"{name} not to show what was given, as is declared: {limit.because}"
        expect.that(one != SAID[at], told, f"it shows {one!r}")
        expect.equal(other, one, f"{name} of another page, which was given another one,")


@ONCALL.proof("length")
def _says_so_much(h: OncallHarness, _: str, limit: AtMost) -> None:
    """A page of so many characters is sent, and one of one more is rejected."""
    if limit.number > proving.LONGEST:
        raise NotObserved(f"length: pages of {limit.number:,} characters are not tried")
    with h.plugin() as plugin:
        service_id, (name, title, _) = h.service(plugin), h.said()
        fills = "x" * (limit.number - len(name) - len(title))
        for at, text in (("incident_description", fills), ("incident_title", title + fills)):
            said = {"incident_name": name, "incident_title": title, "incident_description": ""}
            if not h.limits.takes(at, text):
                continue
            plugin.page(service_id, **{**said, at: text})
            longer = {**said, at: f"{text}x"}
            expect.refused(plugin.page, service_id, **longer, what=f"a page of {limit.number + 1}")
            return
    raise NotObserved("length: no text is taken that is as long")


@_must("ONCALL-010", "get", rule=2, level=Level.SHAPE, observes=_ARRANGED)
def get_returns_an_address(h: OncallHarness) -> None:
    """`get` returns the address of the person as a str.
    To fix: return the address alone.
    Usual cause: the system's record of the person is returned.
    Wrong: return self.client.oncall(service_id)
    Right: return self.client.oncall(service_id)["email"]
    """
    with h.plugin() as plugin:
        name = h.unique("service")
        service_id = h.service(plugin, name=name)
        plugin.get(service_id, name)


@_must("ONCALL-011", "page", rule=2, level=Level.SHAPE, observes=_ARRANGED)
def page_returns_none(h: OncallHarness) -> None:
    """`page` returns None.
    To fix: do not return what the system answered.
    Usual cause: the result of the last call in the method is returned.
    Wrong: return self.client.page(service_id, incident_title)
    Right: self.client.page(service_id, incident_title)
    """
    with h.plugin() as plugin:
        plugin.page(h.service(plugin), *h.said())


@ONCALL.each(
    member(
        "ONCALL-020",
        parameter="service_id",
        fix="ask for the person of that service.",
        cause="the first schedule of the system is taken.",
        wrong="return self.client.schedules()[0].email",
        right="return self.client.schedule(service_id).email",
    ),
    member(
        "ONCALL-021",
        parameter="service_name",
        limited_by=_BY_NAME,
        fix="look the service up by its name if there is no id.",
        cause="the application never passes a name, and so it was left out.",
        wrong="def get(self, service_id=None, service_name=None):\n"
        "    return self._oncall(service_id)",
        right="def get(self, service_id=None, service_name=None):\n"
        "    return self._oncall(service_id or self._id_of(service_name))",
    ),
    methods=("get",),
    rule=4,
    observes=_ARRANGED,
)
def get_finds_a_service(h: OncallHarness, parameter: str) -> None:
    """`get` returns who is on call for the service with the given `$parameter`.
    To fix: $fix
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        people = dict[str, str]()
        for email in h.people[:3]:
            name = h.unique("service")
            service = {"service_id": h.service(plugin, email, name), "service_name": name}
            people[service[parameter]] = email
        for given, email in people.items():
            expect.equal(plugin.get(**{parameter: given}), email, "the person on call")


@_must("ONCALL-022", "get", rule=4, observes=_ARRANGED)
def get_goes_by_the_id_if_both_are_given(h: OncallHarness) -> None:
    """`get` goes by `service_id` if both an id and a name are given.
    To fix: look at the name only if there is no id.
    Usual cause: the name is looked at first.
    Wrong:
        if service_name:
            service_id = self._id_of(service_name)
    Right:
        if service_id is None:
            service_id = self._id_of(service_name)
    """
    with h.plugin() as plugin:
        name = h.unique("service")
        service_id = h.service(plugin, h.people[0])
        h.service(plugin, h.people[1], name)
        for other in (name, _NOWHERE):
            found = plugin.get(service_id=service_id, service_name=other)
            expect.equal(found, h.people[0], "the person on call for the id")


@_must("ONCALL-023", "get", rule=5)
def get_refuses_neither_id_nor_name(h: OncallHarness) -> None:
    """`get` refuses a call with neither an id nor a name, left out or None.
    To fix: raise InvalidRequestError.
    Usual cause: some default service is taken.
    Wrong: service_id = service_id or self.default_service_id
    Right:
        if service_id is None and service_name is None:
            raise InvalidRequestError("a service_id or a service_name is needed")
    """
    with h.plugin() as plugin:
        expect.refused(plugin.get, what="a call with neither id nor name")
        expect.refused(
            plugin.get, service_id=None, service_name=None, what="a call with None for both"
        )


@_must("ONCALL-024", "get", rule=5, observes=_ARRANGED)
def get_refuses_an_unknown_id(h: OncallHarness) -> None:
    """`get` refuses a `service_id` that the system does not have.
    To fix: raise NotFoundError; return nobody's address.
    Usual cause: an id is looked for by its beginning, or in names too.
    Wrong: services = [it for it in self._services if it.id.startswith(service_id)]
    Right: services = [it for it in self._services if it.id == service_id]
    """
    with h.plugin() as plugin:
        known = h.service(plugin)
        for unknown in (_NOWHERE, "", f"{known}-{_NOWHERE}"):
            expect.refused(plugin.get, service_id=unknown, what=f"service_id {unknown!r}")
        # What an id begins with may be the id of another service, which has its own people.
        people, found = list(h.people[:2]), list[str | None]()
        for email in people:
            h.observe(plugin).set_oncall(known, email)
            found.append(_oncall_or_none(plugin, known[:-1]))
        expect.that(found != people, f"{known[:-1]!r} not to be taken for {known!r}", "it is")


def _oncall_or_none(plugin: OncallPlugin, service_id: str) -> str | None:
    try:
        return plugin.get(service_id=service_id)
    except Blocked:
        raise
    except Exception:
        return None


@_must("ONCALL-025", "get", rule=5, observes=_ARRANGED, limited_by=_BY_NAME)
def get_refuses_an_unknown_name(h: OncallHarness) -> None:
    """`get` refuses a `service_name` that is no service's whole name.
    To fix: compare the whole name; raise NotFoundError.
    Usual cause: the system's search is fuzzy, and its best result is taken.
    Wrong: service = self.client.search(service_name)[0]
    Right: service = next(it for it in self.client.search(service_name) if it.name == service_name)
    """
    with h.plugin() as plugin:
        name = f"{h.unique('service')} desk"  # no other begins with it but for a letter
        h.service(plugin, name=name)
        for unknown in (_NOWHERE, "", name[:-1], f"{name} {_NOWHERE}", name.upper()):
            expect.refused(plugin.get, service_name=unknown, what=f"service_name {unknown!r}")


@_must("ONCALL-026", "get", rule=5, observes=_ARRANGED)
def get_refuses_a_service_without_anybody(h: OncallHarness) -> None:
    """`get` raises when nobody is on call; it returns neither an empty str nor somebody else.
    To fix: raise UnavailableError.
    Usual cause: the last person who was on call is returned.
    Wrong: return shifts[-1].email if shifts else ""
    Right:
        if not shifts:
            raise UnavailableError("nobody is on call for the service now")
        return shifts[-1].email
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        never = observer.add_service(h.unique("service"))
        expect.refused(plugin.get, service_id=never, what="a service that never had anybody")
        no_longer = h.service(plugin)
        observer.set_oncall(no_longer, None)
        expect.refused(plugin.get, service_id=no_longer, what="a service without anybody")


@_should("ONCALL-027", "get", "page", rule=14, observes=_ARRANGED)
def nobody_on_call_may_pass(h: OncallHarness) -> None:
    """A service without anybody on call is refused with UnavailableError: it may pass.
    To fix: raise UnavailableError, and NotFoundError for an unknown service only.
    Usual cause: one error is raised for both.
    Wrong:
        if not service or not service.oncall:
            raise NotFoundError("nobody found", value=service_id)
    Right:
        if not service:
            raise NotFoundError("no such service", value=service_id)
        if not service.oncall:
            raise UnavailableError("nobody is on call", value=service_id)
    """
    with h.plugin() as plugin:
        service_id = h.observe(plugin).add_service(h.unique("service"))
        expect.all_refused_with(
            UnavailableError,
            ("get", lambda: plugin.get(service_id=service_id)),
            ("page", lambda: plugin.page(service_id, *h.said())),
        )


@_should("ONCALL-028", "get", "page", rule=5)
def what_is_unknown_is_not_found(h: OncallHarness) -> None:
    """An unknown service is refused with NotFoundError, and an unknown name too.
    To fix: translate the system's error.
    Usual cause: the error of the system's client, or a KeyError, goes through as it is.
    Wrong: service = self._services[service_id]
    Right:
        service = self._services.get(service_id)
        if service is None:
            raise NotFoundError("no such service", value=service_id)
    """
    with h.plugin() as plugin:
        by_name = ("get by name", lambda: plugin.get(service_name=_NOWHERE))
        expect.all_refused_with(
            NotFoundError,
            ("get by id", lambda: plugin.get(service_id=_NOWHERE)),
            *(() if h.meets("service_name") else (by_name,)),
            ("page", lambda: plugin.page(_NOWHERE, *h.said())),
        )


@_should("ONCALL-029", "get", rule=5)
def neither_id_nor_name_is_invalid(h: OncallHarness) -> None:
    """`get` refuses a call with neither an id nor a name with InvalidRequestError.
    To fix: raise InvalidRequestError.
    Usual cause: None is looked up like any other id.
    Wrong: raise NotFoundError("no such service", value=service_id)
    Right: raise InvalidRequestError("a service_id or a service_name is needed")
    """
    with h.plugin() as plugin:
        expect.refused_with(InvalidRequestError, plugin.get, what="a call with neither")


@_must("ONCALL-030", "get", rule=4, observes=_ARRANGED)
def get_follows_the_rotation(h: OncallHarness) -> None:
    """`get` returns who is on call now, also when that has changed since the last call.
    To fix: ask the system at each call.
    Usual cause: the answer is cached.
    Wrong:
        @functools.cache
        def _oncall(self, service_id): ...
    Right: def _oncall(self, service_id): ...
    """
    with h.plugin() as plugin:
        service_id = h.service(plugin, h.people[0])
        for email in h.people[:3]:
            h.observe(plugin).set_oncall(service_id, email)
            expect.equal(plugin.get(service_id=service_id), email, "the person on call")


@_must("ONCALL-031", "get", rule=1, observes=_ARRANGED, limited_by=_BY_NAME)
def get_tells_similar_names_apart(h: OncallHarness) -> None:
    """`get` keeps services apart whose names differ in case, in a suffix or in Unicode form only.
    To fix: compare names exactly.
    Usual cause: names are folded before they are compared.
    Wrong: service = self._by_name[service_name.lower()]
    Right: service = self._by_name[service_name]
    """
    with h.plugin() as plugin:
        start = h.unique("service")
        for pair in h.some(adversarial.NAME_PAIRS):
            names = [f"{start} {name}" for name in pair]
            add: list[Any] = [
                lambda n=name, e=email: h.service(plugin, e, n)
                for name, email in zip(names, h.people[:2], strict=True)
            ]
            made = [expect.accepted(call) for call in add]
            for name, email, service_id in zip(names, h.people[:2], made, strict=True):
                if service_id is not None:
                    expect.equal(plugin.get(service_name=name), email, f"who has {name!r:.60}")


@_must("ONCALL-032", "get", rule=4, observes=_WATCHED)
def get_pages_nobody(h: OncallHarness) -> None:
    """`get` pages nobody: it only asks.
    To fix: keep asking and paging apart.
    Usual cause: the system's "escalate" call is used to find out who is on call.
    Wrong: return self.client.escalate(service_id).assignee
    Right: return self.client.oncall(service_id).email
    """
    with h.plugin() as plugin:
        service_id = h.service(plugin)
        plugin.get(service_id=service_id)
        expect.equal(len(h.observe(plugin).pages(service_id)), 0, "the number of pages")


@_must("ONCALL-040", "page", rule=4, observes=_WATCHED)
def page_reaches_who_is_on_call(h: OncallHarness) -> None:
    """`page` sends one page to the person on call, with name, title and description.
    To fix: pass all four arguments on.
    Usual cause: only the title fits the system's own form.
    Wrong: self.client.page(service_id, incident_title)
    Right:
        text = f"{incident_name}: {incident_title}\\n{incident_description}"
        self.client.page(service_id, text)
    """
    with h.plugin() as plugin:
        service_id = h.service(plugin, h.people[1])
        said = h.said(*SAID)
        plugin.page(service_id, *said)
        pages = h.observe(plugin).pages(service_id)
        expect.equal([it.email for it in pages], [h.people[1]], "who was paged")
        h.expect_said(pages[0], said)


@_must("ONCALL-041", "page", rule=5, observes=_WATCHED)
def page_refuses_an_unknown_service(h: OncallHarness) -> None:
    """`page` refuses a `service_id` that the system does not have, and pages nobody.
    To fix: look the service up before paging; raise NotFoundError.
    Usual cause: an unknown service falls through to a default one.
    Wrong: service = self._services.get(service_id, self._default)
    Right:
        service = self._services.get(service_id)
        if service is None:
            raise NotFoundError("no such service", value=service_id)
    """
    with h.plugin() as plugin:
        known = h.service(plugin)
        for unknown in (_NOWHERE, "", f"{known}-{_NOWHERE}"):
            expect.refused(plugin.page, unknown, *h.said(), what=f"service_id {unknown!r}")
        expect.equal(len(h.observe(plugin).pages(known)), 0, "the pages for another service")


@_must("ONCALL-042", "page", rule=4, observes=_WATCHED)
def page_refuses_a_service_without_anybody(h: OncallHarness) -> None:
    """`page` raises when nobody is on call, and no page is on record.
    To fix: find the person first; raise UnavailableError.
    Usual cause: the page is filed and waits for somebody who never comes.
    Wrong: self.client.file(service_id, incident_title)
    Right: self.client.page(self.get(service_id), incident_title)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        service_id = observer.add_service(h.unique("service"))
        expect.refused(plugin.page, service_id, *h.said(), what="a service without anybody")
        expect.equal(len(observer.pages(service_id)), 0, "the number of pages")


@_must("ONCALL-043", "page", rule=7, observes=_WATCHED)
def page_keeps_its_texts_to_the_letter(h: OncallHarness) -> None:
    """`page` passes name, title and description on exactly, or refuses them.
    To fix: neither strip nor cut; refuse with InvalidRequestError what the system cannot carry.
    Usual cause: the text is cut to what fits into a text message.
    Wrong: self.client.page(service_id, incident_description[:1024])
    Right: self.client.page(service_id, incident_description)
    """
    with h.plugin() as plugin:
        service_id, count = h.service(plugin), 0
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
            name, title, description = h.said("n", "t", "d")
            for said in (
                (text, title, description),
                (name, text, description),
                (name, title, text),
            ):
                refused = expect.is_refused(plugin.page, service_id, *said)
                count += not refused
                pages = h.observe(plugin).pages(service_id)
                expect.equal(len(pages), count, "the number of pages")
                if not refused:
                    h.expect_said(pages[-1], said)


@_must("ONCALL-044", "page", rule=4, observes=_WATCHED)
def page_sends_one_page_a_call(h: OncallHarness) -> None:
    """`page` sends one page at each call, also when the same is said again.
    To fix: send it; whoever calls twice wants to be heard.
    Usual cause: pages are put together by the incident's name.
    Wrong: self._pages[incident_name] = page
    Right: self._pages.append(page)
    """
    with h.plugin() as plugin:
        service_id = h.service(plugin)
        for _ in range(3):
            plugin.page(service_id, *h.said())
        expect.equal(len(h.observe(plugin).pages(service_id)), 3, "the number of pages")


@_must("ONCALL-045", "page", rule=4, observes=_WATCHED)
def page_reaches_no_other_service(h: OncallHarness) -> None:
    """`page` pages nobody of another service.
    To fix: page one service only.
    Usual cause: everybody who is on call for anything is paged.
    Wrong:
        for service in self._services:
            self._send(service, incident_title)
    Right: self._send(self._services[service_id], incident_title)
    """
    with h.plugin() as plugin:
        service_id, other = h.service(plugin), h.service(plugin)
        plugin.page(service_id, *h.said())
        expect.equal(len(h.observe(plugin).pages(other)), 0, "the pages for the other service")
        before = len(h.observe(plugin).pages(service_id))
        plugin.page(other, *h.said("incident-2"))
        after = len(h.observe(plugin).pages(service_id))
        expect.unchanged(before, after, "the number of pages for the first service")


@_must("ONCALL-046", "page", rule=4, observes=_WATCHED)
def page_follows_the_rotation(h: OncallHarness) -> None:
    """`page` reaches who is on call now, also when that has changed since the last page.
    To fix: ask who is on call at each call.
    Usual cause: the person is cached.
    Wrong: self._person = self._person or self.get(service_id)
    Right: person = self.get(service_id)
    """
    with h.plugin() as plugin:
        service_id, observer = h.service(plugin), h.observe(plugin)
        for email in h.people[:3]:
            observer.set_oncall(service_id, email)
            plugin.page(service_id, *h.said())
        paged = [it.email for it in observer.pages(service_id)]
        expect.equal(paged, list(h.people[:3]), "who was paged")


@_must("ONCALL-050", "get", "page", rule=12, observes=_WATCHED)
def plugins_side_by_side_share_nothing(h: OncallHarness) -> None:
    """A service of one plugin is none of another plugin that is open beside it.
    To fix: keep services and pages in the object, not in the class or the module.
    Usual cause: they are kept in a class attribute.
    Wrong:
        class AcmeOncall(OncallPlugin):
            _services = {}
    Right:
        def __init__(self):
            self._services = {}
    """
    with h.plugin() as one, h.plugin() as other:
        name = h.unique("service")
        service_id = h.service(one, name=name)
        if h.shared_backend:
            found = other.get(**h.asked(service_id, name))
            expect.equal(found, h.people[0], "who is on call")
            return
        asked = h.asked(service_id, name)
        expect.refused(other.get, **asked, what="a service of another plugin")
        if expect.offers(other, "page"):
            told = "paging for a service of another plugin"
            expect.refused(other.page, service_id, *h.said(), what=told)
        expect.equal(len(h.observe(one).pages(service_id)), 0, "the pages by another plugin")


@_must("ONCALL-051", "page", rule=11, level=Level.CONCURRENT, observes=_WATCHED)
def page_serves_several_threads(h: OncallHarness) -> None:
    """`page` loses no page when several threads page at once.
    To fix: append under a lock, or let the system do it.
    Usual cause: the list of pages is read, and written back with one more.
    Wrong: self._pages = [*self._pages, page]
    Right:
        with self._lock:
            self._pages.append(page)
    """
    with h.plugin() as plugin:
        service_id = h.service(plugin)
        titles = [h.plain("incident_title", h.unique("incident")) for _ in range(8)]
        name, _, description = h.said(description="")
        calls: list[Any] = [
            lambda it=it: plugin.page(service_id, name, it, description) for it in titles
        ]
        h.in_parallel(calls)
        paged = sorted(it.incident_title for it in h.observe(plugin).pages(service_id))
        expect.equal(paged, sorted(titles), "the titles that were paged")


@_must("ONCALL-950", "get", "page", rule=11, level=Level.CONCURRENT, observes=_WATCHED)
def services_stand_up_to_many_threads(h: OncallHarness) -> None:
    """Threads that ask and page all at once, for many services, are not mixed up.
    To fix: hand values from method to method as arguments; hold a lock around what is written.
    Usual cause: the request is built up in an attribute of the plugin.
    Wrong:
        self._service = self._services[service_id]
        self._send(self._service.email, incident_title)
    Right:
        service = self._services[service_id]
        self._send(service.email, incident_title)
    """
    with h.plugin() as plugin:
        shared, names = h.service(plugin), [h.unique("service") for _ in range(2)]
        services = [(it, h.service(plugin, h.people[at], it)) for at, it in enumerate(names)]
        said = h.threads(0, partial(_one_threads_work, h, plugin, shared, services))
        for at, (_, service_id) in enumerate(services):
            paged = [(h.people[at], f"{it}") for it in range(at, len(said), len(services))]
            pages = h.observe(plugin).pages(service_id)
            told = sorted((it.email, it.incident_title) for it in pages)
            expect.equal(told, sorted(paged), "who was paged for a service, and the titles")
        pages = h.observe(plugin).pages(shared)
        for titles in said:
            found = [it for it in (page.incident_title for page in pages) if it in titles]
            expect.equal(found, titles, "the pages of one thread, in order,")
        expect.equal(len(pages), sum(map(len, said)), "the number of pages for all threads")


def _one_threads_work(
    h: OncallHarness,
    plugin: OncallPlugin,
    shared: str,
    services: Sequence[tuple[str, str]],
    number: int,
    random: Random,
) -> list[str]:
    """Page for one service that all threads share, and ask and page for another; what was said."""
    at = number % len(services)
    name, service_id = services[at]
    titles = [f"{number}.{count}" for count in range(2)]
    incident, _, description = h.said(description="")

    def share() -> None:
        for title in titles:
            plugin.page(shared, incident, title, description)

    def ask() -> None:
        for found in (plugin.get(service_id), plugin.get(**h.asked(service_id, name))):
            expect.equal(found, h.people[at], "the person on call")

    own = partial(plugin.page, service_id, incident, f"{number}", description)
    steps: list[Callable[[], None]] = [own, share, ask]
    random.shuffle(steps)
    for step in steps:
        step()
    return titles


@_must("ONCALL-960", "page", rule=7, observes=_WATCHED)
def page_refuses_half_a_character(h: OncallHarness) -> None:
    """`page` refuses a name, title or description that is no Unicode text, and pages nobody.
    To fix: encode the texts before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, fails only when the text is sent,
    after the page was filed.
    Wrong:
        page = self.client.file(service_id)
        self.client.describe(page, incident_title, incident_description)
    Right:
        try:
            f"{incident_name}{incident_title}{incident_description}".encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text", value=incident_title) from error
    """
    with h.plugin() as plugin:
        service_id = h.service(plugin)
        for half in adversarial.SURROGATES:
            name, title, description = h.said("n", "t", "d")
            for said in (
                (half, title, description),
                (name, half, description),
                (name, title, half),
            ):
                expect.refused(
                    plugin.page, service_id, *said, what=f"name, title and description {said!r}"
                )
        expect.equal(len(h.observe(plugin).pages(service_id)), 0, "the number of pages")


@_must(
    "ONCALL-900",
    "get",
    "page",
    rule=4,
    level=Level.STATEFUL,
    observes=("add_service", "set_oncall", "pages"),
)
def any_sequence_of_calls_reaches_who_is_on_call(h: OncallHarness) -> None:
    """After any change of who is on call, `get` and `page` reach exactly the person it is now.
    To fix: ask the on-call system at each call.
    Usual cause: who is on call is kept from the first time, or by a part of the name.
    Wrong: return self._oncall.setdefault(service_id, self.client.oncall(service_id))
    Right: return self.client.oncall(service_id)
    """
    from dispatch_interfaces.conformance.requirements.stateful.oncall import OncallMachine

    OncallMachine.explore(h)
