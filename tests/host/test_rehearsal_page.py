"""The page of a rehearsal, and the page of the docs that shows one."""

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.reports.rehearsal_page import rehearsal_page
from dispatch_interfaces.host.calls import Severity
from dispatch_interfaces.host.rehearsal import (
    Act,
    Call,
    Message,
    Player,
    Rehearsal,
    Seen,
    State,
    Step,
)

DOCS = Path(__file__).parents[2] / "docs" / "rehearsals.md"
HOSTILE = "</td><script>alert(1)</script>\x1b[31m\u202e<img src=x onerror=alert(2)>"


def hostile() -> Rehearsal:
    call = Call(
        "ticket",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        (HOSTILE,),
        HOSTILE,
        HOSTILE,
        Severity.ABORTS,
        mine=True,
    )
    step = Step(HOSTILE, (call,), (HOSTILE,))
    return Rehearsal(
        (Player("ticket", HOSTILE, HOSTILE, True, HOSTILE),),
        (Act(HOSTILE, (step,)),),
        (Seen(HOSTILE, HOSTILE, "ticket", (HOSTILE,), ("other",)),),
        (Message(HOSTILE, HOSTILE, HOSTILE),),
        (HOSTILE,),
    )


def test_whatever_a_plugin_says_is_text() -> None:
    page = rehearsal_page(hostile())
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not set("\x1b\u202e") & set(page)


def test_a_page_needs_nothing_else() -> None:
    page = rehearsal_page(Rehearsal())
    assert not re.search(r"\bsrc=|\bhref=|@import|url\(", page)
    assert "default-src 'none'" in page


def test_each_step_and_plugin_has_its_place() -> None:
    steps = (Step("one"), Step("two", errors=("it broke",)), Step("three", losses=("a line",)))
    players = (Player("ticket", "acme", "acme:T", True), Player("task", "ref", "ref:T", False))
    page = rehearsal_page(Rehearsal(players, (Act("an act", steps),)))
    assert page.count('<tr class="step"') == len(steps)
    assert page.count('class="lane"') == len(players)
    assert [page.count(f'data-state="{it}"') for it in ("passed", "failed", "lost")] == [1, 1, 1]
    assert f"1 {State.FAILED.value}" in page


def test_the_docs_show_what_is_printed(author: Callable[..., Path]) -> None:
    text = DOCS.read_text("utf-8")
    (code,) = re.findall(r"```python\n(# acme_tickets\.py\n.*?)```", text, re.S)
    author(acme_tickets=code)
    result = CliRunner().invoke(command, ["rehearse", "acme_tickets"])
    (shown,) = re.findall(r"```console\n\$ dispatch-interfaces rehearse .*?\n(.*?)```", text, re.S)
    printed = [it.rstrip() for it in result.output.splitlines()]
    for line in shown.splitlines():
        assert line == "..." or line in printed
    assert result.exit_code == 1
