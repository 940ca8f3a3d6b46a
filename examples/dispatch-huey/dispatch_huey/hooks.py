"""What this package offers to a host, and how the suite opens it."""

from collections.abc import Mapping

from dispatch_interfaces.hooks import hookimpl


@hookimpl
def dispatch_plugins() -> list[type]:
    from dispatch_huey.plugin import HueyWorkflow

    return [HueyWorkflow]


@hookimpl
def dispatch_harnesses() -> Mapping[type, str]:
    from dispatch_huey.plugin import HueyWorkflow

    return {HueyWorkflow: "dispatch_huey.testing:harness"}
