"""The jobs of the scheduler, each run once."""

import importlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

import dispatch.case.scheduled as case_jobs
import dispatch.incident.scheduled as incident_jobs
from dispatch.case.models import Case
from dispatch.incident.models import Incident
from dispatch.plugin import service as plugins
from dispatch.project.models import Project
from dispatch.scheduler import scheduler
from dispatch.term.models import Term

from tests.real_host.application import StepFailed
from tests.real_host.world import World

_OF: Final = [
    "case",
    "case_cost",
    "data.source",
    "document",
    "evergreen",
    "feedback.incident",
    "feedback.service",
    "incident",
    "incident_cost",
    "monitor",
    "report",
    "tag",
    "task",
    "term",
    "workflow",
]

for _package in _OF:
    importlib.import_module(f"dispatch.{_package}.scheduled")

_JOBS: Final[dict[str, Callable[[], None]]] = {
    it["name"]: it["func"] for it in scheduler.registered_tasks
}


def job(name: str) -> Callable[[World], None]:
    """Run a job as the scheduler does: over all projects, with an error that only the log has."""
    function = _JOBS[name]

    def step(world: World) -> None:
        function()

    return step


class Monday(date):
    """A day on which everybody is reminded."""

    @classmethod
    def today(cls) -> "Monday":
        return cls(2025, 9, 1)


def pass_time(world: World) -> None:
    """Let it be Monday, and everything be old enough to be reminded of."""
    for module in (incident_jobs, case_jobs):
        module.date = Monday
    past = datetime.utcnow() - timedelta(days=8, hours=6, minutes=1)
    with world.app.session() as session:
        for incident in session.query(Incident):
            incident.created_at = past
            incident.stable_at = incident.stable_at and past
            incident.delay_executive_report_reminder = past
            incident.delay_tactical_report_reminder = past
            for task in incident.tasks:
                task.resolve_by = past
            for told in incident.reports:
                told.created_at = past
        for case in session.query(Case):
            case.created_at = past
            case.triage_at = case.triage_at and past
            case.stable_at = case.stable_at and past
        session.commit()


def look_for_terms(world: World) -> None:
    with world.app.session() as session:
        if not session.query(Term).filter(Term.text == "rollback").count():
            raise StepFailed("the term is not there")


def consume_signals(world: World) -> None:
    """What `dispatch signals consume` does with each plugin."""
    with world.app.session() as session:
        for row in plugins.get_active_instances(
            db_session=session, plugin_type="signal-consumer", project_id=world.project_id
        ):
            found: Any = row.instance
            found.consume(db_session=session, project=session.get(Project, world.project_id))


_FIRST: Final = ("sync-terms", "sync-tags", "sync-sources")
_ELSEWHERE: Final = frozenset(
    {
        "sync-active-stable-incident-tasks",
        "sync-incident-tasks-daily",
        "sync-workflows",
        "incident-report-weekly",
        "sync-active-stable-monitors",
    }
)
"""Jobs that other steps run."""

STEPS: Final = (
    *((f"job: {it}", job(it)) for it in _FIRST),
    ("term: it has been taken over", look_for_terms),
    ("all: time passes", pass_time),
    *((f"job: {it}", job(it)) for it in sorted(_JOBS) if it not in _ELSEWHERE | {*_FIRST}),
    ("signal: consume", consume_signals),
)
