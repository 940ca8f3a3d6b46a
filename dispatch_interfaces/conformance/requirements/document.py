"""What a document plugin must do."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar, Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect
from dispatch_interfaces.conformance.requirements.rejections import undeclared
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import NotObserved
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.limits import Text
from dispatch_interfaces.protocols.document import DocumentLimits, DocumentPlugin


class DocumentObserver(Protocol):
    """Makes documents and reads them, as the storage plugin and people do."""

    def add_document(self, text: str) -> str:
        """Make a document with this text; returns its id.

        Raises:
            InvalidRequestError: The platform cannot hold such a text.
        """
        ...

    def text(self, document_id: str) -> str:
        """The text of a document, as it is now, to the letter."""
        ...


class DocumentWatch(Watch):
    """Knows which values may be rejected: it takes a placeholder for them to matter."""

    def may_reject(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        """A value beyond what is declared."""
        values = [it for key, it in arguments.items() if key != "document_id"]
        texts = [it for it in values if isinstance(it, str)]
        return "" if all(self.limits.takes("text", it) for it in texts) else "text"


@frozen(kw_only=True)
class DocumentHarness(Harness[DocumentPlugin, DocumentObserver]):
    """How to bring a document plugin under test.

    Args:
        unknown_document: Id of a document that the platform does not have.
    """

    contract: ClassVar[Contract] = CONTRACTS["document"]
    observer_type = DocumentObserver
    watch_type: ClassVar[type[Watch]] = DocumentWatch
    creates: ClassVar[Creates] = {"observer.add_document": ("document", Fate.REMOVED)}

    unknown_document: str = "no-such-document"

    def try_observer(self, plugin: DocumentPlugin, observer: DocumentObserver) -> None:
        """Each document is one of its own, with the text that it was made with."""
        texts = [f"{self.unique('text')} {{{{key}}}}" for _ in range(2)]
        ids = [observer.add_document(it) for it in texts]
        self.expect_unseen("one document with two texts", ids[0] == ids[1])
        for document_id, text in zip(ids, texts, strict=True):
            seen = observer.text(document_id)
            self.expect_unseen(f"the text {seen!r:.200} instead of {text!r}", seen != text)


DOCUMENT: Final = Suite(
    DocumentHarness,
    not_about={6: "a document has no members", 9: "nothing is returned"},
    untested={14: common.NO_FAILURES},
)
common.add_requirements(DOCUMENT)

_must, _should = DOCUMENT.must, DOCUMENT.should
_BOTH: Final = ("add_document", "text")
_PATTERN_LIKE: Final = "\\1 \\g<0> \\\\ $1 $& ${key} %(key)s {key}"
"""What one of the usual ways to replace takes for an instruction."""

NOT_GIVEN: Final = "resolution"
"""The key of a placeholder that is left alone, as no keyword has it."""


class _Status(StrEnum):
    ACTIVE = "Active"


class _Unprintable:
    def __repr__(self) -> str:
        return "<a value without text>"

    def __str__(self) -> str:
        raise ValueError("this has no text")


def _expect_filled(
    h: DocumentHarness, before: str, after: str, keywords: Mapping[str, Any]
) -> None:
    """A new document, updated once, has the given text."""
    for value in map(str, keywords.values()):
        after = after.replace(value, h.in_force("text", value)) if value else after
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document(before)
        plugin.update(document_id, **keywords)
        expect.equal(h.observe(plugin).text(document_id), after, "the text")


_VALUES: Final = (*adversarial.TEXTS, _PATTERN_LIKE, adversarial.LONG_TEXT)
"""Texts that are likely to be changed, or to be rejected."""


@DOCUMENT.proof("text")
def _texts_are_limited(h: DocumentHarness, name: str, limit: Text) -> None:
    """Each value is put in, changed or rejected as is declared."""
    chosen = [*h.some(_VALUES), *adversarial.around(limit)]
    tried = adversarial.with_one_of(limit, chosen, _VALUES)
    if not any(map(limit.is_about, tried)):
        raise NotObserved(f"no value that was tried is beyond what {name} declares")
    for value in tried:
        with h.plugin() as plugin:
            document_id = h.observe(plugin).add_document("{{key}}")
            if limit.takes(value):
                plugin.update(document_id, key=value)
                text = h.observe(plugin).text(document_id)
                h.expect_kept(name, text, value, f"what {value[:40]!r} became,")
            else:
                told = f"the value {value[:40]!r}, as declared ({limit.because}),"
                expect.refused_with(
                    InvalidRequestError, plugin.update, document_id, key=value, what=told
                )
                text = h.observe(plugin).text(document_id)
                expect.equal(text, "{{key}}", f"the text after {told}")


@_must("DOCUMENT-010", "update", rule=2, level=Level.SHAPE, observes=("add_document",))
def update_returns_none(h: DocumentHarness) -> None:
    """`update` returns None.
    To fix: return nothing.
    Usual cause: the platform's answer is passed on.
    Wrong: return self.client.replace(document_id, kwargs)
    Right: self.client.replace(document_id, kwargs)
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document("{{title}} {{status}}")
        plugin.update(document_id, title="Outage", status="Active")


