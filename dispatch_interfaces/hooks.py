"""What a package marks its hooks with; `registry.hooks` says which there are."""

from dispatch_interfaces.registry.hooks import hookimpl

__all__ = ["hookimpl"]
