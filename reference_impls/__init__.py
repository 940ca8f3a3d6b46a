"""A working in-memory implementation of every interface: to read, to copy, to test with."""

from reference_impls.participant_group import InMemoryParticipantGroup

__all__ = ["InMemoryParticipantGroup"]
