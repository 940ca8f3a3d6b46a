"""What a document-resolver plugin must do."""

import bisect
import re
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, ClassVar, Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, proving
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import CannotBeRemoved, Created, Fate
from dispatch_interfaces.conformance.run.endings import ConformanceFailure, NotObserved
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.limits import AtMost, Text
from dispatch_interfaces.protocols.document_resolver import (
    DocumentResolverLimits,
    DocumentResolverPlugin,
    ResolvedDocument,
)


class DocumentResolverObserver(Protocol):
    """Stands for the external document store."""

    def add_document(
        self,
        name: str,
        description: str = "",
        *,
        incident_types: Collection[str] = (),
        incident_priorities: Collection[str] = (),
        words: Collection[str] = (),
    ) -> str:
        """Add a document that is related to the incidents for which all conditions hold.

        An empty condition always holds; otherwise one of its members must be the incident's type
        or priority, or a word of its description. Returns the document's ``resource_id``.

        Raises:
            InvalidRequestError: The store cannot hold such a name or description.
        """
        ...

    def remove_document(self, resource_id: str) -> None:
        """Remove a document."""
        ...


@frozen(kw_only=True)
class DocumentResolverHarness(Harness[DocumentResolverPlugin, DocumentResolverObserver]):
    """How to bring a document-resolver plugin under test.

    Args:
        incident_types: Names of two types that the store knows.
        incident_priorities: Names of two priorities that the store knows.
    """

    contract: ClassVar[Contract] = CONTRACTS["document-resolver"]
    observer_type = DocumentResolverObserver
    creates: ClassVar[Creates] = {"observer.add_document": ("document", Fate.REMOVED)}
    removes_by = "observer.remove_document"

    incident_types: tuple[str, str] = ("Security", "Outage")
    incident_priorities: tuple[str, str] = ("High", "Low")

    def get(
        self,
        plugin: DocumentResolverPlugin,
        *,
        incident_type: int = 0,
        incident_priority: int = 0,
        description: str = "The primary database is slow",
    ) -> dict[str, ResolvedDocument]:
        """The documents related to an incident of the first or second type and priority, by id.

        The description is one that the search takes and leaves.
        """
        found = plugin.get(
            self.incident_types[incident_type],
            self.incident_priorities[incident_priority],
            self.plain("description", description),
        )
        return expect.Answered("get", {it["resource_id"]: it for it in found})

    def title(self) -> str:
        """The name of a document that is not there."""
        return self.plain("document_name", self.unique("document"))

    def _remove(self, plugin: Any, created: Created) -> None:
        if not created.answered:
            raise CannotBeRemoved("its id is not known: give the harness a `remove`")
        self.raw_observer(plugin).remove_document(created.result)

    def try_observer(
        self, plugin: DocumentResolverPlugin, observer: DocumentResolverObserver
    ) -> None:
        """A document that was removed is gone."""
        removed = observer.add_document(self.title())
        observer.remove_document(removed)
        self.expect_unseen("a document that was removed", removed in self.get(plugin))


DOCUMENT_RESOLVER: Final = Suite(
    DocumentResolverHarness,
    not_about={
        3: "its arguments are texts",
        5: "it takes no ids",
        6: "it has no members",
        8: "it takes no **kwargs",
    },
    untested={9: common.LINKS_LEAD, 14: common.NO_FAILURES},
)
common.add_requirements(DOCUMENT_RESOLVER)

_must = DOCUMENT_RESOLVER.must

_MANY: Final = 256
"""More documents than these are not tried."""

_QUERY_LIKE: Final = ('it\'s "quoted" (and [broken', "a AND NOT")

DESCRIPTION: Final = "what to do"
"""The description of the document that is looked at."""

WORDS: Final = ("kubernetes", "database")
"""Only the second of them is in the description of the incident."""


def _finds(
    h: DocumentResolverHarness, plugin: DocumentResolverPlugin, document_id: str, text: str
) -> bool:
    """Whether a document is found for an incident with a description."""
    found = plugin.get(h.incident_types[0], h.incident_priorities[0], text)
    return any(it["resource_id"] == document_id for it in found)


def _mentions(text: str, word: str) -> bool:
    """Whether a word is in a text, whole and in any case."""
    return word in re.findall(r"\w+", text.casefold())


def _ending_at(number: int, word: str) -> str:
    """A text of so many characters that ends with a word."""
    return ("slow " * number)[: max(number - len(word) - 1, 0)] + f" {word}"


