"""Instances of workflows beside a dict of how far they are."""

import contextlib
from typing import Any, Final, get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from dispatch_interfaces.conformance import strategies
from dispatch_interfaces.conformance.requirements.stateful.machine import WHICH, Machine, rule
from dispatch_interfaces.conformance.requirements.workflow import WorkflowHarness
from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.protocols.workflow import WorkflowStatus

_ENOUGH: Final = 4
"""Instances in one sequence: more would only make each of them rarer."""

_STATUSES: Final = get_args(WorkflowStatus)
_VALUES: Final = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from(("text", "")), st.lists(st.integers())
)
_NOW: Final = "plugin.get_instance($workflow, $instance)"
_STATE: Final = (
    '[(now["status"], {it["resource_id"]: it["name"] for it in now["artifacts"]})'
    f" for now in [{_NOW}]][0]"
)
_TEXTS: Final = f'{{it["key"]: it["value"] for it in {_NOW}["parameters"] if it["key"] in $names}}'
_PARAMETERS: Final = f'{{it["key"]: it["value"] for it in {_NOW}["parameters"]}}'


class WorkflowMachine(Machine):
    """The model: the workflow, parameters, status and artifacts of each instance."""

    name = "workflow_900"
    h: WorkflowHarness

    def __init__(self, search: Any) -> None:
        super().__init__(search)
        self.runs: dict[str, tuple[str, dict[str, Any]]] = {}
        self.statuses: dict[str, str] = {}
        self.artifacts: dict[str, dict[str, str]] = {}

    @initialize()
    def start(self) -> None:
        self.run(0, self.h.params(name="text"), {})

    @rule(
        which=st.integers(0, 1),
        params=st.dictionaries(strategies.keys(), _VALUES, max_size=3),
        keywords=st.dictionaries(st.sampled_from(("name", "status", "a b")), _VALUES, max_size=2),
    )
    def run(self, which: int, params: dict[str, Any], keywords: dict[str, Any]) -> None:
        shown = self.h.shown_of(params)
        if len(self.runs) >= _ENOUGH or len(shown) < len(params):
            return
        workflow_id = self.h.workflows[which]
        made = self.call("run", workflow_id, params, **keywords)
        if made["resource_id"] in self.runs:
            self.fail("an instance to have an id of its own", f"{made['resource_id']!r} is taken")
        self.runs[made["resource_id"]] = (workflow_id, shown)
        self.statuses[made["resource_id"]] = made["status"]
        self.artifacts[made["resource_id"]] = {}

    @rule(params=st.dictionaries(strategies.keys(), _VALUES, max_size=2))
    def run_an_unknown_workflow(self, params: dict[str, Any]) -> None:
        self.refused("an unknown workflow", "run", "no-such-workflow", params)

    @rule(which=WHICH, status=st.sampled_from(_STATUSES))
    def advance(self, which: int, status: str) -> None:
        instance_id = list(self.runs)[which % len(self.runs)]
        current = self.statuses[instance_id]
        # Forwards only, and never on from the end: what a system does otherwise is its own affair.
        known = self.h.limits.takes("status", status)
        if (
            known
            and current in _STATUSES[:3]
            and _STATUSES.index(status) > _STATUSES.index(current)
        ):
            self.arrange("advance", instance_id, status)
            self.statuses[instance_id] = status

    @rule(which=WHICH, name=st.sampled_from(("a document", "A document", "a document ")))
    def add_artifact(self, which: int, name: str) -> None:
        instance_id = list(self.runs)[which % len(self.runs)]
        if self.statuses[instance_id] in _STATUSES[:3]:
            self.let_run(instance_id)
            with contextlib.suppress(InvalidRequestError):
                made = self.arrange("add_artifact", instance_id, name)
                self.artifacts[instance_id][made] = self.h.in_force("artifact", name)

    def let_run(self, instance_id: str) -> None:
        """Bring an instance to Running: in most engines, only one that runs makes anything."""
        running = _STATUSES[2]
        if self.statuses[instance_id] != running and self.h.limits.takes("status", running):
            self.arrange("advance", instance_id, running)
            self.statuses[instance_id] = running

    @rule(which=WHICH)
    def get_an_instance_of_another_workflow(self, which: int) -> None:
        instance_id = self.pick(which, self.runs)
        workflow_id = self.runs.get(instance_id, ("",))[0]
        for other in (*self.h.workflows, "no-such-workflow"):
            if other != workflow_id:
                self.refused("another workflow", "get_instance", other, instance_id)

    def compare(self) -> None:
        if not self.offers("get_instance"):
            return
        for instance_id in self.due(self.runs):
            workflow_id, params = self.runs[instance_id]
            names = {"workflow": workflow_id, "instance": instance_id}
            status = self.h.in_force("status", self.statuses[instance_id])
            state = (status, self.artifacts[instance_id])
            self.see("the status and the artifacts", _STATE, state, **names)
            if "parameters" not in self.plugin.get_instance(workflow_id, instance_id):
                continue
            if not self.h.meets("types"):
                self.see("the parameters", _PARAMETERS, params, **names)
                continue
            texts = {name: it for name, it in params.items() if isinstance(it, str)}
            what = "the parameters that are text"
            self.see(what, _TEXTS, texts, **names, names=list(texts))
