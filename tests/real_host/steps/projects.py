"""Two projects that have enabled one plugin, each with settings of its own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from dispatch.organization.models import Organization
from dispatch.plugin.models import Plugin, PluginInstance
from dispatch.plugin.service import get_active_instance
from dispatch.project.models import Project

from tests.real_host.application import StepFailed
from tests.real_host.world import World

_OTHER: Final = "https://conferences.security.example.com"
_CALLS: Final = 20


def own_settings(world: World) -> None:
    """Ask for conferences of both in four threads; who has settings has them in the link."""
    with world.app.session() as session:
        row = get_active_instance(
            db_session=session, project_id=world.project_id, plugin_type="conference"
        )
        if row is None or row.configuration is None:
            return
        other = Project(
            name="security", default=False, organization=session.query(Organization).one()
        )
        plugin = session.get(Plugin, row.plugin_id)
        second = PluginInstance(enabled=True, plugin=plugin, project=other)
        session.add_all((other, second))
        session.flush()
        second.configuration = {"url": _OTHER}
        session.commit()
        urls = {world.project_id: row.configuration.url, other.id: _OTHER}

    def ask(number: int) -> str:
        project = list(urls)[number % 2]
        with world.app.session() as session:
            row = get_active_instance(
                db_session=session, project_id=project, plugin_type="conference"
            )
            link = str(
                row.instance.create(f"meeting {number}", "Orders", participants=[])["weblink"]
            )
        return "" if link.startswith(urls[project]) else f"project {project} got {link}"

    with ThreadPoolExecutor(4) as pool:
        wrong = [it for it in pool.map(ask, range(_CALLS)) if it]
    if wrong:
        raise StepFailed(f"settings of another project: {len(wrong)} of {_CALLS}: {wrong[0]}")


STEPS: Final = (("projects: each has its own settings", own_settings),)