def _looked_at(looks: Callable[[str], bool], upto: int) -> int:
    """At how many characters of a description is looked."""
    longest = bisect.bisect_left(
        range(upto), True, key=lambda it: not looks(_ending_at(it, WORDS[1]))
    )
    return longest - 1


@DOCUMENT_RESOLVER.proof("description")
def _is_looked_at(h: DocumentResolverHarness, name: str, limit: Text) -> None:
    """A word is looked for in what is in force of a description, up to its end."""
    with h.plugin() as plugin:
        word = h.plain(name, WORDS[0])
        looks = partial(_finds, h, plugin, h.observe(plugin).add_document(h.title(), words=[word]))
        ends = [limit.longest, limit.most_bytes, len(limit.in_force("slow " * proving.LONGEST))]
        lengths = [it for it in ends if it is not None and it <= proving.LONGEST]
        texts = [_ending_at(it + more, word) for it in lengths for more in (0, 1)]
        felt = False
        for text in (*texts, *(f"{it} {word}" for it in h.some(adversarial.TEXTS))):
            mentioned = _mentions(limit.in_force(text), word)
            felt = felt or not limit.takes(text) or not mentioned
            found, told = expect.accepted(looks, text), f"a {name} of {len(text):,} characters"
            if found is None and limit.takes(text) and text in texts:
                raise ConformanceFailure(f"{told} to be taken, as is declared", "it is rejected")
            found = mentioned if found is None else found
            expect.equal(found, mentioned, f"whether the end of {told} is looked at")
        if not felt:
            raise NotObserved(f"{name}: not one of the texts that were tried is beyond {limit}")


@DOCUMENT_RESOLVER.proof("document_name", "document_description")
def _shows_texts(h: DocumentResolverHarness, name: str, _: Text) -> None:
    """The name or the description of a document is shown as is declared."""
    shown = name.removeprefix("document_")
    with h.plugin() as plugin:

        def show(text: str) -> str:
            given = {"name": h.title(), shown: text}
            document_id = h.observe(plugin).add_document(**given)
            found = h.get(plugin)[document_id]
            return found["name"] if shown == "name" else found["description"]

        texts = adversarial.NAMES if shown == "name" else adversarial.TEXTS
        proving.text_limit(h, name, h.plain(name, "a text"), texts, show)


@DOCUMENT_RESOLVER.proof("found")
def _finds_so_many(h: DocumentResolverHarness, _: str, limit: AtMost) -> None:
    """So many documents are found, and not one more."""
    if limit.number > _MANY:
        raise NotObserved(f"found: {limit.number:,} documents are not tried")
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        ids = {observer.add_document(h.title()) for _ in range(limit.number + 1)}
        found = len(ids & set(h.get(plugin)))
        expect.equal(found, limit.number, f"how many of {len(ids)} are found")


def _expect_selected(selected: object, document_id: str, others: object, by: str) -> None:
    expect.that(document_id in selected, f"the document, as the {by} fits", "it is not found")  # type: ignore[operator]
    expect.that(document_id not in others, f"no document, as the {by} differs", "it is found")  # type: ignore[operator]


@_must("DOCUMENT-RESOLVER-010", "get", rule=2, level=Level.SHAPE, observes=("add_document",))
def get_returns_documents(h: DocumentResolverHarness) -> None:
    """`get` returns a sequence of dicts with all five documented keys, all of them str.
    To fix: give every key; an empty description is `""`, not None.
    Usual cause: the store leaves out what is empty, and so does the plugin.
    Wrong: return [{"name": it.title, "weblink": it.url} for it in found]
    Right:
        return [
            {"name": it.title, "description": it.summary or "", "weblink": it.url,
             "resource_type": "page", "resource_id": str(it.id)}
            for it in found
        ]
    """
    with h.plugin() as plugin:
        h.observe(plugin).add_document(h.title())
        about = h.plain("description", "a description")
        plugin.get(h.incident_types[0], h.incident_priorities[0], about, object())


@_must("DOCUMENT-RESOLVER-020", "get", rule=4, observes=("add_document",))
def get_finds_what_concerns_every_incident(h: DocumentResolverHarness) -> None:
    """`get` finds a document without conditions, with its name, description and id.
    To fix: return what the store holds under the document's own id.
    Usual cause: name and description are taken from different fields of the store.
    Wrong: {"name": it.slug, "description": it.title, "resource_id": it.path}
    Right: {"name": it.title, "description": it.summary, "resource_id": it.id}
    """
    with h.plugin() as plugin:
        name = h.title()
        document_id = h.observe(plugin).add_document(
            name, h.plain("document_description", DESCRIPTION)
        )
        found = h.get(plugin)
        expect.that(document_id in found, f"a document {document_id!r}", f"found {list(found)}")
        expect.equal(found[document_id]["name"], name, "the name")
        description = h.plain("document_description", DESCRIPTION)
        expect.equal(found[document_id]["description"], description, "the description")


