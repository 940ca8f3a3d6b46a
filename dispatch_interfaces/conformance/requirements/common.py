"""The requirements that every interface has, under its own ids 001 to 009."""

from functools import partial, update_wrapper
from typing import Any, Final

from dispatch_interfaces.capabilities import unsupported_reason
from dispatch_interfaces.checking.static import (
    Problem,
    annotation_problems,
    attribute_problems,
    kind_problems,
    limits_problems,
    missing_methods,
    signature_problems,
)
from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.run.endings import (
    ConformanceFailure,
    HarnessError,
    Limited,
    NotObserved,
)
from dispatch_interfaces.conformance.run.harness import Harness
from dispatch_interfaces.conformance.run.requirement import Level, Strength, Suite
from dispatch_interfaces.contract import Contract
from dispatch_interfaces.errors import AlreadyExistsError, InvalidRequestError, NotSupportedError
from dispatch_interfaces.limits import Limit, Text, Values
from dispatch_interfaces.narrowing import class_of, vars_of
from dispatch_interfaces.showing import shown, told

NO_FAILURES: Final = (
    "whether a failure that may pass is told from one that will not: no harness can make the "
    "platform fail"
)
"""What most interfaces leave untested of rule 14."""

LINKS_LEAD: Final = "whether a weblink leads to what it is the weblink of"
"""What interfaces with weblinks leave untested of rule 9: nothing is fetched."""


def add_requirements(suite: Suite[Any]) -> None:
    """Give a suite the requirements that do not depend on the interface."""
    must, prefix = Strength.MUST, suite.contract.prefix
    static, shape = Level.STATIC, Level.SHAPE
    suite.add(_harness_works, f"{prefix}-001", must, (), rule=4, level=shape, core=True)
    # The static level reads the class: its functions take it beside the harness.
    suite.add(_has_every_method, f"{prefix}-002", must, (), rule=13, level=static, core=True)
    suite.add(_takes_what_is_passed, f"{prefix}-003", must, (), rule=10, level=static)
    suite.add(_methods_are_plain, f"{prefix}-004", must, (), rule=4, level=static)
    suite.add(_describes_itself, f"{prefix}-005", must, (), rule=1, level=static)
    suite.add(_declared_is_unsupported, f"{prefix}-006", must, (), rule=13, level=shape)
    suite.add(_declares_its_limits, f"{prefix}-009", must, (), rule=13, level=static)
    true = update_wrapper(partial(_limits_are_true, suite), _limits_are_true)
    suite.add(true, f"{prefix}-008", must, (), rule=13)
    suite.add(_is_annotated_truly, f"{prefix}-007", must, (), rule=2, level=static)


def _harness_works(harness: Harness[Any, Any]) -> None:
    """The harness opens a plugin, closes it, and its observer does not see what never happened.
    To fix: repair the harness, or the plugin where it is its own observer; nothing else is said of
    the plugin until it works.
    Usual cause: `open` needs a running backend or credentials, or the observer repeats the calls
    it saw instead of asking the backend.
    Wrong: harness = StorageHarness(open=lambda: AcmeStorage)
    Right: harness = StorageHarness(open=lambda: AcmeStorage(url=SANDBOX))
    """
    problems = harness.problems()
    if problems:
        raise HarnessError("; ".join(problems))
    with harness.plugin() as plugin:
        raw: Any = vars_of(plugin)["_plugin"]
        if isinstance(raw, type) or raw is None:
            raise HarnessError(f"open gave {raw!r}, which is no plugin object")
        if not harness.missing_hooks(raw):
            harness.try_observer(plugin, harness.observe(plugin))


def _has_every_method(harness: Harness[Any, Any], plugin_class: type) -> None:
    """Every documented method is there, or is declared unsupported.
    To fix: add the methods that are named, or declare `method = unsupported("why")`.
    Usual cause: a method was forgotten, misspelt, or left abstract.
    Wrong:
        class AcmeMetric(MetricPlugin):
            def gague(self, name, value, tags=None): ...
    Right:
        class AcmeMetric(MetricPlugin):
            def gauge(self, name, value, tags=None): ...
            counter = unsupported("Acme has no counters")
            timer = unsupported("Acme has no timers")
    """
    _refuse("every documented method", missing_methods(plugin_class, harness.contract))


