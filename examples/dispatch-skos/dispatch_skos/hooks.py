"""What the package offers to hosts, and to the conformance suite."""

from dispatch_interfaces.hooks import hookimpl


@hookimpl
def dispatch_plugins() -> list[type]:
    from dispatch_skos.plugin import SkosTerms

    return [SkosTerms]


@hookimpl
def dispatch_harnesses() -> dict[type, str]:
    from dispatch_skos.bridge import SkosForDispatch
    from dispatch_skos.plugin import SkosTerms

    return {
        SkosTerms: "dispatch_skos.testing:harness",
        SkosForDispatch: "dispatch_skos.testing:host_harness",
    }
