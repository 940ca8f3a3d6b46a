"""How long it takes to ask whether a plugin implements an interface of thirteen methods.

Beside `isinstance` with a Protocol of typing_extensions that has the same methods, no attributes:
with attributes it would look at every one of them, each time.
"""

from typing import Any

from typing_extensions import Protocol, get_protocol_members, runtime_checkable

from dispatch_interfaces import ConversationPlugin, implements
from reference_impls import InMemoryConversation


class Duck:
    """Has everything, and no Protocol among its bases, which would be a short cut."""


for _name, _member in vars(InMemoryConversation).items():
    if not _name.startswith("__"):
        setattr(Duck, _name, _member)
for _name in get_protocol_members(ConversationPlugin):
    if not hasattr(Duck, _name):
        setattr(Duck, _name, getattr(ConversationPlugin, _name, None))


def test_implements_an_object(benchmark: Any) -> None:
    assert benchmark(implements, Duck(), ConversationPlugin)


def test_implements_a_class(benchmark: Any) -> None:
    assert benchmark(implements, Duck, ConversationPlugin)


def test_isinstance_of_an_equal_protocol(benchmark: Any) -> None:
    methods = {
        name: getattr(ConversationPlugin, name) for name in ConversationPlugin.__abstractmethods__
    }
    equal: Any = runtime_checkable(type(Protocol)("Equal", (Protocol,), methods))
    assert benchmark(isinstance, Duck(), equal)
