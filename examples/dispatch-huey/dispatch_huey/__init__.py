"""Workflows for Dispatch: Python functions in a huey queue on SQLite."""

from dispatch_huey.plugin import HueyWorkflow
from dispatch_huey.settings import HueySettings
from dispatch_huey.workflows import Run, Workflows

__all__ = ["HueySettings", "HueyWorkflow", "Run", "Workflows"]
