"""No output shows a secret: each is looked through for canaries."""

import base64
import itertools
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from click.testing import CliRunner
from rich.console import Console

from dispatch_interfaces import InvalidRequestError, TicketPlugin
from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance import Report, check
from dispatch_interfaces.conformance.reports.github import annotations
from dispatch_interfaces.conformance.reports.sarif import to_sarif
from dispatch_interfaces.conformance.reports.terminal import print_report
from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_interfaces.host.rehearsal import Part, rehearse
from dispatch_interfaces.masking import MASK, learn
from dispatch_interfaces.registry import PluginRegistry
from reference_impls import InMemoryTicket
from tests.author import Author
from tests.secrets.leaky import VARIABLE, WAYS, Leaky, canary, harness

_CANARY: Final = re.compile(
    r"cAn4ry-([a-z]+(?:-[a-z]+)*)|" + base64.b64encode(b"bot:cAn4ry").decode()[:-2]
)
_HERE: Final = Path(__file__).parents[2]
LEAKY: Final = f"{Leaky.__module__}:Leaky"
HARNESS: Final = ("--harness", f"{Leaky.__module__}:harness")


def shown_in(text: str) -> set[str]:
    """The ways that a text shows a secret of."""
    return {it[1] or "basic" for it in _CANARY.finditer(text)}


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlearned: None) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, canary("environment"))
    monkeypatch.setattr(Leaky, "ways", itertools.cycle(WAYS))


def as_text(report: Report) -> str:
    text = StringIO()
    print_report(report, Console(file=text, width=100))
    return text.getvalue()


RENDERED: Final[dict[str, Callable[[Report], str]]] = {
    "text": as_text,
    "json": lambda it: it.to_json(),
    "sarif": lambda it: to_sarif(it, Path.cwd()),
    "github": lambda it: "\n".join(annotations(it, Path.cwd())),
    "repr": repr,
    "recording": lambda _: Path("recorded").read_text(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_failure_without_its_secret(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Leaky, "ways", itertools.repeat(way))
    report = check(
        LEAKY, harness=HARNESS[1], keyword="TICKET-025", record=Path("recorded"), level="behaviour"
    )
    assert report.exit_code == 1
    seen = {name: shown_in(render(report)) for name, render in RENDERED.items()}
    assert not {name: it for name, it in seen.items() if it}


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", LEAKY, *HARNESS),
        ("check", LEAKY, *HARNESS, "--json"),
        ("check", LEAKY, *HARNESS, "--format", "sarif"),
        ("check", LEAKY, *HARNESS, "--format", "github"),
        ("check", f"{Leaky.__module__}:LeakyBridge", "--edition", "host"),
        ("check", f"{Leaky.__module__}:Honest", *HARNESS, "--level", "shape", "--self-check"),
        ("rehearse", f"{Leaky.__module__}:entered"),
        ("rehearse", f"{Leaky.__module__}:entered", "--json"),
        ("rehearse", f"{Leaky.__module__}:entered", "--flaky", "3", "--html", "page.html"),
    ],
    ids=" ".join,
)
def test_a_command_and_all_that_it_leaves(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dispatch_interfaces", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(_HERE)},
    )
    assert done.stdout
    kept = [it.read_text(errors="replace") for it in tmp_path.rglob("*") if it.is_file()]
    shown = set[str]().union(*map(shown_in, (done.stdout, done.stderr, *kept)))
    # Without a harness nothing tells that its password is one.
    assert shown <= ({"harness"} if HARNESS[1] not in arguments else set())


def test_a_ledger_and_its_sweep() -> None:
    """What cannot be removed stays written down, with what came back when it was made."""
    live = f"{Leaky.__module__}:live"
    honest = f"{Leaky.__module__}:Honest"
    done = CliRunner().invoke(
        command, ["check", honest, "--harness", live, "--profile", "live", "-k", "TICKET-025"]
    )
    (ledger,) = Path(".dispatch-interfaces").glob("ledger-*")
    swept = CliRunner().invoke(command, ["sweep", "--harness", live])
    assert "LEFT" in swept.output
    assert not shown_in(done.output + ledger.read_text() + swept.output)
    assert MASK in ledger.read_text()


def test_pytest_with_what_was_printed_and_logged(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"""
        import pytest
        from dispatch_interfaces.conformance import requirements_for
        from {Leaky.__module__} import harness, Leaky

        @pytest.mark.parametrize(
            "requirement", requirements_for(Leaky, harness=harness)[:60], ids=str
        )
        def test_conforms(requirement):
            requirement()
    """)
    options = ("-p", "no:cacheprovider", "-rA", "-l", "--junitxml=junit.xml", "-k", "not 9")
    result = pytester.runpytest_inprocess(*options)
    assert result.ret == 1
    shown = (result.stdout.str(), result.stderr.str(), Path("junit.xml").read_text())
    assert not set().union(*map(shown_in, shown))
    assert "Captured" in shown[0]


