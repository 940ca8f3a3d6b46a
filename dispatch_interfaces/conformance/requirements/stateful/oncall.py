"""Services beside dicts of who is on call and what was sent."""

import contextlib
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.oncall import SAID_BY, OncallHarness
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.limits import NoPlace

_PAGES: Final = "[(it.email, {}) for it in observer.pages($service)]"


class OncallMachine(Machine):
    """The model: name, person on call and pages of each service, by its id."""

    name = "oncall_900"
    h: OncallHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.names: dict[str, str] = {}
        self.oncall: dict[str, str | None] = {}
        self.pages: dict[str, list[tuple[str, ...]]] = {}
        limits = self.h.limits
        self.shown: list[str] = [
            it for it in SAID_BY if not isinstance(getattr(limits, it), NoPlace)
        ]
        """What a page has a place for."""

    @initialize()
    def start(self) -> None:
        self.plant("incident")
        self.change(0, 0)

    @rule(name=strategies.names())
    def add(self, name: str) -> None:
        with contextlib.suppress(InvalidRequestError):
            self.plant(name)

    def plant(self, name: str) -> None:
        name = self.named(name)
        if name in self.names.values():
            return
        made = self.arrange("add_service", name)
        if made in self.names:
            self.fail("a service to have an id of its own", f"{made!r} was given before")
        self.names[made], self.oncall[made], self.pages[made] = name, None, []

    @rule(which=WHICH, who=st.integers(0, 4))
    def change(self, which: int, who: int) -> None:
        service_id = list(self.names)[which % len(self.names)]
        person = self.h.people[who] if who < 4 else None
        self.arrange("set_oncall", service_id, person)
        self.oncall[service_id] = person

    @rule(
        which=WHICH,
        name=st.sampled_from(("INC-1", "INC-10")),
        title=strategies.texts(40),
        description=strategies.texts(40),
    )
    def page(self, which: int, name: str, title: str, description: str) -> None:
        service_id = self.pick(which, self.names)
        person = self.oncall.get(service_id)
        if person is None:
            self.refused("a page to nobody", "page", service_id, name, title, description)
            return
        before = len(self.refusals)
        self.tried("page", service_id, name, title, description)
        if len(self.refusals) == before:
            said: dict[str, str] = dict(zip(SAID_BY, (name, title, description), strict=True))
            shown = [self.h.in_force(it, said[it]) for it in self.shown]
            self.pages[service_id].append((person, *shown))

    @rule(name=strategies.not_names())
    def get_by_no_name(self, name: str) -> None:
        self.refused(f"the name {name!r}", "get", service_name=name)

    @rule()
    def get_nothing(self) -> None:
        self.refused("neither an id nor a name", "get")

    @rule(which=WHICH)
    def get(self, which: int) -> None:
        service_id = self.pick(which, self.names)
        person = self.oncall.get(service_id)
        if person is None:
            self.refused("a service with nobody on call, or none", "get", service_id)
        else:
            self.see("who is on call", "plugin.get($service)", person, service=service_id)
            both = "plugin.get($service, 'no-such-name')"
            self.see("who is on call, by id", both, person, service=service_id)

    def compare(self) -> None:
        for service_id in self.due(self.names):
            if self.oncall[service_id] is not None and self.offers("get"):
                ((by, given),) = self.h.asked(service_id, self.names[service_id]).items()
                asked = f"plugin.get({by}=$given)"
                self.see("who is on call", asked, self.oncall[service_id], given=given)
            pages = _PAGES.format(", ".join(f"it.{name}" for name in self.shown))
            self.see("the pages", pages, self.pages[service_id], service=service_id)
