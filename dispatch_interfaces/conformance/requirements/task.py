"""What a task plugin must do."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Final, Protocol
from urllib.parse import urlsplit

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, limited_texts
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import NotObserved
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import InvalidRequestError, NotFoundError
from dispatch_interfaces.limits import Absent, AtMost, NoPlace, Text
from dispatch_interfaces.protocols.task import Task, TaskLimits, TaskParticipant, TaskPlugin


class TaskObserver(Protocol):
    """Stands for the people who work on the tasks in the external system."""

    def add_file(self) -> str:
        """Make a file without tasks; returns its id."""
        ...

    def create_task(
        self, file_id: str, description: str, creator: str, assignees: Sequence[str]
    ) -> str:
        """Create a task; returns the ``resource_id`` under which the plugin lists it.

        Args:
            file_id: A file that `add_file` gave.
            description: What is to be done.
            creator: One of the harness's people.
            assignees: Some of the harness's people, or nobody.

        Raises:
            InvalidRequestError: The system cannot hold such a text, create a task in the name of
                that person, or assign it to so many.
        """
        ...

    def assign_task(self, file_id: str, task_id: str, assignees: Sequence[str]) -> None:
        """Assign a task to these people and to nobody else."""
        ...

    def resolve_task(self, file_id: str, task_id: str) -> None:
        """Resolve a task."""
        ...

    def reopen_task(self, file_id: str, task_id: str) -> None:
        """Open a resolved task again.

        Raises:
            InvalidRequestError: The system has no way back.
        """
        ...

    def pass_time(self, seconds: float) -> None:
        """Let that much time pass; where it cannot be moved, sleep."""
        ...


@frozen(kw_only=True)
class TaskHarness(Harness[TaskPlugin, TaskObserver]):
    """How to bring a task plugin under test.

    Args:
        age: Seconds after which a change counts as old; the suite lets them pass several times.
            Where the observer sleeps, give the smallest number that is longer than a few calls of
            the system.
        unknown_file: Id of a file that the system does not have.
    """

    contract: ClassVar[Contract] = CONTRACTS["task"]
    observer_type = TaskObserver
    creates: ClassVar[Creates] = {
        "observer.add_file": ("file", Fate.REMOVED),
        "observer.create_task": ("task", Fate.WITHIN),
    }

    age: int = 3600
    unknown_file: str = "no-such-file"

    @property
    def recent(self) -> int:
        """A look-back that does not reach what is `age` seconds old."""
        return self.age // 2

    def problems(self) -> tuple[str, ...]:
        problems = super().problems()
        return problems if self.age >= 2 else (*problems, f"age must be 2 or more: {self.age!r}")

    def task(
        self,
        plugin: TaskPlugin,
        file_id: str,
        description: str | None = None,
        assignees: Sequence[str] | None = None,
    ) -> str:
        """A new task that the first of the people gave the second, if to nobody else."""
        text = self.text("task") if description is None else description
        people = self.some_of(self.people[1:2] if assignees is None else assignees)
        return self.observe(plugin).create_task(file_id, text, self.people[0], people)

    def text(self, word: str) -> str:
        """What is to be done, in words that were not used before and that the system keeps."""
        return self.plain("description", self.unique(word))

    @property
    def assigns(self) -> bool:
        """Whether tasks have assignees."""
        return not isinstance(self.limits.assignees, NoPlace)

    def some_of(self, people: Sequence[str]) -> list[str]:
        """As many of some people as a task can be assigned to."""
        limit: AtMost | NoPlace | None = self.limits.assignees
        most = limit.number if isinstance(limit, AtMost) else len(people) if self.assigns else 0
        if most < len(people):
            self.meets("assignees")
        return list(people)[:most]

    def expect_assigned(self, told: dict[str, Any], people: Sequence[str], when: str = "") -> None:
        """Fail unless a task shows those people as its assignees to whom it was assigned."""
        __tracebackhide__ = True
        if self.assigns:
            wanted, found = sorted(self.some_of(people)), _emails(told.get("assignees", []))
            few = f'assignees=AtMost("why", {len(found)})' if found else 'assignees=NoPlace("why")'
            declare = declarations.written(TaskLimits, few) if set(found) < set(wanted) else ""
            expect.equal(found, wanted, f"the assignees{when}", declare)

    def expect_nobody(self, told: dict[str, Any]) -> None:
        """Fail if a task shows another assignee than its creator."""
        __tracebackhide__ = True
        if self.assigns:
            shown = _emails([told["creator"]]) if "creator" in told else []
            creator = shown if self.meets("creator") else self.people[:1]
            others = sorted({*_emails(told.get("assignees", []))} - {*creator})
            expect.that(not others, "nobody but the creator as assignee", f"there are {others}")

    def try_observer(self, plugin: TaskPlugin, observer: TaskObserver) -> None:
        """Files and tasks are new each time, and a new file has no tasks."""
        file_id = observer.add_file()
        self.expect_unseen(f"the file {file_id} twice", observer.add_file() == file_id)
        self.expect_unseen(f"a task in the new file {file_id}", len(plugin.list(file_id)) > 0)
        task_id = self.task(plugin, file_id)
        self.expect_unseen(f"the task {task_id} twice", self.task(plugin, file_id) == task_id)


TASK: Final = Suite(TaskHarness, untested={14: common.NO_FAILURES})
common.add_requirements(TASK)

_must, _should = TASK.must, TASK.should
_PLANTS: Final = ("add_file", "create_task")
_TEXTS: Final = (*adversarial.TEXTS, adversarial.LONG_TEXT)
_HAPPENED: Final = frozenset({"created_at", "updated_at", "resolved_at"})
_STAMPS: Final = (*sorted(_HAPPENED), "resolve_by")


def _applied(items: Iterable[Task]) -> dict[str, dict[str, Any]]:
    """Each task with all its changes applied in order, as the application does it."""
    tasks: dict[str, dict[str, Any]] = {}
    for item in items:
        tasks.setdefault(item["resource_id"], {}).update(item)
    return tasks


def _told(plugin: TaskPlugin, file_id: str, task_id: str, **kwargs: Any) -> dict[str, Any]:
    """What `list` tells of one task, all its changes applied."""
    tasks = _applied(plugin.list(file_id, **kwargs))
    expect.that(
        task_id in tasks, f"an item with the resource_id {task_id!r}", f"there are {list(tasks)}"
    )
    return tasks[task_id]


def _emails(people: Iterable[TaskParticipant]) -> list[str]:
    return sorted(it["individual"]["email"] for it in people)


@TASK.proof("description")
def _description_is_limited(h: TaskHarness, name: str, limit: Text) -> None:
    with h.plugin() as plugin:
        file_id, made = h.observe(plugin).add_file(), dict[str, str]()

        def give(text: str) -> None:
            made[text] = h.task(plugin, file_id, text)

        def expect_shown(text: str) -> None:
            told = _told(plugin, file_id, made[text]).get("description")
            h.expect_kept("description", told, text, "the description")

        limited_texts.expect_limited(h, name, limit, _TEXTS, give, expect_shown)


@TASK.proof("creator")
def _creator_has_no_place(h: TaskHarness, name: str, limit: NoPlace) -> None:
    with h.plugin() as plugin:
        observer, told = h.observe(plugin), list[list[str]]()
        file_id, assignees = observer.add_file(), h.some_of(h.people[2:3])
        for person in h.people[:2]:
            text = h.text("task")
            task_id = expect.accepted(observer.create_task, file_id, text, person, assignees)
            if task_id is None:
                raise NotObserved(f"no task can be created in the name of {person}")
            shown = _told(plugin, file_id, task_id)
            told.append(_emails(shown[it] for it in ("creator", "owner") if it in shown))
        expect.equal(told[1], told[0], f"whoever creates a task ({limit.because}), its creator")


@TASK.proof("assignees")
def _assignees_are_limited(h: TaskHarness, name: str, limit: AtMost | NoPlace) -> None:
    most = limit.number if isinstance(limit, AtMost) else 0
    last, more = h.people[1 : most + 1], h.people[1 : most + 2]
    if last == more:
        raise NotObserved(f"the harness has too few people to assign a task to more than {most}")
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        file_id = observer.add_file()
        if most:
            plant = partial(h.task, plugin, file_id, assignees=last)
            task_id = expect.not_rejected(plant, what=f"a task with {most} assignees")
            h.expect_assigned(_told(plugin, file_id, task_id), last)
        creator, text = h.people[0], h.text("task")
        beyond = expect.accepted(observer.create_task, file_id, text, creator, more)
        shown = _told(plugin, file_id, beyond) if beyond is not None else {}
        told = len(set(_emails(shown.get("assignees", []))) & set(more))
        number = f"at most {most} of {len(more)} assignees: {limit.because}"
        expect.that(told <= most, number, f"there are {told}")


@TASK.proof("reopening")
def _cannot_be_reopened(h: TaskHarness, name: str, limit: Absent) -> None:
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        file_id = observer.add_file()
        task_id = h.task(plugin, file_id)
        observer.resolve_task(file_id, task_id)
        if not expect.is_refused(observer.reopen_task, file_id, task_id):
            status = _told(plugin, file_id, task_id).get("status")
            expect.equal(status, "Resolved", f"the status of a reopened task ({limit.because})")


@_must("TASK-010", "list", rule=2, level=Level.SHAPE, observes=TaskHarness.hooks())
def list_returns_tasks(h: TaskHarness) -> None:
    """`list` returns a sequence of dicts with a `resource_id`; no other key is there with None.
    To fix: build a dict for each change, with the keys that changed and no others.
    Usual cause: every item is given every key, None where nothing changed; the application takes
    that for the new value and erases the old one.
    Wrong: item = {"resource_id": it.id, "status": it.status, "description": it.text}
    Right:
        item = {"resource_id": it.id, "status": it.status, "description": it.text}
        item = {key: value for key, value in item.items() if value is not None}
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        file_id = observer.add_file()
        task_id = h.task(plugin, file_id)
        if h.assigns:
            observer.assign_task(file_id, task_id, h.some_of(h.people[2:4]))
        observer.resolve_task(file_id, task_id)
        if not h.meets("reopening"):
            observer.reopen_task(file_id, task_id)
        observer.pass_time(h.age)
        plugin.list(file_id, lookback=h.age * 2)