def _takes_what_is_passed(harness: Harness[Any, Any], plugin_class: type) -> None:
    """Every method takes the documented parameters: by name, in order, with their defaults.
    To fix: use the declaration that is shown; more parameters may follow if they have defaults.
    Usual cause: a parameter was renamed, reordered or made keyword-only, its default was changed,
    or `**kwargs` was left out.
    Wrong: def gauge(self, metric, value, labels=None): ...
    Right: def gauge(self, name, value, tags=None): ...
    """
    _refuse("the documented parameters", signature_problems(plugin_class, harness.contract))


def _methods_are_plain(harness: Harness[Any, Any], plugin_class: type) -> None:
    """Every method is a plain method: not async, not a generator, not a property.
    To fix: do the work before returning; run a coroutine with `asyncio.run` inside the method.
    Usual cause: the platform's client is asynchronous, and so the plugin became it too.
    Wrong:
        async def page(self, service_id, incident_name, incident_title, incident_description):
            await self.client.page(service_id, incident_title)
    Right:
        def page(self, service_id, incident_name, incident_title, incident_description):
            asyncio.run(self.client.page(service_id, incident_title))
    """
    _refuse("plain methods", kind_problems(plugin_class, harness.contract))


def _describes_itself(harness: Harness[Any, Any], plugin_class: type) -> None:
    """The plugin says who it is: title, slug, author, author_url and the type of its interface.
    To fix: set the attributes that are named in the class.
    Usual cause: they were expected to be derived from the name of the class.
    Wrong:
        class AcmeStorage(StoragePlugin):
            slug = None
    Right:
        class AcmeStorage(StoragePlugin):
            title, slug = "Acme Storage", "acme-storage"
            author, author_url = "Acme", "https://acme.example"
    """
    expected = f"the attributes of a {harness.contract.interface} plugin"
    _refuse(expected, attribute_problems(plugin_class, harness.contract))


def _is_annotated_truly(harness: Harness[Any, Any], plugin_class: type) -> None:
    """What is annotated, of parameters and results, fits what is passed and what is asked for.
    To fix: use the annotations of the declaration that is shown, or wider ones for parameters and
    narrower ones for results; or leave them out.
    Usual cause: the method returns what the platform's client gives, in place of a record, or a
    record of the author's own lacks a key.
    Wrong: def gauge(self, name: str, value: int, tags: dict[str, str] | None = None) -> None: ...
    Right: def gauge(self, name: str, value: float, tags: dict[str, Any] | None = None) -> None: ...
    """
    _refuse("annotations that fit", annotation_problems(plugin_class, harness.contract))


def _declared_is_unsupported(harness: Harness[Any, Any]) -> None:
    """What is declared unsupported raises NotSupportedError, and nothing else happens.
    To fix: take the declaration out, or the code that works behind it.
    Usual cause: the method was written later and the declaration forgotten.
    Wrong:
        archive = unsupported("no archive")
        def __init__(self): self.archive = self._archive
    Right: def archive(self, conversation_id): ...
    """
    with harness.raw_plugin() as plugin:
        for method in harness.contract.methods:
            if unsupported_reason(class_of(plugin), method.name) is not None:
                arguments = dict.fromkeys(_required(harness.contract, method.name))
                call = getattr(plugin, method.name)
                error = None
                try:
                    call(**arguments)
                except Exception as raised:
                    error = raised
                expect.that(
                    isinstance(error, NotSupportedError),
                    f"{method.name} to raise NotSupportedError, as it is declared unsupported",
                    f"it raised {shown(error)}" if error is not None else "it returned",
                )


