"""What a workflow plugin must do."""

import copy
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import chain
from random import Random
from typing import Any, ClassVar, Final, Protocol, cast, get_args

from attrs import frozen

from dispatch_interfaces.conformance.requirements import adversarial, common, expect, proving
from dispatch_interfaces.conformance.run import declarations
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.endings import Blocked, NotObserved, arranging
from dispatch_interfaces.conformance.run.harness import Creates, Harness
from dispatch_interfaces.conformance.run.requirement import Level, Suite, member
from dispatch_interfaces.conformance.run.watching import Watch
from dispatch_interfaces.contract import CONTRACTS, Contract
from dispatch_interfaces.errors import NotFoundError
from dispatch_interfaces.limits import Absent, AtMost, Limit, NoPlace, Text, Values
from dispatch_interfaces.narrowing import class_of, is_dict, is_list
from dispatch_interfaces.protocols.workflow import (
    WorkflowInstance,
    WorkflowLimits,
    WorkflowPlugin,
    WorkflowStatus,
)


class WorkflowObserver(Protocol):
    """Stands for the external system in which the workflows run.

    It may have one method more, ``parameters_of(instance_id)``, which returns a dict of what an
    instance was run with. It is asked only if the plugin leaves `parameters` out of its records.
    """

    def advance(self, instance_id: str, status: WorkflowStatus) -> object:
        """Bring an instance to a status."""
        ...

    def add_artifact(self, instance_id: str, name: str) -> str:
        """Let an instance make a document; returns its ``resource_id``.

        It may bring the instance to Running first, where only one that runs makes any.
        """
        ...

    def instances(self, workflow_id: str) -> Collection[str]:
        """The ids of all instances of a workflow."""
        ...


class WorkflowWatch(Watch):
    """Looks into the parameters of a run."""

    def must_reject(self, method: str, arguments: Mapping[str, Any]) -> str:
        params = arguments.get("params")
        return next(self._beyond(params), "") if is_dict(params) else ""

    def explains(self, method: str, arguments: Mapping[str, Any], error: Exception) -> str:
        value, params = getattr(error, "value", None), arguments.get("params")
        if not is_dict(params) or value is None:
            return ""
        for name, given in params.items():
            if value in (name, given) and type(value) is str:
                limit = "parameter_name" if value == name else "parameter"
                return declarations.rejecting(WorkflowLimits, limit, value)
            if value is given:
                return 'types=Absent("why")'
        counted = value is params or value == len(params)
        return f'parameters=AtMost("why", {len(params) - 1})' if counted else ""

    def _beyond(self, params: Mapping[str, Any]) -> Iterator[str]:
        limits: WorkflowLimits = self.limits
        if limits.parameters is not None and len(params) > limits.parameters.number:
            yield "parameters"
        for name, value in params.items():
            if not limits.takes("parameter_name", name):
                yield "parameter_name"
            if not isinstance(value, str):
                yield from ["types"] * isinstance(limits.types, Absent)
            elif not limits.takes("parameter", value):
                yield "parameter"