@_must("TASK-011", "list", rule=2, level=Level.SHAPE, observes=("add_file",))
def list_returns_an_empty_sequence_for_no_tasks(h: TaskHarness) -> None:
    """`list` returns an empty sequence for a file that has no tasks.
    To fix: return `[]`.
    Usual cause: the method returns early, without a value, when the system reports no activity.
    Wrong:
        if not activity:
            return
    Right:
        if not activity:
            return []
    """
    with h.plugin() as plugin:
        items = plugin.list(h.observe(plugin).add_file())
        expect.equal(len(items), 0, "the number of items for a file without tasks")


@_must("TASK-020", "list", rule=4, observes=_PLANTS)
def list_tells_of_a_new_task(h: TaskHarness) -> None:
    """`list` tells of a task that was created, with what is to be done.
    To fix: put the text of the task into `description`.
    Usual cause: the text is under another name, or comes with the author's name before it.
    Wrong: item = {"resource_id": it.id, "text": it.text}
    Right: item = {"resource_id": it.id, "description": it.text}
    """
    with h.plugin() as plugin:
        file_id, text = h.observe(plugin).add_file(), h.text("restart the service")
        task_id = h.task(plugin, file_id, text)
        told = _told(plugin, file_id, task_id)
        expect.equal(told.get("description"), text, "the description")
        items = [it for it in plugin.list(file_id) if it["resource_id"] == task_id]
        expect.equal(len(items), 1, "the number of items about it, since nothing has changed")


