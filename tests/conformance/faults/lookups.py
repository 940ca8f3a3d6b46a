"""Looks ids up as careless plugins do."""

from collections.abc import Collection


def closest(some_id: str, known: Collection[str]) -> str:
    """The id itself if it is known, or else a known one with which it begins."""
    return some_id if some_id in known else next(filter(some_id.startswith, known), some_id)
