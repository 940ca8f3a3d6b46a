"""What is judged does not change by accident."""

import json

from tests.conformance.judged import FILE, requirements


def test_the_requirements_are_those_written_down() -> None:
    assert requirements() == json.loads(FILE.read_text("utf-8"))
