"""What becomes of each call of the application in a bridge, found out by making it.

Nothing here is written down twice: a bridge is put over an implementation that only notes how it is
called, and every argument is passed in two versions. Where what it notes differs, there it arrived.
"""

import inspect
import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field, frozen

from dispatch_interfaces import errors
from dispatch_interfaces.conformance.host.arguments import Arguments
from dispatch_interfaces.contract import CONTRACTS
from dispatch_interfaces.errors import NotSupportedError
from dispatch_interfaces.host import optional
from dispatch_interfaces.host.bridge import BRIDGES
from dispatch_interfaces.host.calls import Call, Value
from dispatch_interfaces.host.catalogue import CATALOGUE
from dispatch_interfaces.narrowing import is_dict, is_list, vars_of
from dispatch_interfaces.showing import shown

_Noted: TypeAlias = list[tuple[str, dict[str, Any]]]
"""The calls of an implementation: the method, and its arguments by name."""

ERRORS: Final[tuple[type[Exception], ...]] = (
    errors.NotFoundError,
    errors.InvalidRequestError,
    errors.UnavailableError,
    RuntimeError,
)
"""What an implementation may raise: refusals, a service that is down, and a mistake."""

_RESULT: Final[Mapping[str, Any]] = {
    "id": "an-id",
    "resource_id": "an-id",
    "name": "a name",
    "email": "group@example.com",
    "weblink": "https://example.com/an-id",
    "timestamp": "1.5",
    "individuals": [],
    "teams": [],
}


@frozen
class Carried:
    """What becomes of one call of the application.

    Args:
        method: The method that the application calls.
        call: The call.
        arrives: For each argument, the parameters in which it arrives: ``"create(title)"``.
        asked_for: The arguments that arrive only where an author asks for them, by a method or a
            keyword that the documentation does not know.
        asked: The methods of the implementation that are called, in order.
        answers: For each of `ERRORS`, what the application gets; None where it gets the error.
        without: What the application gets of an implementation that has documented methods only;
            None where nothing is missing.
        stand_ins: What is called instead then.
    """

    method: str
    call: Call
    arrives: Mapping[str, tuple[str, ...]]
    asked_for: frozenset[str]
    asked: tuple[str, ...]
    answers: Mapping[str, str | None]
    without: str | None
    stand_ins: tuple[str, ...]

    @property
    def dropped(self) -> tuple[str, ...]:
        """The arguments that arrive nowhere."""
        return tuple(name for name, it in self.arrives.items() if not it)


@cache
def carried(interface: str) -> tuple[Carried, ...]:
    """What becomes of each call that the application makes to a plugin of an interface."""
    found = CATALOGUE[interface]
    with _quiet():
        return tuple(_of(interface, it.name, call) for it in found.methods for call in it.calls)


def _of(interface: str, method: str, call: Call) -> Carried:
    make = partial(_Trial, interface, method, call)
    usual, plain = make(), make(everything=False)
    names = usual.names
    arrives = {name: _arrivals(usual, make(other=name)) for name in names}
    anyway = {it for it in names if _arrivals(plain, make(everything=False, other=it))}
    answers = {it.__name__: make(raises=it).answer for it in ERRORS}
    lacks = {name for name, _ in usual.noted} - {name for name, _ in plain.noted}
    return Carried(
        method,
        call,
        arrives,
        frozenset(it for it in names if arrives[it] and it not in anyway),
        tuple(dict.fromkeys(name for name, _ in usual.noted)),
        answers,
        plain.answer if lacks else None,
        tuple(dict.fromkeys(name for name, _ in plain.noted)) if lacks else (),
    )


def _arrivals(usual: "_Trial", other: "_Trial") -> tuple[str, ...]:
    """The parameters of the implementation that an argument has changed."""
    found = dict[str, None]()
    for (name, before), (again, after) in zip(usual.noted, other.noted, strict=False):
        if name == again:
            changed = [it for it in before | after if before.get(it) != after.get(it)]
            found |= dict.fromkeys(f"{name}({it})" for it in changed)
    if not found and [it for it, _ in usual.noted] != [it for it, _ in other.noted]:
        found["decides what is called"] = None
    return tuple(found)


