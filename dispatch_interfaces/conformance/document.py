"""What a document plugin must do."""

from enum import StrEnum
from typing import Any, Final, Protocol

from attrs import frozen

from dispatch_interfaces.conformance import expect, values
from dispatch_interfaces.conformance.common import add_common_requirements
from dispatch_interfaces.conformance.harness import Harness
from dispatch_interfaces.conformance.parallel import in_parallel
from dispatch_interfaces.conformance.requirement import Level, Suite
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.errors import NotFoundError
from dispatch_interfaces.protocols.document import DocumentPlugin


class DocumentObserver(Protocol):
    """Stands for the storage in which the documents are."""

    def add_document(self, text: str) -> str:
        """Add a document; returns its id.

        Raises:
            InvalidRequestError: The platform cannot hold such a text.
        """
        ...

    def text(self, document_id: str) -> str:
        """The text of a document as it is now."""
        ...


@frozen(kw_only=True)
class DocumentHarness(Harness[DocumentPlugin, DocumentObserver]):
    """How to bring a document plugin under test."""

    contract = CONTRACTS["document"]
    observer_type = DocumentObserver

    def try_observer(self, plugin: DocumentPlugin, observer: DocumentObserver) -> None:
        """A new document has the text that it was made with, and no other."""
        document_id = observer.add_document("{{name}} as it was")
        text = observer.text(document_id)
        self.expect_unseen(f"the text {text!r}", text != "{{name}} as it was")


DOCUMENT: Final = Suite(DocumentHarness)
add_common_requirements(DOCUMENT)

_must, _should = DOCUMENT.must, DOCUMENT.should
_SEEN: Final = ("add_document", "text")
_NOWHERE: Final = "no-such-document-anywhere"


class _Status(StrEnum):
    active = "Active"


def _expect_filled(h: DocumentHarness, template: str, expected: str, /, **keywords: Any) -> None:
    """One update of a new document gives the expected text."""
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        document_id = observer.add_document(template)
        plugin.update(document_id, **keywords)
        expect.equal(observer.text(document_id), expected, "the text")


@_must("DOCUMENT-010", "update", rule=2, level=Level.SHAPE, observes=("add_document",))
def update_returns_none(h: DocumentHarness) -> None:
    """`update` returns None.

    To fix: do not return what the platform answered.

    Usual cause: the result of the last call in the method is returned.

    Wrong:
        return self.client.batch_update(document_id, requests)

    Right:
        self.client.batch_update(document_id, requests)
    """
    with h.plugin() as plugin:
        document_id = h.observe(plugin).add_document("{{name}}")
        plugin.update(document_id, name="incident-1", status=None)


@_must("DOCUMENT-020", "update", rule=4, observes=_SEEN)
def update_replaces_a_placeholder(h: DocumentHarness) -> None:
    """`update` replaces `{{key}}` with the value of the keyword of that name.

    To fix: look for the name in double braces.

    Usual cause: the platform's own template syntax is used.

    Wrong:
        text = string.Template(text).safe_substitute(kwargs)

    Right:
        for key, value in kwargs.items():
            text = text.replace("{{" + key + "}}", value)
    """
    _expect_filled(h, "Incident {{name}}.", "Incident inc-1.", name="inc-1")


@_must("DOCUMENT-021", "update", rule=4, observes=_SEEN)
def update_replaces_every_occurrence(h: DocumentHarness) -> None:
    """`update` replaces a placeholder wherever it stands, however often.

    To fix: replace all occurrences, next to each other and across lines too.

    Usual cause: only the first match is replaced.

    Wrong:
        text = text.replace(placeholder, value, 1)

    Right:
        text = text.replace(placeholder, value)
    """
    template = "{{name}}{{name}}\n{{name}}"
    _expect_filled(h, template, "inc-1inc-1\ninc-1", name="inc-1")


@_must("DOCUMENT-022", "update", rule=4, observes=_SEEN)
def update_replaces_several_keys(h: DocumentHarness) -> None:
    """`update` replaces the placeholders of all keywords, also where one begins like another.

    To fix: match the whole name between the braces.

    Usual cause: the placeholder is looked for without its closing braces.

    Wrong:
        text = text.replace("{{" + key, value)

    Right:
        text = text.replace("{{" + key + "}}", value)
    """
    template = "{{name}} {{name_full}} {{full_name}} {{title}}"
    keywords = {"name": "a", "name_full": "b", "full_name": "c", "title": "d"}
    _expect_filled(h, template, "a b c d", **keywords)