def _declares_its_limits(harness: Harness[Any, Any], plugin_class: type) -> None:
    """What is declared as `limits` is an object of the interface's own class for them.
    To fix: use the class that is named; what it has no field for cannot be declared.
    Usual cause: the class of another interface, or the class itself in place of an object.
    Wrong: limits = StorageLimits
    Right: limits = StorageLimits(trash=Absent("the drives are buckets"))
    """
    kind = harness.contract.limits.__name__
    _refuse(f"limits to be a {kind}", limits_problems(plugin_class, harness.contract))


def _limits_are_true(suite: Suite[Any], harness: Harness[Any, Any]) -> None:
    """What is declared as a limit is one, and what becomes of a value is what is declared.
    To fix: take the declaration out, or make it say what the platform does.
    Usual cause: the platform, or the plugin, has learnt it since.
    Wrong: limits = TicketLimits(cost=NoPlace("a field for money is planned"))
    Right: limits = TicketLimits()
    """
    failures = dict[str, ConformanceFailure]()
    unseen = list[NotObserved]()
    for name, limit in harness.limits.declared().items():
        harness.meets(name)
        try:
            _can_be_true(name, limit, harness)
            suite.proofs[name](harness, name, limit)
        except ConformanceFailure as failure:
            failures[name] = failure
        except NotObserved as reason:
            unseen.append(reason)
        except Limited:  # by another limit: the proof went beyond that one
            raise
        except (InvalidRequestError, AlreadyExistsError) as error:
            failures[name] = _rejected(harness, name, error)
    for first in failures.values():
        all_of_them = "; ".join(f"{name}: {it}" for name, it in failures.items())
        kind = harness.contract.limits.__name__
        raise ConformanceFailure(
            f"what {kind} declares to be so: {first.expected}",
            all_of_them if len(failures) > 1 else first.then,
            declare=first.declare,
            untrue=tuple(failures),
        ) from first
    if unseen:
        raise unseen[0]


def _rejected(
    harness: Harness[Any, Any], name: str, error: InvalidRequestError | AlreadyExistsError
) -> ConformanceFailure:
    """The failure of what is rejected though no limit says so."""
    call = harness.trace.raised(error)
    if call is None:
        return ConformanceFailure(f"no more than {name} to be rejected", told(error))
    expected, then = f"no more than {name} declares to be rejected", f"{call.text} {call.outcome}"
    return ConformanceFailure(expected, then, declare=harness.explained(call, error))


_PLAIN: Final = ("database", "slow", "incident-1", "incident-2")
"""Texts that no platform takes for each other."""


def _can_be_true(name: str, limit: Limit, harness: Harness[Any, Any]) -> None:
    """Fail if a declaration contradicts itself, or the documentation."""
    if isinstance(limit, Text):
        texts = (*adversarial.TEXTS, *adversarial.NAMES, *_PLAIN)
        kept = {it: limit.in_force(it) for it in texts}
        for text, once in kept.items():
            expect.equal(limit.in_force(once), once, f"{name}.kept of {once!r}, from {text!r},")
        apart = {kept[it] for it in _PLAIN}
        expect.equal(len(apart), len(_PLAIN), f"the number of texts {name} makes of {_PLAIN}")
    if isinstance(limit, Values):
        for where in harness.limits.about.get(name, ()):
            method, _, parameter = where.partition(".")
            found = harness.contract.method(method)
            default = found.signature.parameters[parameter].default if found else None
            expect.that(
                harness.limits.takes(name, default),
                f"{default!r}, the default of {where}, to be taken, or to stand for another {name}",
                "it is declared to be rejected",
            )


def _required(contract: Contract, name: str) -> list[str]:
    method = contract.method(name)
    parameters = method.signature.parameters.values() if method else ()
    return [
        it.name for it in parameters if it.default is it.empty and it.kind is not it.VAR_KEYWORD
    ]


def _refuse(expected: str, problems: list[Problem]) -> None:
    if problems:
        raise ConformanceFailure(expected, problems=tuple(problems))
