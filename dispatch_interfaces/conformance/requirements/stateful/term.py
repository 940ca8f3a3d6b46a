"""Terms beside a dict of their definitions."""

import contextlib
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.stateful.machine import Machine, rule
from dispatch_interfaces.conformance.requirements.term import TermHarness
from dispatch_interfaces.errors import InvalidRequestError


class TermMachine(Machine):
    """The model: the definitions of each term; empty sets of terms that are gone stay out."""

    name = "term_900"
    h: TermHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self._mark: str = self.h.word()
        self.terms: dict[str, set[str]] = {}
        self.ever: list[str] = []
        self.others: int = len(self.call("get"))

    def named(self, name: str) -> str:
        marked = self.h.shared_backend or self.h.tag
        return self.h.joined("text", self._mark, name) if marked else name

    @initialize()
    def start(self) -> None:
        self.plant(self.h.plain("text", "incident"), self.h.meanings("a meaning"))

    @rule(text=strategies.names(), meanings=st.lists(strategies.texts(20), unique=True, max_size=3))
    def add(self, text: str, meanings: list[str]) -> None:
        with contextlib.suppress(InvalidRequestError):
            self.plant(text, meanings)

    def plant(self, text: str, meanings: list[str]) -> None:
        text = self.named(text)
        kept = self.h.in_force("text", text)
        shown = {self.h.in_force("definition", it) for it in meanings}
        if not self.has_room(shown | self.terms.get(kept, set())):
            return
        self.arrange("add_term", text, meanings)
        self.terms.setdefault(kept, set()).update(shown)
        self.ever.append(kept)

    def has_room(self, meanings: set[str]) -> bool:
        return not self.h.meets("definitions") or len(meanings) <= self.h.limits.definitions.number

    @rule(which=st.integers(0, 9))
    def remove(self, which: int) -> None:
        text = self.ever[which % len(self.ever)]
        self.arrange("remove_term", text)
        self.terms.pop(text, None)

    @rule(keywords=strategies.keywords())
    def get_with_keywords(self, keywords: dict[str, Any]) -> None:
        self.call("get", **keywords)

    def compare(self) -> None:
        definitions = '{it["text"]: {each["text"] for each in it["definitions"]}'
        ours = f'{definitions} for it in plugin.get() if it["text"] in $ours}}'
        self.see("the terms and their definitions", ours, self.terms, ours=self.ever)
        if self.at_the_end and not self.h.shared_backend:
            count = self.others + len(self.terms)
            self.see("the number of terms", "len(plugin.get())", count)