@_must("DOCUMENT-023", "update", rule=8, observes=_SEEN)
def update_accepts_keys_with_dots_and_spaces(h: DocumentHarness) -> None:
    """`update` replaces placeholders whose keys have spaces, dots and other signs in them.

    To fix: take whatever stands between the braces as the key, and quote it in a pattern.

    Usual cause: keys are taken for identifiers.

    Wrong:
        pattern = re.compile(r"{{(\\w+)}}")

    Right:
        pattern = re.compile(r"{{(.*?)}}")
    """
    template = "{{tag_Root Cause}} {{tag_Root Cause.source}} {{tag_Root Causexsource}} {{a+(b)}}"
    keywords = {"tag_Root Cause": "a", "tag_Root Cause.source": "b", "a+(b)": "c"}
    _expect_filled(h, template, "a b {{tag_Root Causexsource}} c", **keywords)


@_must("DOCUMENT-024", "update", rule=4, observes=_SEEN)
def update_leaves_unknown_placeholders(h: DocumentHarness) -> None:
    """`update` leaves a placeholder alone that has no keyword; a later call can fill it in.

    To fix: replace only what there is a keyword for.

    Usual cause: the template engine puts an empty text for what it does not know.

    Wrong:
        text = jinja2.Template(text).render(kwargs)

    Right:
        for key, value in kwargs.items():
            text = text.replace("{{" + key + "}}", value)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        document_id = observer.add_document("{{name}} {{title}}")
        plugin.update(document_id, name="inc-1")
        expect.equal(observer.text(document_id), "inc-1 {{title}}", "the text at first")
        plugin.update(document_id, title="Slow")
        expect.equal(observer.text(document_id), "inc-1 Slow", "the text at last")


@_must("DOCUMENT-025", "update", rule=4, observes=_SEEN)
def update_leaves_placeholders_of_none(h: DocumentHarness) -> None:
    """`update` leaves a placeholder alone whose value is None; a later call can fill it in.

    To fix: pass over values that are None.

    Usual cause: None is put in as the text "None".

    Wrong:
        text = text.replace(placeholder, str(value))

    Right:
        if value is not None:
            text = text.replace(placeholder, str(value))
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        document_id = observer.add_document("{{name}} {{challenge}}")
        plugin.update(document_id, name="inc-1", challenge=None)
        expect.equal(observer.text(document_id), "inc-1 {{challenge}}", "the text at first")
        plugin.update(document_id, challenge="123")
        expect.equal(observer.text(document_id), "inc-1 123", "the text at last")


@_must("DOCUMENT-026", "update", rule=4, observes=_SEEN)
def update_removes_placeholders_of_empty_values(h: DocumentHarness) -> None:
    """`update` puts an empty value in place of its placeholder, which is then gone.

    To fix: pass over None only, not over everything that is false.

    Usual cause: falsy values are passed over.

    Wrong:
        if value:
            text = text.replace(placeholder, value)

    Right:
        if value is not None:
            text = text.replace(placeholder, value)
    """
    _expect_filled(h, "[{{closed_at}}]", "[]", closed_at="")


@_must("DOCUMENT-027", "update", rule=8, observes=_SEEN)
def update_puts_other_values_in_as_text(h: DocumentHarness) -> None:
    """`update` puts a value that is no str in as `str(value)`: numbers, flags, enumerations.

    To fix: call `str` on the value.

    Usual cause: the value is put into a method that takes text only.

    Wrong:
        text = text.replace(placeholder, value)

    Right:
        text = text.replace(placeholder, str(value))
    """
    template = "{{cost}} {{share}} {{open}} {{status}}"
    keywords = {"cost": 0, "share": 0.5, "open": False, "status": _Status.active}
    _expect_filled(h, template, "0 0.5 False Active", **keywords)


@_must("DOCUMENT-028", "update", rule=7, observes=_SEEN)
def update_replaces_nothing_in_values(h: DocumentHarness) -> None:
    """`update` leaves alone what looks like a placeholder within a value.

    To fix: replace all keys in one pass over the template.

    Usual cause: the keys are replaced one after the other.

    Wrong:
        for key, value in kwargs.items():
            text = text.replace("{{" + key + "}}", value)

    Right:
        text = re.sub(r"{{(.*?)}}", lambda it: kwargs.get(it[1], it[0]), text)
    """
    keywords = {"name": "{{title}}", "title": "{{name}}"}
    _expect_filled(h, "{{name}} {{title}}", "{{title}} {{name}}", **keywords)