@_must("TASK-021", "list", rule=4, observes=_PLANTS)
def list_tells_that_a_new_task_is_open(h: TaskHarness) -> None:
    """`list` tells of a new task that it is Open, or says nothing of its status.
    To fix: translate the system's status; leave the key out if it has none.
    Usual cause: a flag such as "done" is read the wrong way round.
    Wrong: item["status"] = "Open" if it.done else "Resolved"
    Right: item["status"] = "Resolved" if it.done else "Open"
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        told = _told(plugin, file_id, h.task(plugin, file_id))
        expect.equal(told.get("status", "Open"), "Open", "the status of a new task")


@_must("TASK-022", "list", rule=4, observes=_PLANTS)
def list_tells_whose_a_new_task_is(h: TaskHarness) -> None:
    """`list` tells of a new task who created it or who owns it.
    To fix: put the creator into the item: `{"individual": {"email": "ada@example.com"}}`.
    Usual cause: the system's answer names the creator by an id, which was left out; the
    application then drops the task.
    Wrong: item = {"resource_id": it.id, "description": it.text}
    Right:
        email = self.client.user(it.author_id).email
        item = {"resource_id": it.id, "creator": {"individual": {"email": email}}}
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        told = _told(plugin, file_id, h.task(plugin, file_id))
        expect.that("creator" in told or "owner" in told, "a creator or an owner", f"got {told}")


@_must("TASK-023", "list", rule=4, observes=_PLANTS, limited_by=("creator",))
def list_names_the_right_creator(h: TaskHarness) -> None:
    """`list` names as the creator of a task the person who created it, where it names one.
    To fix: take the creator from the task, not from the plugin's own account.
    Usual cause: one person stands for everybody, such as the account of the plugin or a
    placeholder for an address that could not be looked up.
    Wrong: item["creator"] = {"individual": {"email": "unknown@example.com"}}
    Right: item["creator"] = {"individual": {"email": self.client.user(it.author_id).email}}
    """
    with h.plugin() as plugin:
        observer, file_id = h.observe(plugin), h.observe(plugin).add_file()
        for person in h.people[:2]:
            text, assignees = h.text("task"), h.some_of(h.people[2:3])
            task_id = expect.accepted(observer.create_task, file_id, text, person, assignees)
            if task_id is not None:
                told = _told(plugin, file_id, task_id)
                creator = told.get("creator", {"individual": {"email": person}})
                declare = declarations.of_kind(TaskLimits, "creator")
                expect.equal(_emails([creator]), [person], "the creator", declare)


@_must("TASK-024", "list", rule=4, observes=_PLANTS, limited_by=("assignees",))
def list_tells_to_whom_a_new_task_is_assigned(h: TaskHarness) -> None:
    """`list` tells of a new task all the people whom it is assigned to, and nobody else.
    To fix: look up the address of every assignee.
    Usual cause: the system shows the first assignee in one field and the rest in another.
    Wrong: item["assignees"] = [self._participant(it.assignee)]
    Right: item["assignees"] = [self._participant(each) for each in it.assignees]
    """
    with h.plugin() as plugin:
        file_id, people = h.observe(plugin).add_file(), sorted(h.people[1:4])
        declare = declarations.of_kind(TaskLimits, "assignees")
        what = f"a task with {len(people)} assignees"
        plant = partial(h.task, plugin, file_id, assignees=people)
        task_id = expect.not_rejected(plant, what=what, declare=declare)
        h.expect_assigned(_told(plugin, file_id, task_id), people)


