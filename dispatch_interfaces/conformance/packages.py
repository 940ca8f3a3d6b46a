"""Judges everything that installed packages offer, and lists it."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import asdict, field, frozen

from dispatch_interfaces.conformance.checker import Options, judge, report_of
from dispatch_interfaces.conformance.host.edition import HostTarget, host_harness, judge_host_target
from dispatch_interfaces.conformance.reports import hooks
from dispatch_interfaces.conformance.reports.report import Judgement, LoadFailure, Report
from dispatch_interfaces.conformance.run.tracebacks import author_traceback
from dispatch_interfaces.conformance.targets import Target, TargetError, resolve
from dispatch_interfaces.host.bridge.base import Bridge
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.narrowing import full_name
from dispatch_interfaces.plugin import PluginInfo
from dispatch_interfaces.registry import PluginRegistry, PluginRejectedError
from dispatch_interfaces.registry.installed import (
    APPLICATION,
    HOST_GROUP,
    Broken,
    Installed,
    Offer,
    Origin,
    find_installed,
    plugin_entry_points,
)
from dispatch_interfaces.showing import only_printable


@frozen(field_transformer=only_printable)
class Row:
    """One plugin that a package offers, and whether a host could take it."""

    plugin: str
    title: str
    slug: str
    interface: str
    version: str
    origin: str
    problems: tuple[str, ...]


@frozen
class Listing:
    """What ``dispatch-interfaces list`` shows."""

    rows: tuple[Row, ...]
    broken: tuple[LoadFailure, ...]

    def to_json(self) -> str:
        """All of it."""
        return json.dumps(asdict(self), indent=2)


def list_installed(installed: Installed | None = None) -> Listing:
    """What packages offer, where from, for which interface, and what is broken and why.

    The plugins of the application itself are left out.
    """
    found = installed or find_installed(specs=(hooks,), wanted=judged_of(()))
    host = _Host()
    rows = tuple(_row(it, host.refusal(it).problems) for it in found.offers)
    return Listing(rows, tuple(map(_failure, found.broken)))


def offered(
    options: Options, installed: Installed
) -> tuple[list[Target | HostTarget], tuple[LoadFailure, ...]]:
    """What packages offer to be judged, each by its edition, and what no host could take."""
    host = _Host()
    targets: list[Target | HostTarget] = []
    failures = list(map(_failure, installed.broken))
    for offer in installed.offers:
        taken = host.refusal(offer).taken
        try:
            targets.append(_target(offer, options))
        except LookupError as error:
            failures.append(LoadFailure(offer.name, str(error), ""))
        except TargetError as error:
            failures.append(LoadFailure(offer.name, str(error), error.author_traceback))
        else:
            if taken:
                failures.append(LoadFailure(offer.name, f"{taken} ({offer.origin})", ""))
    return targets, tuple(failures)


def judged_of(packages: Sequence[str]) -> Callable[[Origin], bool]:
    """What of that which is installed is judged, or listed.

    Args:
        packages: The names of packages; if none is named, all but the application itself.
    """
    names = {Origin(it, "", "").package for it in packages}
    return lambda origin: origin.package in names if names else origin.package != APPLICATION


def offers_plugins(package: str) -> bool:
    """Whether a package that is installed offers plugins."""
    return any(map(judged_of((package,)), (it for _, it in plugin_entry_points())))


def left_out() -> int:
    """How many plugins the application itself brings."""
    return sum(it.package == APPLICATION for _, it in plugin_entry_points())


def check_installed(options: Options, installed: Installed | None = None) -> Report:
    """Judge what packages offer, each by its edition.

    What is offered to the application is judged by what the application calls, all else by the
    documentation. What no host could take is reported beside the others. The plugins of the
    application itself are left out.
    """
    found = installed or find_installed(specs=(hooks,), wanted=judged_of(()))
    targets, failures = offered(options, found)
    judgements: list[Judgement] = []
    for it in targets:
        try:
            judged = judge(it, options) if isinstance(it, Target) else _by_calls(it, options)
            judgements.append(judged)
        except TargetError as error:
            failures = (*failures, LoadFailure(it.label, str(error), error.author_traceback))
    return report_of(options, judgements, failures)


def _by_calls(target: HostTarget, options: Options) -> Judgement:
    return judge_host_target(target, options)


def _target(offer: Offer, options: Options) -> Target | HostTarget:
    if offer.origin.group == HOST_GROUP:
        harness = host_harness(offer.harness) if options.opens else None
        return HostTarget.of(offer.plugin_class, harness, offer.name)
    (target,) = resolve(offer.plugin_class, harness=offer.harness, call=options.opens)
    return target


@frozen
class _Refusal:
    """Why no host could take a plugin."""

    problems: tuple[str, ...] = ()
    taken: str = ""
    """That of them which says who has its slug; empty if nobody has."""


@frozen
class _Host:
    """What a host, and the application, would have taken so far."""

    registry: PluginRegistry = field(factory=PluginRegistry)
    slugs: dict[str, type[Any]] = field(factory=dict[str, type[Any]])

    def refusal(self, offer: Offer) -> _Refusal:
        bridged = issubclass(offer.plugin_class, Bridge)
        if offer.origin.group == HOST_GROUP and not bridged:
            return self._refusal_by_application(offer.plugin_class)
        try:
            self.registry.register(offer.plugin_class)
        except PluginRejectedError as error:
            return _Refusal(error.problems, error.taken)
        return _Refusal()

    def _refusal_by_application(self, plugin_class: type[Any]) -> _Refusal:
        kind, slug = str(getattr(plugin_class, "type", "")), str(getattr(plugin_class, "slug", ""))
        other = self.slugs.setdefault(slug, plugin_class)
        taken = unknown = ""
        if other is not plugin_class:
            taken = f"the slug {slug!r} is taken by {full_name(other)}"
        if kind not in CATALOGUE:
            unknown = f"type is {kind!r}, which the application does not call"
        problems = (*PluginInfo.problems(plugin_class), *filter(None, [unknown, taken]))
        return _Refusal(problems, taken)


def _row(offer: Offer, problems: tuple[str, ...]) -> Row:
    found: Mapping[str, Any] = {
        name: getattr(offer.plugin_class, name, None)
        for name in ("title", "slug", "type", "version")
    }
    text = {name: it if isinstance(it, str) else "" for name, it in found.items()}
    return Row(
        plugin=offer.name,
        title=text["title"],
        slug=text["slug"],
        interface=text["type"],
        version=text["version"],
        origin=str(offer.origin),
        problems=problems,
    )


def _failure(broken: Broken) -> LoadFailure:
    told = author_traceback(broken.error) if broken.error is not None else ""
    return LoadFailure(str(broken.origin), broken.reason, told)