@define
class _Trial:
    """One call, made to a bridge over an implementation that notes how it is called."""

    interface: str
    method: str
    call: Call
    other: str = ""
    """The argument that is passed in its second version."""
    raises: type[Exception] | None = None
    everything: bool = True
    """Whether the implementation has what the documentation does not know."""
    noted: _Noted = field(factory=_Noted, init=False)
    answer: str | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        bridge = self._bridge()
        args, kwargs = self._arguments()
        try:
            self.answer = shown(getattr(bridge, self.method)(*args, **kwargs))
        except NotSupportedError as error:
            self.answer = f"NotSupportedError: {error}"
        except Exception as error:
            if self.raises is None or not isinstance(error, self.raises):
                raise

    @property
    def names(self) -> list[str]:
        """The arguments of the call, by the parameters of the bridge."""
        function = getattr(BRIDGES[self.interface], self.method)
        parameters = list(inspect.signature(function).parameters)[1:]
        named = [*parameters[: len(self.call.args)], *self.call.kwargs]
        return [*named, "**variables"] if self.call.variables else named

    def _bridge(self) -> Any:
        parent = BRIDGES[self.interface]
        known = {"title": "T", "slug": f"carried-{self.interface}", "author": "A"}
        methods = {
            name: partial(self._note, name, signature, returns)
            for name, signature, returns in _methods(self.interface, self.everything)
        }
        implementation = SimpleNamespace(
            **{name: _with_signature(it, it.args[1]) for name, it in methods.items()}
        )
        bridge: Any = type(
            "Carried",
            (parent,),
            {
                "implementation": type("Noting", (), known | dict.fromkeys(methods, _noting)),
                "make": staticmethod(lambda *_settings: implementation),
            },
        )()
        if bridge.configuration_schema is not None:
            given = {it: f"the {it}" for it in CATALOGUE[self.interface].settings or ("project",)}
            fields = bridge.configuration_schema.schema()["properties"]
            kept = {it: _setting(fields[it]["type"]) for it in given if it in fields}
            bridge.configuration = bridge.configuration_schema.parse_obj(kept)
        return bridge

    def _note(
        self, name: str, signature: inspect.Signature, returns: Any, *args: Any, **kwargs: Any
    ) -> Any:
        bound = signature.bind(*args, **kwargs).arguments
        self.noted.append((name, _flat(bound, signature)))
        if self.raises is not None:
            raise self.raises("raised to see what becomes of it")
        return _result(returns)

    def _arguments(self) -> tuple[list[Any], dict[str, Any]]:
        # As it stands for a page where there are none.
        world = Arguments({"canvas_id": "message-1 in channel-1"})
        pairs = zip(self.names, self.call.args, strict=False)
        args = [self._value(world, name, it) for name, it in pairs]
        kwargs = {name: self._value(world, name, it) for name, it in self.call.kwargs.items()}
        if self.call.variables:
            kwargs |= {"any_variable": "changed" if self.other == "**variables" else "as usual"}
        return args, kwargs

    def _value(self, world: Arguments, name: str, value: Value) -> Any:
        usual = world.value(value)
        if value.name == "template":  # a made up one, which names all that is passed with it
            names = [*self.call.kwargs, "any_variable", "name"]
            usual = [*usual, {"text": " ".join(f"{{{{{it}}}}}" for it in names)}]
        return _changed(usual) if name == self.other else usual


def _changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, str):
        return f"{value} 2"
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return value + 1
    if is_list(value):
        return [_changed(it) for it in value] or ["another"]
    if is_dict(value):
        return {key: _changed(it) for key, it in value.items()}
    if isinstance(value, SimpleNamespace):
        changed = {key: _changed(it) for key, it in vars(value).items()}
        return SimpleNamespace(**changed, is_another=True)
    return value


def _methods(interface: str, everything: bool) -> Iterator[tuple[str, inspect.Signature, Any]]:
    """What an implementation may have: its name, its signature and what it returns."""
    found = {it.name: (it.signature, it.returns) for it in CONTRACTS[interface].methods}
    if everything:
        for name, function in _optional(interface).items():
            parameters = list(inspect.signature(function).parameters.values())[1:]
            signature = inspect.Signature(parameters)
            found[name] = (signature, function.__annotations__.get("return"))
    yield from ((name, *it) for name, it in found.items())


