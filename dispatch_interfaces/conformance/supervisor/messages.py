"""What a parent and its children say to each other, and how it is turned into JSON and back."""

from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar

import cattrs
from attrs import evolve, field, frozen
from cattrs.errors import BaseValidationError

from dispatch_interfaces.conformance.config import PluginConfig
from dispatch_interfaces.conformance.live.plan import Plan
from dispatch_interfaces.conformance.reports.report import DeclaredLimit, LoadFailure
from dispatch_interfaces.conformance.run.created import Fate
from dispatch_interfaces.conformance.run.json_values import UNREADABLE
from dispatch_interfaces.conformance.run.outcomes import Outcome
from dispatch_interfaces.showing import only_printable

T = TypeVar("T")

Edition: TypeAlias = Literal["documented", "host"]


@frozen
class Order:
    """What to judge: what a name stands for, or all that installed packages offer.

    Args:
        plugin: The name, with the harness and the interface; None for what is installed.
        edition: By which edition of the contract; of what is installed, the host edition judges
            only what is offered to the application.
        packages: Whose plugins are judged, of what is installed; all but the application's if
            empty.
    """

    plugin: PluginConfig | None
    edition: Edition = "documented"
    packages: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called while nothing more is known of it."""
        return self.plugin.target if self.plugin else "what is installed"


@frozen
class Tapes:
    """The recordings of a check: the file that is written, or the one that answers."""

    record: Path | None = None
    replay: Path | None = None


@frozen(field_transformer=only_printable)
class Found:
    """One plugin that an order stands for.

    Args:
        label: What the report calls it.
        interface: By what it is judged.
        edition: Of which edition that is.
        shared: Whether all objects of it work on the same data, so that it is judged by one child.
    """

    label: str
    interface: str
    edition: Edition
    shared: bool = False


@frozen
class Loaded:
    """What an order stands for."""

    plugins: tuple[Found, ...]
    failures: tuple[LoadFailure, ...] = ()


@frozen
class Ran:
    """How one requirement ended.

    Args:
        outcome: The outcome; of what the requirement itself is, the parent believes its own suite.
        hung: The methods that were found not to return.
        missing_hooks: What the observer lacks.
        abandoned: Whether a thread is still about it, so that the child is of no use any more.
    """

    outcome: Outcome
    hung: tuple[str, ...] = ()
    missing_hooks: tuple[str, ...] = ()
    abandoned: bool = False


@frozen
class Called:
    """How one step of the host edition ended.

    Args:
        outcome: The outcome; of what the step itself is, the parent believes its own catalogue.
        made: The texts that calls have returned and later calls take.
        hung: The methods that did not return, and at which step.
        limits: What the plugin declares that its platform cannot do.
    """

    outcome: Outcome
    made: dict[str, str] = field(factory=dict[str, str])
    hung: dict[str, str] = field(factory=dict[str, str])
    limits: tuple[DeclaredLimit, ...] = ()


@frozen(field_transformer=only_printable)
class Opened:
    """What a plugin is opened with.

    Args:
        tag: What the names bear that the run makes up.
        sources: Where each method was written.
        limits: What it declares that its platform cannot do.
        refused: Why it cannot be opened.
        traceback: The author's own, if it was refused.
    """

    tag: str = ""
    sources: dict[str, str] = field(factory=dict[str, str])
    limits: tuple[DeclaredLimit, ...] = ()
    refused: str = ""
    traceback: str = ""


@frozen
class Planned:
    """What the live profile would do to a plugin: a plan, as JSON can hold it."""

    plan: Plan
    objects: tuple[tuple[str, Fate, int], ...]

    @classmethod
    def of(cls, plan: Plan) -> "Planned":
        """A plan, to be sent."""
        objects = tuple((kind, fate, number) for (kind, fate), number in plan.objects.items())
        return cls(evolve(plan, objects={}), objects)

    @property
    def whole(self) -> Plan:
        """The plan as it was."""
        return evolve(self.plan, objects={(kind, it): number for kind, it, number in self.objects})


@frozen(field_transformer=only_printable)
class Bridged:
    """A plugin, and the methods that it lacks in the application.

    Args:
        missing: Their names; None where the application never calls such a plugin.
        dropped: What is passed and they do not take: ``"create.severity"``.
    """

    label: str
    interface: str
    missing: tuple[str, ...] | None
    dropped: tuple[str, ...] = ()


@frozen(field_transformer=only_printable)
class Refused:
    """Why a question cannot be answered.

    Args:
        traceback: The author's own, if it was the author's code that failed.
    """

    refused: str
    traceback: str = ""


@frozen
class Asked:
    """What to rehearse.

    Args:
        targets: The author's plugins, by name.
        installed: Whether those of installed packages are meant instead.
        without: Types of which the project has no plugin.
        flaky: A seed, by which services fail; None if they do not.
        timeout: Seconds that one call may take.
    """

    targets: tuple[str, ...] = ()
    installed: bool = False
    without: tuple[str, ...] = ()
    flaky: int | None = None
    timeout: float = 30.0


class NotOurs(Exception):
    """What came has not the shape of what was asked for: something else has answered."""


def _text(value: Any, _type: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"no text: {type(value).__name__}")
    return value


_CONVERTER: Final = cattrs.Converter(forbid_extra_keys=True)
# Of `str` itself: an enum of texts is one, too, and is read as what it is.
_CONVERTER.register_structure_hook_func(lambda kind: kind is str, _text)


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    return _CONVERTER.unstructure(value)


def structured(value: Any, kind: type[T]) -> T:
    """A value as it was before `plain`.

    Raises:
        NotOurs: It was none of that kind.
    """
    try:
        return _CONVERTER.structure(value, kind)
    except (BaseValidationError, *UNREADABLE) as error:
        raise NotOurs(f"no {kind.__name__}: {error}") from error
