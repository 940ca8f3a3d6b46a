import datetime
from pathlib import Path

import pytest

from dispatch_interfaces.conformance.config import Config, ConfigError, PluginConfig

FAILURE = """
[[tool.dispatch-interfaces.expected_failures]]
requirement = "{requirement}"
reason = "the platform folds case"
link = "https://acme.example/issues/7"
expires = {expires}
"""


def read(folder: Path, text: str) -> Config:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    return Config.read(folder)


def test_without_a_file_or_a_table_there_are_defaults(tmp_path: Path) -> None:
    assert Config.read(tmp_path) == Config()
    assert read(tmp_path, "[project]\nname = 'acme'\n") == Config()


def test_reads_everything(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        """
        [tool.dispatch-interfaces]
        strict = true
        level = "shape"
        timeout = 5
        [[tool.dispatch-interfaces.plugins]]
        target = "acme:Acme"
        harness = "acme.testing:harness"
        interface = "storage"
        """
        + FAILURE.format(requirement="PARTICIPANT-GROUP-010", expires="9999-12-31"),
    )
    assert (config.strict, config.level, config.timeout) == (True, "shape", 5)
    assert config.plugins == (
        PluginConfig(target="acme:Acme", harness="acme.testing:harness", interface="storage"),
    )
    (failure,) = config.expected_failures
    assert (failure.requirement, failure.expires) == (
        "PARTICIPANT-GROUP-010",
        datetime.date(9999, 12, 31),
    )


def test_link_and_last_day_of_an_expected_failure_may_be_left_out(tmp_path: Path) -> None:
    text = FAILURE.format(requirement="PARTICIPANT-GROUP-010", expires="9999-12-31")
    short = "".join(text.splitlines(keepends=True)[:-2])
    (failure,) = read(tmp_path, short).expected_failures
    assert (failure.link, failure.expires) == (None, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.dispatch-interfaces]\nstrikt = true", "unexpected keyword argument 'strikt'"),
        ("[tool.dispatch-interfaces]\nstrict = 'yes'", "'strict' must be <class 'bool'>"),
        ("[tool.dispatch-interfaces]\nlevel = 'deep'", "'level' must be in"),
        ("[[tool.dispatch-interfaces.plugins]]\nharness = 'x'", "argument: 'target'"),
        ("[tool.dispatch-interfaces]\nplugins = ['acme']", "plugins]]"),
        ("[tool.dispatch-interfaces]\nplugins = 3", "is 3, and not a list of tables"),
        ("[tool.dispatch-interfaces]\nexpected_failures = 'x'", "is 'x', and not a list of tables"),
        ("[tool]\ndispatch-interfaces = 3", "dispatch-interfaces is 3, and not a table"),
        ("tool = 3", "tool is 3, and not a table"),
        ("[tool.dispatch-interfaces]\ntimeout = nan", "'timeout' must be > 0: nan"),
        ("[tool.dispatch-interfaces]\ntimeout = inf", "'timeout' must be < inf: inf"),
        ("[tool.dispatch-interfaces]\ntimeout = -1.0", "'timeout' must be > 0: -1.0"),
        ("not toml", "cannot be read"),
        (
            FAILURE.format(requirement="STORAGE-999", expires="9999-12-31"),
            "no requirement 'STORAGE-999'",
        ),
        (FAILURE.format(requirement="STORAGE-001", expires="9999-12-31"), "STORAGE-001 is core"),
        (
            FAILURE.format(requirement="PARTICIPANT-GROUP-010", expires="2020-01-31"),
            "expected to fail until 2020-01-31",
        ),
    ],
)
def test_what_it_may_not_hold_is_an_error(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert problem in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    text = "[[tool.dispatch-interfaces.plugins]]\nharness = 'x'\n" + FAILURE.format(
        requirement="STORAGE-001", expires="9999-12-31"
    )
    with pytest.raises(ConfigError, match=r"target.*STORAGE-001 is core"):
        read(tmp_path, text)