@_must("TASK-025", "list", rule=6, observes=_PLANTS)
def list_tells_of_a_task_that_nobody_has(h: TaskHarness) -> None:
    """`list` tells of a new task that is assigned to nobody, with no assignee but its creator.
    To fix: return such tasks too, with an empty list of assignees or without that key.
    Usual cause: only what is assigned counts as a task.
    Wrong: return [self._item(it) for it in comments if it.assignees]
    Right: return [self._item(it) for it in comments]
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        h.expect_nobody(_told(plugin, file_id, h.task(plugin, file_id, assignees=[])))


@_must("TASK-026", "list", rule=7, observes=_PLANTS)
def list_returns_descriptions_to_the_letter(h: TaskHarness) -> None:
    """`list` returns the description exactly as the external system holds it.
    To fix: pass the text on; neither strip nor cut nor escape it.
    Usual cause: the text is shortened for a notification, or mark-up is stripped from it.
    Wrong: item["description"] = it.text.strip()[:1024]
    Right: item["description"] = it.text
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        for text in h.some(_TEXTS):
            task_id = expect.accepted(h.task, plugin, file_id, text)
            if task_id is not None:
                told = _told(plugin, file_id, task_id).get("description")
                h.expect_kept("description", told, text, "the description")


@_must("TASK-027", "list", rule=4, observes=_PLANTS)
def list_returns_more_than_a_page(h: TaskHarness) -> None:
    """`list` returns all that happened to a file's tasks, not a page of it.
    To fix: follow the system's pages until there is none left.
    Usual cause: the system answers with its first 100 entries.
    Wrong: return [self._item(it) for it in self.client.activity(file_id)]
    Right: return [self._item(it) for page in self.client.pages(file_id) for it in page]
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        created = {h.task(plugin, file_id) for _ in h.plenty(256)}
        missing = created - set(_applied(plugin.list(file_id)))
        expect.that(not missing, f"all of {len(created)} tasks", f"{len(missing)} are missing")


@_must("TASK-028", "list", rule=1, observes=_PLANTS)
def list_tells_tasks_apart_that_read_the_same(h: TaskHarness) -> None:
    """`list` tells of two tasks with the same description under two ids.
    To fix: take the id that the system gave to the task.
    Usual cause: the id is derived from the text, or doubles are filtered by the text.
    Wrong: item["resource_id"] = hashlib.sha256(it.text.encode()).hexdigest()
    Right: item["resource_id"] = it.id
    """
    with h.plugin() as plugin:
        file_id, text = h.observe(plugin).add_file(), h.text("restart the service")
        created = sorted(h.task(plugin, file_id, text) for _ in range(2))
        expect.equal(sorted(_applied(plugin.list(file_id))), created, "the ids of the two tasks")


@_must("TASK-029", "list", rule=4, observes=_PLANTS)
def list_leaves_out_the_tasks_of_other_files(h: TaskHarness) -> None:
    """`list` tells of the tasks of the given file only.
    To fix: ask the system for the one file.
    Usual cause: the whole folder, or everything the plugin's account sees, is asked for.
    Wrong: return [self._item(it) for it in self.client.comments()]
    Right: return [self._item(it) for it in self.client.comments(file_id)]
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        file_id, other = observer.add_file(), observer.add_file()
        other_task = h.task(plugin, other)
        task_id = h.task(plugin, file_id)
        expect.equal(list(_applied(plugin.list(file_id))), [task_id], "the tasks of the file")
        expect.equal(list(_applied(plugin.list(other))), [other_task], "the tasks of the other")


@_must("TASK-030", "list", rule=2, observes=(*_PLANTS, "resolve_task"))
def list_stamps_in_utc_without_offset(h: TaskHarness) -> None:
    """`list` gives points in time as ISO 8601, in UTC and without an offset, where it gives any.
    To fix: convert to UTC, and drop the offset.
    Usual cause: the system's own stamp is passed on, with its "Z" or "+02:00"; the application
    compares it with stamps without one, which raises.
    Wrong: item["created_at"] = it.created.isoformat()
    Right: item["created_at"] = it.created.astimezone(UTC).replace(tzinfo=None).isoformat()
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        h.observe(plugin).resolve_task(file_id, h.task(plugin, file_id))
        for item in plugin.list(file_id):
            for key in _STAMPS:
                stamp = str(item.get(key, "2025-09-01T12:00:00"))
                expect.that(
                    _is_plain_stamp(stamp),
                    f"{key} like 2025-09-01T12:00:00, without Z or offset",
                    f"it is {stamp!r}",
                )
            # Where others let time pass, the system's clock may be ahead of ours.
            for key in _HAPPENED & set(item) if not h.shared_backend else ():
                expect.just_now(str(item.get(key)), h.utc_now(), key)


def _is_plain_stamp(text: str) -> bool:
    try:
        return "T" in text and datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


@_must("TASK-031", "list", rule=9, observes=_PLANTS)
def list_gives_absolute_weblinks(h: TaskHarness) -> None:
    """`list` gives the weblink of a task as an absolute http(s) URL, where it gives one.
    To fix: put the system's address before the path, or leave the key out.
    Usual cause: the system answers with a path.
    Wrong: item["weblink"] = it.path
    Right: item["weblink"] = f"https://acme.example{it.path}"
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        told = _told(plugin, file_id, h.task(plugin, file_id))
        link = str(told.get("weblink", "https://example.com"))
        parts = urlsplit(link)
        absolute = parts.scheme in ("http", "https") and bool(parts.netloc)
        expect.that(absolute, "an absolute http(s) weblink", f"it is {link!r}")


