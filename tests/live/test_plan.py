"""What `--plan` announces is what a check of a remote backend does."""

from pathlib import Path

import pytest

from dispatch_interfaces.conformance.live.plan import looks, measured
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.options import ProfileName
from tests.live.plan import PROFILES, SHARING, calls_of


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("interface", CONTRACTS)
def test_the_numbers_are_up_to_date(
    interface: str, profile: ProfileName, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # What sequences are drawn depends a little on the versions of Python and Hypothesis.
    (now, seen), planned = calls_of(interface, profile, tmp_path), measured()[profile][interface]
    assert seen == pytest.approx(looks()[profile][interface], rel=0.15), "run `make plan`"
    assert set(now) == set(planned), "run `make plan`"
    assert sum(now.values()) == pytest.approx(sum(planned.values()), rel=0.1), "run `make plan`"
    assert sum(number for name, number in now.items() if "." not in name) <= 2000


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("interface", SHARING)
def test_more_is_made_where_plugins_share_nothing(
    interface: str, profile: ProfileName, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    now, _ = calls_of(interface, profile, tmp_path, shared=False)
    planned, together = (measured(it)[profile][interface] for it in (False, True))
    assert sum(now.values()) == pytest.approx(sum(planned.values()), rel=0.1), "run `make plan`"
    assert planned["create"] > together["create"]