@_must("DOCUMENT-029", "update", rule=7, observes=_SEEN)
def update_puts_values_in_to_the_letter(h: DocumentHarness) -> None:
    """`update` puts a value in exactly as it is, or refuses it.

    To fix: neither strip nor cut nor escape it; mind backslashes in the replacement of a pattern.

    Usual cause: the value is used as the replacement of a regular expression.

    Wrong:
        text = re.sub(placeholder, value, text)

    Right:
        text = re.sub(placeholder, lambda _: value, text)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for value in (*values.TEXTS, values.LONG_TEXT, r"\1 \g<0> \\ $1"):
            document_id = observer.add_document("[{{value}}]")
            refused = expect.is_refused(lambda: plugin.update(document_id, value=value))  # noqa: B023
            expected = "[{{value}}]" if refused else f"[{value}]"
            expect.equal(observer.text(document_id), expected, "the text")


@_must("DOCUMENT-030", "update", rule=7, observes=_SEEN)
def update_leaves_the_rest_alone(h: DocumentHarness) -> None:
    """`update` changes nothing of a document but its placeholders.

    To fix: write back what you read, to the letter.

    Usual cause: the text is normalised on its way, or single braces count as a placeholder.

    Wrong:
        text = text.strip().replace("{name}", name)

    Right:
        text = text.replace("{{name}}", name)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        rests = (*values.TEXTS, values.LONG_TEXT, "{name} {{Name}} {{ name }} {{name }} {{{}}}")
        for rest in rests:
            rest = rest.replace("{{name}}", "")
            add = expect.accepted(lambda: observer.add_document(f"{rest}|{{{{name}}}}|{rest}"))  # noqa: B023
            if add is not None:
                plugin.update(add, name="inc-1")
                expect.equal(observer.text(add), f"{rest}|inc-1|{rest}", "the text")


@_must("DOCUMENT-031", "update", rule=8, observes=_SEEN)
def update_accepts_keywords_without_a_placeholder(h: DocumentHarness) -> None:
    """`update` accepts keywords that the document has no placeholder for, whatever they are.

    To fix: pass over them.

    Usual cause: every keyword is looked for, and one that is not found is an error.

    Wrong:
        start = text.index("{{" + key + "}}")

    Right:
        start = text.find("{{" + key + "}}")
    """
    _expect_filled(h, "nothing to fill in", "nothing to fill in", **values.KEYWORDS)


@_must("DOCUMENT-032", "update", rule=4, observes=_SEEN)
def update_without_keywords_changes_nothing(h: DocumentHarness) -> None:
    """`update` without keywords changes nothing and does not raise.

    To fix: do nothing then.

    Usual cause: the platform refuses an empty batch of changes.

    Wrong:
        self.client.batch_update(document_id, requests)

    Right:
        if requests:
            self.client.batch_update(document_id, requests)
    """
    _expect_filled(h, "{{name}} {{title}}", "{{name}} {{title}}")


@_must("DOCUMENT-033", "update", rule=6, observes=_SEEN)
def update_may_be_repeated(h: DocumentHarness) -> None:
    """`update` with the same keywords again changes nothing more and does not raise.

    To fix: accept that there is nothing left to replace.

    Usual cause: the value is appended where the placeholder was.

    Wrong:
        text = text.replace(placeholder, f"{value}{placeholder}")

    Right:
        text = text.replace(placeholder, value)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        document_id = observer.add_document("[{{name}}]")
        for _ in range(3):
            plugin.update(document_id, name="inc-1")
        expect.equal(observer.text(document_id), "[inc-1]", "the text")


@_must("DOCUMENT-034", "update", rule=4, observes=_SEEN)
def update_changes_one_document_only(h: DocumentHarness) -> None:
    """`update` changes the given document and no other that has the same text.

    To fix: write to the document with that id.

    Usual cause: what was read is kept by its text.

    Wrong:
        for document in self._documents.values():
            document.text = document.text.replace(placeholder, value)

    Right:
        document = self._documents[document_id]
        document.text = document.text.replace(placeholder, value)
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        one, other = observer.add_document("{{name}}"), observer.add_document("{{name}}")
        plugin.update(one, name="inc-1")
        expect.equal(observer.text(one), "inc-1", "the text of the document")
        expect.equal(observer.text(other), "{{name}}", "the text of the other document")