@DOCUMENT_RESOLVER.each(
    member("DOCUMENT-RESOLVER-021", by="type", kinds="types", other="priority"),
    member("DOCUMENT-RESOLVER-022", by="priority", kinds="priorities", other="type"),
    methods=("get",),
    rule=4,
    observes=("add_document",),
)
def get_selects_by_type_and_by_priority(h: DocumentResolverHarness, by: str, kinds: str) -> None:
    """`get` finds a document for incidents of its $by, and not for others.
    To fix: compare `incident_$by` with the $kinds of the document.
    Usual cause: the argument is not passed on to the store.
    Wrong: found = self.client.search($other=incident_$other)
    Right: found = self.client.search(type=incident_type, priority=incident_priority)
    """
    condition: dict[str, Any] = {f"incident_{kinds}": getattr(h, f"incident_{kinds}")[:1]}
    changed: dict[str, Any] = {f"incident_{by}": 1}
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(h.title(), **condition)
        _expect_selected(h.get(plugin), document_id, h.get(plugin, **changed), by)


@_must("DOCUMENT-RESOLVER-023", "get", rule=4, observes=("add_document",))
def get_selects_by_words_of_the_description(h: DocumentResolverHarness) -> None:
    """`get` finds a document for incidents whose description has one of its words, only.
    To fix: look for the words of the document in `incident_description`.
    Usual cause: the whole description is searched for as one phrase.
    Wrong: found = self.client.search(phrase=incident_description)
    Right: found = self.client.search(any_of=incident_description.split())
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(h.title(), words=WORDS)
        others = h.get(plugin, description="Somebody lost a badge")
        _expect_selected(h.get(plugin), document_id, others, "description")
        looks = partial(_finds, h, plugin, document_id)
        for text in (_ending_at(number, "database") for number in (1000, 100_000)):
            expected = _mentions(h.in_force("description", text), "database")
            found = looks(text) if h.limits.takes("description", text) else expected
            if found is not expected:
                told = f"the word at the end of {len(text):,} characters to be looked for"
                declare = f'description=Text("why", kept=cut({_looked_at(looks, len(text))}))'
                declare = declarations.written(DocumentResolverLimits, declare)
                raise ConformanceFailure(told, "the document is not found", declare=declare)


@_must("DOCUMENT-RESOLVER-024", "get", rule=4, observes=("add_document",))
def get_wants_all_conditions_to_hold(h: DocumentResolverHarness) -> None:
    """`get` finds a document with several conditions only if all of them hold.
    To fix: join the conditions with *and*.
    Usual cause: the results of one search for each condition are put together.
    Wrong: found = by_type + by_priority + by_words
    Right: found = [it for it in by_type if it in by_priority and it in by_words]
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(
            h.title(),
            incident_types=h.incident_types[:1],
            incident_priorities=h.incident_priorities[:1],
            words=["database"],
        )
        expect.that(document_id in h.get(plugin), "the document, as all fits", "it is not found")
        for changed, others in (
            ("type", h.get(plugin, incident_type=1)),
            ("priority", h.get(plugin, incident_priority=1)),
            ("description", h.get(plugin, description="Somebody lost a badge")),
        ):
            expect.that(document_id not in others, f"no document: the {changed} differs", "found")


@_must("DOCUMENT-RESOLVER-025", "get", rule=4, observes=("add_document", "remove_document"))
def get_forgets_what_was_removed(h: DocumentResolverHarness) -> None:
    """`get` no longer finds a document that the store no longer holds.
    To fix: ask the store at each call, or let what you keep expire.
    Usual cause: the answer for an incident is cached for good.
    Wrong:
        @functools.cache
        def _search(self, *incident): ...
    Right: def _search(self, *incident): ...
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        document_id = observer.add_document(h.title())
        h.get(plugin)
        observer.remove_document(document_id)
        expect.that(document_id not in h.get(plugin), "no removed document", "it is still found")


@_must("DOCUMENT-RESOLVER-026", "get", rule=4, observes=("add_document",))
def get_returns_more_than_a_page(h: DocumentResolverHarness) -> None:
    """`get` returns all related documents, not a page of them.
    To fix: follow the store's pages until there is none left.
    Usual cause: the store answers with its best 50.
    Wrong: found = self.client.search(incident_description)
    Right: found = [it for page in self.client.pages(incident_description) for it in page]
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        many = len(h.plenty(256))
        if h.meets("found"):
            many = min(many, h.limits.found.number)
        ids = {observer.add_document(h.title()) for _ in range(many)}
        missing = ids - set(h.get(plugin))
        if missing:
            told = f"{len(missing)} are missing"
            declare = declarations.at_most(DocumentResolverLimits, "found", len(ids - missing))
            raise ConformanceFailure(f"all of {len(ids)} documents", told, declare=declare)


