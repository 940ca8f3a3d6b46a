"""A term plugin in the running application."""

import builtins
from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, ClassVar, Final

import attrs

from dispatch_interfaces.errors import InvalidRequestError
from dispatch_interfaces.host import application
from dispatch_interfaces.host.bridge.base import Bridge

_DEFINITIONS: Final = "dispatch.definition.models"


@attrs.frozen
class TermSettings:
    """What the application wants to know of each term, and the bridge of the application."""

    project: str = attrs.field(metadata={"title": "Name of the project to which terms belong"})
    organization: str = attrs.field(
        default="", metadata={"title": "Slug of the organization, if several use this plugin"}
    )


class TermBridge(Bridge):
    """The vocabulary of an organization.

    The application replaces all definitions of a term by those that it is given. So a term that it
    has is given with the definitions that it has and those of the plugin; one that lacks nothing
    is left out, and stays as it is.

    `settings` has to have the fields of `TermSettings`; a class without `project` is rejected.
    """

    type = "term"
    settings: ClassVar[builtins.type[Any] | None] = TermSettings

    @classmethod
    def make(cls, settings: Any) -> Any:
        # The application's own fields are no business of the implementation.
        return cls.implementation() if cls.settings is TermSettings else super().make(settings)

    def get(self, **kwargs: Any) -> list[dict[str, Any]]:
        return self._spared("get", [], self._terms)

    def _terms(self) -> list[dict[str, Any]]:
        project = str(self._settings().project)
        terms = dict[str, dict[str, None]]()
        for it in self.within.get():
            # The application strips all texts, and looks them up afterwards.
            texts = [str(found["text"]).strip() for found in it["definitions"]]
            terms.setdefault(str(it["text"]).strip(), {}).update(dict.fromkeys(filter(None, texts)))
        made = _definition()
        if made is None:
            return [
                _term(text, project, [{"text": it} for it in known])
                for text, known in terms.items()
            ]
        found = list[dict[str, Any]]()
        with application.session_of(self._organization(project)) as session:
            for text, known in terms.items():
                call = partial(self._wanted, session, text, list(known))
                wanted = self._spared(f"get of {text!r}", None, call)
                if wanted is not None:
                    definitions = [
                        made(text=it, source=self.slug, project=SimpleNamespace(name=project))
                        for it in wanted
                    ]
                    found.append(_term(text, project, definitions))
        return found

    def _organization(self, project: str) -> str:
        """The organization for which the job asks: it does not say so.

        Raises:
            InvalidRequestError: It cannot be determined.
        """
        entered = str(getattr(self._settings(), "organization", ""))
        slugs = [entered] if entered else application.organizations()
        found = [it for it in slugs if self._is_enabled(it, project)]
        if len(found) == 1:
            return found[0]
        problem = (
            f"several organizations have it in a project with this id: {', '.join(found)}; enter "
            "the organization in the settings"
            if found
            else f"no organization has it enabled in project {self.project_id}, or none that has "
            f"a project named {project!r}"
        )
        raise InvalidRequestError(
            f"terms are left as they are: {problem}", interface=self.type, method="get"
        )

    def _is_enabled(self, organization: str, project: str) -> bool:
        """Whether it is enabled there in the project of this id, and terms have where to go."""
        projects = application.loaded("dispatch.project.models", "Project")
        instances = application.loaded("dispatch.plugin.models", "PluginInstance")
        with application.session_of(organization) as session:
            enabled = session.query(instances).filter_by(project_id=self.project_id, enabled=True)
            return session.query(projects).filter_by(name=project).first() is not None and any(
                it.plugin.slug == self.slug for it in enabled.all()
            )

    def _wanted(self, session: Any, text: str, definitions: Sequence[str]) -> list[str] | None:
        """All definitions that a term shall have; None if nothing has to be done.

        Raises:
            InvalidRequestError: What it has cannot be named, and would be lost.
        """
        model = application.loaded("dispatch.term.models", "Term")
        known = application.loaded(_DEFINITIONS, "Definition")
        rows = session.query(model).filter_by(text=text).all()
        if not rows:
            return list(definitions)
        # The application takes any one of several terms with this text.
        kept = [[it.text for it in row.definitions] for row in rows]
        missing = [it for it in definitions if any(it not in texts for texts in kept)]
        if not missing:
            return None
        if len(rows) > 1:
            raise InvalidRequestError(
                "several projects have this term, and the application may take any of them: it is "
                "left as it is",
                interface=self.type,
                method="get",
                value=text,
            )
        for it in kept[0]:
            # A definition is found by its text alone.
            if not it or it != it.strip() or len(session.query(known).filter_by(text=it).all()) > 1:
                raise InvalidRequestError(
                    "a definition of this term cannot be told from another by its text: the term "
                    "is left as it is",
                    interface=self.type,
                    method="get",
                    value=it,
                )
        return [*kept[0], *missing]


def _term(text: str, project: str, definitions: list[Any]) -> dict[str, Any]:
    return {"text": text, "project": {"name": project}, "definitions": definitions}


def _definition() -> Any:
    """What makes a definition that the application takes and keeps; None without it.

    It takes one that it has, and looks for it by the text. One that it does not find it makes,
    with a project that it does not take: so the class is one of its own, with a project.
    """
    taken = application.loaded(_DEFINITIONS, "DefinitionRead")
    create_model = application.loaded("pydantic", "create_model")
    if taken is None or create_model is None:
        return None
    return create_model(
        "Definition", __base__=taken, id=(Any, None), terms=(Any, ()), project=(Any, None)
    )