@_must("DOCUMENT-035", "update", rule=3, observes=_SEEN)
def update_keeps_no_reference_to_its_values(h: DocumentHarness) -> None:
    """`update` neither changes its values nor keeps them: changing one afterwards changes nothing.

    To fix: put the text of the value in, not the value.

    Usual cause: the document is put together when it is read.

    Wrong:
        self._values[document_id] = kwargs

    Right:
        text = text.replace(placeholder, str(value))
    """
    with h.plugin() as plugin:
        observer, people = h.observe(plugin), ["ada", "grace"]
        document_id = observer.add_document("{{people}}")
        plugin.update(document_id, people=people)
        expect.unchanged(["ada", "grace"], people, "the value")
        people.append("edsger")
        expect.equal(observer.text(document_id), "['ada', 'grace']", "the text")


@_must("DOCUMENT-040", "update", rule=5)
def update_refuses_an_unknown_document(h: DocumentHarness) -> None:
    """`update` refuses a `document_id` that the platform does not have.

    To fix: raise NotFoundError.

    Usual cause: an error of the platform is logged, and nothing more.

    Wrong:
        try:
            self.client.batch_update(document_id, requests)
        except HttpError:
            log.exception("update failed")

    Right:
        self.client.batch_update(document_id, requests)
    """
    with h.plugin() as plugin:
        for unknown in (_NOWHERE, ""):
            expect.refused(
                lambda: plugin.update(unknown, name="inc-1"),  # noqa: B023
                f"document_id {unknown!r}",
            )


@_must("DOCUMENT-041", "update", rule=5, observes=_SEEN)
def update_of_an_unknown_document_changes_no_other(h: DocumentHarness) -> None:
    """`update` of a document that does not exist changes none whose id begins or ends alike.

    To fix: compare ids whole.

    Usual cause: documents are looked up by the beginning of their id.

    Wrong:
        found = [it for it in self._documents if document_id.startswith(it)]

    Right:
        found = [it for it in self._documents if document_id == it]
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        known = observer.add_document("{{name}}")
        for unknown in (f"{known}-{_NOWHERE}", f"{_NOWHERE}-{known}"):
            expect.refused(
                lambda: plugin.update(unknown, name="inc-1"),  # noqa: B023
                f"document_id {unknown!r}",
            )
            expect.equal(observer.text(known), "{{name}}", "the text of the other document")


@_should("DOCUMENT-042", "update", rule=5)
def what_is_unknown_is_not_found(h: DocumentHarness) -> None:
    """`update` refuses an unknown document with NotFoundError.

    To fix: translate the platform's error.

    Usual cause: the error of the platform's client, or a KeyError, goes through as it is.

    Wrong:
        document = self._documents[document_id]

    Right:
        document = self._documents.get(document_id)
        if document is None:
            raise NotFoundError("no such document", value=document_id)
    """
    with h.plugin() as plugin:
        expect.refused_with(
            NotFoundError, lambda: plugin.update(_NOWHERE, name="inc-1"), "an unknown document_id"
        )


@_must("DOCUMENT-050", "update", rule=12, observes=_SEEN)
def plugins_side_by_side_share_nothing(h: DocumentHarness) -> None:
    """`update` changes no document of another plugin that is open beside it.

    To fix: keep documents in the object, not in the class or the module.

    Usual cause: a cache of texts is a class attribute.

    Wrong:
        class AcmeDocument(DocumentPlugin):
            _texts = {}

    Right:
        def __init__(self):
            self._texts = {}
    """
    with h.plugin() as one, h.plugin() as other:
        ours = h.observe(one).add_document("{{name}}")
        theirs = h.observe(other).add_document("{{name}}")
        one.update(ours, name="inc-1")
        expect.equal(h.observe(other).text(theirs), "{{name}}", "the other plugin's document")
        if h.shared_backend:
            expect.equal(h.observe(other).text(ours), "inc-1", "what the other plugin sees")


@_must("DOCUMENT-051", "update", rule=11, observes=_SEEN)
def update_serves_several_threads(h: DocumentHarness) -> None:
    """`update` loses no replacement when several threads fill in one document at once.

    To fix: read and write back under a lock, or let the platform replace.

    Usual cause: the text is read, changed and written back, while another thread does the same.

    Wrong:
        text = self.read(document_id)
        self.write(document_id, text.replace(placeholder, value))

    Right:
        with self._lock:
            text = self.read(document_id)
            self.write(document_id, text.replace(placeholder, value))
    """
    with h.plugin() as plugin:
        observer, keys = h.observe(plugin), [f"key {number}" for number in range(8)]
        document_id = observer.add_document(" ".join("{{" + key + "}}" for key in keys))
        calls: list[Any] = [lambda k=key: plugin.update(document_id, **{k: k}) for key in keys]
        in_parallel(calls)
        expect.equal(observer.text(document_id), " ".join(keys), "the text")