@_must("DOCUMENT-020", "update", rule=4, observes=_BOTH)
def update_replaces_a_placeholder(h: DocumentHarness) -> None:
    """`update` puts the value of a keyword in the place of `{{keyword}}`.
    To fix: replace the braces together with the key between them, before returning.
    Usual cause: the plugin looks for another notation, such as `$key` or `{key}`.
    Wrong: text = text.replace("$" + key, value)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    before = "Commander: {{commander_fullname}}."
    _expect_filled(h, before, "Commander: Ada Lovelace.", {"commander_fullname": "Ada Lovelace"})


@_must("DOCUMENT-021", "update", rule=4, observes=_BOTH)
def update_replaces_every_occurrence(h: DocumentHarness) -> None:
    """`update` replaces a placeholder wherever it stands, as often as it stands there.
    To fix: replace all occurrences.
    Usual cause: the first one found is replaced; headings and footers repeat the title.
    Wrong: text = text.replace("{{" + key + "}}", value, 1)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    before = "{{title}}\n\n{{title}}{{title}}: all about {{title}}"
    _expect_filled(h, before, "Outage\n\nOutageOutage: all about Outage", {"title": "Outage"})


@_must("DOCUMENT-022", "update", rule=4, observes=_BOTH)
def update_replaces_several_placeholders(h: DocumentHarness) -> None:
    """`update` replaces the placeholders of all keywords of one call, in whatever order.
    To fix: go through all keywords.
    Usual cause: each replacement starts from the text that was read, and the last one wins.
    Wrong:
        for key, value in kwargs.items():
            self._write(document_id, original.replace("{{" + key + "}}", value))
    Right:
        for key, value in kwargs.items():
            text = text.replace("{{" + key + "}}", value)
        self._write(document_id, text)
    """
    keywords = {"status": "Active", "title": "Outage", "priority": "High"}
    before = "{{title}} ({{priority}}, {{status}})"
    _expect_filled(h, before, "Outage (High, Active)", keywords)


@_must("DOCUMENT-023", "update", rule=7, observes=_BOTH)
def update_keeps_the_rest_of_the_text(h: DocumentHarness) -> None:
    """`update` leaves the text around a placeholder as it is, to the letter.
    To fix: change nothing but the placeholders.
    Usual cause: the text goes through a template engine, or line ends and spaces are tidied up.
    Wrong: text = jinja2.Template(text).render(**kwargs)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    for around in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
        with h.plugin() as plugin:
            observer = h.observe(plugin)
            text = f"{around}{{{{key}}}}{around}"
            document_id = expect.accepted(observer.add_document, text)
            if document_id is not None:
                plugin.update(document_id, key="value")
                expect.equal(observer.text(document_id), f"{around}value{around}", "the text")


@_must("DOCUMENT-024", "update", rule=7, observes=_BOTH)
def update_puts_values_in_to_the_letter(h: DocumentHarness) -> None:
    """`update` puts a value in exactly as it is, or refuses it with InvalidRequestError.
    To fix: pass the value on; neither strip nor cut nor escape it.
    Usual cause: the value serves as the replacement of a regular expression, where a backslash
    has a meaning.
    Wrong: text = re.sub(re.escape("{{" + key + "}}"), value, text)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    for value in h.some(_VALUES):
        with h.plugin() as plugin:
            document_id = h.observe(plugin).add_document("[{{key}}]")
            refused = expect.is_refused(plugin.update, document_id, key=value)
            text = h.observe(plugin).text(document_id)
            declare = declarations.for_value(DocumentLimits, "text", value, text[1:-1])
            expected = "[{{key}}]" if refused else f"[{h.in_force('text', value)}]"
            expect.equal(text, expected, "the text", declare="" if refused else declare)


