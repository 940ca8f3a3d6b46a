"""Correct variations of the references: the suite passes what the contract leaves open."""

import contextlib
import inspect
import itertools
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NotRequired, Required, get_args, get_origin

import pytest
from attrs import evolve
from typing_extensions import ReadOnly, get_type_hints, is_typeddict

from dispatch_interfaces import InvalidRequestError, PluginError
from dispatch_interfaces.conformance import Result, Verdict
from dispatch_interfaces.conformance.checker import Options, judge
from dispatch_interfaces.conformance.reports.report import Judgement
from dispatch_interfaces.conformance.requirements.by_interface import SUITES
from dispatch_interfaces.conformance.run.profiles import QUICK, Run
from dispatch_interfaces.conformance.run.requirement import Level, Strength
from dispatch_interfaces.conformance.targets import resolve
from dispatch_interfaces.contract import Contract, Method
from tests.alternatives import ALTERNATIVES
from tests.references import contracts_with_a_reference, reference_of

Around = Callable[[Method, Callable[[], Any]], Any]
"""What a variation does with a call of a documented method: makes it, and something more."""

BRIEF: Final = evolve(QUICK, examples=2, rounds=1)
"""The references themselves are judged at length in another place."""


def _varied(
    contract: Contract, around: Around, of: type[Any] | None = None, **members: Any
) -> type[Any]:
    """A class that asks an implementation for everything, and inherits nothing from it.

    Args:
        contract: Its interface.
        around: Makes the calls of the documented methods.
        of: The implementation; the reference if None.
        members: Further members, or others in place of the usual ones.
    """
    implementation = of or reference_of(contract)

    def start(self: Any) -> None:
        self._inner = implementation()

    def close(self: Any, *_: object) -> None:
        if hasattr(self._inner, "__exit__"):
            self._inner.__exit__(None, None, None)

    described = {
        it: getattr(implementation, it) for it in ("title", "slug", "author", "author_url")
    }
    return type(
        f"Varied{implementation.__name__}",
        (),
        {
            "__init__": start,
            "__enter__": lambda self: self,
            "__exit__": close,
            "__getattr__": lambda self, name: getattr(self._inner, name),
            "type": contract.interface,
            **described,
            **{it.name: _around(it, around) for it in contract.methods},
            **members,
        },
    )


def _around(method: Method, around: Around) -> Callable[..., Any]:
    def varied(self: Any, *args: Any, **kwargs: Any) -> Any:
        return around(method, lambda: getattr(self._inner, method.name)(*args, **kwargs))

    return varied


def _plainly(_: Method, call: Callable[[], Any]) -> Any:
    return call()


def _judged(plugin_class: type[Any], contract: Contract, **options: Any) -> Judgement:
    (target,) = resolve(plugin_class, contract.interface, options.pop("harness", None))
    given = {"strict": True, "run": Run(profile=BRIEF), **options}
    return judge(target, Options(**given))


def _expect_no_complaint(judgement: Judgement, *others: Result) -> None:
    complaints = judgement.of(*set(Result) - {Result.PASSED, *others})
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in complaints] == []


every_interface = pytest.mark.parametrize(
    "contract", contracts_with_a_reference(), ids=lambda it: it.interface
)