@frozen(kw_only=True)
class WorkflowHarness(Harness[WorkflowPlugin, WorkflowObserver]):
    """How to bring a workflow plugin under test.

    Args:
        workflows: Ids of two workflows that the backend knows, that may be run with any
            parameters, and that get on only when the observer says so.
    """

    contract: ClassVar[Contract] = CONTRACTS["workflow"]
    observer_type = WorkflowObserver
    creates: ClassVar[Creates] = {
        "run": ("instance", Fate.REMOVED),
        "observer.add_artifact": ("artifact", Fate.WITHIN),
    }

    watch_type: ClassVar[type[Watch]] = WorkflowWatch

    workflows: tuple[str, str] = ("restart", "collect-logs")

    def problems(self) -> tuple[str, ...]:
        """Also whether there are two workflows."""
        found = super().problems()
        if len(set(self.workflows)) < 2:
            return (*found, f"workflows needs two different ids: {self.workflows!r}")
        return found

    @property
    def workflow_id(self) -> str:
        """The workflow that most requirements run."""
        return self.workflows[0]

    def instance(
        self, plugin: WorkflowPlugin, params: dict[str, Any] | None = None
    ) -> WorkflowInstance:
        """A new instance, as the ground for something else."""
        with arranging("run"):
            # The parameters tell whose it is, if the call never answers.
            return plugin.run(self.workflow_id, params or self.params(name=self.unique("value")))

    def params(self, **params: Any) -> dict[str, Any]:
        """Parameters that the engine takes, and leaves as they are as far as they are text."""
        return {
            self.plain("parameter_name", name): self._taken(value) for name, value in params.items()
        }

    def _taken(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.plain("parameter", value)
        if isinstance(self.limits.types, Absent) and self.meets("types"):
            return self.plain("parameter", json.dumps(value))
        return value

    def portions(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Parameters for several runs, if one cannot have so many."""
        if not self.meets("parameters"):
            return [params]
        number, items = self.limits.parameters.number, list(params.items())
        return [dict(items[at : at + number]) for at in range(0, len(items), number)]

    def expect_run_with(
        self,
        plugin: WorkflowPlugin,
        instance: WorkflowInstance,
        given: Mapping[str, Any],
        what: str = "the parameters",
    ) -> None:
        """Fail unless an instance was run with some parameters, as is declared of them."""
        __tracebackhide__ = True
        shown = self.parameters(plugin, instance)
        expected = self.shown_of(given)
        if isinstance(self.limits.types, NoPlace):
            self.meets("types")
            shown = {name: _read(it, expected.get(name)) for name, it in shown.items()}
        expect.equal(shown, expected, what, _explained(given, shown))

    def shown_of(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is shown of parameters, each value that is no text as it is."""
        return {
            self.in_force("parameter_name", name): (
                self.in_force("parameter", it) if isinstance(it, str) else it
            )
            for name, it in given.items()
        }

    def now(self, plugin: WorkflowPlugin, instance: WorkflowInstance) -> WorkflowInstance:
        """An instance as it is now."""
        return plugin.get_instance(self.workflow_id, instance["resource_id"])

    def was_run_with(self, plugin: WorkflowPlugin, instance_id: str, value: str) -> bool:
        """Whether a value is among what an instance was run with; not if it is gone again."""
        try:
            instance = plugin.get_instance(self.workflow_id, instance_id)
            return value in self.parameters(plugin, instance).values()
        except NotFoundError:
            return False

    def parameters(self, plugin: WorkflowPlugin, instance: WorkflowInstance) -> dict[str, Any]:
        """What an instance was run with, if the plugin shows it, or else the observer."""
        found = self.now(plugin, instance)
        if "parameters" in found:
            return {it["key"]: it["value"] for it in found["parameters"]}
        if not self.observes_parameters(plugin):
            raise NotObserved(
                "needs `parameters` in the instance, which may be left out, "
                "or an observer with parameters_of"
            )
        observer = cast("Any", self.observe(plugin))
        return dict(observer.parameters_of(instance["resource_id"]))

    def observes_parameters(self, plugin: WorkflowPlugin) -> bool:
        """Whether the observer has the one method that it may do without."""
        return hasattr(self.raw_observer(vars(plugin)["_plugin"]), "parameters_of")

    def try_observer(self, plugin: WorkflowPlugin, observer: WorkflowObserver) -> None:
        """What the external system does to one instance is not done to another."""
        touched, untouched = self.instance(plugin), self.instance(plugin)
        if touched["resource_id"] == untouched["resource_id"]:
            raise Blocked("run", "gave two instances one id", "an id for each instance")
        artifact = observer.add_artifact(touched["resource_id"], "a document")
        with arranging("get_instance"):
            found = self.now(plugin, untouched)["artifacts"]
        seen = any(it["resource_id"] == artifact for it in found)
        self.expect_unseen("an artifact of another instance", seen)


WORKFLOW: Final = Suite(
    WorkflowHarness,
    not_about={6: "an instance has no members"},
    untested={9: common.LINKS_LEAD, 14: common.NO_FAILURES},
)
common.add_requirements(WORKFLOW)

_must, _should = WORKFLOW.must, WORKFLOW.should
_NOWHERE: Final = "no-such-id-anywhere"
_ARTIFACT_NAMES: Final = tuple(it for it in adversarial.NAMES if len(it.strip()) >= 3)
_REMINDED: Final = "evergreen_last_reminder_at"
_TIMES: Final = ("created_at", "updated_at", _REMINDED)

SAME_NAME: Final = "same"
"""The parameter that several instances are run with."""


_MANY: Final = 30
"""Parameters of one run: more than the forms of most engines have."""

_MOST: Final = 1000
"""More parameters of one run than these are not tried."""


def _as_text(value: Any) -> tuple[str, ...]:
    """How a value is written where all are text."""
    forms = ((ascii, marks) for ascii in (True, False) for marks in (None, (",", ":")))
    json_texts = [json.dumps(value, ensure_ascii=it, separators=marks) for it, marks in forms]
    return (str(value), *json_texts, *([""] if value is None else []))


def _read(shown: Any, given: Any) -> Any:
    """The value that was given, where what is shown is the text of it; else what is shown."""
    written = isinstance(shown, str) and not isinstance(given, str) and shown in _as_text(given)
    return given if written else shown


def _explained(given: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    """The limit by which parameters are shown otherwise than they were given; or ``""``."""
    for name, value in given.items():
        found = shown.get(name, value)
        if name not in shown:
            kind = WorkflowLimits
            return declarations.for_place(kind, "parameter_name", name, shown.__contains__)
        if isinstance(found, str) and found != value and isinstance(value, str):
            return declarations.for_value(WorkflowLimits, "parameter", value, found)
        if isinstance(found, str) and found != value:
            return declarations.written(WorkflowLimits, 'types=NoPlace("why")')
    return ""


@WORKFLOW.proof("parameter_name", "parameter")
def _passes_texts_on(h: WorkflowHarness, name: str, _: Text) -> None:
    """The name of a parameter, or its text, is passed on as is declared."""
    with h.plugin() as plugin:

        def show(text: str) -> str:
            ((key, value),) = h.params(name="a value").items()
            params = {text: value} if name == "parameter_name" else {key: text}
            shown = h.parameters(plugin, plugin.run(h.workflow_id, params))
            return str(next(iter(shown if name == "parameter_name" else shown.values())))

        names = name == "parameter_name"
        texts = adversarial.NAMES if names else (*adversarial.TEXTS, adversarial.LONG_TEXT)
        proving.text_limit(h, name, h.plain(name, "name" if names else "a value"), texts, show)


@WORKFLOW.proof("parameters")
def _has_so_many(h: WorkflowHarness, _: str, limit: AtMost) -> None:
    """A run has so many parameters, and not one more."""
    if limit.number > _MOST:
        raise NotObserved(f"parameters: {limit.number:,} of one run are not tried")
    with h.plugin() as plugin:
        names = [f"name{number}" for number in range(limit.number + 1)]
        given = h.params(**dict.fromkeys(names, "a value"))
        told = f"{len(given)} parameters: {limit.because}"
        expect.refused(plugin.run, h.workflow_id, dict(given), what=told)
        given.popitem()
        h.expect_run_with(plugin, plugin.run(h.workflow_id, dict(given)), given)


@WORKFLOW.proof("types")
def _has_text_only(h: WorkflowHarness, _: str, limit: Limit) -> None:
    """What is no text is shown as the text of it, or rejected."""
    with h.plugin() as plugin:
        for value in (7, True, ["a"]):
            ((key, text),) = h.params(count=json.dumps(value)).items()
            h.expect_run_with(plugin, plugin.run(h.workflow_id, {key: text}), {key: text})
            if isinstance(limit, Absent):
                told = f"the value {value!r}: {limit.because}"
                expect.refused(plugin.run, h.workflow_id, {key: value}, what=told)
                continue
            (shown,) = h.parameters(plugin, plugin.run(h.workflow_id, {key: value})).values()
            told = f"{value!r} to be shown as text, as is declared: {limit.because}"
            expect.that(shown in _as_text(value), told, f"it is {shown!r}")


@WORKFLOW.proof("status")
def _is_never(h: WorkflowHarness, name: str, limit: Values[WorkflowStatus]) -> None:
    """A status shows as another one, or an instance never has it."""
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for status in (*limit.stand_for, *limit.rejected):
            instance = h.instance(plugin)
            out = expect.is_refused(observer.advance, instance["resource_id"], status)
            shown = h.now(plugin, instance)["status"]
            if limit.takes(status):
                expect.that(not out, f"an instance to be {status}", "the observer rejects it")
                expect.equal(shown, limit.in_force(status), f"what {name} shows of {status}")
            else:
                expect.that(shown != status, f"an instance never to be {status}", "it is")


@WORKFLOW.proof("artifact")
def _names_artifacts(h: WorkflowHarness, name: str, _: Text) -> None:
    """The name of an artifact shows as is declared."""
    with h.plugin() as plugin:

        def show(text: str) -> str:
            instance = h.instance(plugin)
            h.observe(plugin).add_artifact(instance["resource_id"], text)
            return h.now(plugin, instance)["artifacts"][0]["name"]

        proving.text_limit(h, name, h.plain(name, "a document"), adversarial.NAMES, show)


def _spoil(instance: Any) -> None:
    """Change everything in a result that can be changed, and leave its shape as it is."""
    for record in (*instance["artifacts"], *instance.get("parameters", ()), instance):
        for key, value in record.items():
            if is_list(value) and record is not instance:
                _spoil_list(value)
            elif isinstance(value, str) and key != "status":
                record[key] = "changed"


def _spoil_list(values: list[Any]) -> None:
    for value in values:
        if is_list(value):
            _spoil_list(value)
    values.append("changed")


def _expect_times(h: WorkflowHarness, record: Mapping[str, Any], what: str) -> None:
    """The times of a new record, as far as it has any, are ISO 8601 in UTC without offset."""
    for key in set(_TIMES) & set(record):
        expect.that(
            _is_plain_time(record[key]),
            f"{key} of {what} in ISO 8601, without offset",
            f"it is {record[key]!r}",
        )
        if key != _REMINDED:
            expect.just_now(record[key], h.utc_now(), f"{key} of {what}")


def _is_plain_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


@_must("WORKFLOW-010", "run", rule=2, level=Level.SHAPE)
def run_returns_an_instance(h: WorkflowHarness) -> None:
    """`run` returns a dict with `resource_id`, `status`, `weblink` and `artifacts`.
    To fix: return the new instance as `get_instance` would; without artifacts, an empty list.
    Usual cause: the job that was queued is not kept, and nothing is returned.
    Wrong:
        def run(self, workflow_id, params, **kwargs):
            self.client.start(workflow_id, params)
    Right:
        def run(self, workflow_id, params, **kwargs):
            return self._record(self.client.start(workflow_id, params))
    """
    with h.plugin() as plugin:
        plugin.run(h.workflow_id, h.params(name=h.unique("value"), count=1), reason="a test")


@_must("WORKFLOW-011", "get_instance", rule=2, level=Level.SHAPE, observes=("add_artifact",))
def get_instance_returns_an_instance(h: WorkflowHarness) -> None:
    """`get_instance` returns a dict as documented, and its artifacts and parameters too.
    To fix: map the system's own status to one of the five; give each artifact all its keys.
    Usual cause: the status is passed on in the system's own spelling.
    Wrong: return {"resource_id": job.id, "status": job.state, "weblink": job.url, "artifacts": []}
    Right:
        status = {"queued": "Submitted", "done": "Completed"}[job.state]
        return {"resource_id": job.id, "status": status, "weblink": job.url, "artifacts": []}
    """
    with h.plugin() as plugin:
        instance = h.instance(plugin, h.params(name="a value"))
        h.observe(plugin).add_artifact(instance["resource_id"], h.plain("artifact", "a document"))
        plugin.get_instance(h.workflow_id, instance["resource_id"], tags=["a", "b"])


@_must("WORKFLOW-020", "run", "get_instance", rule=4)
def run_makes_an_instance_that_is_found(h: WorkflowHarness) -> None:
    """`run` makes an instance that `get_instance` finds under the same `resource_id`.
    To fix: return the id under which the system keeps the instance.
    Usual cause: the id of the request is returned, and not that of the job it started.
    Wrong: return {**record, "resource_id": response.request_id}
    Right: return {**record, "resource_id": response.job_id}
    """
    with h.plugin() as plugin:
        instance = plugin.run(h.workflow_id, h.params(name="a value"))
        found = h.now(plugin, instance)
        expect.equal(found["resource_id"], instance["resource_id"], "the resource_id")
        second = plugin.run(h.workflows[1], h.params(name="a value"))["resource_id"]
        found = plugin.get_instance(h.workflows[1], second)
        expect.equal(found["resource_id"], second, "the resource_id of another workflow's")


@_must("WORKFLOW-021", "run", rule=1)
def run_makes_a_new_instance_each_time(h: WorkflowHarness) -> None:
    """`run` makes a new instance at each call, with a non-empty id of its own.
    To fix: start the workflow again; do not look for one that was started with the same.
    Usual cause: the id is derived from the workflow and its parameters.
    Wrong: instance_id = f"{workflow_id}-{hash(str(params))}"
    Right: instance_id = str(uuid.uuid4())
    """
    with h.plugin() as plugin:
        ids = [plugin.run(h.workflow_id, h.params(name=SAME_NAME))["resource_id"] for _ in range(3)]
        expect.that(all(ids), "non-empty ids", f"the ids are {ids}")
        expect.equal(len(set(ids)), 3, "the number of different ids")


def _unknown_ids(known: str) -> tuple[str, ...]:
    return _NOWHERE, "", f"{known}-{_NOWHERE}", f"{_NOWHERE}-{known}"


def _running(_: WorkflowHarness, plugin: WorkflowPlugin) -> Callable[[str], object]:
    return lambda workflow_id: plugin.run(workflow_id, {})


def _getting(h: WorkflowHarness, plugin: WorkflowPlugin) -> Callable[[str], object]:
    instance_id = h.instance(plugin)["resource_id"]
    return lambda workflow_id: plugin.get_instance(workflow_id, instance_id)


@WORKFLOW.each(
    member(
        "WORKFLOW-022",
        method="run",
        calling=_running,
        tried=4,
        fix="let the system's refusal through, as NotFoundError.",
        cause="every answer of the system is taken for a job.",
        wrong="return self._record(self.client.post(workflow_id, params).json())",
        right="answer = self.client.post(workflow_id, params)\n"
        "if answer.status_code == 404:\n"
        '    raise NotFoundError("no such workflow", value=workflow_id)',
    ),
    member(
        "WORKFLOW-032",
        method="get_instance",
        calling=_getting,
        tried=2,
        fix="raise NotFoundError.",
        cause="a missing workflow is treated as one without a restriction.",
        wrong="if workflow_id in self._workflows and instance.workflow_id != workflow_id:\n"
        '    raise NotFoundError("the workflow has no such instance", value=instance_id)',
        right="if instance.workflow_id != workflow_id:\n"
        '    raise NotFoundError("the workflow has no such instance", value=instance_id)',
    ),
    methods=("$method",),
    rule=5,
)
def an_unknown_workflow_is_refused(
    h: WorkflowHarness,
    calling: Callable[[WorkflowHarness, WorkflowPlugin], Callable[[str], object]],
    tried: int,
) -> None:
    """`$method` refuses a `workflow_id` that the system does not have.
    To fix: $fix
    Usual cause: $cause
    Wrong:
        $wrong
    Right:
        $right
    """
    with h.plugin() as plugin:
        call = calling(h, plugin)
        for unknown in _unknown_ids(h.workflow_id)[:tried]:
            expect.refused(call, unknown, what=f"workflow_id {unknown!r}")


@_must("WORKFLOW-023", "run", rule=4)
def run_passes_the_parameters_on(h: WorkflowHarness) -> None:
    """`run` runs the workflow with exactly the given parameters.
    To fix: pass all of `params` on, whatever is in it.
    Usual cause: only parameters that the plugin knows are passed on, or falsy ones are dropped.
    Wrong: self.client.start(workflow_id, {key: value for key, value in params.items() if value})
    Right: self.client.start(workflow_id, params)
    """
    with h.plugin() as plugin:
        params = h.params(host="web-1", count=0, dry=False, none=None, hosts=["a", {"b": 1}])
        many = h.params(**{f"name{number}": f"value {number}" for number in range(_MANY)})
        for given in (*h.portions(params), *h.portions(many)):
            instance = plugin.run(h.workflow_id, copy.deepcopy(given))
            h.expect_run_with(plugin, instance, given)
            if not h.meets("types"):
                shown = h.parameters(plugin, instance)
                kinds = {name: class_of(value) for name, value in given.items()}
                found = {
                    name: class_of(shown[h.in_force("parameter_name", name)]) for name in given
                }
                expect.equal(found, kinds, "the types of the parameters")


@_must("WORKFLOW-024", "run", rule=5)
def run_accepts_no_parameters(h: WorkflowHarness) -> None:
    """`run` accepts an empty dict of parameters.
    To fix: start the workflow without any.
    Usual cause: parameters are taken for granted, and one is read by name.
    Wrong: reference = params["externalRef"]
    Right: reference = params.get("externalRef")
    """
    with h.plugin() as plugin:
        plugin.run(h.workflow_id, {})


@_must("WORKFLOW-025", "run", rule=7)
def run_keeps_parameters_to_the_letter(h: WorkflowHarness) -> None:
    """`run` passes the text of a parameter on exactly, or refuses it.
    To fix: neither strip nor cut what is passed on; refuse with InvalidRequestError.
    Usual cause: the system's form fields have a limit, and the plugin cuts to it.
    Wrong: fields = {key: str(value)[:1024] for key, value in params.items()}
    Right:
        if any(len(str(value)) > 1024 for value in params.values()):
            raise InvalidRequestError("a parameter has at most 1024 characters")
    """
    with h.plugin() as plugin:
        (name,) = h.params(text="a value")
        for text in h.some((*adversarial.TEXTS, adversarial.LONG_TEXT)):
            instance = expect.accepted(plugin.run, h.workflow_id, {name: text})
            if instance is not None:
                h.expect_run_with(plugin, instance, {name: text}, "the parameter")


@_must("WORKFLOW-026", "run", rule=3)
def run_leaves_its_parameters_alone(h: WorkflowHarness) -> None:
    """`run` does not change `params`.
    To fix: copy before you complete or convert.
    Usual cause: the id of the instance is put into the same dict.
    Wrong: params["workflowInstanceId"] = instance_id
    Right: params = {**params, "workflowInstanceId": instance_id}
    """
    with h.plugin() as plugin:
        for params in h.portions(h.params(hosts=["a"], options={"dry": True})):
            before = copy.deepcopy(params)
            plugin.run(h.workflow_id, params)
            expect.unchanged(before, params, "params")


@_must("WORKFLOW-027", "run", rule=3)
def run_keeps_no_reference_to_its_parameters(h: WorkflowHarness) -> None:
    """`run` keeps its own copy of `params`: changing them afterwards changes no instance.
    To fix: copy deeply what you keep.
    Usual cause: the dict is kept for `get_instance` to show.
    Wrong: self._params[instance_id] = params
    Right: self._params[instance_id] = copy.deepcopy(params)
    """
    with h.plugin() as plugin:
        params = h.params(hosts=["a"])
        given = copy.deepcopy(params)
        instance = plugin.run(h.workflow_id, params)
        for value in params.values():
            if is_list(value):
                value.append("b")
        params["more"] = 1
        h.expect_run_with(plugin, instance, given)


@_must("WORKFLOW-028", "run", rule=8)
def run_accepts_unknown_keywords(h: WorkflowHarness) -> None:
    """`run` accepts keywords that it does not know, whatever their names and values.
    To fix: take `**kwargs`, and pass on only what the system knows.
    Usual cause: the keywords are passed on to the system's client.
    Wrong: self.client.start(workflow_id, params, **kwargs)
    Right: self.client.start(workflow_id, params)
    """
    with h.plugin() as plugin:
        plugin.run(h.workflow_id, h.params(name="a value"), **adversarial.keywords())


def _as_run(h: WorkflowHarness, plugin: WorkflowPlugin) -> WorkflowInstance:
    return plugin.run(h.workflow_id, h.params(name="a value"))


def _as_found(h: WorkflowHarness, plugin: WorkflowPlugin) -> WorkflowInstance:
    return h.now(plugin, h.instance(plugin))


@WORKFLOW.each(
    member(
        "WORKFLOW-029",
        method="run",
        instance=_as_run,
        cause="the system answers with a path.",
        wrong="job.path",
        right="urljoin(self.url, job.path)",
    ),
    member(
        "WORKFLOW-039",
        method="get_instance",
        instance=_as_found,
        cause="the system's own link is relative to its pages.",
        wrong='f"/jobs/{instance_id}"',
        right='f"{self.url}/jobs/{instance_id}"',
    ),
    methods=("$method",),
    rule=9,
)
def the_weblink_is_an_absolute_url(
    h: WorkflowHarness, instance: Callable[[WorkflowHarness, WorkflowPlugin], WorkflowInstance]
) -> None:
    """`$method` returns a `weblink` that is an absolute http(s) URL.
    To fix: put the system's address before the path.
    Usual cause: $cause
    Wrong: weblink = $wrong
    Right: weblink = $right
    """
    with h.plugin() as plugin:
        expect.absolute_url(instance(h, plugin)["weblink"], "the weblink")


@_must("WORKFLOW-030", "get_instance", rule=5)
def get_instance_refuses_an_unknown_instance(h: WorkflowHarness) -> None:
    """`get_instance` refuses an `instance_id` that the workflow does not have.
    To fix: raise NotFoundError; do not return None or an empty instance.
    Usual cause: a look-up in a dict gives a default.
    Wrong: return self._instances.get(instance_id, {})
    Right:
        if instance_id not in self._instances:
            raise NotFoundError("no such instance", value=instance_id)
    """
    with h.plugin() as plugin:
        known = h.instance(plugin)["resource_id"]
        for unknown in _unknown_ids(known):
            expect.refused(
                plugin.get_instance, h.workflow_id, unknown, what=f"instance_id {unknown!r}"
            )


@_must("WORKFLOW-031", "get_instance", rule=5)
def get_instance_refuses_an_instance_of_another_workflow(h: WorkflowHarness) -> None:
    """`get_instance` refuses an instance that is of another workflow.
    To fix: look the instance up within its workflow.
    Usual cause: `workflow_id` is ignored, since the id of the instance is unique.
    Wrong: return self._record(self._instances[instance_id])
    Right:
        instance = self._instances[instance_id]
        if instance.workflow_id != workflow_id:
            raise NotFoundError("the workflow has no such instance", value=instance_id)
    """
    with h.plugin() as plugin:
        instance_id = h.instance(plugin)["resource_id"]
        expect.refused(
            plugin.get_instance, h.workflows[1], instance_id, what="an instance of another workflow"
        )


@_must("WORKFLOW-033", "get_instance", rule=8)
def get_instance_accepts_unknown_keywords(h: WorkflowHarness) -> None:
    """`get_instance` accepts keywords that it does not know, and returns the same instance.
    To fix: take `**kwargs`, and do not use it to select.
    Usual cause: the keywords are passed on to the system as a filter.
    Wrong: return self.client.find(workflow_id, instance_id, **kwargs)
    Right: return self.client.find(workflow_id, instance_id)
    """
    with h.plugin() as plugin:
        instance_id = h.instance(plugin)["resource_id"]
        found = plugin.get_instance(h.workflow_id, instance_id, **adversarial.keywords())
        expect.equal(found["resource_id"], instance_id, "the resource_id")


@_must("WORKFLOW-034", "get_instance", rule=4, observes=("advance",))
def get_instance_shows_the_current_status(h: WorkflowHarness) -> None:
    """`get_instance` shows the status that the instance has now.
    To fix: ask the system at each call.
    Usual cause: what `run` returned is kept and handed out.
    Wrong: return self._started[instance_id]
    Right: return self._record(self.client.job(instance_id))
    """
    with h.plugin() as plugin:
        for last in ("Completed", "Failed"):
            instance = h.instance(plugin)
            for status in (*get_args(WorkflowStatus)[1:3], last):
                if h.limits.takes("status", status):
                    h.observe(plugin).advance(instance["resource_id"], status)
                    h.expect_kept("status", h.now(plugin, instance)["status"], status, "the status")


@_must("WORKFLOW-035", "get_instance", rule=4, observes=("add_artifact",))
def get_instance_shows_every_artifact(h: WorkflowHarness) -> None:
    """`get_instance` shows every artifact that the instance has made, by its `resource_id`.
    To fix: return all documents of the run.
    Usual cause: only the first, or only the latest, document is looked at.
    Wrong: artifacts = [self._artifact(job.documents[-1])]
    Right: artifacts = [self._artifact(it) for it in job.documents]
    """
    with h.plugin() as plugin:
        instance, observer = h.instance(plugin), h.observe(plugin)
        expect.equal(list(h.now(plugin, instance)["artifacts"]), [], "the artifacts at first")
        names = [h.plain("artifact", h.unique("artifact")) for _ in range(3)]
        made = [observer.add_artifact(instance["resource_id"], name) for name in names]
        found = {it["resource_id"]: it["name"] for it in h.now(plugin, instance)["artifacts"]}
        expect.equal(found, dict(zip(made, names, strict=True)), "the artifacts")


@_must("WORKFLOW-036", "get_instance", rule=1, observes=("add_artifact",))
def get_instance_gives_artifacts_ids_of_their_own(h: WorkflowHarness) -> None:
    """`get_instance` gives artifacts non-empty ids that no artifact of another instance has.
    To fix: use the id of the document, not its place in the list.
    Usual cause: artifacts are numbered within their instance.
    Wrong: artifacts = [{"resource_id": str(n), **it} for n, it in enumerate(documents)]
    Right: artifacts = [{"resource_id": it["document_id"], **it} for it in documents]
    """
    with h.plugin() as plugin:
        ids: list[str] = []
        for instance in (h.instance(plugin), h.instance(plugin)):
            h.observe(plugin).add_artifact(
                instance["resource_id"], h.plain("artifact", "the same name")
            )
            ids += [it["resource_id"] for it in h.now(plugin, instance)["artifacts"]]
        expect.that(all(ids) and len(set(ids)) == 2, "two different ids", f"the ids are {ids}")


@_must("WORKFLOW-037", "get_instance", rule=4, observes=("advance", "add_artifact"))
def get_instance_keeps_instances_apart(h: WorkflowHarness) -> None:
    """`get_instance` shows nothing of what happened to another instance of the workflow.
    To fix: keep status and artifacts by instance.
    Usual cause: the state is kept by workflow.
    Wrong: status = self._status[workflow_id]
    Right: status = self._status[instance_id]
    """
    with h.plugin() as plugin:
        untouched, touched, observer = h.instance(plugin), h.instance(plugin), h.observe(plugin)
        before = h.now(plugin, untouched)
        observer.advance(touched["resource_id"], "Running")
        observer.add_artifact(touched["resource_id"], h.plain("artifact", "a document"))
        after = h.now(plugin, untouched)
        expect.unchanged(before["status"], after["status"], "the status of the other instance")
        expect.equal(list(after["artifacts"]), [], "the artifacts of the other instance")


@_must("WORKFLOW-038", "get_instance", rule=2, observes=("add_artifact",))
def get_instance_returns_fresh_dicts(h: WorkflowHarness) -> None:
    """`get_instance` returns new dicts: changing a result changes nothing in the next.
    To fix: build the instance anew at each call, with its artifacts.
    Usual cause: the artifacts are handed out as they are kept.
    Wrong: return {**record, "artifacts": self._artifacts[instance_id]}
    Right: return {**record, "artifacts": [dict(it) for it in self._artifacts[instance_id]]}
    """
    with h.plugin() as plugin:
        instance = h.instance(plugin)
        artifact_id = h.observe(plugin).add_artifact(
            instance["resource_id"], h.plain("artifact", "a document")
        )
        _spoil(h.now(plugin, instance))
        again = h.now(plugin, instance)
        expect.that(again["weblink"] != "changed", "the weblink to stay", "it is 'changed'")
        ids = [it["resource_id"] for it in again["artifacts"]]
        expect.equal(ids, [artifact_id], "the ids of the artifacts")


@_must("WORKFLOW-040", "run", rule=2)
def run_returns_a_fresh_dict(h: WorkflowHarness) -> None:
    """`run` returns a new dict: changing it changes nothing in the instance.
    To fix: return a copy of what you keep.
    Usual cause: the dict that is returned is the one that is kept.
    Wrong:
        self._instances[record["resource_id"]] = record
        return record
    Right:
        self._instances[record["resource_id"]] = record
        return copy.deepcopy(record)
    """
    with h.plugin() as plugin:
        instance = plugin.run(h.workflow_id, h.params(name="a value"))
        instance_id = instance["resource_id"]
        _spoil(instance)
        found = plugin.get_instance(h.workflow_id, instance_id)
        expect.that(found["weblink"] != "changed", "the weblink to stay", "it is 'changed'")


@_should("WORKFLOW-041", "run", "get_instance", rule=5)
def what_is_unknown_is_not_found(h: WorkflowHarness) -> None:
    """An unknown workflow or instance is refused with NotFoundError.
    To fix: translate the system's error.
    Usual cause: the error of the system's client, or a KeyError, goes through as it is.
    Wrong: instance = self._instances[instance_id]
    Right:
        instance = self._instances.get(instance_id)
        if instance is None:
            raise NotFoundError("no such instance", value=instance_id)
    """
    with h.plugin() as plugin:
        known = h.instance(plugin)["resource_id"]
        expect.all_refused_with(
            NotFoundError,
            ("run of an unknown workflow", lambda: plugin.run(_NOWHERE, {})),
            (
                "get_instance of an unknown instance",
                lambda: plugin.get_instance(h.workflow_id, _NOWHERE),
            ),
            ("get_instance of an unknown workflow", lambda: plugin.get_instance(_NOWHERE, known)),
            (
                "get_instance of another workflow",
                lambda: plugin.get_instance(h.workflows[1], known),
            ),
        )


@_must("WORKFLOW-042", "run", rule=8)
def run_takes_no_parameter_from_its_keywords(h: WorkflowHarness) -> None:
    """`run` does not make parameters of the keywords that it does not know.
    To fix: pass `params` on, and nothing else.
    Usual cause: parameters and keywords are merged into one request.
    Wrong: self.client.start(workflow_id, {**params, **kwargs})
    Right: self.client.start(workflow_id, params)
    """
    with h.plugin() as plugin:
        params = h.params(host="web-1")
        instance = plugin.run(h.workflow_id, dict(params), **adversarial.keywords())
        h.expect_run_with(plugin, instance, params)


@_must("WORKFLOW-043", "run", rule=7)
def run_keeps_parameters_with_similar_names_apart(h: WorkflowHarness) -> None:
    """`run` keeps the names of parameters exactly, so that similar ones stay two, or refuses them.
    To fix: neither fold, strip nor cut a name; refuse with InvalidRequestError.
    Usual cause: the names become those of environment variables.
    Wrong: variables = {slugify(key): value for key, value in params.items()}
    Right: self.client.start(workflow_id, dict(params))
    """
    with h.plugin() as plugin:
        for pair in h.some(adversarial.NAME_PAIRS):
            one, other = (h.near("parameter_name", name) for name in pair)
            params = dict(zip((one, other), h.params(a="one", b="other").values(), strict=True))
            for given in h.portions(params) if len(h.shown_of(params)) == 2 else ():
                instance = expect.accepted(plugin.run, h.workflow_id, dict(given))
                if instance is not None:
                    h.expect_run_with(plugin, instance, given)


@_must("WORKFLOW-044", "run", rule=4)
def run_leaves_earlier_instances_alone(h: WorkflowHarness) -> None:
    """`run` changes nothing in an instance that was started before, also of the same workflow.
    To fix: keep parameters by instance.
    Usual cause: the parameters of the last run are kept with the workflow.
    Wrong: self._params[workflow_id] = copy.deepcopy(params)
    Right: self._params[instance_id] = copy.deepcopy(params)
    """
    with h.plugin() as plugin:
        earlier = h.instance(plugin, h.params(host="web-1"))
        for params in h.portions(h.params(host="web-2", more=1)):
            plugin.run(h.workflow_id, params)
        plugin.run(h.workflows[1], h.params(host="web-3"))
        what = "the earlier parameters"
        h.expect_run_with(plugin, earlier, h.params(host="web-1"), what)


@_must("WORKFLOW-045", "run", "get_instance", rule=2)
def parameters_in_a_result_are_fresh(h: WorkflowHarness) -> None:
    """The parameters in a result are copies: changing them changes nothing in the instance.
    To fix: copy the values deeply, since a value may be a list of lists.
    Usual cause: the records are built anew, and the values in them are those that are kept.
    Wrong: shown = [{"key": key, "value": value} for key, value in self._params[id].items()]
    Right:
        kept = copy.deepcopy(self._params[id])
        shown = [{"key": key, "value": value} for key, value in kept.items()]
    """
    with h.plugin() as plugin:
        params = h.params(hosts=["a", ["b"]])
        instance = plugin.run(h.workflow_id, copy.deepcopy(params))
        found = h.now(plugin, instance)
        for result in (dict(instance), found):
            _spoil(result)
        h.expect_run_with(plugin, instance, params)


@_must("WORKFLOW-046", "get_instance", rule=9, observes=("add_artifact",))
def get_instance_gives_artifacts_absolute_weblinks(h: WorkflowHarness) -> None:
    """`get_instance` gives an artifact a `weblink` that is an absolute http(s) URL, or none.
    To fix: put the system's address before the path, or leave the key out.
    Usual cause: documents are named by their path in the system's workspace.
    Wrong: artifact["weblink"] = document.path
    Right: artifact["weblink"] = urljoin(self.url, document.path)
    """
    with h.plugin() as plugin:
        instance = h.instance(plugin)
        h.observe(plugin).add_artifact(instance["resource_id"], h.plain("artifact", "a document"))
        for artifact in h.now(plugin, instance)["artifacts"]:
            if "weblink" in artifact:
                expect.absolute_url(artifact["weblink"], "the weblink of the artifact")


@_must("WORKFLOW-047", "get_instance", rule=7, observes=("add_artifact",))
def get_instance_keeps_names_of_artifacts_to_the_letter(h: WorkflowHarness) -> None:
    """`get_instance` shows the name of an artifact exactly as the system has it.
    To fix: neither strip, fold nor cut it.
    Usual cause: the name is made to fit a column.
    Wrong: artifact["name"] = document.title.strip()[:255]
    Right: artifact["name"] = document.title
    """
    with h.plugin() as plugin:
        observer = h.observe(plugin)
        for name in _ARTIFACT_NAMES:
            instance = h.instance(plugin)
            made = expect.accepted(observer.add_artifact, instance["resource_id"], name)
            if made is not None:
                found = h.now(plugin, instance)["artifacts"]
                names = [it["name"] for it in found]
                h.expect_kept("artifact", names, [name], "the names of the artifacts")


@_must("WORKFLOW-048", "run", "get_instance", rule=2, observes=("add_artifact",))
def times_are_iso_without_offset(h: WorkflowHarness) -> None:
    """The times of an instance and its artifacts, if there, are ISO 8601 in UTC without offset.
    To fix: convert to UTC, and take the zone off.
    Usual cause: the time comes from a clock that knows its zone.
    Wrong: created_at = datetime.now(UTC).isoformat()
    Right: created_at = datetime.now(UTC).replace(tzinfo=None).isoformat()
    """
    with h.plugin() as plugin:
        instance = plugin.run(h.workflow_id, h.params(name="a value"))
        h.observe(plugin).add_artifact(instance["resource_id"], h.plain("artifact", "a document"))
        found = h.now(plugin, instance)
        for result in (instance, found):
            _expect_times(h, result, "the instance")
        for artifact in found["artifacts"]:
            _expect_times(h, artifact, "the artifact")


@_must("WORKFLOW-049", "run", rule=4, observes=("instances",))
def run_starts_one_instance(h: WorkflowHarness) -> None:
    """`run` starts one instance, and no other beside it.
    To fix: send the request once; after a time-out, look for the run before you send it again.
    Usual cause: the request is sent again although the system has done it.
    Wrong:
        for _ in range(3):
            run = self.client.start(workflow_id, params)
    Right: run = self.client.start(workflow_id, params)
    """
    with h.plugin() as plugin:
        observer, marker = h.observe(plugin), h.unique("marker")
        before = set(observer.instances(h.workflow_id))
        plugin.run(h.workflow_id, {"marker": marker})
        new = set(observer.instances(h.workflow_id)) - before
        if len(new) > 1 and h.shared_backend:  # somebody else may have started the others
            new = {it for it in new if h.was_run_with(plugin, it, marker)}
        expect.that(len(new) <= 1, "one new instance", f"there are {len(new)}")


@_must("WORKFLOW-050", "run", "get_instance", rule=12)
def plugins_side_by_side_share_nothing(h: WorkflowHarness) -> None:
    """An instance that one plugin started is none of another plugin that is open beside it.
    To fix: keep instances in the object, not in the class or the module.
    Usual cause: the instances are kept in a class attribute.
    Wrong:
        class AcmeWorkflow(WorkflowPlugin):
            _instances = {}
    Right:
        def __init__(self):
            self._instances = {}
    """
    with h.plugin() as one, h.plugin() as other:
        marker = h.unique("marker")
        instance_id = one.run(h.workflow_id, h.params(marker=marker))["resource_id"]
        if h.shared_backend:
            other.get_instance(h.workflow_id, instance_id)
        else:
            expect.refused(
                other.get_instance, h.workflow_id, instance_id, what="an instance of another plugin"
            )


@_must("WORKFLOW-051", "run", rule=11, level=Level.CONCURRENT)
def run_serves_several_threads(h: WorkflowHarness) -> None:
    """`run` makes an instance of its own for each of several threads that call it at once.
    To fix: take the id from the system, or count under a lock.
    Usual cause: the next id is read and written in two steps.
    Wrong:
        self._last += 1
        instance_id = str(self._last)
    Right:
        with self._lock:
            self._last += 1
            instance_id = str(self._last)
    """
    with h.plugin() as plugin:
        runs = h.in_parallel([lambda: plugin.run(h.workflow_id, h.params(name="a value"))] * 8)
        ids = {it["resource_id"] for it in runs}
        expect.equal(len(ids), 8, "the number of different ids")
        for instance_id in ids:
            plugin.get_instance(h.workflow_id, instance_id)


@_must("WORKFLOW-052", "run", rule=11, level=Level.CONCURRENT)
def run_keeps_the_parameters_of_several_threads_apart(h: WorkflowHarness) -> None:
    """`run` gives each of several threads that call it at once an instance with its own parameters.
    To fix: hand values from method to method as arguments.
    Usual cause: the request is kept in an attribute while the method is at work.
    Wrong:
        self._params = params
        return self._start(workflow_id)
    Right: return self._start(workflow_id, params)
    """
    with h.plugin() as plugin:
        given = [h.params(number=number) for number in range(1, 9)]
        calls = [partial(plugin.run, h.workflow_id, dict(it)) for it in given]
        for instance, params in zip(h.in_parallel(calls), given, strict=True):
            h.expect_run_with(plugin, instance, params, "the parameters of one call")


@_must("WORKFLOW-053", "get_instance", rule=11, level=Level.CONCURRENT)
def get_instance_serves_several_threads(h: WorkflowHarness) -> None:
    """`get_instance` gives each of several threads that call it at once the instance it asked for.
    To fix: hand values from method to method as arguments.
    Usual cause: one session object, or an attribute, holds the request that is at work.
    Wrong:
        self._wanted = instance_id
        return self._fetch()
    Right: return self._fetch(instance_id)
    """
    with h.plugin() as plugin:
        instances = [h.instance(plugin) for _ in range(8)]
        calls: list[Any] = [lambda it=it: h.now(plugin, it)["resource_id"] for it in instances]
        one_by_one = [call() for call in calls]
        expect.equal(h.in_parallel(calls), one_by_one, "the ids, call by call")


@_must("WORKFLOW-950", "run", "get_instance", rule=11, level=Level.CONCURRENT)
def workflows_stand_up_to_many_threads(h: WorkflowHarness) -> None:
    """Threads that run workflows and look at instances all at once lose and mix up none.
    To fix: hold a lock from the first read of what is kept to the last write.
    Usual cause: the instances are copied, and written back with one more.
    Wrong: self._instances = {**self._instances, instance.id: instance}
    Right:
        with self._lock:
            self._instances[instance.id] = instance
    """
    with h.plugin() as plugin:
        ground = h.instance(plugin)
        known = h.workflow_id, ground["resource_id"], str(h.now(plugin, ground)["status"])
        made = [*chain(*h.threads(0, partial(_one_threads_work, h, plugin, known)))]
        ids = {instance_id for _, instance_id, _ in made}
        expect.equal(len(ids), len(made), "the number of different ids")
        for one in (known, *made):
            _expect_status(plugin, *one)


def _one_threads_work(
    h: WorkflowHarness,
    plugin: WorkflowPlugin,
    known: tuple[str, str, str],
    number: int,
    random: Random,
) -> list[tuple[str, str, str]]:
    """Run both workflows four times, looking at what was run before in between."""
    made: list[tuple[str, str, str]] = []
    for workflow_id in random.sample(h.workflows * 4, 8):
        instance = plugin.run(workflow_id, h.params(thread=number))
        made.append((workflow_id, instance["resource_id"], instance["status"]))
        _expect_status(plugin, *random.choice([known, *made]))
    return made


def _expect_status(plugin: WorkflowPlugin, workflow_id: str, instance_id: str, status: str) -> None:
    """An instance is there, under its workflow, and as far as it was."""
    found = plugin.get_instance(workflow_id, instance_id)
    expect.equal(found["resource_id"], instance_id, "the resource_id")
    expect.equal(found["status"], status, "the status")


@_must("WORKFLOW-960", "run", rule=7)
def run_refuses_half_a_character(h: WorkflowHarness) -> None:
    """`run` refuses a parameter whose name or value holds what is no Unicode text.
    To fix: encode the parameters before anything else; raise InvalidRequestError if that fails.
    Usual cause: half of a surrogate pair, cut out of an emoji, goes through as an escape, and
    breaks the workflow that reads it.
    Wrong: self.client.start(workflow_id, json.dumps(params))
    Right:
        try:
            body = json.dumps(params, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InvalidRequestError("no Unicode text") from error
    """
    with h.plugin() as plugin:
        for half in adversarial.SURROGATES:
            for params in ({"text": half}, {half: "text"}, {"lines": ["text", {"line": half}]}):
                expect.refused(plugin.run, h.workflow_id, params, what=f"the parameters {params!r}")


@_must(
    "WORKFLOW-900",
    "run",
    "get_instance",
    rule=4,
    level=Level.STATEFUL,
    observes=("advance", "add_artifact"),
)
def any_sequence_of_runs_is_told_as_it_is(h: WorkflowHarness) -> None:
    """Whatever is run and happens to it, `get_instance` tells each instance as it is now.
    To fix: ask the system at each call, for that instance.
    Usual cause: an instance is kept from when it was run, or found by its workflow only.
    Wrong: return self._started[workflow_id]
    Right: return self._record(self.client.run(workflow_id, instance_id))
    """
    from dispatch_interfaces.conformance.requirements.stateful.workflow import WorkflowMachine

    WorkflowMachine.explore(h)