@_must("DOCUMENT-025", "update", rule=4, observes=_BOTH)
def update_leaves_unknown_placeholders_alone(h: DocumentHarness) -> None:
    """`update` leaves a placeholder in place that it gets no keyword for.
    To fix: replace the placeholders of the given keywords only.
    Usual cause: a template engine takes an unknown name for an empty text, or refuses it.
    Wrong: text = re.sub("{{(.+?)}}", lambda found: kwargs.get(found[1], ""), text)
    Right: text = re.sub("{{(.+?)}}", lambda found: kwargs.get(found[1], found[0]), text)
    """
    rest = f"{{{{{NOT_GIVEN}}}}} {{{{not a key}}}}"
    _expect_filled(h, f"{{{{title}}}} {rest}", f"Outage {rest}", {"title": "Outage"})


@_must("DOCUMENT-026", "update", rule=4, observes=_BOTH)
def update_leaves_placeholders_of_none_alone(h: DocumentHarness) -> None:
    """`update` leaves a placeholder in place whose value is None.
    To fix: skip keywords whose value is None.
    Usual cause: `str(None)` is a text like any other; the application passes None for what it
    does not know yet.
    Wrong: text = text.replace("{{" + key + "}}", str(value))
    Right:
        if value is not None:
            text = text.replace("{{" + key + "}}", str(value))
    """
    _expect_filled(h, "Why: {{resolution}}.", "Why: {{resolution}}.", {"resolution": None})


@_must("DOCUMENT-027", "update", rule=4, observes=_BOTH)
def update_goes_on_after_none(h: DocumentHarness) -> None:
    """`update` replaces the other placeholders if one value is None.
    To fix: skip the one keyword and go on with the rest.
    Usual cause: a value of None ends the loop, or fails the request for all of them.
    Wrong:
        if None in kwargs.values():
            return
    Right: known = {key: value for key, value in kwargs.items() if value is not None}
    """
    keywords = {"title": "Outage", "resolution": None, "status": "Active"}
    before = "{{title}} {{resolution}} {{status}}"
    _expect_filled(h, before, "Outage {{resolution}} Active", keywords)


@_must("DOCUMENT-028", "update", rule=4, observes=_BOTH)
def update_fills_in_later_what_was_left(h: DocumentHarness) -> None:
    """`update` fills in with a later call what an earlier one left for want of a value.
    To fix: read the document anew at each call.
    Usual cause: a document counts as done once it was updated.
    Wrong:
        if document_id in self._done:
            return
    Right: text = self.client.read(document_id)
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document("{{title}}: {{resolution}}")
        plugin.update(document_id, resolution=None)
        plugin.update(document_id, title="Outage", resolution="restarted")
        text = h.observe(plugin).text(document_id)
        expect.equal(text, "Outage: restarted", "the text after two calls")


@_must("DOCUMENT-029", "update", rule=4, observes=_BOTH)
def update_removes_with_an_empty_value(h: DocumentHarness) -> None:
    """`update` takes a placeholder out of the text whose value is the empty string.
    To fix: tell the empty string from None.
    Usual cause: both are false.
    Wrong:
        if value:
            text = text.replace("{{" + key + "}}", value)
    Right:
        if value is not None:
            text = text.replace("{{" + key + "}}", value)
    """
    _expect_filled(h, "Closed at: {{closed_at}}.", "Closed at: .", {"closed_at": ""})


@_must("DOCUMENT-030", "update", rule=8, observes=_BOTH)
def update_takes_keys_with_spaces_and_dots(h: DocumentHarness) -> None:
    """`update` replaces placeholders whose key contains spaces and dots.
    To fix: take the key as it is; it is any text, not an identifier.
    Usual cause: placeholders are looked for with `\\w+`, or a dot is taken for an attribute. The
    application makes such keys of the names of tag types.
    Wrong: found = re.findall(r"{{(\\w+)}}", text)
    Right: found = [key for key in kwargs if "{{" + key + "}}" in text]
    """
    keywords = {"tag_Root Cause": "disk", "tag_Root Cause.source": "survey", "tag_Root": "other"}
    before = "{{tag_Root Cause}} ({{tag_Root Cause.source}})"
    _expect_filled(h, before, "disk (survey)", keywords)


@_must("DOCUMENT-031", "update", rule=8, observes=_BOTH)
def update_takes_keys_of_any_name(h: DocumentHarness) -> None:
    """`update` replaces placeholders whatever characters their key consists of.
    To fix: take the key literally, without folding, stripping or escaping it.
    Usual cause: the key becomes part of a regular expression.
    Wrong: text = re.sub("{{" + key + "}}", value, text)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    for key in h.some((*adversarial.NAMES, "C++ (core)", "a|b", "[x]*?", "^a$", "\\d", "100%")):
        _expect_filled(h, f"[{{{{{key}}}}}]", "[value]", {key: "value"})


