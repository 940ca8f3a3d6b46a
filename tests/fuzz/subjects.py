"""What is tried with each input, and what must be true of it."""

import contextlib
import io
import json
import logging
import os
import re
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any, Final
from xml.sax.saxutils import escape

import jsonschema
from attrs import evolve
from rich.console import Console

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.conformance import Report, StorageHarness, check
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.live import ledger as ledgers
from dispatch_interfaces.conformance.live.ledger import Ledger, LedgerError
from dispatch_interfaces.conformance.reports.failed import failed_before
from dispatch_interfaces.conformance.reports.finding_text import finding_lines
from dispatch_interfaces.conformance.reports.github import annotations
from dispatch_interfaces.conformance.reports.rehearsal_page import rehearsal_page
from dispatch_interfaces.conformance.reports.report import Judgement, LoadFailure
from dispatch_interfaces.conformance.reports.sarif import to_sarif
from dispatch_interfaces.conformance.reports.terminal import print_report
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.conformance.run.outcomes import Finding, Outcome, Result
from dispatch_interfaces.conformance.run.recording import CassetteError, Replay
from dispatch_interfaces.conformance.supervisor.messages import NotOurs, Ran, plain, structured
from dispatch_interfaces.conformance.targets import TargetError, resolve
from dispatch_interfaces.host.messages import blocks_of, texts_of
from dispatch_interfaces.host.rehearsal import Message, Rehearsal
from dispatch_interfaces.queries import quoted
from reference_impls import InMemoryConversation, InMemoryDocument, InMemoryStorage, InMemoryTerm
from reference_impls.storage_query import parse
from tests.fuzz import hostile
from tests.fuzz.drawing import VALUES, bytes_like, json_like, lines_like, text_like
from tests.report_schema import SCHEMA

_HERE: Final = hostile.__name__
_NAMES: Final = tuple(
    it
    for it in (*vars(hostile), "LAZY", "AcmeTerm.get", "ODD.any.thing", "Touchy.x", "PLUGIN.slug")
    if not it.startswith("__")
)
_MODULES: Final = (
    _HERE,
    "reference_impls.term",
    "json.decoder.nothing",
    "tests..fuzz",
    ".x",
    "a/b",
)


def targets(random: Random) -> None:
    """A name of a target or of a harness is found, or a sentence says why not."""
    name = f"{_HERE}:{text_like(random, _NAMES, ('.', ':', '..', '__class__', 'get', 'no-such'))}"
    if random.random() < 0.02:  # a module that is not there is looked for everywhere
        name = text_like(random, (*_MODULES, name), (".", ":", ".."))
    harness = random.choice((None, None, f"{_HERE}:harness", name))
    interface = random.choice((None, None, "term", "storage", "no-such"))
    ours = name.startswith(f"{_HERE}:")  # the code of others is not called
    with contextlib.suppress(TargetError):
        resolve(name, interface, harness if ours else None, call=ours)


@cache
def _storage() -> tuple[InMemoryStorage, str]:
    storage = InMemoryStorage()
    drive = storage.create("drive", ["ada@example.com"])["id"]
    for name in ("notes", "it's", "a\\b", "x and y"):
        storage.create_file(drive, name, "document")
    return storage, drive


_QUERIES: Final = (
    "name = 'notes'",
    "name contains 'it\\'s'",
    "type = 'folder' and 'drive-1' in parents",
    "name = 'a\\\\b' and type = 'document'",
)


def queries(random: Random) -> None:
    """A query is of the language, or rejected; and whatever is quoted is found as it is."""
    words = ("'", "\\", " and ", "name", "contains", "in parents", "=", "type")
    query = text_like(random, _QUERIES, words)
    storage, drive = _storage()
    try:
        parse(query)
    except InvalidRequestError:
        try:
            storage.list_files(drive, query)
        except InvalidRequestError:
            pass
        else:
            raise AssertionError("it was rejected, and is answered")
    else:
        storage.list_files(drive, query)
    (condition,) = parse(f"name = {quoted(query)}")
    assert condition.value == query, condition


_PART: Final[Mapping[str, Any]] = {
    "title": "{{name}} Incident",
    "title_link": "{{ticket_weblink}}",
    "text": "{{ incident.title }} {% if status == 'active' %}now{% endif %}",
    "datetime": "{{ created_at | datetime }}",
    "type": "header",
    "header": "{{name}}",
    "context": "{{ name | markdown }}",
    "buttons": [{"button_text": "{{name}}", "button_value": "1", "button_url": "{{x.y}}"}],
    "select": {
        "placeholder": "which",
        "select_action": "a",
        "options": [{"option_text": "{{name}}", "option_value": "1"}],
    },
    "status_mapping": {"active": "It is {{status}}."},
    "visibility_mapping": {"open": "For all."},
}
_VARIABLES: Final[Mapping[str, Any]] = {
    "name": "incident-1",
    "status": "active",
    "incident": {"title": "Down"},
    "items": [{"name": "one"}],
    "created_at": "2026-01-01T00:00:00",
}
_CODE: Final = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "{{name}}", "{{ name.x.y }}", "{{__class__.mro()}}"),
    *("{% for it in items %}", "{% endfor %}", "{% raw %}", "{{ name|nothing }}", "{{{", "|", "()"),
    *("{% include 'x' %}", "{% set name = 1 %}", "{{ self }}", "{{ 1/0 }}", "{{ name[0:'x'] }}"),
)
_CHANNEL: Final = "incident-1"