@_must("DOCUMENT-RESOLVER-027", "get", rule=1, observes=("add_document",))
def get_returns_each_document_once(h: DocumentResolverHarness) -> None:
    """`get` returns each document once, under an id that no other document has.
    To fix: gather the results by id.
    Usual cause: a document that fits by two words is found twice.
    Wrong: return [it for word in words for it in self._search(word)]
    Right:
        return list({it["resource_id"]: it for word in words for it in self._search(word)}.values())
    """
    with h.plugin() as plugin:
        observer, name = h.observe(plugin), h.plain("document_name", "the same name")
        ours = [
            observer.add_document(name, words=["database", "slow", "primary"]) for _ in range(2)
        ]
        expect.that(all(ours) and len(set(ours)) == 2, "two different ids", f"the ids are {ours}")
        about = h.plain("description", "The primary database is slow")
        found = plugin.get(h.incident_types[0], h.incident_priorities[0], about)
        ids = [it["resource_id"] for it in found if it["resource_id"] in ours]
        expect.equal(sorted(ids), sorted(ours), "the ids of both documents")


@_must("DOCUMENT-RESOLVER-028", "get", rule=7, observes=("add_document",))
def get_returns_names_and_descriptions_to_the_letter(h: DocumentResolverHarness) -> None:
    """`get` returns name and description exactly as the store holds them.
    To fix: pass the texts on; neither strip nor cut nor escape them.
    Usual cause: the description is cut to a preview.
    Wrong: record = {"description": it.summary[:1024]}
    Right: record = {"description": it.summary}
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        name = h.plain("document_name", "a name")
        texts = [(name, text) for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT))]
        for name, description in texts + [(name, "") for name in h.some(adversarial.NAMES)]:
            document_id = expect.accepted(observer.add_document, name, description)
            if document_id is not None:
                found = h.get(plugin)[document_id]
                shown = found["description"]
                h.expect_kept("document_description", shown, description, "the description")
                h.expect_kept("document_name", found["name"], name, "the name")
                if h.meets("found"):  # there may be no room for more
                    observer.remove_document(document_id)


@_must("DOCUMENT-RESOLVER-030", "get", rule=7, observes=("add_document",))
def get_accepts_any_description(h: DocumentResolverHarness) -> None:
    """`get` accepts an incident's description whatever is in it, and an empty one.
    To fix: quote each word that you put into a query, also where a parameter is a query itself.
    Usual cause: the description is put into the store's query language as it is.
    Wrong: self.client.query("text MATCH ?", incident_description)
    Right:
        words = re.findall(r"\\w+", incident_description)
        self.client.query("text MATCH ?", " OR ".join(f'"{it}"' for it in words))
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(h.title())
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT, *_QUERY_LIKE)):
            incident = (h.incident_types[0], h.incident_priorities[0], text)
            if not expect.is_limited(plugin.get, *incident):
                found = [it["resource_id"] for it in plugin.get(*incident)]
                told = f"the document, for {text!r:.60}"
                expect.that(document_id in found, told, "it is not found")


@_must("DOCUMENT-RESOLVER-031", "get", rule=4, observes=("add_document",))
def get_accepts_unknown_types_and_priorities(h: DocumentResolverHarness) -> None:
    """`get` accepts types and priorities it has never heard of, and finds what has no conditions.
    To fix: treat an unknown name as one that no document asks for.
    Usual cause: the names are looked up in a table.
    Wrong: type_id = self.types[incident_type]
    Right: type_id = self.types.get(incident_type)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        anywhere = observer.add_document(h.title())
        elsewhere = observer.add_document(h.title(), incident_types=h.incident_types)
        about = h.plain("description", "Somebody lost a badge")
        found = [it["resource_id"] for it in plugin.get("no such type", "no such priority", about)]
        expect.that(anywhere in found, "the document without conditions", "it is not found")
        expect.that(elsewhere not in found, "no document of a known type", "it is found")


@_must("DOCUMENT-RESOLVER-032", "get", rule=10, observes=("add_document",))
def get_without_a_session_is_get_with_none(h: DocumentResolverHarness) -> None:
    """`get` returns the same without a `db_session`, with None and with any object.
    To fix: do not use the session; the store is not the application's database.
    Usual cause: the session is asked for more about the incident.
    Wrong: project = db_session.query(Project).one()
    Right: project = self.project
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(h.title())
        about = h.plain("description", "a description")
        incident = (h.incident_types[0], h.incident_priorities[0], about)
        for how, found in (
            ("without a session", plugin.get(*incident)),
            ("with None", plugin.get(*incident, db_session=None)),
            ("with an object", plugin.get(*incident, object())),
        ):
            ids = [it["resource_id"] for it in found]
            expect.that(document_id in ids, f"the document {how}", "it is not found")