_ASSIGNS: Final = (*_PLANTS, "assign_task")


@_must("TASK-040", "list", rule=4, observes=_ASSIGNS, limited_by=("assignees",))
def list_tells_of_new_assignees(h: TaskHarness) -> None:
    """`list` tells of a task that was assigned anew the new assignees, all and only those.
    To fix: put the assignees as they are now into the item.
    Usual cause: the new assignees are added to those known before.
    Wrong: item["assignees"] = known["assignees"] + [self._participant(it) for it in change.added]
    Right: item["assignees"] = [self._participant(it) for it in change.assignees]
    """
    with h.plugin() as plugin:
        file_id, wanted = h.observe(plugin).add_file(), h.some_of(h.people[2:4])
        task_id = h.task(plugin, file_id)
        h.observe(plugin).assign_task(file_id, task_id, wanted)
        h.expect_assigned(_told(plugin, file_id, task_id), wanted)


@_must("TASK-041", "list", rule=4, observes=_ASSIGNS, limited_by=("assignees",))
def list_tells_that_nobody_has_a_task_any_more(h: TaskHarness) -> None:
    """`list` tells of a task that was taken from its assignee that nobody but its creator has it.
    To fix: put an empty list of assignees into the item; it is a change like any other.
    Usual cause: an empty list is taken for "nothing changed", and the key left out.
    Wrong:
        if change.assignees:
            item["assignees"] = [self._participant(it) for it in change.assignees]
    Right:
        if change.assignees is not None:
            item["assignees"] = [self._participant(it) for it in change.assignees]
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        h.observe(plugin).assign_task(file_id, task_id, [])
        h.expect_nobody(_told(plugin, file_id, task_id))


@_must("TASK-042", "list", rule=4, observes=(*_PLANTS, "resolve_task"))
def list_tells_that_a_task_was_resolved(h: TaskHarness) -> None:
    """`list` tells of a task that was resolved that it is Resolved.
    To fix: translate the system's word for it to `"Resolved"`.
    Usual cause: resolved tasks are left out, as if the list were one of what is to be done.
    Wrong: return [self._item(it) for it in comments if not it.resolved]
    Right: return [self._item(it) for it in comments]
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        h.observe(plugin).resolve_task(file_id, task_id)
        told = _told(plugin, file_id, task_id)
        expect.equal(told.get("status"), "Resolved", "the status of a resolved task")


_REOPENS: Final = (*_PLANTS, "resolve_task", "reopen_task")


@_must("TASK-043", "list", rule=4, observes=_REOPENS, limited_by=("reopening",))
def list_tells_that_a_task_was_reopened(h: TaskHarness) -> None:
    """`list` tells of a task that was resolved and then opened again that it is Open.
    To fix: return an item for opening a task again, with `"status": "Open"`.
    Usual cause: only creation and resolution are looked for in what the system reports.
    Wrong: status = {"ADDED": "Open", "RESOLVED": "Resolved"}
    Right: status = {"ADDED": "Open", "RESOLVED": "Resolved", "REOPENED": "Open"}
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        file_id = observer.add_file()
        task_id = h.task(plugin, file_id)
        observer.resolve_task(file_id, task_id)
        declare = declarations.of_kind(TaskLimits, "reopening")
        reopen = partial(observer.reopen_task, file_id, task_id)
        expect.not_rejected(reopen, what="a task that is opened again", declare=declare)
        expect.equal(
            _told(plugin, file_id, task_id).get("status"), "Open", "the status of a reopened task"
        )


@_must("TASK-044", "list", rule=4, observes=(*_PLANTS, "resolve_task"))
def list_tells_a_change_of_one_task_only(h: TaskHarness) -> None:
    """`list` tells of other tasks of the file nothing when one is resolved.
    To fix: give the item the id of the task that changed.
    Usual cause: the change is given the id of the file's first, or last, task.
    Wrong: item = {"resource_id": tasks[0].id, "status": "Resolved"}
    Right: item = {"resource_id": change.task_id, "status": "Resolved"}
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        before, task_id, after = (h.task(plugin, file_id) for _ in range(3))
        h.observe(plugin).resolve_task(file_id, task_id)
        for other in (before, after):
            told = _told(plugin, file_id, other)
            expect.equal(told.get("status", "Open"), "Open", "the status of another task")


