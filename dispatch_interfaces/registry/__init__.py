"""The plugins of a host: registered, active per project, configured, found by interface."""

from dispatch_interfaces.registry.plugin_registry import FanOut, PluginRegistry, PluginRejectedError

__all__ = ["FanOut", "PluginRegistry", "PluginRejectedError"]
