"""What installed packages offer, and how one that is broken hides no other."""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dispatch_interfaces import MetricPlugin
from dispatch_interfaces.cli.command import command
from dispatch_interfaces.conformance import check
from dispatch_interfaces.conformance.reports import hooks
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.registry import PluginRegistry
from dispatch_interfaces.registry.installed import find_installed

Package = Callable[..., None]

GOOD = """
from reference_impls import InMemoryMetric, InMemoryTicket
from dispatch_interfaces.host.bridge import TicketBridge
from dispatch_interfaces.hooks import hookimpl

class AcmeMetric(InMemoryMetric):
    title, slug, version = "Acme metrics", "acme-metric", "1.2"

class AcmeTicket(InMemoryTicket):
    title, slug = "Acme tickets", "acme-ticket"

class AcmeTicketForDispatch(TicketBridge):
    implementation = AcmeTicket

@hookimpl
def dispatch_plugins():
    return [AcmeMetric, AcmeTicket]

@hookimpl
def dispatch_harnesses():
    return {AcmeMetric: "acme_testing:harness"}

finished = []

@hookimpl
def dispatch_check_finished(report):
    finished.append(report)
"""

TESTING = """
from acme_good import AcmeMetric
from dispatch_interfaces.conformance import MetricHarness

def harness():
    return MetricHarness(open=AcmeMetric)
"""


@pytest.fixture(autouse=True)
def nothing_is_kept() -> Any:
    hooks._hooks.cache_clear()
    yield
    hooks._hooks.cache_clear()


@pytest.fixture
def good(package: Package) -> None:
    package(
        "acme-good",
        """
        [dispatch_interfaces]
        acme = acme_good

        [dispatch.plugins]
        acme_ticket = acme_good:AcmeTicketForDispatch
        """,
        acme_good=GOOD,
        acme_testing=TESTING,
    )


BROKEN = {
    "acme_imports": ("import acme_nothing_of_the_kind", "ModuleNotFoundError: No module named"),
    "acme_exits": ("import sys; sys.exit('no token')", "SystemExit: no token"),
    "acme_raises": (
        """
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_plugins():
            raise ConnectionError("no backend")
        """,
        "ConnectionError: no backend",
    ),
    "acme_ends_half_way": (
        """
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_plugins():
            yield from ()
            raise ConnectionError("no second page")
        """,
        "ConnectionError: no second page",
    ),
    "acme_misspells": (
        """
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_plugin():
            return []
        """,
        "unknown hook 'dispatch_plugin'",
    ),
    "acme_misdeclares": (
        """
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_plugins(registry):
            return []
        """,
        "PluginValidationError",
    ),
    "acme_offers": (
        """
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_plugins():
            return ["acme:Plugin"]
        """,
        "dispatch_plugins offers 'acme:Plugin', which is no class",
    ),
    "acme_opens": (
        """
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_harnesses():
            return ["acme:harness"]
        """,
        "not harnesses by class",
    ),
}


@pytest.fixture
def broken(package: Package) -> None:
    for name, (text, _) in BROKEN.items():
        points = f"[dispatch_interfaces]\n{name} = {name}\n"
        package(name.replace("_", "-"), points, **{name: text})
    package(
        "aaa-first",  # comes before all others
        """
        [dispatch_interfaces]
        a = acme_first:Untitled
        b = acme_first:Twin
        [dispatch.plugins]
        c = acme_first:make
        d = acme_first:Contact
        e = acme_first:Odd
        """,
        acme_first="""
        from reference_impls import InMemoryContact, InMemoryMetric

        class Untitled(InMemoryMetric):
            title, slug = None, "acme-untitled"

        class Twin(InMemoryMetric):
            slug = "acme-metric"

        class Contact(InMemoryContact):
            slug = "acme-contact"

        class Odd(InMemoryContact):
            slug, type = "acme-contact", "odd"

        def make():
            return Contact()
        """,
    )


