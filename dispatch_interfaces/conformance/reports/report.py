"""The result of a check: the one model from which every view is made."""

import json
from collections import Counter
from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Any, Final, Self

from attrs import asdict, frozen

from dispatch_interfaces.conformance.run.created import LeftBehind
from dispatch_interfaces.conformance.run.outcomes import Outcome, Result
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.conformance.self_check.attempts import SelfCheck
from dispatch_interfaces.limits import Limits
from dispatch_interfaces.showing import only_printable, shown


class Verdict(StrEnum):
    """What all outcomes together say of a plugin."""

    CONFORMS = "conforms"
    CONFORMS_WHERE_OBSERVED = "conforms where observed"
    SELECTION_PASSES = "selection passes"
    """Nothing is said of what was not selected."""
    NOTHING_SELECTED = "nothing selected"
    TOO_MUCH_EXPECTED = "too much is expected to fail"
    DOES_NOT_CONFORM = "does not conform"
    NOT_JUDGED = "could not be judged"


FEW: Final = 10
"""At most one of so many requirements may be expected to fail, with those that it blocks."""

_CODES: Final = {
    Verdict.CONFORMS: 0,
    Verdict.TOO_MUCH_EXPECTED: 1,
    Verdict.DOES_NOT_CONFORM: 1,
    Verdict.NOTHING_SELECTED: 2,
    Verdict.NOT_JUDGED: 2,
}
"""What does not depend on more than the verdict."""

_NOT_DONE = (Result.BLOCKED, Result.ERROR, Result.NOT_RUN)
_UNSURE = (*_NOT_DONE, Result.NOT_OBSERVED)


@frozen(field_transformer=only_printable)
class DeclaredLimit:
    """One thing that a plugin declares its platform cannot do.

    Args:
        name: The name of the limit.
        kind: Its kind: ``"NoPlace"``.
        because: Why.
        declared: All of it, as it is written.
        costs: What the application passes that does not fit; of the host edition.
    """

    name: str
    kind: str
    because: str
    declared: str
    costs: str = ""

    @classmethod
    def all_of(cls, limits: Limits, costs: Mapping[str, str] | None = None) -> tuple[Self, ...]:
        """Those of a plugin.

        Args:
            limits: What it declares.
            costs: What each costs, by its name.
        """
        told = costs or {}
        return tuple(
            cls(name, type(it).__name__, it.because, f"{name}={shown(it)}", told.get(name, ""))
            for name, it in limits.declared().items()
        )


