"""What an author writes."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Author: TypeAlias = Callable[..., Path]
"""The fixture `author`."""

GROUPS = """
from reference_impls import InMemoryParticipantGroup

class AcmeGroups(InMemoryParticipantGroup):
    slug = "acme-groups"
"""
"""A plugin that conforms."""
