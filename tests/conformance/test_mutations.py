"""Each mutation tells its own lie, and nothing of it stays behind."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dispatch_interfaces.checking.shape import shape_problems
from dispatch_interfaces.conformance.self_check.mutations import (
    MUTATIONS,
    NO_DEFECT,
    Mutation,
    no_defect,
)
from dispatch_interfaces.conformance.self_check.replacing import CannotBeChanged, counted, mutated
from dispatch_interfaces.contract import CONTRACTS, Contract, Method
from reference_impls import InMemoryParticipantGroup, InMemoryTask, InMemoryTerm

BY_NAME = {it.name: it for it in MUTATIONS}
GROUPS = CONTRACTS["participant-group"]
PEOPLE = ["ada@example.com", "grace@example.com"]


class Groups(InMemoryParticipantGroup):
    """Its own class, so that a mutation that stays behind spoils no other test."""


def method(name: str, contract: Contract = GROUPS) -> Method:
    found = contract.method(name)
    assert found is not None
    return found


def planned() -> Iterator[tuple[Mutation, Contract, Method, str]]:
    for contract in CONTRACTS.values():
        for it in contract.methods:
            for mutation in MUTATIONS:
                for aim in mutation.aims(it):
                    yield mutation, contract, it, aim


def test_every_mutation_is_after_something() -> None:
    tried = {it.name for it, contract, at, aim in planned() if not no_defect(it, contract, at, aim)}
    assert tried == set(BY_NAME)


def test_only_what_would_be_tried_is_said_to_be_no_defect() -> None:
    places = {
        (mutation.name, place)
        for mutation, contract, it, aim in planned()
        for place in (f"{contract.interface}.{it.name}", f"{contract.interface}.{it.name}.{aim}")
    }
    assert set(NO_DEFECT) - places == set()
    assert all(NO_DEFECT.values())


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda it: it.interface)
def test_what_is_made_up_has_the_documented_shape(contract: Contract) -> None:
    plugin_class: Any = type("Bare", (), {it.name: None for it in contract.methods})
    for it in contract.methods:
        if BY_NAME["drop the write"].aims(it):
            with mutated(plugin_class, it, BY_NAME["drop the write"], ""):
                names = it.signature.parameters
                result = getattr(plugin_class(), it.name)(**dict.fromkeys(names, "text"))
            assert shape_problems(result, it.returns) == []


def test_drop_the_write() -> None:
    plugin = Groups()
    with mutated(Groups, method("create"), BY_NAME["drop the write"], ""):
        made = [plugin.create("war-room", PEOPLE), plugin.create("war-room", PEOPLE)]
    assert made[0]["name"] == "war-room"
    assert made[0]["email"] != made[1]["email"]
    assert plugin.groups() == {}


def test_write_late() -> None:
    plugin = Groups()
    one, two = (plugin.create(it, [])["email"] for it in ("one", "two"))
    with mutated(Groups, method("add"), BY_NAME["write late"], ""):
        people = list(PEOPLE)
        plugin.add(one, people)
        people.clear()
        assert plugin.members(one) == {}
        plugin.add(two, PEOPLE)
        assert list(plugin.members(one)) == PEOPLE
    assert plugin.members(two) == {}


def test_answer_stale() -> None:
    class Terms(InMemoryTerm):
        pass

    plugin = Terms()
    plugin.add_term("SEV")
    with mutated(Terms, method("get", CONTRACTS["term"]), BY_NAME["answer stale"], ""):
        first = plugin.get()
        plugin.add_term("IC")
        assert plugin.get() == first
        assert plugin.get() is not first
    assert len(plugin.get()) == 2


def test_answer_for_another_id() -> None:
    plugin = Groups()
    one, two = (plugin.create(it, PEOPLE)["email"] for it in ("one", "two"))
    with mutated(Groups, method("remove"), BY_NAME["answer for another id"], ""):
        plugin.remove(one, PEOPLE[:1])
        plugin.remove(two, PEOPLE)
    assert plugin.members(one) == {}
    assert list(plugin.members(two)) == PEOPLE


def test_truncate_and_fold_case_answer_with_the_name_they_were_given() -> None:
    plugin = Groups()
    with mutated(Groups, method("create"), BY_NAME["fold case"], ""):
        made = plugin.create("War-Room", [], description="Who is ON it")
    assert made["name"] == "War-Room"
    assert plugin.groups() == {made["email"]: "war-room"}
    assert plugin.description_of(made["email"]) == "who is on it"
    with mutated(Groups, method("create"), BY_NAME["truncate"], ""):
        made = plugin.create("Bridge", [], "x" * 16)
    assert plugin.description_of(made["email"]) == "x" * 15


def test_swallow_the_error_and_raise_after_the_effect() -> None:
    plugin = Groups()
    with mutated(Groups, method("delete"), BY_NAME["swallow the error"], ""):
        assert plugin.delete("nobody@groups.example.com") is None  # type: ignore[func-returns-value]
    with (
        mutated(Groups, method("create"), BY_NAME["raise after the effect"], ""),
        pytest.raises(Exception, match="the answer was lost"),
    ):
        plugin.create("war-room", [])
    assert len(plugin.groups()) == 1


def test_leak_between_instances() -> None:
    with mutated(Groups, method("create"), BY_NAME["leak between instances"], ""):
        one, two = Groups(), Groups()
        one.create("war-room", [])
    assert list(one.groups().values()) == list(two.groups().values()) == ["war-room"]


def test_ignore_an_argument() -> None:
    plugin = Groups()
    ignore = BY_NAME["ignore an argument"]
    assert ignore.aims(method("create")) == ("name", "participants", "description", "role")
    with mutated(Groups, method("create"), ignore, "role"):
        made = plugin.create("one", PEOPLE, role="OWNER")
    assert set(plugin.members(made["email"]).values()) == {"MEMBER"}
    with mutated(Groups, method("create"), ignore, "participants"):
        made = plugin.create("two", PEOPLE)
    assert plugin.members(made["email"]) == {}


def test_change_the_callers_list() -> None:
    people = list(PEOPLE)
    with mutated(Groups, method("create"), BY_NAME["change the caller's list"], ""):
        made = (plugin := Groups()).create("war-room", people)
    assert people == [*PEOPLE, "changed"]
    assert list(plugin.members(made["email"])) == PEOPLE


def test_reorder_is_for_answers_whose_order_is_promised() -> None:
    class Tasks(InMemoryTask):
        def list(self, file_id: str, **kwargs: Any) -> Any:
            return [1, 2]

    reorder = BY_NAME["reorder"]
    with mutated(Tasks, method("list", CONTRACTS["task"]), reorder, ""):
        assert Tasks().list("file") == [2, 1]
    assert not any(reorder.aims(it) for it in CONTRACTS["storage"].methods)


def test_whoever_blocks_lets_go_at_the_end() -> None:
    class Blocked(Groups):
        pass

    ended: list[str] = []

    def call() -> None:
        try:
            Blocked().create("war-room", [])
        except Exception as error:
            ended.append(str(error))

    thread = threading.Thread(target=call, daemon=True)
    with mutated(Blocked, method("create"), BY_NAME["block"], ""):
        thread.start()
        assert thread.is_alive()
    thread.join(10)
    assert ended == ["it took too long"]


@pytest.mark.parametrize("interruption", [None, KeyboardInterrupt])
def test_the_class_is_as_it_was_before(interruption: type[BaseException] | None) -> None:
    class Parent(InMemoryParticipantGroup):
        @staticmethod
        def remove(email: str, participants: list[str]) -> None:
            pass

    class Child(Parent):
        def create(self, *args: Any, **kwargs: Any) -> Any:
            return super().create(*args, **kwargs)

    before = dict(vars(Child)), dict(vars(Parent))
    try:
        for name in ("create", "add", "remove"):
            with mutated(Child, method(name), BY_NAME["do it twice"], ""):
                assert vars(Child)[name] is not before[0].get(name)
                Child().remove("group", PEOPLE)
                if interruption:
                    raise interruption
    except KeyboardInterrupt:
        assert interruption
    assert (dict(vars(Child)), dict(vars(Parent))) == before


def test_a_class_that_takes_no_other_methods_says_so() -> None:
    written_in_c = Method("bit_count", int.bit_count)
    with (
        pytest.raises(CannotBeChanged, match="int cannot be mutated"),
        counted(int, [written_in_c]),
    ):
        pass
