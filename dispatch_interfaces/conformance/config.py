"""``[tool.dispatch-interfaces]`` in an author's ``pyproject.toml``."""

import datetime
import tomllib
from math import inf
from pathlib import Path
from typing import Any, Final, cast, get_args

from attrs import field, frozen
from attrs.validators import and_, gt, in_, instance_of, lt, optional

from dispatch_interfaces.conformance.requirements.by_interface import REQUIREMENTS
from dispatch_interfaces.narrowing import is_list, is_mapping
from dispatch_interfaces.options import CheckOptions, LevelName, ProfileName

TABLE: Final = "tool.dispatch-interfaces"


class ConfigError(Exception):
    """The table cannot be used; the text names everything that is wrong with it."""


@frozen(kw_only=True)
class PluginConfig:
    """One ``[[tool.dispatch-interfaces.plugins]]``: what to check."""

    target: str = field(validator=instance_of(str))
    harness: str | None = field(default=None, validator=optional(instance_of(str)))
    interface: str | None = field(default=None, validator=optional(instance_of(str)))


@frozen(kw_only=True)
class ExpectedFailure:
    """One ``[[tool.dispatch-interfaces.expected_failures]]``: a failure that is known of.

    It is a ratchet: when the requirement passes, or its day is over, the check fails.
    """

    requirement: str = field(validator=instance_of(str))
    reason: str = field(validator=instance_of(str))
    link: str | None = field(default=None, validator=optional(instance_of(str)))
    """The issue in which it is being worked on."""
    expires: datetime.date | None = field(
        default=None, validator=optional(instance_of(datetime.date))
    )
    """The last day on which the failure is expected."""

    def __attrs_post_init__(self) -> None:
        requirement = REQUIREMENTS.get(self.requirement)
        if requirement is None:
            raise ValueError(f"there is no requirement {self.requirement!r}")
        if requirement.core:
            raise ValueError(f"{self.requirement} is core: all else relies on it, it may not fail")
        if self.expires is not None and self.expires < datetime.date.today():
            raise ValueError(f"{self.requirement} was expected to fail until {self.expires}")


@frozen(kw_only=True)
class Config:
    """The whole table."""

    strict: bool | None = field(default=None, validator=optional(instance_of(bool)))
    level: str | None = field(default=None, validator=optional(in_(get_args(LevelName))))
    timeout: float | None = field(
        default=None, validator=optional(and_(instance_of((int, float)), gt(0), lt(inf)))
    )
    profile: str | None = field(default=None, validator=optional(in_(get_args(ProfileName))))
    self_check: bool | None = field(default=None, validator=optional(instance_of(bool)))
    mypy: bool | None = field(default=None, validator=optional(instance_of(bool)))
    plugins: tuple[PluginConfig, ...] = ()
    expected_failures: tuple[ExpectedFailure, ...] = ()

    @property
    def options(self) -> CheckOptions:
        """Those of the options that the table has."""
        names = CheckOptions.__annotations__
        found = {name: getattr(self, name, None) for name in names}
        return cast("CheckOptions", {name: it for name, it in found.items() if it is not None})

    @classmethod
    def read(cls, folder: Path) -> "Config":
        """Read the ``pyproject.toml`` of a folder; all defaults if there is none.

        Raises:
            ConfigError: It cannot be parsed, or the table holds what it may not.
        """
        path = folder / "pyproject.toml"
        if not path.is_file():
            return cls()
        try:
            whole: Any = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, OSError, ValueError) as error:
            raise ConfigError(f"{path} cannot be read: {error}") from error
        for key in TABLE.split("."):
            whole = whole.get(key, {})
            if not is_mapping(whole):
                raise ConfigError(f"{path}: {key} is {whole!r}, and not a table")
        table = dict(whole)
        problems: list[str] = []
        for key, kind in (("plugins", PluginConfig), ("expected_failures", ExpectedFailure)):
            rows, where = table.get(key, []), f"[[{TABLE}.{key}]]"
            if not is_list(rows) or not all(map(is_mapping, rows)):
                problems.append(f"{where} is {rows!r}, and not a list of tables")
                rows = []
            made = (_record(kind, row, where, problems) for row in rows)
            table[key] = tuple(row for row in made if row is not None)
        config: Config | None = _record(cls, table, f"[{TABLE}]", problems)
        if config is None or problems:
            raise ConfigError(f"{path}: " + "; ".join(problems))
        return config


def _record(kind: Any, row: Any, where: str, problems: list[str]) -> Any:
    """A record of the given kind; None, and a problem more, if the row cannot be one."""
    try:
        return kind(**row)
    except (TypeError, ValueError) as error:
        problem = str(error.args[0]).removeprefix(f"{kind.__name__}.__init__() ")
        problems.append(f"{where}: {problem}")
        return None
