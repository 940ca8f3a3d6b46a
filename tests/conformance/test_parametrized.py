"""`requirements_for` in an author's own tests."""

import re
import sys
from pathlib import Path

import pytest

TEST = """
import pytest
from dispatch_interfaces.conformance import ParticipantGroupHarness, requirements_for
from reference_impls import InMemoryParticipantGroup

class Forgets(InMemoryParticipantGroup):
    def remove(self, email, participants):
        pass

class Shouts(InMemoryParticipantGroup):
    def remove(self, email, participants):
        raise OSError("\\n::stop-commands::x\\x1b[2J ##[error]y")

class Bare(InMemoryParticipantGroup):
    pass

blind = ParticipantGroupHarness(open=Bare, observer=lambda _: object())

def opens():
    raise OSError("no backend")

broken = ParticipantGroupHarness(open=opens)

@pytest.mark.parametrize("requirement", requirements_for({arguments}), ids=str)
def test_conforms(requirement):
    requirement()
"""


# What searches for sequences, or calls in parallel, is as well with pytest as without, but slow.
_QUICK = ("-p", "no:cacheprovider", "-k", "not 900 and not 950")


def run(pytester: pytest.Pytester, arguments: str, *options: str) -> pytest.RunResult:
    pytester.makepyfile(TEST.format(arguments=arguments))
    return pytester.runpytest_inprocess(*_QUICK, "-rA", *options)


def test_a_conforming_plugin_passes_with_the_ids_as_names(pytester: pytest.Pytester) -> None:
    result = run(pytester, "InMemoryParticipantGroup")
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed", "deselected"}
    assert outcomes["passed"] > 20
    result.stdout.fnmatch_lines(["PASSED *test_conforms?PARTICIPANT-GROUP-010?"])


def test_a_failure_reads_like_a_finding(pytester: pytest.Pytester) -> None:
    result = run(pytester, "Forgets")
    assert result.ret == 1
    assert result.parseoutcomes()["passed"] > 15
    result.stdout.fnmatch_lines(
        [
            "PARTICIPANT-GROUP-0*  MUST  *remove*FAILED",
            "  called    remove(*",
            "  returned  None",
            "  expected  *",
            "  to fix    *",
        ]
    )
    result.stdout.no_fnmatch_line("*dispatch_interfaces/conformance*")


def test_a_finding_gives_no_orders(pytester: pytest.Pytester) -> None:
    result = run(pytester, "Shouts")
    assert result.ret == 1
    told = result.stdout.str()
    assert r"\x3a:stop-commands::x\x1b[2J \x23#[error]y" in told
    assert not re.search(r"(?m)^\s*::|##\[|\x1b\[2J", told)


def test_what_is_not_observed_is_skipped_and_never_passed(pytester: pytest.Pytester) -> None:
    outcomes = run(pytester, "Bare, harness=blind").parseoutcomes()
    assert outcomes["skipped"] > 3
    assert "failed" not in outcomes


def test_a_broken_harness_fails(pytester: pytest.Pytester) -> None:
    result = run(pytester, "Bare, harness=broken")
    assert (
        result.parseoutcomes()["passed"] == 7
    )  # what reads the class, and that it declares no limits
    result.stdout.fnmatch_lines(["*because   open raised OSError: no backend"])


def test_a_should_is_an_expected_failure_unless_strict(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        acme="""
        from reference_impls import InMemoryParticipantGroup

        class Odd(InMemoryParticipantGroup):
            def delete(self, email):
                try:
                    super().delete(email)
                except LookupError:
                    raise RuntimeError("gone") from None
        """
    )
    outcomes = run(pytester, "'acme:Odd'").parseoutcomes()
    assert outcomes["xfailed"] == 1
    assert "failed" not in outcomes
    assert run(pytester, "'acme:Odd', strict=True").parseoutcomes()["failed"] == 1


KNOWN = """
[[tool.dispatch-interfaces.expected_failures]]
requirement = "{}"
reason = "known"
"""


def _ending(pytester: pytest.Pytester, body: str, *known: str) -> dict[str, int]:
    pytester.makepyfile(
        acme=f"""
        from reference_impls import InMemoryTerm

        class AcmeTerm(InMemoryTerm):
            {body}
        """
    )
    pytester.makefile(".toml", pyproject="".join(map(KNOWN.format, known)))
    target = ("--dispatch-plugin", "acme:AcmeTerm", "--dispatch-strict")
    program = Path(sys.executable).with_name("pytest")
    return pytester.run(program, *target, *_QUICK).parseoutcomes()