@_must("TASK-045", "list", rule=4, observes=(*_PLANTS, "resolve_task"))
def list_keeps_what_did_not_change(h: TaskHarness) -> None:
    """`list` tells of a change without losing the description and the assignees of the task.
    To fix: leave out of an item what did not change, or give it as it is.
    Usual cause: an item for a change is filled up with empty values, which erase what is stored.
    Wrong: item = {"resource_id": it.id, "status": "Resolved", "description": "", "assignees": []}
    Right: item = {"resource_id": it.id, "status": "Resolved"}
    """
    with h.plugin() as plugin:
        file_id, text = h.observe(plugin).add_file(), h.text("task")
        task_id = h.task(plugin, file_id, text)
        h.observe(plugin).resolve_task(file_id, task_id)
        told = _told(plugin, file_id, task_id)
        expect.equal(told.get("description"), text, "the description after the task was resolved")
        h.expect_assigned(told, h.people[1:2], " after the task was resolved")


@_must("TASK-046", "list", rule=4, observes=(*_PLANTS, "pass_time"))
def list_returns_the_oldest_first(h: TaskHarness) -> None:
    """`list` returns what happened first before what happened later.
    To fix: sort by the time of the change; many systems answer with the latest first.
    Usual cause: the system's own order is passed on. The application applies the items as they
    come, so that the oldest would win.
    Wrong: return [self._item(it) for it in activity]
    Right: return [self._item(it) for it in sorted(activity, key=lambda it: it.timestamp)]
    """
    with h.plugin() as plugin:
        file_id, created = h.observe(plugin).add_file(), list[str]()
        for _ in range(3):
            created.append(h.task(plugin, file_id))
            h.observe(plugin).pass_time(1)
        expect.equal(list(_applied(plugin.list(file_id))), created, "the order of the tasks")


@_must("TASK-050", "list", rule=4, observes=(*_PLANTS, "pass_time"))
def list_tells_what_is_within_the_lookback(h: TaskHarness) -> None:
    """`list` tells of everything that happened within `lookback`.
    To fix: take `lookback` as seconds.
    Usual cause: it is taken for milliseconds, or the time of the change is compared in another
    time zone.
    Wrong: since = now - timedelta(milliseconds=lookback)
    Right: since = now - timedelta(seconds=lookback)
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        h.observe(plugin).pass_time(h.age)
        _told(plugin, file_id, task_id, lookback=h.age * 2)


@_must("TASK-051", "list", rule=4, observes=(*_PLANTS, "pass_time"))
def list_leaves_out_what_is_older_than_the_lookback(h: TaskHarness) -> None:
    """`list` tells nothing of a task to which nothing happened within `lookback`.
    To fix: leave out what is older than `lookback` seconds.
    Usual cause: the keyword is accepted and not used, or taken for minutes. The application asks
    every 30 seconds, and handles anew all that it is told.
    Wrong:
        def list(self, file_id, **kwargs):
            return self._items(file_id)
    Right:
        def list(self, file_id, **kwargs):
            return self._items(file_id, since=time.time() - kwargs.get("lookback", math.inf))
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        old = h.task(plugin, file_id)
        h.observe(plugin).pass_time(h.age)
        _expect_silence(plugin, file_id, old, h.recent)


@_must("TASK-052", "list", rule=4, observes=(*_PLANTS, "pass_time"))
def list_takes_zero_for_a_lookback(h: TaskHarness) -> None:
    """`list` takes a `lookback` of 0 for what it is, and not for no `lookback`.
    To fix: ask whether the keyword is there, not whether it is true.
    Usual cause: 0 is false.
    Wrong:
        if kwargs.get("lookback"):
            items = [it for it in items if it.at >= now - kwargs["lookback"]]
    Right:
        if "lookback" in kwargs:
            items = [it for it in items if it.at >= now - kwargs["lookback"]]
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        old = h.task(plugin, file_id)
        h.observe(plugin).pass_time(h.age)
        _expect_silence(plugin, file_id, old, 0)


def _expect_silence(plugin: TaskPlugin, file_id: str, task_id: str, lookback: float) -> None:
    told = [it for it in plugin.list(file_id, lookback=lookback) if it["resource_id"] == task_id]
    expect.that(not told, f"nothing of the older task {task_id!r}", f"there is {told}")


@_must("TASK-053", "list", rule=4, observes=(*_PLANTS, "resolve_task", "pass_time"))
def list_tells_of_a_new_change_of_an_old_task(h: TaskHarness) -> None:
    """`list` tells of a change within `lookback`, however old the task is that changed.
    To fix: compare `lookback` with the time of the change, not of the creation.
    Usual cause: the system is asked for tasks that were created since.
    Wrong: found = [it for it in tasks if it.created_at >= since]
    Right: found = [it for it in tasks if it.updated_at >= since]
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        file_id = observer.add_file()
        task_id = h.task(plugin, file_id)
        observer.pass_time(h.age)
        observer.resolve_task(file_id, task_id)
        told = _told(plugin, file_id, task_id, lookback=h.recent)
        expect.equal(told.get("status"), "Resolved", "the status of a task resolved just now")


