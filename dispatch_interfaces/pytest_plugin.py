"""The pytest plugin: ``pytest --dispatch-plugin my_pkg.plugin:MyStorage``.

It sits outside the suite, and imports it only when it is asked for: pytest loads this module at
every start, in every project that has the package installed.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from dispatch_interfaces.options import Option, RunOptions, declared, seconds

if TYPE_CHECKING:
    from dispatch_interfaces.conformance.parametrized import Case


N = TypeVar("N")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("dispatch-interfaces")
    group.addoption(
        "--dispatch-plugin",
        action="append",
        default=[],
        metavar="TARGET",
        help="judge a Dispatch plugin (my_pkg.plugin:MyStorage); may be given several times",
    )
    for it in declared(RunOptions):
        group.addoption(_flag(it), help=it.help.text, **_taken(it))


def _flag(option: Option) -> str:
    return f"--dispatch-{option.name.replace('_', '-')}"


def _taken(option: Option) -> dict[str, Any]:
    """What argparse has to know of the value; what is left out is None."""
    if option.kind is bool:
        return {"action": "store_true", "default": None}
    if option.choices:
        return {"choices": option.choices}
    kinds: dict[Any, Any] = {int: int, float: seconds}
    return {"type": kinds.get(option.kind, str), "metavar": option.help.metavar}


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and assertion rewriting for what authors import from the suite."""
    config.addinivalue_line("markers", "dispatch(id): a requirement of a Dispatch plugin interface")
    config.addinivalue_line("markers", "must: a requirement that a plugin must meet")
    config.addinivalue_line("markers", "should: a requirement that a plugin should meet")
    pytest.register_assert_rewrite("dispatch_interfaces.conformance")
    if config.option.dispatch_plugin:
        # As for the command: an author's package is found where pytest is run.
        sys.path.insert(0, str(config.invocation_params.dir))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add an item per requirement, before -k and -m select."""
    for name in config.option.dispatch_plugin:
        collector = _of(DispatchPlugin, session, name=name, nodeid=name)
        # As pytest itself collects, so that its counts are right and errors are reported.
        collector.ihook.pytest_collectstart(collector=collector)
        report = collector.ihook.pytest_make_collect_report(collector=collector)
        collector.ihook.pytest_collectreport(report=report)
        items.extend(report.result)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Mask what a plugin under test printed and logged, which pytest shows beside a failure."""
    report = yield
    if report.sections and _judges(item):
        from dispatch_interfaces.masking import hidden

        report.sections = [(title, hidden(text)) for title, text in report.sections]
    return report


def _judges(item: pytest.Item) -> bool:
    """Whether a test runs a requirement: an item of ours, or an author's that is given a case."""
    judging = sys.modules.get("dispatch_interfaces.conformance.parametrized")
    if judging is None:
        return False
    given: dict[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    return isinstance(item, RequirementItem) or any(
        isinstance(it, judging.Case) for it in given.values()
    )


def _of(kind: type[N], parent: Any, **about: Any) -> N:
    """A node of pytest, whose keywords pytest leaves untyped."""
    make: Any = kind
    node: N = make.from_parent(parent, **about)
    return node


class DispatchPlugin(pytest.Collector):
    """The requirements of one plugin."""

    def collect(self) -> list[pytest.Item]:
        from dispatch_interfaces.conformance.config import ConfigError
        from dispatch_interfaces.conformance.parametrized import requirements_for
        from dispatch_interfaces.conformance.targets import TargetError
        from dispatch_interfaces.showing import printable, without_orders

        given = {it.name: self.config.getoption(_flag(it)) for it in declared(RunOptions)}
        options: Any = {name: value for name, value in given.items() if value is not None}
        kept: pytest.Cache | None = getattr(self.config, "cache", None)  # -p no:cacheprovider
        cache = kept.mkdir("dispatch-interfaces") if kept else None
        try:
            cases = requirements_for(self.name, cache=cache, **options)
        except ConfigError as error:
            raise self.CollectError(str(error)) from None
        except TargetError as error:
            told = "\n".join(filter(None, (str(error), error.author_traceback)))
            raise self.CollectError(without_orders(printable(told))) from None
        if hasattr(self.config, "workerinput"):
            cases = _spread(cases)
        return [_of(RequirementItem, self, name=str(case), case=case) for case in cases]


def _spread(cases: list[Case]) -> list[Case]:
    """The same cases for several workers: the long ones among the others, and not at the end."""
    long = [it for it in cases if it.requirement.level.searches]
    spread = [it for it in cases if not it.requirement.level.searches]
    apart = len(spread) // len(long) + 1
    for number, it in enumerate(long):
        spread.insert(number * apart, it)
    return spread


class RequirementItem(pytest.Item):
    """One requirement of one plugin."""

    def __init__(self, *, case: Case, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]  # pytest's own constructor protocol
        self.case = case
        self.add_marker(pytest.mark.dispatch(case.requirement.id))
        self.add_marker(getattr(pytest.mark, case.requirement.strength.value.lower()))

    def runtest(self) -> None:
        self.case()

    def reportinfo(self) -> tuple[str, int | None, str]:
        return self.parent.name if self.parent else "", None, self.case.requirement.text