class _Ids:
    """In place of the ids of a reference."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make

    def new(self, kind: str) -> str:
        return self._make()


def _numeric() -> Callable[[], str]:
    # One is the beginning of many others, and each is the number of something else too.
    return map(str, itertools.count(1)).__next__


def _random() -> Callable[[], str]:
    return lambda: str(uuid.uuid4())


def _link_like() -> Callable[[], str]:
    count = itertools.count(1)
    return lambda: f"HTTP://Host/A b?x=%2F&\u00e9[{{{next(count)}}}]#..:\\1"


@every_interface
@pytest.mark.parametrize("make", [_numeric, _random, _link_like])
def test_ids_may_be_anything(contract: Contract, make: Callable[[], Callable[[], str]]) -> None:
    def start(self: Any) -> None:
        self._inner = reference_of(contract)()
        if hasattr(self._inner, "_ids"):
            self._inner._ids = _Ids(make())

    plugin_class = _varied(contract, _plainly, __init__=start)
    _expect_no_complaint(_judged(plugin_class, contract))


@every_interface
def test_results_may_have_more_keys(contract: Contract) -> None:
    def with_more(method: Method, call: Callable[[], Any]) -> Any:
        return _rebuilt(call(), method.returns, list, {"x_internal": None, "etag": object()})

    _expect_no_complaint(_judged(_varied(contract, with_more), contract))


@every_interface
def test_results_may_be_any_sequence(contract: Contract) -> None:
    def as_tuples(method: Method, call: Callable[[], Any]) -> Any:
        return _rebuilt(call(), method.returns, tuple, {})

    _expect_no_complaint(_judged(_varied(contract, as_tuples), contract))


def _rebuilt(
    value: Any, annotation: Any, sequence: Callable[[Any], Any], more: Mapping[str, object]
) -> Any:
    """A result with its records and sequences made anew, as far as the contract names them."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Required, NotRequired, ReadOnly):
        return _rebuilt(value, args[0], sequence, more)
    if is_typeddict(annotation):
        hints = get_type_hints(annotation, include_extras=True)
        return {
            **{key: _rebuilt(it, hints.get(key), sequence, more) for key, it in value.items()},
            **more,
        }
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return sequence(_rebuilt(it, args[0], sequence, more) for it in value)
    return value


@every_interface
def test_methods_may_take_more(contract: Contract) -> None:
    def taking_more(method: Method) -> Callable[..., Any]:
        known = method.signature.parameters
        takes_all = any(it.kind is it.VAR_KEYWORD for it in known.values())

        def varied(self: Any, *args: Any, dry_run: bool = False, **kwargs: Any) -> Any:
            given = {key: it for key, it in kwargs.items() if takes_all or key in known}
            return getattr(self._inner, method.name)(*args, **given)

        more = [
            inspect.Parameter("dry_run", inspect.Parameter.KEYWORD_ONLY, default=False),
            inspect.Parameter("more", inspect.Parameter.VAR_KEYWORD),
        ]
        own = [it for it in known.values() if it.kind is not it.VAR_KEYWORD]
        this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
        varied.__signature__ = inspect.Signature([this, *own, *more])  # type: ignore[attr-defined]
        return varied

    members: dict[str, Any] = {it.name: taking_more(it) for it in contract.methods}
    judgement = _judged(_varied(contract, _plainly, **members), contract, level=Level.BEHAVIOUR)
    _expect_no_complaint(judgement, Result.NOT_RUN)


@every_interface
def test_parameters_may_be_annotated_more_widely(contract: Contract) -> None:
    def annotated(method: Method) -> Callable[..., Any]:
        def varied(self: Any, *args: Any, **kwargs: Any) -> Any:
            return getattr(self._inner, method.name)(*args, **kwargs)

        this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        own = [_widened(it) for it in method.signature.parameters.values()]
        varied.__signature__ = inspect.Signature([this, *own])  # type: ignore[attr-defined]
        varied.__annotations__ = {it.name: it.annotation for it in own}
        return varied

    members: dict[str, Any] = {it.name: annotated(it) for it in contract.methods}
    judgement = _judged(_varied(contract, _plainly, **members), contract, level=Level.BEHAVIOUR)
    _expect_no_complaint(judgement, Result.NOT_RUN)


def _widened(parameter: inspect.Parameter) -> inspect.Parameter:
    if get_origin(parameter.annotation) is list:
        (item,) = get_args(parameter.annotation)
        return parameter.replace(annotation=Sequence[item])  # type: ignore[valid-type]
    return parameter.replace(annotation=object)


@every_interface
def test_methods_may_be_decorated(contract: Contract) -> None:
    """As by a decorator that logs, and that nobody wrapped with care: `_varied` itself."""
    judgement = _judged(_varied(contract, _plainly), contract, level=Level.BEHAVIOUR)
    _expect_no_complaint(judgement, Result.NOT_RUN)