@cache
def _conversation() -> tuple[InMemoryConversation, str]:
    conversation = InMemoryConversation()
    made = conversation.create("incident-1", [{"email": "ada@example.com"}])
    return conversation, made["id"]


def templates(random: Random) -> None:
    """A template is filled in: by the application's rules, by the reference, in a document."""
    part = {key: it for key, it in _PART.items() if random.random() < 0.5}
    for key, it in part.items():
        if isinstance(it, str) and random.random() < 0.5:
            part[key] = text_like(random, (it, "{{name}}"), _CODE)
    values = _VARIABLES if random.random() < 0.5 else json_like(random, dict(_VARIABLES))
    values = values if isinstance(values, dict) else {"name": values}
    match random.randrange(3):
        case 0:
            wrong = json_like(random, part) if random.random() < 0.5 else part
            items = random.choice((None, [], [values], [{}, {"name": random.choice(VALUES)}]))
            blocks = blocks_of([wrong, part], "incident-task-list", items, values)
            list(texts_of(blocks))
        case 1:
            texts = {key: it for key, it in part.items() if isinstance(it, str)}
            conversation, channel = _conversation()
            # What is nested very deeply, Python itself does not copy.
            with contextlib.suppress(InvalidRequestError, RecursionError):
                given = {f"v_{key}": it for key, it in values.items()}
                conversation.send(channel, "text", texts, "x", items=[values], **given)  # type: ignore[arg-type]
            conversation._conversations[channel].messages.clear()
        case _:
            document = InMemoryDocument()
            text = text_like(random, ("{{name}} and {{other}}", "{{{{name}}}}"), _CODE)
            with contextlib.suppress(InvalidRequestError):
                document_id = document.add_document(text)
                document.update(document_id, **{text_like(random, ("name", "{name}")): "{{other}}"})


