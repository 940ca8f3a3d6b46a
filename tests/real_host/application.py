"""The application with an empty database of its own, and with plugins in its registry."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import dispatch.ai.service as ai
import dispatch.main as application
import dispatch.metrics as metrics
from attrs import define, field
from dispatch import config
from dispatch.auth.models import DispatchUser, DispatchUserOrganization
from dispatch.database.core import engine
from dispatch.database.manage import init_database
from dispatch.enums import UserRoles
from dispatch.event.models import Event
from dispatch.organization.models import Organization
from dispatch.plugin.models import Plugin, PluginInstance
from dispatch.plugins.base import plugins, register
from dispatch.project.models import Project
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from tests.real_host.environment import TOKEN, USER
from tests.real_host.recording import Recorded, Recorder

ORGANIZATION: Final = "default"
_SCHEMA: Final = engine.execution_options(
    schema_translate_map={None: f"dispatch_organization_{ORGANIZATION}"}
)
_Session: Final = sessionmaker(bind=_SCHEMA)


class StepFailed(Exception):
    """The application answered a request with an error, or did not do what it was to do."""


@define
class Application:
    """The running application.

    Args:
        recorder: Records what it calls.
    """

    recorder: Recorder
    client: Any = field(factory=lambda: TestClient(application.app, raise_server_exceptions=False))
    registered: dict[str, Any] = field(factory=dict)
    """The recorded plugins, by slug."""
    last_event: int = 0
    rejections: list[str] = field(factory=list)
    """Answers that had to say no, and did: what is logged of them is no fault."""

    def register(self, given: Sequence[Any]) -> None:
        """Put these plugins into the registry, beside those that the application ships.

        The registry keeps the paths of classes, and makes the objects when it is first asked. The
        objects are given here, so that they can be looked into.
        """
        shipped = list(plugins.all())
        self.registered = {it.slug: Recorded(it, self.recorder) for it in given}
        for it in given:
            register(type(it))
        plugins.cache = [*shipped, *self.registered.values()]
        metrics.provider._providers = [it.slug for it in given if it.type == "metric"]

    def install(self) -> None:
        """Make a row of each plugin, as the command `dispatch plugins install` does."""
        names = ("title", "slug", "type", "version", "author", "author_url", "multiple")
        with self.session() as session:
            for plugin in self.registered.values():
                values = {it: getattr(plugin, it) for it in names}
                session.add(Plugin(**values, description=plugin.description))
            session.commit()

    def enable(self, slug: str, settings: dict[str, Any] | None) -> Any:
        """Enable a plugin in the project; the object, with its settings."""
        with self.session() as session:
            row = PluginInstance(
                enabled=True,
                plugin=session.query(Plugin).filter(Plugin.slug == slug).one(),
                project=session.query(Project).one(),
            )
            row.configuration = settings
            session.add(row)
            session.commit()
            return row.instance

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session of the organisation, as the application opens one."""
        session = _Session()
        try:
            yield session
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    def events_of_failures(self) -> list[str]:
        """What was written into timelines since the last time, and says that something failed."""
        with self.session() as session:
            found = session.query(Event).filter(Event.id > self.last_event).order_by(Event.id).all()
            self.last_event = max((it.id for it in found), default=self.last_event)
            said = [str(it.description) for it in found]
        return [f"event: {it}" for it in said if " failed" in it or it.startswith("Unable to")]

    def request(self, method: str, path: str, body: Any = None, expect: int = 200) -> Any:
        """Ask the web interface; what it answered.

        Raises:
            StepFailed: It answered with another status than the one that is expected.
        """
        answer = self.client.request(
            method,
            f"/api/v1/{ORGANIZATION}/{path}",
            json=body,
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        if answer.status_code != expect:
            told = " ".join(answer.text.split())[:300]
            raise StepFailed(f"{method} {path} answered {answer.status_code}: {told}")
        if expect >= 400:
            self.rejections.append(path)
        return answer.json() if answer.content else None


@contextmanager
def started(recorder: Recorder) -> Iterator[Application]:
    """The application over an empty database, which is dropped afterwards."""
    _drop()  # it is there if a run was killed that had the same process id
    try:
        yield _start(recorder)
    finally:
        engine.dispose()
        _drop()


def _drop() -> None:
    """Drop the database, even if the application has left sessions open."""
    place = make_url(str(config.SQLALCHEMY_DATABASE_URI))
    outside = create_engine(place.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{place.database}" WITH (FORCE)'))
    outside.dispose()


def _start(recorder: Recorder) -> Application:
    """The application; its user owns the organisation."""
    ai.tiktoken = _Tokens  # the real one fetches its vocabulary over the network
    init_database(engine)
    running = Application(recorder)
    with running.session() as session:
        organization = session.query(Organization).one()
        user = DispatchUser(email=USER, password=b"-")
        session.add(user)
        session.flush()
        session.add(
            DispatchUserOrganization(
                dispatch_user_id=user.id, organization_id=organization.id, role=UserRoles.owner
            )
        )
        session.commit()
    return running


class _Tokens:
    """Words for tokens."""

    @classmethod
    def encoding_for_model(cls, model: str) -> type["_Tokens"]:
        return cls

    @staticmethod
    def encode(text: str) -> list[str]:
        return text.split(" ")

    @staticmethod
    def decode(tokens: list[str]) -> str:
        return " ".join(tokens)
