"""What the package offers to hosts and to the conformance suite."""

from collections.abc import Iterable, Mapping

from dispatch_interfaces.hooks import hookimpl


@hookimpl
def dispatch_plugins() -> Iterable[type]:
    from dispatch_matrix.plugin import MatrixConversation

    return [MatrixConversation]


@hookimpl
def dispatch_harnesses() -> Mapping[type, str]:
    from dispatch_matrix.plugin import MatrixConversation

    return {MatrixConversation: "dispatch_matrix.testing:harness"}
