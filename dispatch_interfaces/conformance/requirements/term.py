"""What a term plugin must do."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, proving
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Created, Fate
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, NotObserved
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.limits import AtMost
from dispatch_interfaces.protocols.term import Term, TermLimits, TermPlugin


class TermObserver(Protocol):
    """Stands for the external system that the terms come from."""

    def add_term(self, text: str, definitions: Sequence[str]) -> None:
        """Add a term; to one that is there already, its definitions.

        Raises:
            InvalidRequestError: The system cannot hold such a text.
        """
        ...

    def remove_term(self, text: str) -> None:
        """Remove a term with its definitions."""
        ...


@frozen(kw_only=True)
class TermHarness(Harness[TermPlugin, TermObserver]):
    """How to bring a term plugin under test."""

    contract: ClassVar[Contract] = CONTRACTS["term"]
    observer_type = TermObserver
    creates: ClassVar[Creates] = {"observer.add_term": ("term", Fate.REMOVED)}
    removes_by = "observer.remove_term"

    def word(self) -> str:
        """The text of a term that is not there."""
        return self.plain("text", self.unique("term"))

    def meanings(self, *definitions: str) -> list[str]:
        """Definitions that the glossary has room for, and leaves as they are."""
        plain = [self.plain("definition", it) for it in definitions]
        return plain[: self.limits.definitions.number] if self.meets("definitions") else plain

    def _remove(self, plugin: Any, created: Created) -> None:
        self.raw_observer(plugin).remove_term(created.arguments["text"])

    def try_observer(self, plugin: TermPlugin, observer: TermObserver) -> None:
        """A term that was removed is gone, and not only hidden behind a new one."""
        text = self.word()
        observer.add_term(text, self.meanings("a meaning"))
        observer.remove_term(text)
        self.expect_unseen(f"term {text}, which was removed,", _found(plugin, text) is not None)


TERM: Final = Suite(
    TermHarness,
    not_about={5: "it takes no ids", 6: "a term has no members", 9: "a term has no weblink"},
    untested={14: common.NO_FAILURES},
)
common.add_requirements(TERM)

_must = TERM.must

_ROOM: Final = 50
"""More definitions of one term than these are not tried."""


def _found(plugin: TermPlugin, text: str) -> Term | None:
    return next((it for it in plugin.get() if it["text"] == text), None)


def _expect_term(
    h: TermHarness, plugin: TermPlugin, text: str, definitions: Sequence[str], alike: str = ""
) -> None:
    """Fail unless a term is there, with its definitions, as far as is declared of them.

    Args:
        h: The harness.
        plugin: The plugin.
        text: The text that was given of the term.
        definitions: The definitions that were given.
        alike: The limit by which it would be taken for another term that was given.
    """
    terms = {it["text"]: it for it in plugin.get()}
    term = terms.get(h.in_force("text", text))
    if term is None:
        place = declarations.for_place(TermLimits, "text", text, terms.get)
        told = f"a term {h.in_force('text', text)!r:.80}"
        raise ConformanceFailure(told, "get returns no such term", declare=place)
    meanings = sorted(it["text"] for it in term["definitions"])
    given = sorted(h.in_force("definition", it) for it in definitions)
    declare = alike if len(meanings) > len(given) else ""
    if len(meanings) == len(given) == 1:
        declare = declarations.for_value(TermLimits, "definition", definitions[0], meanings[0])
    elif 0 < len(meanings) < len(given):
        declare = declarations.at_most(TermLimits, "definitions", len(meanings))
    expect.equal(meanings, given, f"the definitions of {text!r:.80}", declare)


@TERM.proof("text", "definition")
def _shows_texts(h: TermHarness, name: str, _: Any) -> None:
    """The text of a term, or of a definition, is shown as is declared."""
    with h.plugin() as plugin:
        observer = h.observe(plugin)

        def show_term(text: str) -> str:
            observer.add_term(text, [])
            kept = h.in_force("text", text)
            return kept if _found(plugin, kept) else ""

        def show_definition(text: str) -> str:
            word = h.word()
            observer.add_term(word, [text])
            term = _found(plugin, word)
            return term["definitions"][0]["text"] if term and term["definitions"] else ""

        show = show_term if name == "text" else show_definition
        texts = adversarial.NAMES if name == "text" else adversarial.TEXTS
        start = h.word() if name == "text" else h.plain(name, "a meaning")
        proving.text_limit(h, name, start, texts, show)


@TERM.proof("definitions")
def _has_room_for(h: TermHarness, _: str, limit: AtMost) -> None:
    """A term has so many definitions, and not one more."""
    if limit.number > _ROOM:
        raise NotObserved(f"definitions: {limit.number} of one term are not tried")
    with h.plugin() as plugin:
        observer, text = h.observe(plugin), h.word()
        given = [h.plain("definition", f"meaning {it}") for it in range(limit.number + 1)]
        observer.add_term(text, given[:-1])
        _expect_term(h, plugin, text, given[:-1])
        more = h.word()
        if not expect.is_refused(observer.add_term, more, given):
            term = _found(plugin, more)
            told = f"{limit.number} definitions at most, as is declared: {limit.because}"
            shown = len(term["definitions"]) if term else 0
            expect.that(shown <= limit.number, told, f"there are {shown}")


@_must("TERM-010", "get", rule=2, level=Level.SHAPE, observes=("add_term",))
def get_returns_terms(h: TermHarness) -> None:
    """`get` returns a sequence of dicts with a `text` and a sequence of `definitions`.
    To fix: build a dict for each term; `definitions` is a list of dicts with a `text`.
    Usual cause: the definitions are returned as plain strings, or None is returned for no terms.
    Wrong: return [{"text": it.word, "definitions": it.meanings} for it in self.client.words()]
    Right:
        return [
            {"text": it.word, "definitions": [{"text": meaning} for meaning in it.meanings]}
            for it in self.client.words()
        ]
    """
    with h.plugin() as plugin:
        h.observe(plugin).add_term(h.word(), h.meanings("a meaning", "another"))
        plugin.get()


@_must("TERM-020", "get", rule=4, observes=("add_term",))
def get_brings_what_the_system_holds(h: TermHarness) -> None:
    """`get` returns every term of the external system with all its definitions.
    To fix: return the definitions with the term they belong to.
    Usual cause: only the first definition is taken.
    Wrong: definitions = [{"text": it.meanings[0]}]
    Right: definitions = [{"text": meaning} for meaning in it.meanings]
    """
    with h.plugin() as plugin:
        text, definitions = h.word(), h.meanings("a meaning", "another", "a third")
        h.observe(plugin).add_term(text, definitions)
        _expect_term(h, plugin, text, definitions)


@_must("TERM-021", "get", rule=4, observes=("add_term",))
def get_returns_more_than_a_page(h: TermHarness) -> None:
    """`get` returns all terms, not a page of them.
    To fix: follow the system's pages until there is none left.
    Usual cause: the system answers with its first 100 entries.
    Wrong: return [self._term(it) for it in self.client.words()]
    Right: return [self._term(it) for page in self.client.pages("words") for it in page]
    """
    with h.plugin() as plugin:
        observer, texts = h.observe(plugin), [h.word() for _ in h.plenty(256)]
        for text in texts:
            observer.add_term(text, [])
        missing = set(texts) - {it["text"] for it in plugin.get()}
        expect.that(not missing, f"all of {len(texts)} terms", f"{len(missing)} are missing")


@_must("TERM-022", "get", rule=4, observes=("add_term", "remove_term"))
def get_forgets_what_was_removed(h: TermHarness) -> None:
    """`get` no longer returns a term that the external system no longer holds.
    To fix: ask the system at each call, or let what you keep expire.
    Usual cause: the first answer is cached for good.
    Wrong:
        self._terms = self._terms or self._fetch()
        return self._terms
    Right: return self._fetch()
    """
    with h.plugin() as plugin:
        observer, kept, removed = h.observe(plugin), h.word(), h.word()
        observer.add_term(kept, [])
        observer.add_term(removed, [])
        plugin.get()
        observer.remove_term(removed)
        _expect_term(h, plugin, kept, [])
        expect.that(_found(plugin, removed) is None, "no removed term", f"{removed} is still there")


@_must("TERM-023", "get", rule=1, observes=("add_term",))
def get_tells_similar_terms_apart(h: TermHarness) -> None:
    """`get` keeps terms apart that differ in case, in a suffix or in their Unicode form only.
    To fix: use the text as it is as the key.
    Usual cause: terms are kept in a dict under a folded or shortened key.
    Wrong: terms[word.lower()] = meanings
    Right: terms[word] = meanings
    """
    with h.plugin() as plugin:
        observer, start = h.observe(plugin), h.word()
        for pair in h.some(adversarial.NAME_PAIRS):
            shown = dict[str, list[str]]()
            texts = [h.near("text", h.joined("text", start, it)) for it in pair]
            alike = declarations.for_alike(TermLimits, "text", *texts)
            for text, meaning in zip(texts, ("the one", "the other"), strict=True):
                kept, given = h.in_force("text", text), h.meanings(meaning)
                if kept in shown and h.meets("definitions"):
                    continue  # for two of them there may be no room
                if not expect.is_refused(observer.add_term, text, given):
                    shown[kept] = [*shown.get(kept, ()), *given]
            for text, definitions in shown.items():
                _expect_term(h, plugin, text, definitions, alike)


@_must("TERM-024", "get", rule=7, observes=("add_term",))
def get_returns_definitions_to_the_letter(h: TermHarness) -> None:
    """`get` returns the text of a definition exactly as the external system holds it.
    To fix: pass the text on; neither strip nor cut nor escape it.
    Usual cause: white space is stripped, or the text is cut for a list.
    Wrong: definitions = [{"text": meaning.strip()[:1024]} for meaning in it.meanings]
    Right: definitions = [{"text": meaning} for meaning in it.meanings]
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for definition in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
            text = h.word()
            if not expect.is_refused(observer.add_term, text, [definition]):
                _expect_term(h, plugin, text, [definition])


