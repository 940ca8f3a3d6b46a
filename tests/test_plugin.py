import dataclasses
from collections.abc import Callable

import attrs
import pytest

from dispatch_interfaces import InvalidRequestError
from dispatch_interfaces.plugin import PluginInfo
from reference_impls.participant_group import InMemoryParticipantGroup


class Event:
    name, slug, description = "Message posted", "acme-message-posted", "A message"


class ShortEvent:
    name, slug = "ab", "acme-short"


class NamelessEvent:
    name = "Posted"


class Good:
    title = "Acme storage"
    slug = "acme-storage"
    author = "Acme"
    author_url = "https://acme.example"
    type = "storage"
    version = "1.2"
    plugin_events = (Event,)


def test_reads_a_class_and_fills_in_what_may_be_left_out() -> None:
    info = PluginInfo.read(Good)
    assert (info.slug, info.version, info.plugin_events) == ("acme-storage", "1.2", (Event,))
    assert (info.description, info.multiple, info.configuration, info.project_id, info.events) == (
        "",
        False,
        None,
        None,
        None,
    )


def test_reads_what_the_application_has_set_on_an_object() -> None:
    plugin = InMemoryParticipantGroup()
    plugin.configuration, plugin.project_id = {"domain": "x"}, 7
    info = PluginInfo.read(plugin)
    assert (info.configuration, info.project_id, info.type) == (
        {"domain": "x"},
        7,
        "participant-group",
    )


def test_names_everything_wrong_at_once() -> None:
    class Bad:
        title = None
        slug = " "
        author = 7
        type = "storage"
        multiple = None
        project_id = "7"
        version = 1
        plugin_events = (Event, Event(), ShortEvent)

    with pytest.raises(InvalidRequestError) as caught:
        PluginInfo.read(Bad)
    text = str(caught.value)
    for word in (
        "title is not set",
        "slug is empty",
        "author must be a str, not 7",
        "author_url is not set",
        "multiple must be True or False, not None",
        "project_id must be an int or None, not '7'",
        "version must be a str, not 1",
        "must hold classes",
        "plugin_events has ShortEvent, whose name needs 3 characters, not 'ab'",
    ):
        assert word in text
    assert "Bad cannot be registered" in text


def test_an_event_needs_a_slug() -> None:
    class Bad(Good):
        plugin_events = (NamelessEvent,)  # type: ignore[assignment]

    (problem,) = PluginInfo.problems(Bad)
    assert problem == "plugin_events has NamelessEvent, which needs a slug, not None"


@pytest.mark.parametrize("freeze", [dataclasses.dataclass(frozen=True), attrs.frozen])
def test_a_frozen_class_cannot_be_configured(freeze: Callable[[type], type]) -> None:
    class Frozen(Good):
        title: str = "Frozen"

    frozen = freeze(Frozen)
    for plugin in (frozen, frozen()):
        (problem,) = PluginInfo.problems(plugin)
        assert problem.startswith("configuration cannot be set, as the class is frozen")


def test_what_is_a_property_is_read_from_an_object() -> None:
    class Told(Good):
        title = property(lambda self: "Acme of today")

    assert PluginInfo.problems(Told) == ()
    assert PluginInfo.read(Told()).title == "Acme of today"
    with pytest.raises(InvalidRequestError, match="title of Told can be read from an object"):
        PluginInfo.read(Told)


def test_events_must_be_a_list() -> None:
    class Bad(Good):
        plugin_events = "posted"  # type: ignore[assignment]

    assert PluginInfo.problems(Bad) == (
        "plugin_events must be a list of event classes, not 'posted'",
    )
