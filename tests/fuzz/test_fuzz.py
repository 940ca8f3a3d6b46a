"""Some thousands of the inputs that `make fuzz` tries, always the same."""

import pytest

from tests.fuzz.subjects import SUBJECTS, attempt, quietly


@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_input_ends_in_a_traceback(subject: str, part: int) -> None:
    with quietly():
        for number in range(part * 1_000, (part + 1) * 1_000):
            attempt(subject, number)