@_must("DOCUMENT-032", "update", rule=1, observes=_BOTH)
def update_tells_similar_keys_apart(h: DocumentHarness) -> None:
    """`update` tells keys apart that differ in case, in a suffix or in their Unicode form only.
    To fix: compare the whole key as it is.
    Usual cause: the search folds case, as the search of many platforms does unless told not to.
    Wrong: request = {"containsText": {"text": "{{" + key + "}}", "matchCase": False}}
    Right: request = {"containsText": {"text": "{{" + key + "}}", "matchCase": True}}
    """
    for one, other in h.some(adversarial.NAME_PAIRS):
        before = f"[{{{{{one}}}}}] [{{{{{other}}}}}]"
        _expect_filled(h, before, f"[1] [{{{{{other}}}}}]", {one: "1"})
        _expect_filled(h, before, "[1] [2]", {one: "1", other: "2"})


@_must("DOCUMENT-033", "update", rule=7, observes=_BOTH)
def update_does_not_replace_within_values(h: DocumentHarness) -> None:
    """`update` does not replace what looks like a placeholder within a value.
    To fix: find all placeholders first and put the values in last, in one pass.
    Usual cause: the keywords are replaced one after the other. Whoever may write a title could
    then quote the rest of the incident in it.
    Wrong:
        for key, value in kwargs.items():
            text = text.replace("{{" + key + "}}", value)
    Right:
        places = re.compile("|".join(re.escape("{{" + key + "}}") for key in kwargs))
        text = places.sub(lambda found: kwargs[found[0][2:-2]], text)
    """
    title, name = {"title": "about {{name}}"}, {"name": "incident-1"}
    _expect_filled(h, "{{title}}, {{name}}", "about {{name}}, incident-1", {**title, **name})
    _expect_filled(h, "{{name}}, {{title}}", "incident-1, about {{name}}", {**name, **title})
    _expect_filled(h, "[{{title}}]", "[{{title}}]", {"title": "{{title}}"})


@_must("DOCUMENT-034", "update", rule=8, observes=_BOTH)
def update_puts_in_values_that_are_no_text(h: DocumentHarness) -> None:
    """`update` puts a value in that is not a str as `str(value)`.
    To fix: convert with `str`.
    Usual cause: numbers and enumerations reach a method of str, or a request, as they are.
    Wrong: text = text.replace("{{" + key + "}}", value)
    Right: text = text.replace("{{" + key + "}}", str(value))
    """
    keywords = {"a": 7, "b": 1.5, "c": ["x", 1], "d": _Status.ACTIVE, "e": date(2025, 9, 1)}
    before = "{{a}} {{b}} {{c}} {{d}} {{e}}"
    _expect_filled(h, before, "7 1.5 ['x', 1] Active 2025-09-01", keywords)


@_must("DOCUMENT-035", "update", rule=4, observes=_BOTH)
def update_puts_in_zero_and_false(h: DocumentHarness) -> None:
    """`update` puts 0 and False in like any other value.
    To fix: skip None only.
    Usual cause: the value is tested for truth.
    Wrong: known = {key: value for key, value in kwargs.items() if value or value == ""}
    Right: known = {key: value for key, value in kwargs.items() if value is not None}
    """
    keywords = {"cost": 0, "visible": False}
    _expect_filled(h, "{{cost}} {{visible}}", "0 False", keywords)


