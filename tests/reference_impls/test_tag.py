"""Tags with their types."""

from typing import Any

import pytest

from dispatch_interfaces import InvalidRequestError
from reference_impls import InMemoryTag


def test_tags_may_be_changed_by_who_asked() -> None:
    tags = InMemoryTag()
    tags.add_tag("us-east-1", "Region", "In Virginia")
    tags.add_tag("eu-west-1", "Region")
    found: list[Any] = tags.get()
    assert [it["name"] for it in found] == ["us-east-1", "eu-west-1"]
    assert "project" not in found[0]
    found[0]["tag_type"].update({"project": {"name": "default"}})
    assert tags.get()[0]["tag_type"] == {"name": "Region"}


def test_a_tag_can_be_seen() -> None:
    with pytest.raises(InvalidRequestError):
        InMemoryTag().add_tag("", "Region")
