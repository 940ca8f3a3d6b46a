"""Documents beside their texts."""

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.document import DocumentHarness
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule

_KEYS: Final = ("a", "A", "a.b", "a b", "ab", "b", "$a")
_PIECES: Final = ("text ", "\n", "}}", "{{", "{ {a} }", *(f"{{{{{key}}}}}" for key in _KEYS))
_TAME: Final = st.sampled_from(("one", "two words", "", "{{a}}", "{{b}} and {{a.b}}", "None"))
_VALUES: Final = st.dictionaries(
    st.sampled_from(_KEYS), st.one_of(_TAME, st.none(), st.integers(0, 9)), max_size=4
)


class DocumentMachine(Machine):
    """The model: the text of each document."""

    name = "document_900"
    h: DocumentHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.texts: dict[str, str] = {}

    @initialize()
    def start(self) -> None:
        self.add(["{{a}}", " ", "{{a.b}}", "{{b}}"])

    @rule(pieces=st.lists(st.sampled_from(_PIECES), max_size=6))
    def add(self, pieces: list[str]) -> None:
        made = self.arrange("add_document", "".join(pieces))
        if made in self.texts:
            self.fail("a document to have an id of its own", f"{made!r} was given before")
        self.texts[made] = "".join(pieces)

    @rule(which=WHICH, values=_VALUES)
    def update(self, which: int, values: dict[str, Any]) -> None:
        document_id = self.pick(which, self.texts)
        text = self.texts.get(document_id)
        if text is None:
            self.refused("an unknown document", "update", document_id, **values)
        else:
            self.call("update", document_id, **values)
            self.texts[document_id] = self.filled_in(text, values)

    @rule(which=WHICH, key=st.sampled_from(_KEYS), value=strategies.texts())
    def update_with_any_text(self, which: int, key: str, value: str) -> None:
        document_id = self.pick(which, self.texts)
        if document_id in self.texts:
            before = len(self.refusals)
            self.tried("update", document_id, **{key: value})
            if len(self.refusals) == before:
                self.texts[document_id] = self.filled_in(self.texts[document_id], {key: value})

    def filled_in(self, text: str, values: dict[str, Any]) -> str:
        """A text with values in it, as they are shown."""
        known = {key: str(it) for key, it in values.items() if it is not None}
        return _filled_in(text, {key: self.h.in_force("text", it) for key, it in known.items()})

    def compare(self) -> None:
        for it in self.due(self.texts):
            self.see("the text", "observer.text($document)", self.texts[it], document=it)


def _filled_in(text: str, values: dict[str, str]) -> str:
    """The text, read once from left to right."""
    places = {f"{{{{{key}}}}}": it for key, it in values.items()}
    done, rest = "", text
    while rest:
        place = next((it for it in places if rest.startswith(it)), None)
        done += rest[0] if place is None else places[place]
        rest = rest[1 if place is None else len(place) :]
    return done