@_must("DOCUMENT-036", "update", rule=8, observes=_BOTH)
def update_takes_the_keywords_of_the_application(h: DocumentHarness) -> None:
    """`update` takes keywords such as `name`, `type` and `value` for placeholders like any other.
    To fix: have no parameters of your own beside `document_id`.
    Usual cause: a parameter of the plugin's own swallows the keyword.
    Wrong: def update(self, document_id, type="text", **kwargs): ...
    Right: def update(self, document_id, **kwargs): ...
    """
    given = adversarial.keywords()
    known = {key: value for key, value in given.items() if value is not None}
    before = "\n".join(f"{{{{{key}}}}}" for key in known)
    _expect_filled(h, before, "\n".join(map(str, known.values())), given)


@_must("DOCUMENT-037", "update", rule=4, observes=_BOTH)
def update_leaves_alone_what_resembles_a_placeholder(h: DocumentHarness) -> None:
    """`update` replaces `{{key}}` and nothing that merely resembles it.
    To fix: look for the key between exactly two braces, without anything else between them.
    Usual cause: a template engine knows more notations than this one, or spaces are ignored.
    Wrong: text = re.sub(r"{+\\s*" + re.escape(key) + r"\\s*}+", value, text)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    text = "{key} {{ key }} {{key key}} {{keys}} {{key.}} {{ke}} ${key} $key key %key% [[key]]"
    _expect_filled(h, text, text, {"key": "value"})


@_must("DOCUMENT-038", "update", rule=4, observes=_BOTH)
def update_finds_a_placeholder_among_braces(h: DocumentHarness) -> None:
    """`update` replaces `{{key}}` where other braces stand beside it.
    To fix: look for the placeholders of the given keywords, not for anything between braces.
    Usual cause: a pattern for any placeholder matches from an earlier brace on.
    Wrong: text = re.sub("{{(.*?)}}", lambda found: kwargs.get(found[1], found[0]), text)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    for before, after in (
        ('{"a": {"b": "{{key}}"}}', '{"a": {"b": "value"}}'),
        ("{{{key}}}", "{value}"),
        ("{{ {{key}}", "{{ value"),
    ):
        _expect_filled(h, before, after, {"key": "value"})


@_must("DOCUMENT-039", "update", rule=4, observes=_BOTH)
def update_needs_no_placeholders(h: DocumentHarness) -> None:
    """`update` accepts a document without any of the placeholders, and leaves it as it is.
    To fix: do nothing if there is nothing to replace.
    Usual cause: the platform refuses an empty list of changes. The application updates the same
    document whenever the incident changes its status.
    Wrong: self.client.batch_update(document_id, requests)
    Right:
        if requests:
            self.client.batch_update(document_id, requests)
    """
    _expect_filled(h, "nothing to fill in", "nothing to fill in", {"title": "Outage"})


@_must("DOCUMENT-040", "update", rule=4, observes=_BOTH)
def update_needs_no_keywords(h: DocumentHarness) -> None:
    """`update` accepts a call without keywords, and leaves the document as it is.
    To fix: do nothing if there is nothing to replace.
    Usual cause: the pattern for no keys at all is empty, and so matches everywhere.
    Wrong: pattern = re.compile("|".join(map(re.escape, kwargs)))
    Right:
        if not kwargs:
            return
    """
    _expect_filled(h, "Title: {{title}}.", "Title: {{title}}.", {})


@_must("DOCUMENT-041", "update", rule=4, observes=_BOTH)
def update_changes_nothing_when_repeated(h: DocumentHarness) -> None:
    """`update` changes nothing more when it is repeated, be it with another value.
    To fix: replace placeholders only; what was put in is text like the rest.
    Usual cause: the plugin remembers what it put in and searches for that.
    Wrong: text = text.replace(self._last[key], value)
    Right: text = text.replace("{{" + key + "}}", value)
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document("Title: {{title}}, {{name}}")
        for title in ("Outage", "Outage", "Something else"):
            plugin.update(document_id, title=title)
            text = h.observe(plugin).text(document_id)
            expect.equal(text, "Title: Outage, {{name}}", f"the text after a call with {title!r}")


@_must("DOCUMENT-050", "update", rule=4, observes=_BOTH)
def update_leaves_other_documents_alone(h: DocumentHarness) -> None:
    """`update` changes the given document only.
    To fix: address the one document.
    Usual cause: the change is applied to a template that several documents share.
    Wrong: self.template = self.template.replace("{{" + key + "}}", value)
    Right: self.texts[document_id] = self.texts[document_id].replace("{{" + key + "}}", value)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        before, document_id, after = (observer.add_document("{{title}}") for _ in range(3))
        plugin.update(document_id, title="Outage")
        for other in (before, after):
            expect.equal(observer.text(other), "{{title}}", "the text of another document")
        plugin.update(after, title="Recovery")
        expect.equal(observer.text(after), "Recovery", "the text of the document updated next")