def test_a_recording_has_nothing_of_a_foreign_error_but_its_text() -> None:
    Leaky.ways = itertools.repeat("attribute")
    recorded = Path("recorded")
    check(LEAKY, harness=HARNESS[1], keyword="TICKET-025", record=recorded)
    lines = map(json.loads, recorded.read_text().splitlines())
    raised = [it["raised"] for it in lines if "raised" in it]
    assert raised
    for it in raised:
        assert (it["class"], it["text"]) == ("RequestFailed", "401 Unauthorized")
        assert (it["args"], it["attributes"]) == ({"~": "tuple", "of": []}, {})


@pytest.mark.parametrize("before", [None, 0o644])
def test_only_its_owner_can_read_a_recording(before: int | None) -> None:
    recorded = Path("recorded")
    if before is not None:
        recorded.touch(before)
    check(LEAKY, harness=HARNESS[1], keyword="TICKET-025", record=recorded)
    assert recorded.stat().st_mode & 0o777 == 0o600


def test_a_module_that_cannot_be_loaded(author: Author) -> None:
    """What it has put into the environment by itself is a secret, too."""
    author(
        acme_late="""
        import os
        os.environ["ACME_PASSWORD"] = "cAn4ry-late-8f3e"
        raise RuntimeError(f"no entry with {os.environ['ACME_PASSWORD']}")
        """
    )
    done = CliRunner().invoke(command, ["check", "acme_late:Acme"])
    assert f"no entry with {MASK}" in done.output
    assert not shown_in(done.output)


def test_what_was_recorded_without_secrets_is_replayed() -> None:
    """Of masked results and errors everything is as it was."""
    recorded = Path("recorded")
    one = check(LEAKY, harness=HARNESS[1], keyword="TICKET-02", record=recorded)
    other = check(LEAKY, harness=HARNESS[1], keyword="TICKET-02", replay=recorded)
    outcomes = [
        [
            (it.requirement, it.result, it.finding and it.finding.outcome)
            for it in found.judgements[0].outcomes
        ]
        for found in (one, other)
    ]
    assert outcomes[0] == outcomes[1]


def test_a_harness_does_not_show_what_is_bound_to_it() -> None:
    told = repr(attrs.evolve(harness, password=""))
    assert "open=opened" in told
    assert not shown_in(told)


@attrs.frozen
class Checked:
    """Settings whose validator shows what it rejects."""

    region: str
    token: str = attrs.field(validator=attrs.validators.matches_re("xoxb-.*"))


class Tracker(InMemoryTicket):
    slug = "tracker-of-secrets"

    def __init__(self, settings: Checked) -> None:
        super().__init__()
        self.settings = settings


class WithAttrs(TicketBridge):
    implementation = Tracker
    settings = Checked


def with_pydantic() -> type:
    pydantic = pytest.importorskip("pydantic")

    class Model(pydantic.BaseModel):  # type: ignore[name-defined, misc]
        region: int
        token: pydantic.SecretStr  # type: ignore[name-defined]
        pat: int

    return type("WithPydantic", (InMemoryTicket,), {"slug": "p", "configuration_schema": Model})


ENTERED: Final = {"region": "eu", "token": canary("setting") * 5, "pat": canary("setting") * 5}


@pytest.mark.parametrize("made", [lambda: WithAttrs, with_pydantic], ids=["attrs", "pydantic"])
def test_settings_that_are_rejected(
    made: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    kind = made()
    given = {name: it for name, it in ENTERED.items() if name != "pat" or kind is not WithAttrs}
    registry = PluginRegistry()
    registry.register(kind)
    with pytest.raises(InvalidRequestError) as caught:
        registry.activate(kind.slug, project_id=1, configuration=given)
    try:
        registry.activate(kind.slug, project_id=1, configuration=given)
    except InvalidRequestError:
        logging.getLogger("acme").exception("no")
    assert not shown_in(str(caught.value) + caplog.text)
    told = rehearse([Part(plugin_class=kind, settings=given)])
    assert told.refused
    assert not shown_in(told.verdict)


def test_what_a_host_logs(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("acme"), "disabled", True)  # what it logs is its own
    monkeypatch.setattr(Leaky, "ways", itertools.cycle(WAYS.keys() - {"harness"}))
    registry = PluginRegistry()
    registry.register(Leaky)
    registry.activate("leaky", project_id=1)
    learn(canary("setting"))
    for _ in WAYS:
        registry.call_all(TicketPlugin, lambda it: it.create("t", "i", "p", "c", "r"), project_id=1)
    assert "failed in project" in caplog.text
    assert not shown_in(caplog.text)