@_must("TERM-025", "get", rule=7, observes=("add_term",))
def get_returns_terms_to_the_letter(h: TermHarness) -> None:
    """`get` returns the text of a term exactly as the external system holds it.
    To fix: pass the text on; neither strip nor fold it.
    Usual cause: terms are put into lower case to make them easy to find.
    Wrong: return [{"text": it.word.casefold(), "definitions": []} for it in words]
    Right: return [{"text": it.word, "definitions": []} for it in words]
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for name in h.some(adversarial.NAMES):
            text = h.joined("text", h.word(), name)
            text = h.joined("text", text, "end") if h.limits.takes("text", text) else text
            if not expect.is_refused(observer.add_term, text, []):
                _expect_term(h, plugin, text, [])


@_must("TERM-026", "get", rule=2, observes=("add_term",))
def get_returns_terms_without_definitions(h: TermHarness) -> None:
    """`get` returns a term that has no definitions with an empty sequence of them.
    To fix: keep such terms, with `"definitions": []`.
    Usual cause: terms are made from the list of definitions.
    Wrong: return [self._term(it) for it in words if it.meanings]
    Right: return [self._term(it) for it in words]
    """
    with h.plugin() as plugin:
        text = h.word()
        h.observe(plugin).add_term(text, [])
        _expect_term(h, plugin, text, [])


@_must("TERM-027", "get", rule=1, observes=("add_term",))
def get_returns_each_text_once(h: TermHarness) -> None:
    """`get` returns one entry for each text, whatever the number of its definitions.
    To fix: gather the definitions of one text in one entry.
    Usual cause: the external system has an entry for each definition.
    Wrong: return [{"text": it.word, "definitions": [{"text": it.meaning}]} for it in entries]
    Right:
        for it in entries:
            terms.setdefault(it.word, []).append({"text": it.meaning})
        return [{"text": word, "definitions": found} for word, found in terms.items()]
    """
    with h.plugin() as plugin:
        observer, text = h.observe(plugin), h.word()
        for definition in h.meanings("a meaning", "another"):
            observer.add_term(text, [definition])
        entries = [it for it in plugin.get() if it["text"] == text]
        expect.equal(len(entries), 1, f"the number of entries for {text!r}")


@_must("TERM-030", "get", rule=8, observes=("add_term",))
def get_accepts_unknown_keywords(h: TermHarness) -> None:
    """`get` accepts keywords that it does not know, and returns the same.
    To fix: take `**kwargs`, and do not use it to select.
    Usual cause: the keywords are passed on to the external system.
    Wrong: return self._terms(self.client.words(**kwargs))
    Right: return self._terms(self.client.words())
    """
    with h.plugin() as plugin:
        text = h.word()
        h.observe(plugin).add_term(text, h.meanings("a meaning"))
        entries = [it for it in plugin.get(**adversarial.keywords()) if it["text"] == text]
        expect.equal(len(entries), 1, "the number of entries, with unknown keywords,")


@_must("TERM-031", "get", rule=3, observes=("add_term",))
def get_leaves_its_keywords_alone(h: TermHarness) -> None:
    """`get` does not change what it is passed.
    To fix: copy a value before changing it.
    Usual cause: the keywords are completed with defaults in place.
    Wrong: kwargs["filters"].append("active")
    Right: filters = [*kwargs.get("filters", []), "active"]
    """
    with h.plugin() as plugin:
        filters: list[object] = ["a", {"b": 1}]
        nested: dict[str, object] = {"deep": []}
        plugin.get(filters=filters, nested=nested)
        expect.unchanged(["a", {"b": 1}], filters, "filters")
        expect.unchanged({"deep": []}, nested, "nested")


@_must("TERM-032", "get", rule=2, observes=("add_term",))
def get_returns_fresh_dicts(h: TermHarness) -> None:
    """`get` returns new lists and dicts: changing a result changes nothing in the next.
    To fix: build the result anew at each call.
    Usual cause: the plugin hands out its own cache.
    Wrong: return self._terms
    Right: return copy.deepcopy(self._terms)
    """
    with h.plugin() as plugin:
        text = h.word()
        h.observe(plugin).add_term(text, h.meanings("a meaning"))
        term = _found(plugin, text)
        if term is not None:
            for definition in term["definitions"]:
                definition["text"] = "changed"
            term["text"] = "changed"
        _expect_term(h, plugin, text, h.meanings("a meaning"))


@_must("TERM-040", "get", rule=12, observes=("add_term",))
def plugins_side_by_side_share_nothing(h: TermHarness) -> None:
    """`get` returns no terms of another plugin that is open beside it.
    To fix: keep terms in the object, not in the class or the module.
    Usual cause: a cache is a class attribute, or a default argument.
    Wrong:
        class AcmeTerm(TermPlugin):
            _terms = {}
    Right:
        def __init__(self):
            self._terms = {}
    """
    with h.plugin() as one, h.plugin() as other:
        text = h.word()
        h.observe(one).add_term(text, [])
        seen = _found(other, text) is not None
        expect.equal(seen, h.shared_backend, "whether the other plugin sees the term")


@_must("TERM-041", "get", rule=11, level=Level.CONCURRENT, observes=("add_term",))
def get_serves_several_threads(h: TermHarness) -> None:
    """`get` returns everything to each of several threads that ask at the same time.
    To fix: keep nothing of a call in the object; or take a lock.
    Usual cause: the result is collected in an attribute of the plugin.
    Wrong:
        self._result = []
        self._result.extend(self._fetch())
        return self._result
    Right: return list(self._fetch())
    """
    with h.plugin() as plugin:
        texts = {h.word() for _ in range(20)}
        for text in texts:
            h.observe(plugin).add_term(text, h.meanings("a meaning"))
        for found in h.in_parallel([plugin.get] * 8):
            ours = sorted(it["text"] for it in found if it["text"] in texts)
            expect.equal(ours, sorted(texts), "the terms that one of the threads got")


@_must("TERM-900", "get", rule=4, level=Level.STATEFUL, observes=("add_term", "remove_term"))
def get_brings_what_the_system_holds_at_any_time(h: TermHarness) -> None:
    """`get` brings exactly what the external system holds, whatever came and went before.
    To fix: ask the system at each call; or keep what was read no longer than it holds.
    Usual cause: a cache is filled and never emptied, or keyed by a folded text.
    Wrong: self._terms.update({it.word: it for it in self.client.words()})
    Right: self._terms = {it.word: it for it in self.client.words()}
    """
    from dispatch_interfaces.conformance.requirements.stateful.term import TermMachine

    TermMachine.explore(h)