def test_both_groups_and_hooks_are_found(good: None) -> None:
    found = find_installed()
    assert [it.plugin_class.__name__ for it in found.offers] == [
        "AcmeTicketForDispatch",
        "AcmeMetric",
        "AcmeTicket",
    ]
    assert found.broken == ()
    by_name = {it.plugin_class.__name__: it for it in found.offers}
    assert str(by_name["AcmeMetric"].origin) == "acme-good 1.2, dispatch_interfaces: acme"
    assert by_name["AcmeMetric"].harness == "acme_testing:harness"
    assert by_name["AcmeTicket"].harness is None


def test_one_that_is_broken_hides_no_other(good: None, broken: None) -> None:
    found = find_installed()
    told = {it.origin.entry_point: it for it in found.broken}
    for name, (_, reason) in BROKEN.items():
        assert reason in told[name].reason, name
    assert "the application loads classes" in told["c"].reason
    assert len(told) == len(BROKEN) + 1
    names = {it.plugin_class.__name__ for it in found.offers}
    assert names == {
        *("Untitled", "Twin", "Contact", "Odd"),
        *("AcmeMetric", "AcmeTicket", "AcmeTicketForDispatch"),
    }


def test_a_registry_takes_all_that_is_whole(
    good: None, broken: None, caplog: pytest.LogCaptureFixture
) -> None:
    registry = PluginRegistry()
    with caplog.at_level(logging.ERROR):
        rejected = registry.load_installed()
    assert [it.slug for it in registry.registered()] == ["acme-metric", "acme-ticket"]
    told = {it.plugin: it for it in rejected}
    assert len(told) == len(BROKEN) + 5
    (untitled,) = (it for name, it in told.items() if "Untitled" in name)
    assert any("title is not set" in it for it in untitled.problems)
    assert "aaa-first 1.2" in untitled.plugin
    (taken,) = (it for name, it in told.items() if "acme_good:AcmeMetric" in name)
    assert "is taken by acme_first:Twin" in str(taken)
    (exits,) = (it for name, it in told.items() if "acme_exits" in name)
    assert isinstance(exits.__cause__, SystemExit)
    for error in rejected:
        assert str(error) in caplog.text
    registry.activate("acme-metric")
    assert registry.get(MetricPlugin).slug == "acme-metric"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


def test_the_list(good: None, broken: None) -> None:
    code, told = run("list")
    assert code == 0
    row = next(it for it in told.splitlines() if it.startswith("Acme tickets"))
    assert row.split()[2:4] == ["acme-ticket", "ticket"]
    for text in (
        "acme-good 1.2",
        "REFUSED  acme_first:Untitled (aaa-first 1.2, dispatch_interfaces: a)",
        "title is not set",
        "the slug 'acme-metric' is taken by acme_first:Twin",
        "NOT LOADED  acme-exits 1.2, dispatch_interfaces: acme_exits",
        "SystemExit: no token",
        "type is 'odd', which the application does not call",
    ):
        assert text in told, text
    code, told = run("list", "--json")
    listing = json.loads(told)
    assert len(listing["rows"]) == 7
    assert len(listing["broken"]) == len(BROKEN) + 1
    ready = {it["slug"] for it in listing["rows"] if not it["problems"]}
    assert ready == {"acme-metric", "acme-ticket", "acme-contact"}


def test_what_a_package_says_of_itself_is_no_markup(package: Package) -> None:
    package(
        "acme-loud",
        "[dispatch_interfaces]\nloud = acme_loud:Loud\n",
        acme_loud="""
        from reference_impls import InMemoryMetric

        class Loud(InMemoryMetric):
            slug, version, title = "acme[/bold]", "[link=x]1\\x1b[2J", "::error::Loud"
        """,
    )
    code, told = run("list")
    assert code == 0
    assert "acme[/bold]" in told
    assert "[link=x]1\\x1b[2J" in told
    assert r"\x3a:error::Loud" in told


def test_an_empty_list() -> None:
    assert run("list") == (0, "no installed package offers a plugin\n")
    assert run("check", "--installed")[0] == 2