@_must("TASK-054", "list", rule=10, observes=(*_PLANTS, "pass_time"))
def list_tells_everything_without_a_lookback(h: TaskHarness) -> None:
    """`list` tells of everything, however old, if it is called without `lookback`.
    To fix: let a missing `lookback` set no limit.
    Usual cause: the keyword has a default of the plugin's own.
    Wrong: def list(self, file_id, lookback=60, **kwargs): ...
    Right: def list(self, file_id, lookback=math.inf, **kwargs): ...
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        h.observe(plugin).pass_time(h.age)
        _told(plugin, file_id, task_id)


@_must("TASK-055", "list", rule=4, observes=_PLANTS)
def list_takes_a_fraction_for_a_lookback(h: TaskHarness) -> None:
    """`list` takes a `lookback` with a fraction like any other number.
    To fix: accept float as well as int.
    Usual cause: the number is put into a request, or a format, for whole numbers.
    Wrong: since = f"-{lookback:d}s"
    Right: since = f"-{math.ceil(lookback):d}s"
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        _told(plugin, file_id, task_id, lookback=600.5)


@_must("TASK-056", "list", rule=5, observes=("add_file",))
def list_refuses_what_is_no_lookback(h: TaskHarness) -> None:
    """`list` refuses a `lookback` that is not a number, or below zero.
    To fix: look at the value before asking the system.
    Usual cause: a negative number gives a start in the future, and so an empty list, which looks
    like "nothing happened".
    Wrong: since = now - timedelta(seconds=lookback)
    Right:
        if lookback < 0:
            raise InvalidRequestError("lookback is below zero", value=lookback)
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        for lookback in (-1, -0.5, "ten minutes", [600]):
            expect.refused(
                plugin.list, file_id, lookback=lookback, what=f"the lookback {lookback!r}"
            )


@_must("TASK-057", "list", rule=5)
def list_refuses_an_unknown_file(h: TaskHarness) -> None:
    """`list` refuses a file that does not exist.
    To fix: raise if the system does not know the file.
    Usual cause: "not found" and "no tasks" give the same empty answer, so that a document that
    was deleted looks like one where nothing happens.
    Wrong: return self.tasks.get(file_id, [])
    Right:
        if file_id not in self.tasks:
            raise NotFoundError("no such file", value=file_id)
    """
    with h.plugin() as plugin:
        expect.refused(plugin.list, h.unknown_file, what="an unknown file_id")
        expect.refused(
            plugin.list, h.unknown_file, lookback=600, what="an unknown file_id with a lookback"
        )


@_should("TASK-058", "list", rule=5)
def list_refuses_an_unknown_file_with_not_found(h: TaskHarness) -> None:
    """`list` refuses a file that does not exist with NotFoundError.
    To fix: translate the system's error.
    Usual cause: the error of the HTTP client comes through.
    Wrong: response.raise_for_status()
    Right:
        if response.status_code == 404:
            raise NotFoundError("no such file", value=file_id)
    """
    with h.plugin() as plugin:
        expect.refused_with(NotFoundError, plugin.list, h.unknown_file, what="an unknown file_id")


@_should("TASK-059", "list", rule=5, observes=("add_file",))
def list_refuses_what_is_no_lookback_with_invalid_request(h: TaskHarness) -> None:
    """`list` refuses a `lookback` that is not a number, or below zero, with InvalidRequestError.
    To fix: raise InvalidRequestError yourself, before the value is used.
    Usual cause: the error comes from the calculation with the value.
    Wrong: since = now - timedelta(seconds=kwargs["lookback"])
    Right:
        if not isinstance(lookback, int | float) or lookback < 0:
            raise InvalidRequestError("lookback is no number of seconds", value=lookback)
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        expect.all_refused_with(
            InvalidRequestError,
            ("lookback=-1", lambda: plugin.list(file_id, lookback=-1)),
            ("lookback='ten'", lambda: plugin.list(file_id, lookback="ten")),
        )