@_must("DOCUMENT-051", "update", rule=5)
def update_refuses_an_unknown_document(h: DocumentHarness) -> None:
    """`update` refuses a document that does not exist, whatever the keywords.
    To fix: raise if the platform does not know the document.
    Usual cause: there is nothing to replace in a text that is not there.
    Wrong: text = self.texts.get(document_id, "")
    Right:
        if document_id not in self.texts:
            raise NotFoundError("no such document", value=document_id)
    """
    with h.plugin() as plugin:
        unknown = h.unknown_document
        expect.refused(plugin.update, unknown, title="Outage", what="an unknown document_id")
        expect.refused(plugin.update, unknown, what="an unknown document_id without keywords")


@_should("DOCUMENT-052", "update", rule=5)
def update_refuses_an_unknown_document_with_not_found(h: DocumentHarness) -> None:
    """`update` refuses a document that does not exist with NotFoundError.
    To fix: translate the platform's error.
    Usual cause: the error of the HTTP client comes through.
    Wrong: response.raise_for_status()
    Right:
        if response.status_code == 404:
            raise NotFoundError("no such document", value=document_id)
    """
    with h.plugin() as plugin:
        expect.refused_with(
            NotFoundError,
            plugin.update,
            h.unknown_document,
            title="Outage",
            what="an unknown document_id",
        )


@_should("DOCUMENT-054", "update", rule=13, observes=("add_document",))
def a_value_that_is_rejected_is_declared(h: DocumentHarness) -> None:
    """A value that `update` rejects is declared as a limit, so that the application can know.
    To fix: take the value, or declare what the platform does not take.
    Usual cause: the platform rejects long texts, or control characters, and nobody knew.
    Wrong:
        class AcmeDocument(DocumentPlugin): ...
    Right:
        class AcmeDocument(DocumentPlugin):
            limits = DocumentLimits(text=Text("a cell has 50 000 characters", longest=50_000))
    """
    with h.plugin() as plugin:

        def is_rejected(value: str) -> bool:
            document_id = h.observe(plugin).add_document("{{key}}")
            return expect.is_refused(plugin.update, document_id, key=value)

        for value in filter(partial(h.limits.takes, "text"), h.some(_VALUES)):
            if is_rejected(value):
                raise undeclared(DocumentLimits, "text", value, "update", is_rejected)


@_must("DOCUMENT-053", "update", rule=5, observes=_BOTH)
def update_is_not_half_done(h: DocumentHarness) -> None:
    """`update` raises if a value has no text, and then has replaced nothing.
    To fix: convert all values before the document is touched.
    Usual cause: the keywords are written one after the other.
    Wrong:
        for key, value in kwargs.items():
            self.client.replace(document_id, "{{" + key + "}}", str(value))
    Right:
        texts = {key: str(value) for key, value in kwargs.items()}
        self.client.replace_all(document_id, texts)
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document("{{title}} {{status}} {{name}}")
        keywords = {"title": "Outage", "status": _Unprintable(), "name": "incident-1"}
        expect.refused(plugin.update, document_id, **keywords, what="a value without a text")
        text = h.observe(plugin).text(document_id)
        expect.unchanged("{{title}} {{status}} {{name}}", text, "the text")


@_must("DOCUMENT-060", "update", rule=3, observes=_BOTH)
def update_leaves_its_values_alone(h: DocumentHarness) -> None:
    """`update` neither changes a value that it is passed, nor sees what becomes of it later.
    To fix: make a text of the value at once, and leave the value itself alone.
    Usual cause: the values are kept, to be written later.
    Wrong: self._pending[document_id].update(kwargs)
    Right: self._pending[document_id].update({key: str(value) for key, value in kwargs.items()})
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document("{{people}}")
        people = ["grace", "ada"]
        plugin.update(document_id, people=people)
        expect.unchanged(["grace", "ada"], people, "the list that was passed")
        people.append("edsger")
        text = h.observe(plugin).text(document_id)
        expect.equal(text, "['grace', 'ada']", "the text, after the list was changed,")


