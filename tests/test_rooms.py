"""The same name runs through every room; to add an interface is to add one file to each."""

import ast
from pathlib import Path

import pytest

import reference_impls
from dispatch_interfaces import conformance
from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS, SUITES
from dispatch_interfaces.conformance.run.requirement import Level, Requirement
from dispatch_interfaces.contract import CONTRACTS, Contract

ROOT = Path(__file__).parents[1]
ROOMS = (
    "dispatch_interfaces/protocols/{}.py",
    "dispatch_interfaces/conformance/requirements/{}.py",
    "reference_impls/{}.py",
    "tests/reference_impls/test_{}.py",
    "tests/conformance/faults/{}.py",
    "docs/interfaces/{}.md",
)

each_interface = pytest.mark.parametrize(
    "contract", CONTRACTS.values(), ids=lambda it: it.interface
)
each_requirement = pytest.mark.parametrize("requirement", REQUIREMENTS.values(), ids=str)


@each_interface
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_file_of_that_name(contract: Contract, room: str) -> None:
    path = ROOT / room.format(contract.module)
    # A large interface has a package of that name in place of the module.
    assert path.is_file() or (path.with_suffix("") / "__init__.py").is_file()


@each_interface
def test_every_interface_has_a_reference_and_a_harness(contract: Contract) -> None:
    name = contract.protocol.__name__.removesuffix("Plugin")
    assert f"InMemory{name}" in reference_impls.__all__
    assert f"{name}Harness" in conformance.__all__
    assert SUITES[contract.interface].harness is getattr(conformance, f"{name}Harness")


@each_interface
def test_the_docs_page_lists_the_requirements(contract: Contract) -> None:
    page = (ROOT / "docs" / "interfaces" / f"{contract.module}.md").read_text("utf-8")
    assert f"<!-- requirements: {contract.interface} -->" in page
    assert f"::: dispatch_interfaces.protocols.{contract.module}" in page
    assert f"::: reference_impls.{contract.module}" in page


@each_interface
def test_no_method_is_covered_by_its_happy_path_alone(contract: Contract) -> None:
    own = SUITES[contract.interface].requirements.values()
    for method in contract.methods:
        about = [it for it in own if method.name in it.methods]
        assert any(it.level is Level.SHAPE for it in about), method.name
        assert sum(it.level is Level.BEHAVIOUR for it in about) >= 2, method.name
    if len(contract.methods) >= 12:
        assert len(own) > 40


@each_interface
def test_the_harness_comes_first_and_ids_rise(contract: Contract) -> None:
    ids = list(SUITES[contract.interface].requirements)
    assert ids[0] == f"{contract.prefix}-001"
    assert ids == sorted(ids)


@each_requirement
def test_a_requirement_is_one_sentence_with_a_remedy_and_two_examples(
    requirement: Requirement,
) -> None:
    assert requirement.text.endswith(".")
    assert len(requirement.text) < 200
    assert requirement.to_fix
    assert requirement.usual_cause
    assert requirement.wrong != requirement.right
    ast.parse(requirement.wrong)
    ast.parse(requirement.right)


def test_no_two_requirements_say_the_same() -> None:
    texts = [it.text for it in REQUIREMENTS.values() if int(it.id[-3:]) >= 10]
    by_interface = {(it.contract.interface, it.text) for it in REQUIREMENTS.values()}
    assert len(by_interface) == len(REQUIREMENTS)
    assert len(texts) > 250
