"""What `--plan` announces is what a check of the live profile does."""

from pathlib import Path

import pytest

from dispatch_interfaces.conformance.live.plan import measured
from tests.live.plan import calls_of


@pytest.mark.parametrize("interface", measured())
def test_the_numbers_are_up_to_date(
    interface: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # What sequences are drawn depends a little on the versions of Python and Hypothesis.
    now, planned = calls_of(interface, tmp_path), measured()[interface]
    assert set(now) == set(planned), "run `make plan`"
    assert sum(now.values()) == pytest.approx(sum(planned.values()), rel=0.1), "run `make plan`"
