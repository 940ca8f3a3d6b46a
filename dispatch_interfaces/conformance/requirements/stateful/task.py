"""Tasks beside dicts of how they are."""

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition

from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule
from dispatch_interfaces.conformance.requirements.task import TaskHarness

_ENOUGH: Final = 4
"""Tasks in one sequence: more would only make the lists longer."""

_WHO: Final = st.lists(st.integers(0, 3), unique=True, max_size=3)
_STATUS: Final = (
    '{**dict.fromkeys($ours, "Open"), **{it["resource_id"]: it["status"]'
    ' for it in plugin.list($file) if "status" in it}}'
)
_ASSIGNEES: Final = (
    '{**{it: [$creator] for it in $ours}, **{it["resource_id"]: sorted('
    'each["individual"]["email"] for each in it["assignees"]) or [$creator]'
    ' for it in plugin.list($file) if "assignees" in it}}'
)
_DESCRIPTION: Final = (
    '{it["resource_id"]: it["description"] for it in plugin.list($file) if "description" in it}'
)
_RECENT: Final = '{it["resource_id"] for it in plugin.list($file, lookback=$seconds)}'


class TaskMachine(Machine):
    """The model: the tasks of each file, and which of them changed since time passed."""

    name = "task_900"
    h: TaskHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.files: dict[str, list[str]] = {}
        self.statuses: dict[str, str] = {}
        self.assignees: dict[str, list[str]] = {}
        self.descriptions: dict[str, str] = {}
        self.changed: set[str] = set()
        self.passed: int = 0
        self.creator: str = self.h.people[0]
        """Whom tasks show as their creator."""

    @initialize()
    def start(self) -> None:
        self.add_file()
        self.create(0, "call the vendor", [0])
        if self.h.meets("creator"):
            items = self.call("list", next(iter(self.files)))
            shown = [it["creator"]["individual"]["email"] for it in items if "creator" in it]
            self.creator = next(iter(shown), self.creator)

    @rule()
    def add_file(self) -> None:
        if len(self.files) < 3:
            self.files[self.arrange("add_file")] = []

    @rule(
        which=WHICH,
        description=st.sampled_from(("call the vendor", "Call the vendor", "write it up\n")),
        who=_WHO,
    )
    def create(self, which: int, description: str, who: list[int]) -> None:
        if len(self.statuses) >= _ENOUGH:
            return
        file_id, people = list(self.files)[which % len(self.files)], self.people(who)
        if not self.h.limits.takes("description", description):
            description = self.h.plain("description", description)
        task_id = self.arrange("create_task", file_id, description, self.h.people[0], people)
        if task_id in self.statuses:
            self.fail("a task to have an id of its own", f"{task_id!r} was given before")
        self.files[file_id].append(task_id)
        self.statuses[task_id], self.assignees[task_id] = "Open", people
        self.descriptions[task_id] = self.h.in_force("description", description)
        self.changed.add(task_id)

    @rule(which=WHICH, who=_WHO)
    def assign(self, which: int, who: list[int]) -> None:
        file_id, task_id = self.some_task(which)
        if self.h.assigns and self.people(who) != self.assignees[task_id]:
            self.arrange("assign_task", file_id, task_id, self.people(who))
            self.assignees[task_id] = self.people(who)
            self.changed.add(task_id)

    @rule(which=WHICH)
    def resolve_or_reopen(self, which: int) -> None:
        file_id, task_id = self.some_task(which)
        is_open = self.statuses[task_id] == "Open"
        if not is_open and self.h.meets("reopening"):
            return
        self.arrange("resolve_task" if is_open else "reopen_task", file_id, task_id)
        self.statuses[task_id] = "Resolved" if is_open else "Open"
        self.changed.add(task_id)

    # Where the observer has to sleep, more would take too long.
    @precondition(lambda self: self.passed < 2)
    @rule()
    def pass_time(self) -> None:
        self.arrange("pass_time", self.h.age)
        self.passed += 1
        self.changed.clear()
        self.touch(*self.files)

    @rule(lookback=st.sampled_from((-1, "soon", float("nan"))))
    def list_with_no_time(self, lookback: Any) -> None:
        file_id = next(iter(self.files))
        self.refused(f"the look-back {lookback!r}", "list", file_id, lookback=lookback)

    @rule()
    def list_an_unknown_file(self) -> None:
        self.refused("an unknown file", "list", self.h.unknown_file)

    def compare(self) -> None:
        for file_id in self.due(self.files):
            ids = self.files[file_id]
            names = {"file": file_id}
            of = {it: self.descriptions[it] for it in ids}
            self.see("the descriptions", _DESCRIPTION, of, **names)
            statuses = {it: self.statuses[it] for it in ids}
            self.see("the statuses", _STATUS, statuses, **names, ours=ids)
            # A task that is assigned to nobody is its creator's.
            if self.h.assigns:
                assignees = {it: sorted(self.assignees[it]) or [self.creator] for it in ids}
                whose = {"creator": self.creator, "ours": ids}
                self.see("the assignees", _ASSIGNEES, assignees, **names, **whose)
            recent = {it for it in ids if it in self.changed}
            self.see("what changed", _RECENT, recent, **names, seconds=self.h.recent)

    def some_task(self, which: int) -> tuple[str, str]:
        known = [(file_id, it) for file_id, ids in self.files.items() for it in ids]
        return known[which % len(known)]

    def people(self, who: list[int]) -> list[str]:
        people: list[str] = self.h.some_of([self.h.people[it] for it in sorted(who)])
        return people
