"""What careless plugins do to ids and names."""

from collections.abc import Collection


def closest(some_id: str, known: Collection[str]) -> str:
    """The id itself if it is known, or else a known one with which it begins."""
    return some_id if some_id in known else next(filter(some_id.startswith, known), some_id)


def without_astral(name: str) -> str:
    """What a database with three bytes per character makes of a name."""
    return "".join(it if ord(it) < 0x10000 else "?" for it in name)