def test_all_that_is_installed_is_judged(good: None) -> None:
    code, told = run("check", "--installed", "--json")
    report = json.loads(told)
    verdicts = {it["target"]: it["verdict"] for it in report["judgements"]}
    # The bridge comes without a harness of its own, and so needs none here.
    assert verdicts["acme_good:AcmeMetric"] == "conforms"
    assert verdicts["acme_good:AcmeTicket"] == "conforms"
    levels = {
        it["target"]: {outcome["level"] for outcome in it["outcomes"]}
        for it in report["judgements"]
    }
    assert levels["acme_good:AcmeTicketForDispatch"] == {"host"}
    assert report["not_loaded"] == []
    assert code == report["exit_code"]


def test_what_is_broken_makes_the_check_of_all_fail(good: None, broken: None) -> None:
    code, told = run("check", "--installed", "--json", "--level", "static")
    report = json.loads(told)
    assert code == 1
    failed = {it["target"]: it["message"] for it in report["not_loaded"]}
    assert "SystemExit" in failed["acme-exits 1.2, dispatch_interfaces: acme_exits"]
    assert any("is taken by" in it for it in failed.values())
    assert "acme_first:Untitled" in {it["target"] for it in report["judgements"]}


def test_targets_beside_all_that_is_installed(good: None) -> None:
    assert run("check", "--installed", "acme_good")[0] == 2


@pytest.fixture
def application(package: Package) -> None:
    plugins = "[dispatch.plugins]\nits_own = its_own:ItsOwn"
    package("dispatch", plugins, its_own="from reference_impls import InMemoryTag as ItsOwn")


def test_the_plugins_of_the_application_are_left_out(good: None, application: None) -> None:
    told = CliRunner().invoke(command, ["check", "--installed", "--level", "static"]).output
    assert "left out: 1 plugins of the application itself; --package dispatch judges" in told
    assert "AcmeMetric" in told
    assert "InMemoryTag" not in told


def test_the_list_is_of_the_same_packages(good: None, application: None) -> None:
    told = CliRunner().invoke(command, ["list"]).output
    assert "left out: 1 plugins of the application itself; --package dispatch lists them" in told
    assert "acme-metric" in told
    assert "in-memory-tag" not in told
    named = CliRunner().invoke(command, ["list", "--package", "dispatch"]).output
    assert "left out" not in named
    assert "in-memory-tag" in named
    assert "acme-metric" not in named
    unknown = CliRunner().invoke(command, ["list", "--package", "acme-no"])
    assert unknown.exit_code == 2
    assert "no package 'acme-no' that is installed offers" in unknown.output


def test_the_plugins_of_the_application_are_judged_if_named(good: None, application: None) -> None:
    code, told = run("check", "--installed", "--package", "Dispatch", "--json")
    assert [it["interface"] for it in json.loads(told)["judgements"]] == ["tag"]
    assert code == 0


def test_only_what_is_offered_to_the_application(good: None) -> None:
    _, told = run("check", "--installed", "--edition", "host", "--json")
    targets = [it["target"] for it in json.loads(told)["judgements"]]
    assert targets == ["acme_good:AcmeTicketForDispatch"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--installed", "--package", "acme-no"), "no package 'acme-no' that is installed offers"),
        (("acme", "--package", "acme-good"), "--package chooses among what --installed judges"),
    ],
)
def test_what_package_is_for(good: None, given: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(command, ["check", *given])
    assert (result.exit_code, told in result.output) == (2, True)


def test_an_entry_point_is_a_target(good: None) -> None:
    assert [it.label for it in resolve("acme")] == ["acme_good:AcmeMetric", "acme_good:AcmeTicket"]


def test_packages_take_notice_of_a_check(
    good: None, package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    package(
        "acme-late",
        "[dispatch_interfaces]\nlate = acme_late\n",
        acme_late="""
        from dispatch_interfaces.hooks import hookimpl
        @hookimpl
        def dispatch_check_finished(report):
            raise OSError("disk full")
        """,
    )
    report = check("acme_good:AcmeMetric")
    assert sys.modules["acme_good"].finished == [report]
    (record,) = caplog.records
    assert "acme-late 1.2" in record.getMessage()
    assert "disk full" in str(record.exc_info)


def test_a_static_check_imports_no_other_package(good: None, tmp_path: Path) -> None:
    check("reference_impls.metric:InMemoryMetric", level="static")
    assert "acme_good" not in sys.modules