def _optional(interface: str) -> dict[str, Callable[..., Any]]:
    """The methods of the optional Protocols of an interface."""
    title = interface.replace("-", " ").capitalize()
    found = dict[str, Callable[..., Any]]()
    for name, protocol in vars(optional).items():
        about = inspect.getdoc(protocol) or ""
        if name.startswith("Supports") and about.startswith((title, "Any type")):
            members = vars_of(protocol).items()
            found |= {key: it for key, it in members if inspect.isfunction(it) and key[0] != "_"}
    return found


def _noting(*_args: Any, **_kwargs: Any) -> None:
    """Stands in the class for what the object has."""


def _with_signature(call: Callable[..., Any], signature: inspect.Signature) -> Callable[..., Any]:
    def noting(*args: Any, **kwargs: Any) -> Any:
        return call(*args, **kwargs)

    noting.__signature__ = signature  # type: ignore[attr-defined]
    return noting


def _flat(bound: Mapping[str, Any], signature: inspect.Signature) -> dict[str, Any]:
    """Arguments by name, those of ``**kwargs`` by their own."""
    found = dict[str, Any]()
    for name, value in bound.items():
        if signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            found |= value
        else:
            found[name] = value
    return found


def _result(returns: Any) -> Any:
    """Something of the kind that a method returns."""
    told = str(returns)
    if returns is None or told in ("None", "<class 'NoneType'>"):
        return None
    if "tuple[bool" in told:
        return (False, 0, -1, [])
    if any(it in told for it in ("Sequence", "list[", "Iterable", "Collection")):
        return []
    if "bool" in told:
        return True
    return "an answer" if "str" in told and "Mapping" not in told else dict(_RESULT)


def _setting(kind: str) -> Any:
    return {"boolean": False, "integer": 1, "number": 0.5}.get(kind, "a-setting")


@contextmanager
def _quiet() -> Generator[None]:
    """Without the log: each of these errors is meant."""
    log = logging.getLogger("dispatch_interfaces.host")
    was, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = was


@frozen
class Told:
    """What becomes of calls that are treated alike, in words.

    Args:
        method: The method that the application calls.
        sites: Where.
        arguments: What becomes of each argument.
        errors: Which errors the application gets, and what it gets instead of the others.
        without: What it gets of an implementation that has no such method; empty if the
            documentation has it.
    """

    method: str
    sites: tuple[str, ...]
    arguments: tuple[str, ...]
    errors: str
    without: str


def told(interface: str) -> list[Told]:
    """What becomes of the calls to plugins of an interface, in words; alike ones are one."""
    found: dict[Told, list[str]] = {}
    for it in carried(interface):
        arguments = tuple(_arguments_of(it, BRIDGES[interface].dropped))
        alike = Told(it.method, (), arguments, _errors_of(it), _without(it))
        found.setdefault(alike, []).append(it.call.site)
    return [evolve(it, sites=tuple(sites)) for it, sites in found.items()]


def _arguments_of(it: Carried, reasons: Mapping[str, str]) -> Iterator[str]:
    for name, places in it.arrives.items():
        if not places:
            yield f"{name} (dropped: {reasons[f'{it.method}.{name}']})"
        elif name in it.asked_for and it.without is None:
            yield f"{name} \N{RIGHTWARDS ARROW} {', '.join(places)} if the plugin takes it"
        elif places == (f"{it.method}({name})",):
            yield name
        else:
            yield f"{name} \N{RIGHTWARDS ARROW} {', '.join(places)}"


def _errors_of(it: Carried) -> str:
    refused, down, mistake = (it.answers[error.__name__] for error in ERRORS[1:])
    if refused is None:
        return "passed on"
    if down == refused == mistake:
        return f"answered with {refused}"
    return f"passed on, but a refusal is answered with {refused}"


def _without(it: Carried) -> str:
    if it.without is None:
        return ""
    if it.stand_ins:
        return f"{', '.join(it.stand_ins)} stands in"
    return f"the application gets {it.without}"
