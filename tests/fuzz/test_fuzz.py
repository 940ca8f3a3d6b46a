"""Ten thousand of the inputs that `make fuzz` tries, always the same."""

import pytest

from tests.fuzz.subjects import SUBJECTS, attempt, quietly


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_input_ends_in_a_traceback(subject: str) -> None:
    _, share = SUBJECTS[subject]
    with quietly():
        for number in range(10_000 * share // 100):
            attempt(subject, number)
