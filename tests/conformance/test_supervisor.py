"""The command judges in children: side by side, whatever packages and hooks do, and to its end."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance.reports import hooks
from dispatch_interfaces.conformance.supervisor.messages import NotOurs, Ran, structured
from tests.author import Author

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are those of POSIX")

Install = Callable[..., None]

GOOD: Final = "from reference_impls import InMemoryTerm\nclass Acme(InMemoryTerm): slug = 'acme'\n"


@pytest.fixture(autouse=True)
def fresh_hooks() -> Iterator[None]:
    """The hooks of what is installed now: a child that is forked knows what its parent knew."""
    hooks._hooks.cache_clear()
    yield
    hooks._hooks.cache_clear()


def run(*arguments: str) -> Result:
    """The command, in this process; its children are as always."""
    return CliRunner().invoke(command, list(arguments))


def judged(*arguments: str) -> Any:
    """The report of a check."""
    return json.loads(run("check", "--json", *arguments).stdout)


def brief(report: Any) -> list[tuple[str, dict[str, str]]]:
    """How each requirement of each plugin ended."""
    return [
        (it["target"], {one["requirement"]: one["result"] for one in it["outcomes"]})
        for it in report["judgements"]
    ]


def test_side_by_side_gives_the_same_report() -> None:
    several = ("reference_impls.term", "reference_impls.document", "tests.alternatives.trie_term")
    assert brief(judged(*several, "--jobs", "3")) == brief(judged(*several))


def test_one_plugin_is_judged_by_several_children(author: Author) -> None:
    author(
        acme_two="""
        import os
        from reference_impls import InMemoryTerm

        class Acme(InMemoryTerm):
            def get(self, **kwargs):
                with open("pids", "a") as file:
                    print(os.getpid(), file=file)
                return super().get(**kwargs)
        """
    )
    assert judged("acme_two:Acme", "--jobs", "2")["exit_code"] == 0
    with open("pids") as file:
        assert len(set(file)) == 2


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_jobs_are_a_number_or_auto(wrong: str) -> None:
    result = run("check", "reference_impls.term", "--jobs", wrong)
    assert result.exit_code == 2
    assert "a number from 1 on, or auto" in result.output


def test_a_package_that_ends_the_process_hides_no_other(author: Author, package: Install) -> None:
    good = "[dispatch_interfaces]\ngood = acme_good:Acme"
    package("acme-good", good, acme_good=GOOD)
    leaves = "import os; os._exit(0)"
    package("acme-bad", "[dispatch_interfaces]\nbad = acme_bad", acme_bad=leaves)
    listed = run("list")
    assert "ready" in listed.output
    assert re.search(r"acme-bad.*\n? *.*exit status 0", listed.output)
    report = judged("--installed")
    assert [it["verdict"] for it in report["judgements"]] == ["conforms"]
    assert "exit status 0" in report["not_loaded"][0]["message"]
    assert report["exit_code"] == 2


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("import os; os._exit(0)", "ended the process with exit status 0"),
        ("raise SystemExit(0)", ""),
        ("print('stored \\x1b[2J'); import os; os.write(1, b'junk')", r"stored \x1b[2J"),
        ("report.judgements[0].outcomes = ()", ""),
    ],
)
def test_a_hook_changes_nothing(author: Author, package: Install, does: str, told: str) -> None:
    hook = f"""
    from dispatch_interfaces.hooks import hookimpl

    @hookimpl
    def dispatch_check_finished(report):
        {does}
    """
    package("acme", "[dispatch_interfaces]\nacme = acme_hook", acme_hook=hook)
    result = run("check", "reference_impls.term:InMemoryTerm", "--json")
    assert json.loads(result.stdout)["exit_code"] == 0
    assert result.exit_code == 0
    assert told in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--edition", "host", "acme_leaves:Acme"),
        ("check", "--plan", "acme_leaves:Acme"),
        ("show", "--bridge", "acme_leaves:Acme"),
    ],
)
def test_whatever_loads_a_module_survives_it(author: Author, arguments: tuple[str, ...]) -> None:
    author(acme_leaves="import os; os._exit(0)")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "ended the process with exit status 0" in result.output


def test_the_host_edition_names_the_call_that_ended_it(author: Author) -> None:
    author(
        acme_host="""
        import os
        from dispatch_interfaces.host.bridge import TicketBridge
        from reference_impls import InMemoryTicket

        class Leaves(InMemoryTicket):
            def create(self, *args, **kwargs):
                os._exit(0)

        class Acme(TicketBridge):
            implementation = Leaves
        """
    )
    result = run("check", "--edition", "host", "acme_host:Acme", "--json")
    assert result.exit_code == 1
    (judgement,) = json.loads(result.stdout)["judgements"]
    outcomes = {it["requirement"]: it for it in judgement["outcomes"]}
    found = outcomes["HOST-TICKET-101"]["finding"]
    assert found["called"].startswith("create(")
    assert found["outcome"] == "ended the process with exit status 0"
    # The others were judged, by another child.
    assert outcomes["HOST-TICKET-001"]["result"] == "passed"
    assert outcomes["HOST-TICKET-107"]["result"] in ("passed", "failed", "blocked")


def test_the_host_edition_names_the_call_that_holds_the_lock(author: Author) -> None:
    author(
        acme_holds="""
        import re
        from reference_impls import InMemoryContact

        class Acme(InMemoryContact):
            def get(self, email, db_session=None):
                re.match("(a+)+$", "a" * 60 + "b")
        """
    )
    result = run("check", "--edition", "host", "acme_holds:Acme", "--json", "--timeout", "2")
    (judgement,) = json.loads(result.stdout)["judgements"]
    called = [it for it in judgement["outcomes"] if it["methods"] == ["get"]]
    first, *others = called
    assert first["finding"]["called"].startswith("get(")
    assert first["finding"]["outcome"].startswith("did not return within 2 s, and lets no other")
    assert {it["result"] for it in others} == {"blocked"}
    rest = [it["result"] for it in judgement["outcomes"] if it["methods"] != ["get"]]
    assert set(rest) == {"passed"}


def test_a_plugin_that_ends_every_child_is_told_of_once(author: Author) -> None:
    author(
        acme_ends="""
        import os
        from reference_impls import InMemoryTicket

        class Acme(InMemoryTicket):
            def create(self, *args, **kwargs):
                print("about to leave")
                os._exit(0)
        """
    )
    report = judged("acme_ends:Acme")
    (judgement,) = report["judgements"]
    failed = [it for it in judgement["outcomes"] if it["result"] == "failed"]
    assert report["exit_code"] == 1
    assert {it["finding"]["outcome"] for it in failed} == {"ended the process with exit status 0"}
    assert {it["finding"]["called"].partition("(")[0] for it in failed} == {"create"}
    assert {it["finding"]["printed"] for it in failed} == {"about to leave\n"}
    assert len(failed) <= 3


@pytest.mark.parametrize("told", ["x", [], {"outcome": "x"}, {"outcome": {"finding": "x"}}, None])
def test_what_a_child_says_in_another_shape_is_not_ours(told: object) -> None:
    with pytest.raises(NotOurs, match="no Ran"):
        structured(told, Ran)
