"""Every public function has a type that tells what comes back."""

# verdict: accepted

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, assert_type

import attrs
import pluggy
from hypothesis.strategies import SearchStrategy

from dispatch_interfaces import (
    Limits,
    MetricPlugin,
    Plugin,
    StoragePlugin,
    TicketLimits,
    cut,
    explain,
    implements,
    limits_of,
    unsupported,
)
from dispatch_interfaces.capabilities import unsupported_reason, why_not
from dispatch_interfaces.checking.annotations import (
    bare,
    hints,
    misfit,
    name,
    resolved,
    without_none,
)
from dispatch_interfaces.checking.shape import shape_problems
from dispatch_interfaces.checking.source import Place, place_of
from dispatch_interfaces.checking.static import (
    Problem,
    annotation_problems,
    attribute_problems,
    comes_with_object,
    has_method,
    kind_problems,
    limits_problems,
    missing_methods,
    own_signature,
    signature_problems,
    static_problems,
)
from dispatch_interfaces.conformance import Case, Judgement, Report, check, requirements_for
from dispatch_interfaces.conformance import strategies as st
from dispatch_interfaces.conformance.checker import Options
from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.flaky import flaky
from dispatch_interfaces.conformance.host.edition import (
    HostHarness,
    HostTarget,
    check_host,
    host_harness,
    judge_host,
    judge_host_target,
    resolve_host,
)
from dispatch_interfaces.conformance.packages import (
    Listing,
    check_installed,
    judged_of,
    left_out,
    list_installed,
    offered,
    offers_plugins,
)
from dispatch_interfaces.conformance.reports.hooks import dispatch_check_finished, tell_finished
from dispatch_interfaces.conformance.reports.report import LoadFailure, Verdict
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.targets import Target
from dispatch_interfaces.contract import CONTRACTS, Contract, Method
from dispatch_interfaces.host.configuration import Configuration, Schema, secret
from dispatch_interfaces.plugin import PluginInfo, problems_by_attribute, told_by_object
from dispatch_interfaces.registry import FanOut, PluginRegistry, PluginRejectedError
from dispatch_interfaces.registry.hooks import dispatch_harnesses, dispatch_plugins
from dispatch_interfaces.registry.installed import (
    Installed,
    Origin,
    ask_each,
    find_installed,
    hooks_of_packages,
    plugin_entry_points,
)
from reference_impls import InMemoryMetric


@attrs.frozen
class Settings:
    token: str = secret()


def capabilities(plugin: object, plugin_class: type[Any]) -> None:
    assert_type(unsupported("no such thing"), Any)
    if implements(plugin, MetricPlugin):
        assert_type(plugin, MetricPlugin)
    assert_type(explain(plugin, MetricPlugin), tuple[str, ...])
    assert_type(unsupported_reason(plugin_class, "gauge"), str | None)
    assert_type(why_not(plugin_class, "gauge"), str)


def plugin_info(plugin: object) -> None:
    assert_type(PluginInfo.read(plugin), PluginInfo)
    assert_type(PluginInfo.problems(plugin), tuple[str, ...])
    assert_type(PluginInfo.read(plugin).project_id, int | None)
    assert_type(problems_by_attribute(plugin), list[tuple[str, str]])
    assert_type(told_by_object(plugin, "title"), bool)


def contract() -> None:
    found = Contract.of(StoragePlugin)
    assert_type(found, Contract)
    assert_type(CONTRACTS["storage"], Contract)
    assert_type(found.interface, str)
    assert_type(found.provisional, bool)
    assert_type(found.method("create"), Method | None)
    method = found.methods[0]
    assert_type(method.signature, inspect.Signature)
    assert_type(method.takes, Mapping[str, Any])
    assert_type(method.returns, Any)
    assert_type(method.declaration, str)
    assert_type(method.declare(), str)


def static(plugin_class: type[Any], found: Contract) -> None:
    assert_type(static_problems(plugin_class, found), list[Problem])
    assert_type(limits_problems(plugin_class, found), list[Problem])
    assert_type(limits_of(plugin_class), Limits)
    assert_type(limits_of(plugin_class, TicketLimits), TicketLimits)
    assert_type(cut(255), Callable[[str], str])
    assert_type(own_signature(plugin_class, "get"), inspect.Signature | None)
    assert_type(missing_methods(plugin_class, found), list[Problem])
    assert_type(kind_problems(plugin_class, found), list[Problem])
    assert_type(signature_problems(plugin_class, found), list[Problem])
    assert_type(annotation_problems(plugin_class, found), list[Problem])
    assert_type(attribute_problems(plugin_class, found), list[Problem])
    assert_type(has_method(plugin_class, "get"), bool)
    assert_type(comes_with_object(plugin_class, "get"), bool)
    assert_type(place_of(plugin_class), Place | None)
    assert_type(shape_problems({}, Mapping[str, str]), list[str])
    assert_type(misfit(str, int), str)
    assert_type(without_none(str), Any)
    assert_type(name(str), str)
    assert_type(resolved("str", static), Any)
    assert_type(hints(Settings), Mapping[str, Any])
    assert_type(bare(str | None), Any)