@cache
def _folder() -> Path:
    """A folder of this process, on a disk in memory where there is one."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(dir=shared if os.access(shared, os.W_OK) else None))


def _file(content: bytes) -> Path:
    path = _folder() / "file.jsonl"
    path.write_bytes(content)
    return path


_CREATED: Final[Mapping[str, Any]] = {
    "kind": "drive",
    "requirement": "STORAGE-030",
    "method": "create",
    "arguments": {"name": "drive-di-20260101-aaaa-1", "participants": ["ada@example.com"]},
    "result": {"id": "drive-1", "name": "drive-di-20260101-aaaa-1"},
    "answered": True,
    "refused": False,
    "failed": False,
    "begun": 1.5,
}
_ENTRIES: Final = tuple(
    json.dumps(it)
    for it in (
        {"plugin": {"target": f"{_HERE}:PLUGIN"}, "tag": "di-20260101-aaaa"},
        {"number": 1, "created": {**_CREATED, "result": None, "answered": False}},
        {"number": 1, "created": _CREATED},
        {"number": 2, "created": {**_CREATED, "requirement": "of the run: x", "result": None}},
        {"removed": 1},
        {"number": 3, "created": {**_CREATED, "result": {"~": "object", "text": "x"}}},
    )
)


def ledger(random: Random) -> None:
    """A ledger is used as it was written, or a sentence says why not; what is not in it stays."""
    entries = lines_like(random, _ENTRIES)
    lines, before = list[str](), ""
    for told in entries:  # mostly the checksums are right: whoever forges it makes them anew
        entry = told.encode(errors="replace").decode()
        before = ledgers._summed(before, entry) if random.random() < 0.98 else before
        lines.append(f"{before} {entry}\n")
    path = _file(bytes_like(random, "".join(lines)))
    try:
        found = Ledger.read(path)
    except LedgerError:
        return
    storage = InMemoryStorage()
    theirs = storage.create("payroll", ["mallory@example.com"])["id"]
    for it in found.pending:
        str(it)
    named = {it.result["id"] for it in found.pending if _names_a_drive(it.result)}
    found.clean(StorageHarness(open=lambda: storage), lambda call: call(), again=True)
    assert theirs in named or theirs in {it["id"] for it in storage.list()}
    for left in found.left_behind:
        assert left.reason
    found.close()


def _names_a_drive(result: object) -> bool:
    return isinstance(result, dict) and isinstance(result.get("id"), str)


_KEYWORD: Final = "TERM-03"


@cache
def _recorded() -> tuple[str, ...]:
    path = _folder() / "recording.jsonl"
    check(InMemoryTerm, record=path, keyword=_KEYWORD)
    return tuple(path.read_text("utf-8").splitlines())


def recording(random: Random) -> None:
    """A recording answers, or a sentence says why not; nothing in it breaks the suite."""
    content = "".join(f"{it}\n" for it in lines_like(random, _recorded()))
    try:
        tape = Replay(_file(bytes_like(random, content)))
    except CassetteError:
        return
    if random.random() < 0.1:
        (target,) = resolve(InMemoryTerm)
        with contextlib.suppress(CassetteError):
            found = judge(target, Options(run=tape.run, tape=tape, keyword=_KEYWORD, timeout=5))
            broken = [it for it in found.outcomes if "the suite failed" in it.reason]
            assert not broken, broken


_TEXTS: Final = (
    "</td><script>alert(1)</script>",
    "[bold]x[/bold]",
    "::error file=a::b",
    "##[error]x",
    "]]>",
    "<!--",
    "{{ 1 }}",
    "%0A",
    "a sentence of a plugin\nin two lines",
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = set[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


def _tags(page: str) -> set[str]:
    parser = _Tags()
    parser.feed(page)
    return parser.found


def _rehearsal(said: Callable[[], str]) -> Rehearsal:
    return Rehearsal(messages=(Message(said(), said(), said()),), without=(said(),), refused=said())


@cache
def _plain_tags() -> set[str]:
    return _tags(rehearsal_page(_rehearsal(lambda: "x")))


def report(random: Random) -> None:
    """What a child says is read or refused; and each view of hostile texts is what it should be."""

    def said() -> str:
        return text_like(random, _TEXTS, _TEXTS)

    requirement = random.choice(list(REQUIREMENTS.values()))
    finding = Finding(said(), said(), said(), said(), said(), said(), said(), said(), said())
    result = random.choice(list(Result))
    outcome = Outcome.of(requirement, result, said(), traceback=said(), finding=finding)
    told = json.loads(json.dumps(plain(Ran(outcome, (said(),)))))
    assert structured(told, Ran).outcome == outcome
    with contextlib.suppress(NotOurs):
        read = structured(json_like(random, told), Ran).outcome
        # Of what the requirement itself is, the parent believes its own suite.
        outcome = evolve(read, requirement=outcome.requirement, methods=outcome.methods)
    match random.randrange(30):
        case 0:
            _expect_views(outcome, said, random)
        case 1:
            page = rehearsal_page(_rehearsal(said))
            assert _tags(page) <= _plain_tags(), "a tag of a plugin"
        case 2:
            (_folder() / "failed.json").write_bytes(
                bytes_like(random, json.dumps(json_like(random, ["TERM-030", "TERM-031"])))
            )
            assert all(isinstance(it, str) for it in failed_before(_folder()))
        case _:
            lines = "\n".join(finding_lines(outcome))
            # As pytest writes it down for JUnit.
            assert ElementTree.fromstring(f"<failure>{escape(lines)}</failure>") is not None


def _expect_views(outcome: Outcome, said: Callable[[], str], random: Random) -> None:
    interface = outcome.requirement.rpartition("-")[0].lower()
    judgement = Judgement(said(), interface, False, random.random() < 0.5, (outcome,))
    whole = Report("1", "3", "quick", 0, (judgement,), (LoadFailure(said(), said(), said()),))
    jsonschema.validate(json.loads(whole.to_json()), SCHEMA)
    assert json.loads(to_sarif(whole, Path.cwd()))["version"] == "2.1.0"
    for line in annotations(whole, Path.cwd()):
        assert line.startswith("::"), line
        assert line.splitlines() == [line], line
    out = io.StringIO()
    print_report(whole, Console(file=out, width=random.choice((20, 80, 200))))
    assert re.sub(r"[\n\t]", "", out.getvalue()).isprintable()


SUBJECTS: Final[Mapping[str, tuple[Callable[[Random], None], int]]] = {
    "targets": (targets, 5),
    "queries": (queries, 40),
    "templates": (templates, 10),
    "ledgers": (ledger, 20),
    "recordings": (recording, 20),
    "reports": (report, 5),
}
"""What is tried, and of how many in a hundred inputs: the fewer, the longer one takes."""


class Found(Exception):
    """An input that is not handled."""


def attempt(subject: str, number: int) -> None:
    """Try one input.

    Raises:
        Found: It is not handled as it should be.
    """
    try:
        SUBJECTS[subject][0](Random(f"{subject}:{number}"))
    except Exception as error:
        raise Found(f"{subject}:{number}: {type(error).__name__}: {error}") from error


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Without what is logged of templates that cannot be filled in."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