@_must("DOCUMENT-070", "update", rule=12, observes=_BOTH)
def plugins_side_by_side_share_nothing(h: DocumentHarness) -> None:
    """`update` does not reach the documents of another plugin that is open beside it.
    To fix: keep what you know in the object, not in the class or the module.
    Usual cause: a cache is a class attribute, or a default argument.
    Wrong:
        class AcmeDocument(DocumentPlugin):
            _texts = {}
    Right:
        def __init__(self):
            self._texts = {}
    """
    with h.plugin() as one, h.plugin() as other:
        document_id = h.observe(one).add_document("{{title}}")
        # Each backend counts its own documents, so the other may well have one with this id.
        h.observe(other).add_document("{{title}}")
        try:
            other.update(document_id, title="Outage")
        except Exception:
            expect.that(not h.shared_backend, "the same documents, by shared_backend, in both")
        expected = "Outage" if h.shared_backend else "{{title}}"
        text = h.observe(one).text(document_id)
        expect.equal(text, expected, "the text, after the other plugin's update,")


@_must("DOCUMENT-071", "update", rule=11, level=Level.CONCURRENT, observes=_BOTH)
def update_loses_nothing_in_parallel(h: DocumentHarness) -> None:
    """`update` loses nothing when several threads fill in one document at the same time.
    To fix: take a lock around reading and writing, or let the platform replace in place.
    Usual cause: the text is read, changed and written back; what another thread wrote in between
    is gone.
    Wrong:
        text = self.client.read(document_id)
        self.client.write(document_id, replaced(text, kwargs))
    Right:
        with self._lock:
            text = self.client.read(document_id)
            self.client.write(document_id, replaced(text, kwargs))
    """
    with h.plugin() as plugin:
        keys = [f"key {number}" for number in range(8)]
        document_id = h.observe(plugin).add_document(" ".join(f"{{{{{it}}}}}" for it in keys))
        h.in_parallel([lambda it=it: plugin.update(document_id, **{it: "x"}) for it in keys])  # type: ignore[misc]
        text = h.observe(plugin).text(document_id)
        expect.equal(text, " ".join("x" for _ in keys), "the text after eight calls")


@_must("DOCUMENT-072", "update", rule=11, level=Level.CONCURRENT, observes=_BOTH)
def update_keeps_threads_apart(h: DocumentHarness) -> None:
    """`update` fills in each document with its own values when several are filled in in parallel.
    To fix: keep nothing of a call in the object; or take a lock.
    Usual cause: the document, or the values, are kept in an attribute of the plugin.
    Wrong:
        self._values = kwargs
        self._fill_in(document_id)
    Right: self._fill_in(document_id, kwargs)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        ids = [observer.add_document("{{title}}") for _ in range(8)]
        h.in_parallel([lambda it=it: plugin.update(it, title=f"for {it}") for it in ids])  # type: ignore[misc]
        texts = [observer.text(it) for it in ids]
        expect.equal(texts, [f"for {it}" for it in ids], "the texts of the documents")


@_must("DOCUMENT-960", "update", rule=7, observes=_BOTH)
def update_refuses_half_a_character(h: DocumentHarness) -> None:
    """`update` refuses a value that is no Unicode text, and fills in nothing.
    To fix: encode the values before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, is dropped on the way.
    Wrong: body = json.dumps(kwargs, ensure_ascii=False).encode(errors="ignore")
    Right:
        try:
            body = json.dumps(kwargs, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text", value=kwargs) from error
    """
    with h.plugin() as plugin:
        observer, text = h.observe(plugin), "{{title}}: {{status}}"
        document_id = observer.add_document(text)
        for half in adversarial.SURROGATES:
            expect.refused(
                plugin.update, document_id, title="Outage", status=half, what=f"the value {half!r}"
            )
            expect.equal(observer.text(document_id), text, "the text")


@_must("DOCUMENT-900", "update", rule=4, level=Level.STATEFUL, observes=("add_document", "text"))
def any_sequence_of_updates_leaves_what_it_should(h: DocumentHarness) -> None:
    """After any sequence of updates, refused ones among them, every text is as it should be.
    To fix: run the calls that are shown, and read the document after each.
    Usual cause: the text is kept from the call before, or values are filled in one after another.
    Wrong: text = self._texts.setdefault(document_id, self.client.read(document_id))
    Right: text = self.client.read(document_id)
    """
    from dispatch_interfaces.conformance.requirements.stateful.document import DocumentMachine

    DocumentMachine.explore(h)