def registry(plugins: PluginRegistry) -> None:
    assert_type(plugins.limits(MetricPlugin), Any)
    plugins.register(InMemoryMetric)
    plugins.activate("in-memory-metric", project_id=1, configuration={"token": "..."})
    plugins.deactivate("in-memory-metric", project_id=1)
    assert_type(plugins.load_installed(), tuple[PluginRejectedError, ...])
    assert_type(plugins.registered(), tuple[PluginInfo, ...])
    assert_type(plugins.get(StoragePlugin), StoragePlugin)
    assert_type(plugins.active(StoragePlugin), Mapping[str, StoragePlugin])
    called = plugins.call_all(MetricPlugin, lambda it: it.slug)
    assert_type(called, FanOut[str])
    assert_type(called.results, Mapping[str, str])
    assert_type(called.errors, Mapping[str, Exception])
    called.raise_errors()


def installed(report: Report) -> None:
    found = find_installed()
    assert_type(found, Installed)
    for _entry, origin in plugin_entry_points():
        assert_type(origin, Origin)
    manager = hooks_of_packages()
    assert_type(manager, pluggy.PluginManager)
    for package, _answer, error in ask_each(manager, "dispatch_plugins"):
        assert_type(package, str)
        assert_type(error, BaseException | None)
    tell_finished(report)
    dispatch_check_finished(report)
    assert_type(next(iter(dispatch_plugins())), type[Plugin])
    assert_type(dispatch_harnesses(), Mapping[type[Any], object])
    listing = list_installed(found)
    assert_type(listing, Listing)
    assert_type(listing.to_json(), str)


def configuration() -> None:
    schema = Schema(Settings)
    assert_type(schema.schema(), dict[str, Any])
    assert_type(schema.parse_obj({"token": "..."}), Configuration)
    assert_type(schema.parse({"token": "..."}), Configuration)
    assert_type(schema.parse_raw("{}"), Configuration)
    assert_type(schema.parse_raw("{}").model_dump(), dict[str, Any])


def suite(harness: HostHarness) -> None:
    report = check("acme.plugin:AcmeStorage", record=Path("tape.jsonl"))
    assert_type(report, Report)
    assert_type(report.exit_code, int)
    assert_type(report.passed, bool)
    assert_type(report.to_json(), str)
    judgement = report.judgements[0]
    assert_type(judgement, Judgement)
    assert_type(judgement.verdict, Verdict)
    assert_type(judgement.counts(), Mapping[Result, int])
    assert_type(judgement.of(Result.FAILED), tuple[Outcome, ...])
    assert_type(judgement.causes(judgement.outcomes[0]), tuple[str, ...])
    assert_type(judgement.outcome("STORAGE-001"), Outcome)
    assert_type(requirements_for(InMemoryMetric), list[Case])
    assert_type(judge_host(InMemoryMetric, harness), Judgement)
    assert_type(check_host([]), Report)
    target = resolve_host(PluginConfig(target="acme.plugin:AcmeStorage"))
    assert_type(target, HostTarget)
    assert_type(judge_host_target(target), Judgement)
    targets, failures = offered(Options(), find_installed())
    assert_type(targets, list[Target | HostTarget])
    assert_type(failures, tuple[LoadFailure, ...])
    assert_type(host_harness(harness), HostHarness | None)
    assert_type(check_installed(Options()), Report)
    assert_type(judged_of(["acme"]), Callable[[Origin], bool])
    assert_type(offers_plugins("acme"), bool)
    assert_type(left_out(), int)
    assert_type(flaky(InMemoryMetric(), seed=1), InMemoryMetric)


def drawn(people: Sequence[str]) -> None:
    assert_type(st.names(), SearchStrategy[str])
    assert_type(st.colliding_names(), SearchStrategy[str])
    assert_type(st.not_names(), SearchStrategy[str])
    assert_type(st.texts(), SearchStrategy[str])
    assert_type(st.long_texts(), SearchStrategy[str])
    assert_type(st.not_texts(), SearchStrategy[str])
    assert_type(st.emails(), SearchStrategy[str])
    assert_type(st.keys(), SearchStrategy[str])
    assert_type(st.participants(people), SearchStrategy[list[str]])
    assert_type(st.optional(st.names()), SearchStrategy[str | None])
    assert_type(st.blocks(), SearchStrategy[list[dict[str, Any]]])
    assert_type(st.keywords(), SearchStrategy[dict[str, Any]])
