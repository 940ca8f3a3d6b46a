"""Definitions arrive in the application, and those that people typed in stay."""

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from dispatch_interfaces.host.bridge import TermBridge, TermSettings
from reference_impls import InMemoryTerm
from tests.host.loaded import Database, Row, load, load_database


class Words(InMemoryTerm):
    slug = "words"


class Term(Row): ...


class Definition(Row): ...


class Project(Row): ...


class PluginInstance(Row): ...


class DefinitionRead:
    """What the application takes as a definition: it needs an id and terms, and has no project."""

    def __init__(self, **given: Any) -> None:
        fields = {"text": ..., "source": None, "id": ..., "terms": ...}
        fields |= getattr(self, "more", {})
        missing = [it for it, value in fields.items() if value is ... and it not in given]
        assert not missing, f"validation error: {missing}"
        vars(self).update({it: given.get(it, value) for it, value in fields.items()})


def create_model(name: str, *, __base__: Any, **fields: Any) -> Any:
    return type(name, (__base__,), {"more": {it: value for it, (_, value) in fields.items()}})


def sync(plugin: Any, database: Database) -> None:
    """The job: all that a term has is replaced; what is not found is made, in its project."""
    for item in plugin.get():
        texts = [
            it if isinstance(it, DefinitionRead) else DefinitionRead(**it)
            for it in item["definitions"]
        ]
        definitions = [_found_or_made(it, database) for it in texts]
        term = database.query(Term).filter_by(text=item["text"]).first()
        if term is None:
            database.add(Term(text=item["text"], definitions=definitions))
        else:
            term.definitions = definitions


def _found_or_made(it: Any, database: Database) -> Any:
    found = database.query(Definition).filter_by(text=it.text).first()
    if found is not None:
        return found
    project = database.query(Project).filter_by(name=it.project.name).first()
    assert it.id is None
    return database.add(Definition(text=it.text, source=it.source, project=project))


def organization() -> Database:
    """One that has the plugin enabled in a project, and some terms."""
    plugin = SimpleNamespace(slug="words")
    typed, shared = (Definition(text=it, source="dispatch") for it in ("what Ada typed", "shared"))
    return Database(
        [
            Project(id=1, name="default"),
            PluginInstance(project_id=1, enabled=True, plugin=plugin),
            typed,
            shared,
            Term(text="SEV1", definitions=[typed, shared]),
            Term(text="Other", definitions=[shared]),
        ]
    )


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    load(
        monkeypatch,
        {
            "dispatch.term.models.Term": Term,
            "dispatch.definition.models.Definition": Definition,
            "dispatch.definition.models.DefinitionRead": DefinitionRead,
            "dispatch.project.models.Project": Project,
            "dispatch.plugin.models.PluginInstance": PluginInstance,
            "pydantic.create_model": create_model,
        },
    )
    database = organization()
    load_database(monkeypatch, {"default": database})
    return database


def bridged(**entered: str) -> Any:
    plugin: Any = type("Bridged", (TermBridge,), {"implementation": Words})()
    plugin.configuration = plugin.configuration_schema.parse_obj({"project": "default", **entered})
    plugin.project_id = 1
    return plugin


def definitions(database: Database) -> dict[str, list[str]]:
    return {it.text: [each.text for each in it.definitions] for it in database.query(Term).all()}


def test_definitions_arrive_and_those_that_people_typed_in_stay(database: Database) -> None:
    plugin = bridged()
    plugin.plugin.add_term("SEV1", ["The worst.", "shared"])
    plugin.plugin.add_term(" New ", ["brand new ", "The worst."])
    plugin.plugin.add_term("Empty")
    wanted = {
        "SEV1": ["what Ada typed", "shared", "The worst."],
        "Other": ["shared"],
        "New": ["brand new", "The worst."],
        "Empty": [],
    }
    for _ in range(2):
        sync(plugin, database)
        assert definitions(database) == wanted
    made = database.query(Definition).filter_by(text="The worst.").all()
    assert [(it.source, it.project.name) for it in made] == [("words", "default")]
    assert database.opened == database.closed > 0


def test_a_term_that_lacks_nothing_is_left_alone(database: Database) -> None:
    plugin = bridged()
    plugin.plugin.add_term("SEV1", ["shared"])
    plugin.plugin.add_term("Other")
    assert plugin.get() == []


def test_without_the_application_the_definitions_are_shown() -> None:
    plugin = bridged()
    plugin.plugin.add_term("SEV1", ["The worst."])
    wanted = {"text": "SEV1", "project": {"name": "default"}}
    assert plugin.get() == [{**wanted, "definitions": [{"text": "The worst."}]}]


@pytest.mark.parametrize(
    "more",
    [Definition(text="shared", source="dispatch"), Term(text="SEV1", definitions=[])],
    ids=["a definition of another project", "a term of another project"],
)
def test_what_cannot_be_told_apart_is_left_as_it_is(
    database: Database, more: Row, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = bridged()
    plugin.plugin.add_term("SEV1", ["The worst."])
    plugin.plugin.add_term("New", ["brand new"])
    database.add(more)
    with caplog.at_level(logging.ERROR, "dispatch_interfaces.host"):
        sync(plugin, database)
    assert [it.text for it in database.query(Term).filter_by(text="SEV1").first().definitions] == [
        "what Ada typed",
        "shared",
    ]
    assert definitions(database)["New"] == ["brand new"]
    (record,) = caplog.records
    assert record.getMessage() == "words.get of 'SEV1' failed in project 1"


@pytest.mark.parametrize("text", [None, "", " with spaces "])
def test_a_definition_that_would_not_be_found_again_is_not_lost(
    database: Database, text: Any, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = bridged()
    plugin.plugin.add_term("Other", ["The worst."])
    odd = database.add(Definition(text=text, source="dispatch"))
    database.query(Term).filter_by(text="Other").first().definitions.append(odd)
    sync(plugin, database)
    assert definitions(database)["Other"] == ["shared", text]
    assert "words.get of 'Other' failed in project 1" in caplog.text


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    (record,) = caplog.records
    assert record.exc_info is not None
    return str(record.exc_info[1])


def test_the_organization_is_the_one_that_has_it_enabled(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = organization()
    load_database(monkeypatch, {"default": database, "other": other})
    (instance,) = other.query(PluginInstance).all()
    instance.enabled = False
    plugin = bridged()
    plugin.plugin.add_term("SEV1", ["The worst."])
    sync(plugin, database)
    assert "The worst." in definitions(database)["SEV1"]
    instance.enabled = True
    sync(plugin, other)
    assert definitions(other)["SEV1"] == ["what Ada typed", "shared"]
    assert "enter the organization in the settings" in _logged(caplog)
    chosen = bridged(organization="other")
    chosen.plugin.add_term("SEV1", ["The worst."])
    sync(chosen, other)
    assert definitions(other)["SEV1"] == ["what Ada typed", "shared", "The worst."]


def test_a_project_that_is_not_there_does_not_end_the_job(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    plugin = bridged(project="misspelt")
    plugin.plugin.add_term("SEV1", ["The worst."])
    sync(plugin, database)
    assert definitions(database)["SEV1"] == ["what Ada typed", "shared"]
    assert "none that has a project named 'misspelt'" in _logged(caplog)


def test_the_organization_need_not_be_entered() -> None:
    assert TermSettings(project="default").organization == ""
