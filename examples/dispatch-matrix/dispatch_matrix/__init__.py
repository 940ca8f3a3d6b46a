"""Incident rooms on a Matrix homeserver, for Dispatch."""

from dispatch_matrix.plugin import MatrixConversation
from dispatch_matrix.settings import MatrixSettings

__all__ = ["MatrixConversation", "MatrixSettings"]