@_must("DOCUMENT-RESOLVER-033", "get", rule=2, observes=("add_document",))
def get_returns_fresh_dicts(h: DocumentResolverHarness) -> None:
    """`get` returns new dicts: changing a result changes nothing in the next.
    To fix: build the dicts anew at each call.
    Usual cause: the plugin hands out its own cache.
    Wrong: return self._cache[incident_type]
    Right: return [dict(it) for it in self._cache[incident_type]]
    """
    with h.plugin() as plugin:
        name = h.title()
        document_id = h.observe(plugin).add_document(name)
        h.get(plugin)[document_id]["name"] = "changed"
        expect.equal(h.get(plugin)[document_id]["name"], name, "the name")


@_must("DOCUMENT-RESOLVER-034", "get", rule=9, observes=("add_document",))
def get_returns_absolute_weblinks(h: DocumentResolverHarness) -> None:
    """`get` returns a `weblink` that is an absolute http(s) URL.
    To fix: put the store's address before the path.
    Usual cause: the store answers with paths.
    Wrong: record = {"weblink": it.path}
    Right: record = {"weblink": urljoin(self.url, it.path)}
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(h.title())
        expect.absolute_url(h.get(plugin)[document_id]["weblink"], "the weblink")


@_must("DOCUMENT-RESOLVER-040", "get", rule=12, observes=("add_document",))
def plugins_side_by_side_share_nothing(h: DocumentResolverHarness) -> None:
    """`get` returns no documents of another plugin that is open beside it.
    To fix: keep documents in the object, not in the class or the module.
    Usual cause: a cache is a class attribute.
    Wrong:
        class AcmeResolver(DocumentResolverPlugin):
            _cache = {}
    Right:
        def __init__(self):
            self._cache = {}
    """
    with h.plugin() as one, h.plugin() as other:
        name = h.title()
        h.observe(one).add_document(name)
        seen = any(it["name"] == name for it in h.get(other).values())
        expect.equal(seen, h.shared_backend, "whether the other plugin finds the document")


@_must("DOCUMENT-RESOLVER-041", "get", rule=11, level=Level.CONCURRENT, observes=("add_document",))
def get_serves_several_threads(h: DocumentResolverHarness) -> None:
    """`get` answers each of several threads that ask at once for its own incident.
    To fix: keep nothing of a call in the object; or take a lock.
    Usual cause: the query is built up in an attribute of the plugin.
    Wrong:
        self._query = incident_type
        return self._run()
    Right: return self._run(incident_type)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        ids = [observer.add_document(h.title(), incident_types=[it]) for it in h.incident_types]
        calls: list[Any] = [lambda n=n: h.get(plugin, incident_type=n) for n in (0, 1) * 4]
        for number, found in enumerate(h.in_parallel(calls)):
            asked, other = ids[number % 2], ids[1 - number % 2]
            expect.that(asked in found, "the document of the thread's own type", "it is not found")
            expect.that(other not in found, "no document of another thread's type", "it is found")


@_must(
    "DOCUMENT-RESOLVER-900",
    "get",
    rule=4,
    level=Level.STATEFUL,
    observes=("add_document", "remove_document"),
)
def get_finds_what_is_related_at_any_time(h: DocumentResolverHarness) -> None:
    """`get` finds exactly the documents whose conditions hold, whatever came and went before.
    To fix: ask the store at each call, with all that the incident is.
    Usual cause: an answer is kept under part of the question, and given to another incident.
    Wrong: return self._cache.setdefault(incident_type, self.client.search(incident_type))
    Right: return self.client.search(incident_type, incident_priority, incident_description)
    """
    from dispatch_interfaces.conformance.requirements.stateful.document_resolver import (
        DocumentResolverMachine,
    )

    DocumentResolverMachine.explore(h)
