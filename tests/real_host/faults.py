"""Plugins that differ from the references in one fault each, to be driven and to be rehearsed."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

import reference_impls
from dispatch_interfaces.host.configuration import Schema
from reference_impls import bridged


def _changed(base: Any, method: str, change: Callable[[Any], Any]) -> type:
    """A plugin of which one method answers something else."""
    whole = getattr(base, method)

    def changed(self: Any, *args: Any, **kwargs: Any) -> Any:
        return change(whole(self, *args, **kwargs))

    return _subclass(base, method, changed)


def _raises(base: Any, method: str) -> type:
    def fail(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("the service is not there")

    return _subclass(base, method, fail)


def _slow(base: Any, method: str) -> type:
    def wait(answer: Any) -> Any:
        time.sleep(0.2)
        return answer

    return _changed(base, method, wait)


def _subclass(base: Any, method: str, function: Any) -> type:
    slug = f"{base.slug}-{method.replace('_', '-')}"
    return type(base.__name__, (base,), {method: function, "slug": slug})


def _unbridged(reference: type, slug: str) -> type:
    """A reference that the application loads as it was written, to the documentation."""
    from dispatch_interfaces.host.plugin import HostPlugin

    told = {"slug": slug, "title": slug, "author": "A", "author_url": "https://a.example"}
    return type(reference.__name__, (HostPlugin, reference), told)


def _without(key: str) -> Callable[[Any], Any]:
    return lambda answer: {name: it for name, it in answer.items() if name != key}


def _with(**values: Any) -> Callable[[Any], Any]:
    return lambda answer: {**answer, **values}


def _nothing(_answer: Any) -> None:
    """Instead of an answer."""


@frozen
class Settings:
    """Where meetings are."""

    url: str = "https://conferences.example.com"


class _Configured(bridged.Conference):
    """A conference whose link is below what the project has entered."""

    slug = "configured-conference"
    configuration_schema = Schema(Settings)
    real_host_settings: Final = {"url": "https://conferences.example.com"}

    def _url(self) -> str:
        return str(self.configuration.url)

    def create(self, name: str, title: str, participants: list[str]) -> Any:
        made = super().create(name, title, participants)
        return {**made, "weblink": f"{self._url()}/{made['id']}"}


def _keeping_settings() -> type:
    """A plugin that goes on with the settings that it had first."""
    kept: list[str] = []

    def first(self: Any) -> str:
        if not kept:
            kept.append(str(self.configuration.url))
        return kept[0]

    return _subclass(_Configured, "_url", first)


FAULTS: Final[Mapping[str, Callable[[], type]]] = {
    "ticket: no weblink": lambda: _changed(bridged.Ticket, "create", _without("weblink")),
    "ticket: a number for an id": lambda: _changed(bridged.Ticket, "create", _with(resource_id=7)),
    "ticket: None": lambda: _changed(bridged.Ticket, "create", _nothing),
    "ticket: create raises": lambda: _raises(bridged.Ticket, "create"),
    "ticket: update raises": lambda: _raises(bridged.Ticket, "update"),
    "ticket: slow": lambda: _slow(bridged.Ticket, "update"),
    "ticket: unbridged": lambda: _unbridged(reference_impls.InMemoryTicket, "plain-ticket"),
    "conversation: no weblink": lambda: _changed(
        bridged.Conversation, "create", _without("weblink")
    ),
    "conversation: None": lambda: _changed(bridged.Conversation, "create", _nothing),
    "conversation: send raises": lambda: _raises(bridged.Conversation, "send"),
    "conversation: add raises": lambda: _raises(bridged.Conversation, "add"),
    "conversation: unbridged": lambda: _unbridged(
        reference_impls.InMemoryConversation, "plain-conversation"
    ),
    "storage: None": lambda: _changed(bridged.Storage, "create_file", _nothing),
    "storage: copy raises": lambda: _raises(bridged.Storage, "copy_file"),
    "storage: bytes for a text": lambda: _changed(bridged.Storage, "get", str.encode),
    "group: list is None": lambda: _changed(bridged.ParticipantGroup, "list", _nothing),
    "group: create raises": lambda: _raises(bridged.ParticipantGroup, "create"),
    "participant: None": lambda: _changed(bridged.Participant, "get", _nothing),
    "participant: unbridged": lambda: _unbridged(
        reference_impls.InMemoryParticipant, "plain-participant"
    ),
    "oncall: get raises": lambda: _raises(bridged.Oncall, "get"),
    "oncall: page raises": lambda: _raises(bridged.Oncall, "page"),
    "document: update raises": lambda: _raises(bridged.Document, "update"),
    "task: None": lambda: _changed(bridged.Task, "list", _nothing),
    "task: a status of its own": lambda: _changed(
        bridged.Task, "list", lambda items: [{**it, "status": "done"} for it in items]
    ),
    "term: None": lambda: _changed(bridged.Term, "get", _nothing),
    "workflow: a status of its own": lambda: _changed(
        bridged.Workflow, "get_workflow_instance", lambda it: it and {**it, "status": "fine"}
    ),
    "workflow: run raises": lambda: _raises(bridged.Workflow, "run"),
    "monitor: raises": lambda: _raises(bridged.Monitor, "get_match_status"),
    "contact: None": lambda: _changed(bridged.Contact, "get", _nothing),
    "conference: no challenge": lambda: _changed(
        bridged.Conference, "create", _without("challenge")
    ),
    "conference: with settings": lambda: _Configured,
    "conference: the settings of another project": _keeping_settings,
    "tag: with a project": lambda: _changed(
        bridged.Tag, "get", lambda items: [{**it, "project": {"name": "x"}} for it in items]
    ),
}
"""What is wrong, and what makes the plugin class."""
