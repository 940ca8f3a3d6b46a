"""The same name runs through every room; to add an interface is to add one file to each.

`docs/extending.md` says how; `lacking` says what is still missing, all of it at once.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import dispatch_interfaces
import reference_impls
from dispatch_interfaces import conformance
from dispatch_interfaces.conformance.live.plan import measured
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS, SUITES
from dispatch_interfaces.conformance.requirements.rules import RULES
from dispatch_interfaces.conformance.run.requirement import Level, Strength, Suite
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.catalogue import CATALOGUE
from tests.alternatives import ALTERNATIVES
from tests.conformance.faults import all_faults
from tests.conformance.judged import FILE as JUDGED

ROOT: Final = Path(__file__).parents[1]
ROOMS: Final = (
    "dispatch_interfaces/protocols/{}.py",
    "dispatch_interfaces/conformance/requirements/{}.py",
    "dispatch_interfaces/conformance/requirements/stateful/{}.py",
    "reference_impls/{}.py",
    "tests/reference_impls/test_{}.py",
    "tests/conformance/faults/{}.py",
    "docs/interfaces/{}.md",
)
"""Where the file, or the package, of that name is."""

HOST_ROOMS: Final = (
    "dispatch_interfaces/host/bridge/{}.py",
    "dispatch_interfaces/host/protocols/{}.py",
    "docs/host/{}.md",
)
"""The same, for what the application calls."""


_IN_COMMON: Final = (10, 13)
"""The rules that the requirements which all interfaces have in common prove wholly."""


def lacking(contract: Contract) -> Iterator[str]:
    """What an interface lacks, a line each."""
    name = contract.protocol.__name__.removesuffix("Plugin")
    called = contract.interface in CATALOGUE
    for room in ROOMS + (HOST_ROOMS if called else ()):
        path = ROOT / room.format(contract.module)
        # A large interface has a package of that name in place of the module.
        if not (path.is_file() or (path.with_suffix("") / "__init__.py").is_file()):
            yield f"{path.relative_to(ROOT)} is missing"
    for exported, module in (
        (f"{name}Plugin", dispatch_interfaces),
        (f"{name}Harness", conformance),
        (f"InMemory{name}", reference_impls),
    ):
        if exported not in module.__all__:
            yield f"{module.__name__} does not export {exported}"
    if contract.interface not in ALTERNATIVES:
        yield f"tests/alternatives has no ..._{contract.module}.py"
    if called and contract.interface not in BRIDGES:
        yield f"the application calls it, and dispatch_interfaces/host/bridge has no {name}Bridge"
    if any(contract.interface not in it for it in measured().values()):
        yield "conformance/live/plan.json does not have it: run `make plan`"
    yield from _lacking_on_the_pages(contract)
    suite = SUITES.get(contract.interface)
    if suite is None:
        yield f"requirements/{contract.module}.py has no suite {contract.module.upper()}"
        yield f"no state machine: {contract.prefix}-900 is missing"
        yield f"{JUDGED.name} does not have it: run `python -m tests.conformance.judged`"
        yield "no faulty plugin proves any requirement"
        for method in contract.methods:
            yield f"no requirement is about {method.name}"
        for number, rule in RULES.items():
            yield f"rule {number} ({rule.text}) has no requirement"
    else:
        yield from _lacking_in(suite)


def _lacking_on_the_pages(contract: Contract) -> Iterator[str]:
    page = ROOT / "docs" / "interfaces" / f"{contract.module}.md"
    text = page.read_text("utf-8") if page.is_file() else ""
    for part in (
        f"<!-- requirements: {contract.interface} -->",
        f"::: dispatch_interfaces.protocols.{contract.module}",
        f"::: reference_impls.{contract.module}",
    ):
        if part not in text:
            yield f"{page.relative_to(ROOT)} lacks {part}"
    if f"interfaces/{contract.module}.md" not in (ROOT / "mkdocs.yml").read_text("utf-8"):
        yield "mkdocs.yml does not name the page"


def _lacking_in(suite: Suite[Any]) -> Iterator[str]:
    contract, own = suite.contract, suite.requirements
    if f"{contract.prefix}-001" not in own:
        yield "the suite lacks what all interfaces have: call common.add_requirements"
    if not any(it.level is Level.STATEFUL for it in own.values()):
        yield f"no state machine: {contract.prefix}-900 is missing"
    for method in contract.methods:
        about = [it for it in own.values() if method.name in it.methods]
        if not any(it.level is Level.SHAPE for it in about):
            yield f"no requirement is about the shape of what {method.name} returns"
        if sum(it.level is Level.BEHAVIOUR for it in about) < 2:
            yield f"{method.name} is covered by its happy path alone"
    yield from _rules_without_a_requirement(suite)
    proved = {requirement for fault in all_faults() for requirement in fault.requirements}
    unproved = sorted(set(own) - proved)
    if unproved:
        yield f"no faulty plugin proves {', '.join(unproved)}"
    if set(own) - set(json.loads(JUDGED.read_text("utf-8"))):
        yield f"{JUDGED.name} does not have it: run `python -m tests.conformance.judged`"


def _rules_without_a_requirement(suite: Suite[Any]) -> Iterator[str]:
    for number in RULES:
        about = [it for it in suite.requirements.values() if it.rule_number == number]
        if number == 11:
            about = [it for it in about if it.level is Level.CONCURRENT]
        if number not in _IN_COMMON:
            about = [it for it in about if int(it.id[-3:]) >= 10]
        said = (number in suite.not_about) + (number in suite.untested)
        if not about and not said:
            yield (
                f"rule {number} ({RULES[number].text}) has no requirement: write one, or say in "
                "the suite that the interface is not_about it, or why it is untested"
            )
        if about and number in suite.not_about:
            yield f"rule {number} has requirements, though the suite says it is not about it"
        if number == 5 and about and not any(it.strength is Strength.SHOULD for it in about):
            yield "rule 5: no SHOULD asks for NotFoundError or InvalidRequestError"


each_interface = pytest.mark.parametrize(
    "contract", CONTRACTS.values(), ids=lambda it: it.interface
)


@each_interface
def test_an_interface_lacks_nothing(contract: Contract) -> None:
    lacks = list(lacking(contract))
    if lacks:
        pytest.fail("\n".join([f"{contract.interface} lacks:", *lacks]), pytrace=False)


@pytest.mark.parametrize("interface", SUITES)
def test_the_ids_are_in_their_ranges(interface: str) -> None:
    """As `docs/extending.md` says."""
    suite = SUITES[interface]
    assert [*suite.requirements] == sorted(suite.requirements)
    for it in suite.requirements.values():
        number = int(it.id[-3:])
        if number < 10:
            levels = (Level.BEHAVIOUR,) if number == 8 else (Level.STATIC, Level.SHAPE)
            assert it.level in levels, it.id
        elif number < 900:
            assert it.level in (Level.SHAPE, Level.BEHAVIOUR, Level.CONCURRENT), it.id
            assert it.level is not Level.SHAPE or number < 30, it.id
        else:
            level = {900: Level.STATEFUL, 950: Level.CONCURRENT, 960: Level.BEHAVIOUR}[number]
            assert it.level is level, it.id


@each_interface
def test_a_requirement_is_one_sentence_with_a_remedy_and_two_examples(contract: Contract) -> None:
    for it in SUITES[contract.interface].requirements.values():
        assert it.text.endswith("."), it.id
        assert len(it.text) < 200, it.id
        assert it.to_fix, it.id
        assert it.usual_cause, it.id
        assert it.wrong != it.right, it.id
        ast.parse(it.wrong)
        ast.parse(it.right)


def test_no_two_requirements_say_the_same() -> None:
    texts = [it.text for it in REQUIREMENTS.values() if int(it.id[-3:]) >= 10]
    by_interface = {(it.contract.interface, it.text) for it in REQUIREMENTS.values()}
    assert len(by_interface) == len(REQUIREMENTS)
    assert len(texts) > 250
