"""Single calls: what a host does before each call of a plugin, and what a bridge adds to one."""

import inspect
from collections.abc import Iterator
from typing import Any

import pluggy
from typing_extensions import Protocol, get_protocol_members, runtime_checkable

from benchmarks.figures import Figure
from benchmarks.timing import Call, per_call
from dispatch_interfaces import ConversationPlugin, StoragePlugin, implements
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.host.bridge import OncallBridge, TicketBridge
from dispatch_interfaces.narrowing import class_of
from dispatch_interfaces.registry import PluginRegistry
from reference_impls import InMemoryConversation, InMemoryOncall, InMemoryStorage, InMemoryTicket

hookspec, hookimpl = pluggy.HookspecMarker("bench"), pluggy.HookimplMarker("bench")


def figures() -> Iterator[Figure]:
    """Each in nanoseconds of processor time."""
    yield from _implements()
    yield _get()
    yield _bridged_oncall()
    yield _bridged_ticket()


def _nanoseconds(*calls: Call) -> list[float]:
    return [it * 1e9 for it in per_call(*calls)]


class Duck:
    """Has everything, and no Protocol among its bases, which would be a short cut."""


for _name, _member in vars(InMemoryConversation).items():
    if not _name.startswith("__"):
        setattr(Duck, _name, _member)
for _name in get_protocol_members(ConversationPlugin):
    if not hasattr(Duck, _name):
        setattr(Duck, _name, getattr(ConversationPlugin, _name, None))


def _implements() -> Iterator[Figure]:
    """Beside a Protocol of the same methods and no attributes, which it would look at each time."""
    contract, kind = CONTRACTS["conversation"], class_of(Protocol)
    methods = {it.name: it.function for it in contract.methods}
    equal = runtime_checkable(kind("Equal", (Protocol,), methods))
    duck = Duck()
    of_object, of_class, instance = _nanoseconds(
        lambda: implements(duck, ConversationPlugin),
        lambda: implements(Duck, ConversationPlugin),
        lambda: isinstance(duck, equal),
    )
    peer = "`isinstance` with a Protocol of the same methods"
    yield Figure("`implements` of an object, thirteen methods", of_object, "ns", peer, instance, 1)
    yield Figure("`implements` of a class, thirteen methods", of_class, "ns", peer, instance, 1)


class _Specification:
    @hookspec
    def asked(self, argument: int) -> int:
        raise NotImplementedError


class _Implementation:
    @hookimpl
    def asked(self, argument: int) -> int:
        return argument


def _get() -> Figure:
    registry = PluginRegistry()
    registry.register(InMemoryStorage)
    registry.activate(InMemoryStorage.slug, project_id=1, configuration={"root_id": "drive-1"})
    manager = pluggy.PluginManager("bench")
    manager.add_hookspecs(_Specification)
    manager.register(_Implementation())
    hook = manager.hook
    ours, theirs = _nanoseconds(
        lambda: registry.get(StoragePlugin, project_id=1), lambda: hook.asked(argument=1)
    )
    peer = "a hook call of pluggy, one plugin and one argument"
    return Figure("`registry.get` of a project's plugin", ours, "ns", peer, theirs, 1)


class _Oncall(OncallBridge):
    implementation = InMemoryOncall


class _Ticket(TicketBridge):
    implementation = InMemoryTicket


def _bridged_oncall() -> Figure:
    bridge = _Oncall()
    plugin: Any = bridge.plugin
    service_id = plugin.add_service("Service")
    plugin.set_oncall(service_id, "ada@example.com")
    signature = inspect.signature(plugin.get)
    return _added(
        "`get` of an oncall plugin",
        lambda: bridge.get(service_id=service_id),
        lambda: plugin.get(service_id=service_id),
        lambda: signature.bind(service_id=service_id),
        limit=1,
    )


def _bridged_ticket() -> Figure:
    """The most that a bridge does: it looks for the incident, and offers what nobody documents."""
    bridge = _Ticket()
    plugin: Any = bridge.plugin
    who = ("ada@example.com", "grace@example.com")
    signature = inspect.signature(plugin.create)
    return _added(
        "`create` of a ticket plugin",
        lambda: bridge.create(1, "Title", *who),
        lambda: plugin.create("Title", "", "", *who),
        lambda: signature.bind("Title", "", "", *who),
        limit=3,
    )


def _added(what: str, bridged: Call, direct: Call, bind: Call, limit: float) -> Figure:
    through, itself, bound = _nanoseconds(bridged, direct, bind)
    peer = f"`Signature.bind` of its arguments; the call itself takes {itself:,.0f} ns"
    return Figure(f"what a bridge adds to {what}", through - itself, "ns", peer, bound, limit)