def test_pytest_reads_what_is_expected_to_fail(pytester: pytest.Pytester) -> None:
    failing = "slug = None"
    assert _ending(pytester, failing)["failed"] == 1
    ended = _ending(pytester, failing, "TERM-005")
    assert (ended["xfailed"], "failed" in ended) == (1, False)


def test_pytest_fails_what_was_expected_to_fail_and_passes(pytester: pytest.Pytester) -> None:
    assert _ending(pytester, "slug = 'acme'", "TERM-005")["failed"] == 1


def test_pytest_fails_where_too_much_is_expected_to_fail(pytester: pytest.Pytester) -> None:
    known = [f"TERM-00{number}" for number in (3, 4, 5)]
    # Those three pass, and so does all but what says that it is too much.
    assert _ending(pytester, "slug = 'acme'", *known)["failed"] == len(known) + 1


def test_a_plugin_of_which_nothing_can_be_seen_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from dispatch_interfaces.conformance import TermHarness, requirements_for
        from reference_impls import InMemoryTerm

        blind = TermHarness(open=InMemoryTerm, observer=lambda _: object())

        @pytest.mark.parametrize("it", requirements_for(InMemoryTerm, harness=blind), ids=str)
        def test_conforms(it):
            it()
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["*nothing that this plugin does can be observed*add_term*"])


def test_the_pytest_plugin_adds_the_requirements_as_items(pytester: pytest.Pytester) -> None:
    target = "reference_impls:InMemoryParticipantGroup"
    result = pytester.runpytest_inprocess("--dispatch-plugin", target, "-v", *_QUICK)
    assert set(result.parseoutcomes()) == {"passed", "deselected"}
    result.stdout.fnmatch_lines([f"{target}::PARTICIPANT-GROUP-010 PASSED*"])


@pytest.mark.parametrize(
    "more", [pytest.param((), id="alone"), pytest.param(("-n", "2"), marks=pytest.mark.slow)]
)
def test_it_finds_a_plugin_where_pytest_is_run(
    pytester: pytest.Pytester, more: tuple[str, ...]
) -> None:
    pytester.makepyfile(
        acme="""
        from reference_impls import InMemoryTerm

        class AcmeTerm(InMemoryTerm):
            slug = "acme-term"
        """
    )
    # The program, and not `python -m pytest`, which puts the current folder on the path itself.
    program = Path(sys.executable).with_name("pytest")
    command = (program, "--dispatch-plugin", "acme:AcmeTerm", "-k", "TERM-0")
    assert pytester.run(*command, *more).parseoutcomes()["passed"] > 10


def test_its_items_can_be_selected_by_keyword_and_marker(pytester: pytest.Pytester) -> None:
    target = ("--dispatch-plugin", "reference_impls:InMemoryParticipantGroup")
    by_id = pytester.runpytest_inprocess(*target, "-k", "GROUP-010").parseoutcomes()
    assert by_id["passed"] == 1
    should = pytester.runpytest_inprocess(*target, "-m", "should", "--strict-markers")
    assert 0 < should.parseoutcomes()["passed"] < 10


def test_its_options_reach_the_suite(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(acme=TEST.format(arguments="Bare"))
    pytester.syspathinsert()
    result = pytester.runpytest_inprocess(
        "--dispatch-plugin=acme:Bare",
        "--dispatch-harness=acme:broken",
        "--dispatch-interface=participant-group",
        "--dispatch-strict",
        "--dispatch-timeout=5",
        "-k",
        "GROUP-010",
    )
    result.stdout.fnmatch_lines(["*open raised OSError: no backend"])


def test_a_wrong_target_is_a_collection_error(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--dispatch-plugin", "reference_impls:InMemoryStorrage")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*did you mean 'InMemoryStorage'*"])


def test_the_pytest_plugin_is_light_until_it_is_used(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            assert "dispatch_interfaces.pytest_plugin" in sys.modules
            assert "dispatch_interfaces.conformance" not in sys.modules
        """
    )
    assert pytester.runpytest_subprocess().ret == 0