@_must("TASK-060", "list", rule=4, observes=(*_PLANTS, "resolve_task"))
def list_tells_the_same_again(h: TaskHarness) -> None:
    """`list` tells the same again, under the same ids, if it is called again.
    To fix: go by the time of a change only; remember nothing of what was delivered.
    Usual cause: what was delivered once counts as read. The application asks again because its
    first attempt may have failed.
    Wrong: items, self._unread = self._unread, []
    Right: items = [it for it in self._changes if it.at >= since]
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        h.observe(plugin).resolve_task(file_id, task_id)
        first, again = (_told(plugin, file_id, task_id).get("status") for _ in range(2))
        expect.equal(again, first, "the status that is told the second time")


@_must("TASK-061", "list", rule=8, observes=_PLANTS)
def list_accepts_unknown_keywords(h: TaskHarness) -> None:
    """`list` accepts keywords that it does not know, and returns the same.
    To fix: take `**kwargs`, and use nothing of it but `lookback`.
    Usual cause: the keywords are used to select, or are passed on to the system.
    Wrong: return self._items(self.client.comments(file_id, **kwargs))
    Right: return self._items(self.client.comments(file_id))
    """
    with h.plugin() as plugin:
        file_id = h.observe(plugin).add_file()
        task_id = h.task(plugin, file_id)
        _told(plugin, file_id, task_id, **adversarial.keywords())
        _told(plugin, file_id, task_id, lookback=600, **adversarial.keywords())


@_must("TASK-062", "list", rule=3, observes=("add_file",))
def list_leaves_its_keywords_alone(h: TaskHarness) -> None:
    """`list` does not change what it is passed.
    To fix: copy a value before changing it.
    Usual cause: the keywords are completed with defaults in place.
    Wrong: kwargs.get("filters", []).append("comments")
    Right: filters = [*kwargs.get("filters", []), "comments"]
    """
    with h.plugin() as plugin:
        filters: list[object] = ["a", {"b": 1}]
        nested: dict[str, object] = {"deep": []}
        plugin.list(h.observe(plugin).add_file(), filters=filters, nested=nested)
        expect.unchanged(["a", {"b": 1}], filters, "filters")
        expect.unchanged({"deep": []}, nested, "nested")


@_must("TASK-063", "list", rule=2, observes=_PLANTS)
def list_returns_fresh_dicts(h: TaskHarness) -> None:
    """`list` returns new dicts: changing a result changes nothing in the next.
    To fix: build the items anew at each call, with the people in them.
    Usual cause: the plugin hands out what it keeps.
    Wrong: return self._items[file_id]
    Right: return copy.deepcopy(self._items[file_id])
    """
    with h.plugin() as plugin:
        file_id, text = h.observe(plugin).add_file(), h.text("task")
        task_id = h.task(plugin, file_id, text)
        for item in plugin.list(file_id):
            for person in item.get("assignees", []):
                person["individual"]["email"] = "changed@example.com"
            item["description"] = "changed"
        told = _told(plugin, file_id, task_id)
        expect.equal(told.get("description"), text, "the description, after a result was changed,")
        h.expect_assigned(told, h.people[1:2], ", after a result was changed,")


@_must("TASK-070", "list", rule=12, observes=_PLANTS)
def plugins_side_by_side_share_nothing(h: TaskHarness) -> None:
    """`list` tells nothing of the tasks of another plugin that is open beside it.
    To fix: keep what you know in the object, not in the class or the module.
    Usual cause: a cache is a class attribute, or a default argument.
    Wrong:
        class AcmeTask(TaskPlugin):
            _items = {}
    Right:
        def __init__(self):
            self._items = {}
    """
    with h.plugin() as one, h.plugin() as other:
        file_id, beside = h.observe(one).add_file(), h.observe(other).add_file()
        text = h.text("task")
        h.task(one, file_id, text)
        # Each backend counts its own files, so two of them may well give out the same id.
        seen = text in _descriptions(other, file_id) + _descriptions(other, beside)
        expect.equal(seen, h.shared_backend, "whether the other plugin tells of the task")


def _descriptions(plugin: TaskPlugin, file_id: str) -> list[str]:
    """What the tasks of a file say; nothing if the plugin does not know the file."""
    try:
        return [it.get("description", "") for it in plugin.list(file_id)]
    except Exception:
        return []


@_must("TASK-071", "list", rule=11, level=Level.CONCURRENT, observes=_PLANTS)
def list_serves_several_threads(h: TaskHarness) -> None:
    """`list` tells each of several threads of the tasks of the file that it asked for.
    To fix: keep nothing of a call in the object; or take a lock.
    Usual cause: the file, or the result, is kept in an attribute of the plugin.
    Wrong:
        self._file_id = file_id
        return self._fetch()
    Right: return self._fetch(file_id)
    """
    with h.plugin() as plugin:
        files = [h.observe(plugin).add_file() for _ in range(8)]
        created = [sorted(h.task(plugin, it) for _ in range(3)) for it in files]
        found = h.in_parallel([lambda it=it: plugin.list(it) for it in files])  # type: ignore[misc]
        told = [sorted(_applied(it)) for it in found]
        expect.equal(told, created, "what each thread was told of its own file")


@_must(
    "TASK-900",
    "list",
    rule=4,
    level=Level.STATEFUL,
    observes=("add_file", "create_task", "assign_task", "resolve_task", "reopen_task", "pass_time"),
)
def any_sequence_of_changes_is_told_as_it_was(h: TaskHarness) -> None:
    """Whatever is done to tasks, `list` tells what changed, and how each task is in the end.
    To fix: return the changes oldest first, and each with what it changed.
    Usual cause: a change that takes back an earlier one is left out.
    Wrong: changes = {it.task_id: it for it in reversed(feed)}.values()
    Right: changes = sorted(feed, key=lambda it: it.at)
    """
    from dispatch_interfaces.conformance.requirements.stateful.task import TaskMachine

    TaskMachine.explore(h)
