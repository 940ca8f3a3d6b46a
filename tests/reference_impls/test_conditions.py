import pytest

from reference_impls.conditions import Conditions


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        (Conditions(), True),
        (Conditions(incident_types=["Security"]), True),
        (Conditions(incident_types=["Outage"]), False),
        (Conditions(incident_types=["Outage", "Security"]), True),
        (Conditions(incident_types=["security"]), False),
        (Conditions(incident_priorities=["High"]), True),
        (Conditions(incident_priorities=["Low"]), False),
        (Conditions(words=["DATABASE"]), True),
        (Conditions(words=["data"]), False),
        (Conditions(words=["data", "slow"]), True),
        (Conditions(words=["c++"]), True),
        (Conditions(incident_types=["Security"], words=["badge"]), False),
        (Conditions(["Security"], ["High"], ["slow"]), True),
    ],
)
def test_all_conditions_must_hold(conditions: Conditions, holds: bool) -> None:
    assert conditions.hold("Security", "High", "The database (in C++) is slow.") is holds