@frozen(field_transformer=only_printable)
class Judgement:
    """What a check found out about one plugin."""

    target: str
    interface: str
    provisional: bool
    strict: bool
    outcomes: tuple[Outcome, ...]
    missing_hooks: tuple[str, ...] = ()
    """The methods that the observer lacks."""
    limits: tuple[DeclaredLimit, ...] = ()
    """What the plugin declares that its platform cannot do."""
    self_check: SelfCheck | None = None
    """Whether the check would notice mutations; None if that was not asked."""
    left_behind: tuple[LeftBehind, ...] = ()
    """What could not be removed from a live backend."""

    @property
    def verdict(self) -> Verdict:
        if self.outcomes and not self.selected:
            return Verdict.NOTHING_SELECTED
        if any(it.result is Result.FAILED and self.counts_in_full(it) for it in self.outcomes):
            return Verdict.DOES_NOT_CONFORM
        counted = [it for it in self.selected if not it.preview]
        whole = len(self.selected) == len(self.outcomes)
        tried = any(
            ((it.level.rank >= Level.BEHAVIOUR.rank and it.methods) or not whole)
            and it.result in (Result.PASSED, Result.FAILED)
            for it in counted
        )
        binding = [it for it in counted if self.strict or it.strength is Strength.MUST]
        if self.expected_failures * FEW > len(self.outcomes):
            return Verdict.TOO_MUCH_EXPECTED
        if not tried or any(it.result in _NOT_DONE and not it.expected_failure for it in binding):
            return Verdict.NOT_JUDGED
        if not whole:
            return Verdict.SELECTION_PASSES
        return Verdict.CONFORMS_WHERE_OBSERVED if self._unsure else Verdict.CONFORMS

    @property
    def told(self) -> str:
        """The verdict, with how many limits are declared, and how much was expected to fail."""
        number, limits = self.expected_failures, len(self.limits)
        told = f", with {limits} declared limit{'s' * (limits > 1)}" if limits else ""
        told += f", {number} expected failure{'s' * (number > 1)}" if number else ""
        return f"{self.verdict.value}{told}"

    @property
    def expected_failures(self) -> int:
        """How many requirements failed as expected, or were blocked by one that did."""
        return sum(1 for it in self.outcomes if it.expected_failure)

    @property
    def _unsure(self) -> bool:
        counted = [it for it in self.selected if not it.preview and not it.expected_failure]
        return any(it.result in _UNSURE for it in counted)

    @property
    def exit_code(self) -> int:
        """0 conforming, 1 not, 2 not judged; what was only partly observed is 1 if strict.

        A plugin that conforms by a check that would not notice mutations is 1 too.
        """
        code = _CODES.get(self.verdict)
        if code is None:
            code = int(self.strict and self._unsure)
        return code or (self.self_check.exit_code(self.strict) if self.self_check else 0)

    @property
    def selected(self) -> tuple[Outcome, ...]:
        """All that counts: everything, unless some requirements were asked for by keyword."""
        return tuple(it for it in self.outcomes if it.result is not Result.NOT_SELECTED)

    def counts_in_full(self, outcome: Outcome) -> bool:
        """Whether its failure keeps the plugin from conforming."""
        binds = self.strict or outcome.strength is Strength.MUST
        return binds and not outcome.preview and not outcome.expected_failure

    def counts(self, level: Level | None = None) -> Mapping[Result, int]:
        """How many requirements ended how, at one level or at all."""
        return Counter(it.result for it in self.outcomes if level in (None, it.level))

    def of(self, *results: Result) -> tuple[Outcome, ...]:
        """The outcomes that ended in one of some ways."""
        return tuple(it for it in self.outcomes if it.result in results)

    def causes(self, blocked: Outcome) -> tuple[str, ...]:
        """The failed requirements that a blocked one waits for."""
        failed = sorted(self.of(Result.FAILED), key=lambda it: it.level.rank)
        same = [it for it in failed if blocked.blocked_by == it.blocked_by]
        about = [it for it in failed if blocked.blocked_by in it.methods]
        whole = [it for it in failed if not it.methods]
        before = [it for it in failed if set(blocked.called) & set(it.methods)]
        return tuple(it.requirement for it in (same or about or whole or before)[:1])

    def outcome(self, requirement: str) -> Outcome:
        """The outcome of one requirement.

        Raises:
            LookupError: There is no such requirement in this interface.
        """
        found = next((it for it in self.outcomes if it.requirement == requirement), None)
        if found is None:
            raise LookupError(f"{self.interface} has no requirement {requirement}")
        return found


@frozen(field_transformer=only_printable)
class LoadFailure:
    """A target that could not be found, imported or brought under test."""

    target: str
    message: str
    traceback: str


@frozen
class Replayed:
    """From what recording the answers came."""

    recorded: str
    """When, in ISO 8601."""
    age: float
    """How long before this check that was, in seconds."""


@frozen
class Report:
    """What a check found out about all plugins it was given."""

    version: str
    python: str
    profile: str
    seed: int
    judgements: tuple[Judgement, ...]
    not_loaded: tuple[LoadFailure, ...] = ()
    replayed: Replayed | None = None
    """The recording that answered in the place of the plugins; None if they did."""

    @property
    def exit_code(self) -> int:
        """1 if a plugin does not conform; else 2 if one, or all, could not be judged; else 0."""
        judged = [it for it in self.judgements if it.verdict is not Verdict.NOTHING_SELECTED]
        codes = {it.exit_code for it in judged}
        if self.not_loaded or not codes:
            codes.add(2)
        return 1 if 1 in codes else max(codes)

    @property
    def passed(self) -> bool:
        return self.exit_code == 0

    def to_json(self) -> str:
        """As described by ``report.schema.json`` in this package."""
        judgements = [
            {**asdict(it, value_serializer=_plain), "verdict": it.verdict.value}
            for it in self.judgements
        ]
        return json.dumps(
            {
                "version": self.version,
                "python": self.python,
                "profile": self.profile,
                "seed": self.seed,
                "exit_code": self.exit_code,
                "judgements": judgements,
                "not_loaded": [asdict(it) for it in self.not_loaded],
                "replayed": asdict(self.replayed) if self.replayed else None,
            },
            indent=2,
        )


def _plain(_instance: Any, _attribute: Any, value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