_LATENCY: Final = 0.02
"""Seconds that a call takes longer."""

_FEW_CALLS: Final = ("document-resolver", "participant", "task", "term")
"""The suite calls the references of these fewer than 100 times up to the behaviours, those of the
others 110 to 1700 times, and all together 3500 times: more than a minute of waiting."""


@pytest.mark.slow
@every_interface
def test_calls_may_take_their_time(contract: Contract) -> None:
    """Every requirement is run where there are few calls, those that may mind it everywhere.

    Slow calls matter where several threads call, where every method is called for the first time,
    and in sequences of calls: here, two short ones.
    """

    def slowly(_: Method, call: Callable[[], Any]) -> Any:
        time.sleep(_LATENCY)
        return call()

    plugin_class = _varied(contract, slowly)
    level = Level.BEHAVIOUR if contract.interface in _FEW_CALLS else Level.SHAPE
    _expect_no_complaint(_judged(plugin_class, contract, level=level), Result.NOT_RUN)
    run = Run(profile=evolve(BRIEF, steps=5))
    for requirement in SUITES[contract.interface].requirements.values():
        if requirement.level in (Level.STATEFUL, Level.CONCURRENT):
            judgement = _judged(plugin_class, contract, keyword=requirement.id, run=run)
            _expect_no_complaint(judgement, Result.NOT_SELECTED)


class _AcmeError(Exception):
    """A class of an author who knows nothing of ours."""


@every_interface
def test_errors_may_be_of_any_class(contract: Contract) -> None:
    """What SHOULD be of a class fails, and nothing else; without --strict that is no verdict."""

    def with_own_errors(_: Method, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except PluginError as error:
            raise _AcmeError("computer says no") from error

    plugin_class = _varied(contract, with_own_errors)
    judgement = _judged(plugin_class, contract, strict=False)
    failed = judgement.of(*set(Result) - {Result.PASSED})
    told = [f"{it.requirement}: {it.finding or it.reason}" for it in failed]
    assert {it.requirement for it in failed} == {
        it.id
        for it in SUITES[contract.interface].requirements.values()
        if it.strength is Strength.SHOULD and it.rule_number in (5, 14)
    }, told
    assert judgement.verdict is Verdict.CONFORMS


@pytest.mark.slow
@every_interface
def test_all_errors_but_one_may_be_of_any_class(contract: Contract) -> None:
    """The alternative implementations reject texts, which must be with InvalidRequestError."""

    def with_own_errors(_: Method, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except InvalidRequestError:
            raise
        except PluginError as error:
            raise _AcmeError("computer says no") from error

    plugin_class = _varied(contract, with_own_errors, ALTERNATIVES[contract.interface])
    judgement = _judged(plugin_class, contract, strict=False)
    failed = judgement.of(*set(Result) - {Result.PASSED})
    strict = [it for it in failed if it.strength is Strength.MUST]
    assert [f"{it.requirement}: {it.finding or it.reason}" for it in strict] == []


@every_interface
@pytest.mark.parametrize(
    "implementation",
    [
        pytest.param(reference_of, id="reference"),
        pytest.param(
            lambda it: ALTERNATIVES[it.interface], id="alternative", marks=pytest.mark.slow
        ),
    ],
)
def test_a_backend_may_be_shared_and_full(
    contract: Contract, implementation: Callable[[Contract], type[Any]]
) -> None:
    """One backend for everything: it holds what all requirements before have left there."""
    with contextlib.ExitStack() as stack:
        backend = implementation(contract)()
        if hasattr(backend, "__enter__"):
            stack.enter_context(backend)
        harness = SUITES[contract.interface].harness(
            open=lambda: contextlib.nullcontext(backend), shared_backend=True
        )
        # Whatever is there already is looked at after each step.
        run = Run(profile=evolve(BRIEF, examples=1, steps=5))
        _expect_no_complaint(_judged(type(backend), contract, harness=harness, run=run))
