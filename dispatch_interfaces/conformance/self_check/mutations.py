"""Small lies, each told by one method of a working plugin, to see whether the suite notices.

A mutation gets every call of the method and answers in the method's place. It lies about as little
as it can: what it does not lie about, the plugin itself does.
"""

import copy
import functools
import itertools
import threading
import time
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from inspect import Parameter
from types import MappingProxyType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from attrs import define, field, frozen
from typing_extensions import is_typeddict

from dispatch_interfaces.contract import Contract, Method
from dispatch_interfaces.errors import UnavailableError
from dispatch_interfaces.limits import Absent, Limit, Limits, NoPlace, Text, Values
from dispatch_interfaces.narrowing import is_dict, is_list, is_sequence

LONGEST: Final = 15
"""What a text is cut to: a platform may refuse long names, but hardly those a little longer."""

_REFUSALS: Final = (5, 12)
"""The rules by which calls are refused: what is not even tried cannot be refused."""

_IDS: Final = ("email", "user", "command")
"""Parameters that are ids, beside those that end with ``_id``."""


@define(eq=False)
class Memory:
    """What a mutation remembers for the length of one requirement."""

    opened: list[Any] = field(factory=list[Any])
    """The plugins that were opened, oldest first."""
    kept: dict[Any, Any] = field(factory=dict[Any, Any])
    release: threading.Event = field(factory=threading.Event)
    """Set when whoever blocks has to let go."""
    _count: Iterator[int] = field(factory=lambda: itertools.count(1))

    def number(self) -> int:
        """A number that was not given before."""
        return next(self._count)


@frozen(eq=False)
class MutatedCall:
    """One call of a mutated method.

    Args:
        plugin: Whose method was called.
        method: What the contract says of it.
        original: The method as it was; takes the plugin first.
        args: The arguments that were passed by position.
        kwargs: The arguments that were passed by name.
        argument: The parameter that the mutation is after, if it is after one at a time.
        memory: What the mutation remembers.
    """

    plugin: Any
    method: Method
    original: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    argument: str
    memory: Memory

    @property
    def arguments(self) -> dict[str, Any]:
        """What was passed, by name."""
        return {**dict(zip(self.method.signature.parameters, self.args, strict=False))} | {
            **self.kwargs
        }

    def proceed(self, change: Callable[[str, Any], Any] = lambda _name, value: value) -> Any:
        """What the plugin itself answers.

        Args:
            change: Gets the name and the value of each argument; the plugin gets what it returns.
        """
        names = itertools.chain(self.method.signature.parameters, itertools.repeat(""))
        args = [change(name, value) for name, value in zip(names, self.args, strict=False)]
        kwargs = {name: change(name, value) for name, value in self.kwargs.items()}
        return self.original(self.plugin, *args, **kwargs)


@frozen
class Mutation:
    """One kind of lie.

    Args:
        name: What it is called in the report.
        text: What it does.
        lie: Answers a call in place of the plugin.
        aims: What it is after in a method: names of parameters, or ``""`` for the method as a
            whole; nothing if the lie cannot be told there.
        needs: What a method must have, or be, for the lie to be told.
        beside: The rules that this lie breaks only because it cannot be told otherwise. What is
            caught by them says nothing of whether the lie itself would be.
    """

    name: str
    text: str
    lie: Callable[[MutatedCall], Any]
    aims: Callable[[Method], tuple[str, ...]]
    needs: str
    beside: tuple[int, ...] = ()


# What the contract says of a method.


def reads(method: Method) -> bool:
    """Whether a method only reads: those that do are called get or list."""
    return method.name.partition("_")[0] in ("get", "list")


def writes(method: Method) -> bool:
    return not reads(method)


def _ids(method: Method) -> tuple[str, ...]:
    return tuple(it for it in method.signature.parameters if it.endswith("_id") or it in _IDS)


def key_of(method: Method) -> tuple[str, ...]:
    """The parameters that say what a call is about: its ids, or else the first of its texts."""
    if method.name == "create":
        return ()
    names = (name for name, it in method.signature.parameters.items() if it.annotation is str)
    return _ids(method) or tuple(itertools.islice(names, 1))


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """What a value may be, without None: ``(str,)`` for ``str | None``."""
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(it for it in get_args(annotation) if it is not type(None))
    return (annotation,)


def _changeable(method: Method) -> tuple[str, ...]:
    """The parameters that are lists or dicts."""
    return tuple(
        name
        for name, it in method.signature.parameters.items()
        if it.kind is not it.VAR_KEYWORD
        and any(
            get_origin(kind) in (list, dict) or is_typeddict(kind) for kind in _kinds(it.annotation)
        )
    )


def texts_of(method: Method) -> tuple[str, ...]:
    """The parameters that are, or hold, text of the caller's choice."""
    return tuple(
        name
        for name, it in method.signature.parameters.items()
        if name not in (*_ids(method), "participants")
        and not is_ignored(method, it)
        and (
            it.kind is it.VAR_KEYWORD or str in _kinds(it.annotation) or name in _changeable(method)
        )
    )


def is_ignored(method: Method, parameter: Parameter) -> bool:
    return f"**{parameter.name}: Accepted and ignored" in method.doc


def _whole(condition: Callable[[Method], Any]) -> Callable[[Method], tuple[str, ...]]:
    return lambda method: ("",) if condition(method) else ()


# What the lies have in common.


def made_up(call: MutatedCall, annotation: Any, name: str = "") -> Any:
    """A result as it could have been: nothing in it but what was passed is true."""
    number, passed = call.memory.number(), call.arguments.get(name)
    (kind, *_) = _kinds(annotation)
    if kind in (None, type(None)) or kind is not annotation:
        return None
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        return {key: made_up(call, hints[key], key) for key in sorted(kind.__required_keys__)}
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if kind is not str:
        return []
    if isinstance(passed, str):
        return passed
    made = {
        "weblink": f"https://made-up.example.com/{number}",
        "email": f"made-up-{number}@example.com",
        "timestamp": f"{time.time() + number / 1e6:.6f}",
    }
    return made.get(name, f"made-up-{number}")


def _deeply(change: Callable[[str], str], value: Any) -> Any:
    """A value with all texts in it changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if is_dict(value):
        return {key: _deeply(change, it) for key, it in value.items()}
    if is_sequence(value) and not isinstance(value, bytes):
        changed = [_deeply(change, it) for it in value]
        return tuple(changed) if isinstance(value, tuple) else changed
    return value


def with_texts(
    call: MutatedCall, change: Callable[[str], str], texts: tuple[str, ...] | None = None
) -> Any:
    """What the plugin does with other texts, though it says that it took those it was given.

    Args:
        call: The call.
        change: Makes another text of one.
        texts: The parameters that hold them; all that do by default.
    """
    texts = texts_of(call.method) if texts is None else texts
    documented = call.method.signature.parameters

    def changed(name: str, value: Any) -> Any:
        rest = name not in documented and any(
            documented[it].kind is Parameter.VAR_KEYWORD for it in texts
        )
        return _deeply(change, value) if rest or name in texts else value

    result = call.proceed(changed)
    if is_dict(result) and isinstance(call.arguments.get("name"), str) and "name" in result:
        return {**result, "name": call.arguments["name"]}
    return result


# The lies.


def drop(call: MutatedCall) -> Any:
    return made_up(call, call.method.returns)


def _do_twice(call: MutatedCall) -> Any:
    call.proceed()
    return call.proceed()


def _write_late(call: MutatedCall) -> Any:
    held = call.memory.kept.pop(id(call.plugin), None)
    # As it was when it was passed: what the caller changes afterwards is another matter.
    args, kwargs = copy.deepcopy(call.args), copy.deepcopy(dict(call.kwargs))
    call.memory.kept[id(call.plugin)] = lambda: call.original(call.plugin, *args, **kwargs)
    if held is not None:
        with suppress(Exception):
            held()
    return made_up(call, call.method.returns)


def answer_stale(call: MutatedCall) -> Any:
    asked = (id(call.plugin), repr(call.arguments))
    if asked not in call.memory.kept:
        call.memory.kept[asked] = call.proceed()
    return copy.deepcopy(call.memory.kept[asked])


def _answer_for_another(call: MutatedCall) -> Any:
    names = key_of(call.method)
    asked = {name: value for name, value in call.arguments.items() if name in names}
    before = call.memory.kept.get(id(call.plugin), asked)
    # An id that is refused stays refused; what would be written is not, or it would be seen.
    answer = call.proceed() if reads(call.method) or before == asked else None
    call.memory.kept[id(call.plugin)] = asked
    if before == asked:
        return answer
    return call.proceed(lambda name, value: before.get(name, value))


def _truncate(call: MutatedCall) -> Any:
    if writes(call.method):
        return with_texts(call, lambda text: text[:LONGEST])
    answer = call.proceed()
    if is_dict(answer):
        return {
            key: value if isinstance(value, str) or not is_sequence(value) else value[:-1]
            for key, value in answer.items()
        }
    return answer[:-1] if is_sequence(answer) else answer


def _fold_case(call: MutatedCall) -> Any:
    if writes(call.method):
        return with_texts(call, str.lower)
    return _deeply(str.upper, call.proceed())


def _swallow(call: MutatedCall) -> Any:
    try:
        return call.proceed()
    except Exception:
        return made_up(call, call.method.returns)


def _raise_after(call: MutatedCall) -> Any:
    call.proceed()
    raise UnavailableError("the answer was lost")


def _block(call: MutatedCall) -> Any:
    call.memory.release.wait()
    raise UnavailableError("it took too long")


def _leak(call: MutatedCall) -> Any:
    answers: list[Any] = []
    refusals: list[Exception] = []
    for plugin in (call.plugin, *(it for it in call.memory.opened if it is not call.plugin)):
        try:
            answers.append(call.original(plugin, *call.args, **call.kwargs))
        except Exception as error:
            refusals.append(error)
    if not answers:
        raise refusals[0]
    return functools.reduce(_joined, answers) if reads(call.method) else answers[0]


def _joined(one: Any, more: Any) -> Any:
    if is_dict(one):
        return {key: _joined(value, more[key]) for key, value in one.items()}
    return one if isinstance(one, str) or not is_sequence(one) else [*one, *more]


def _ignore(call: MutatedCall) -> Any:
    parameter = call.method.signature.parameters[call.argument]
    if parameter.kind is parameter.VAR_KEYWORD:
        known = {k: v for k, v in call.kwargs.items() if k in call.method.signature.parameters}
        return call.original(call.plugin, *call.args, **known)
    nothing = parameter.default
    if nothing is parameter.empty:
        (kind, *_) = _kinds(parameter.annotation)
        nothing = (get_origin(kind) or kind)()
    return call.proceed(lambda name, value: nothing if name == call.argument else value)


def _change_arguments(call: MutatedCall) -> Any:
    answer = call.proceed()
    for name in _changeable(call.method):
        passed = call.arguments.get(name)
        if is_list(passed):
            passed.append("changed")
        elif is_dict(passed):
            passed["changed"] = "changed"
    return answer


def _reverse(call: MutatedCall) -> Any:
    return list(reversed(call.proceed()))


BLOCK: Final = Mutation("block", "never comes back", _block, _whole(lambda _: True), "a method")

LEAK: Final = Mutation(
    "leak between instances",
    "does it in all plugins that are open, or answers with what all of them hold",
    _leak,
    _whole(lambda _: True),
    "a method",
)

_IGNORE: Final = Mutation(
    "ignore an argument",
    "takes the default, or nothing, for an argument that was passed",
    _ignore,
    lambda method: tuple(
        name
        for name, it in method.signature.parameters.items()
        if name not in key_of(method) and not is_ignored(method, it)
    ),
    "a parameter beside the id",
)

MUTATIONS: Final = (
    Mutation(
        "drop the write",
        "says that it was done, and does nothing",
        drop,
        _whole(writes),
        "a method that writes",
        beside=_REFUSALS,
    ),
    Mutation("do it twice", "does it once more", _do_twice, _whole(writes), "a method that writes"),
    Mutation(
        "write late",
        "holds the write back until the next one",
        _write_late,
        _whole(writes),
        "a method that writes",
        beside=_REFUSALS,
    ),
    Mutation(
        "answer stale",
        "answers what it answered to the same question before",
        answer_stale,
        _whole(reads),
        "a method that reads",
    ),
    Mutation(
        "answer for another id",
        "takes the id of the call before",
        _answer_for_another,
        _whole(key_of),
        "a parameter that says what the call is about",
        beside=_REFUSALS,
    ),
    Mutation(
        "truncate",
        f"cuts texts after {LONGEST} characters, and the last item or character of an answer",
        _truncate,
        _whole(lambda method: reads(method) or texts_of(method)),
        "a text",
    ),
    Mutation(
        "fold case",
        "takes all letters for small ones, or answers in capitals",
        _fold_case,
        _whole(lambda method: reads(method) or texts_of(method)),
        "a text",
    ),
    Mutation(
        "swallow the error",
        "returns, where the plugin raises",
        _swallow,
        _whole(lambda method: "Raises:" in method.doc),
        "a method that refuses something",
    ),
    Mutation(
        "raise after the effect",
        "does it, and raises",
        _raise_after,
        _whole(writes),
        "a method that writes",
    ),
    BLOCK,
    LEAK,
    _IGNORE,
    Mutation(
        "change the caller's list",
        "adds something to each list and dict that it was passed",
        _change_arguments,
        _whole(_changeable),
        "a parameter that is a list or a dict",
    ),
    Mutation(
        "reorder",
        "answers in reverse order",
        _reverse,
        _whole(lambda method: reads(method) and "oldest first" in method.doc),
        "an answer whose order is promised",
    ),
)

_SET: Final = "doing it again changes nothing, by rule 6"
_FIXED: Final = "the harness cannot change what the platform says of people and commands"

_AGAIN: Final = "doing it again changes nothing"
_UNSHOWN: Final = "nothing shows it"
_FORMAT: Final = "the format is the platform's own, and so is what it holds"

NO_DEFECT: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("do it twice", "conversation.add"): _SET,
        ("do it twice", "conversation.archive"): _SET,
        ("do it twice", "conversation.set_topic"): _AGAIN,
        ("do it twice", "metric.gauge"): _AGAIN,
        ("do it twice", "participant-group.add"): _SET,
        ("do it twice", "participant-group.remove"): _SET,
        ("do it twice", "storage.add_participant"): _SET,
        ("do it twice", "storage.remove_participant"): _SET,
        ("do it twice", "storage.move_file"): _AGAIN,
        ("do it twice", "storage.archive"): _SET,
        ("do it twice", "ticket.update"): _AGAIN,
        ("swallow the error", "ticket.create"): "there is nothing that every tracker refuses",
        ("answer stale", "conversation.get_participant_username"): _FIXED,
        ("answer stale", "conversation.get_participant_email"): _FIXED,
        ("answer stale", "conversation.get_participant_avatar_url"): _FIXED,
        ("answer stale", "conversation.get_command_name"): _FIXED,
        ("leak between instances", "conversation.get_participant_username"): _FIXED,
        ("leak between instances", "conversation.get_participant_email"): _FIXED,
        ("leak between instances", "conversation.get_participant_avatar_url"): _FIXED,
        ("leak between instances", "conversation.get_command_name"): _FIXED,
        ("leak between instances", "ticket.create"): _UNSHOWN,
        ("leak between instances", "workflow.run"): _UNSHOWN,
        ("truncate", "conversation.open_dialog"): _FORMAT,
        ("truncate", "conversation.open_modal"): _FORMAT,
        ("fold case", "conversation.open_dialog"): _FORMAT,
        ("fold case", "conversation.open_modal"): _FORMAT,
        ("ignore an argument", "conversation.send.notification_type"): _UNSHOWN,
        ("ignore an argument", "conversation.send_direct.notification_type"): _UNSHOWN,
        ("ignore an argument", "conversation.send_ephemeral.notification_type"): _UNSHOWN,
        ("ignore an argument", "document-resolver.get.db_session"): _UNSHOWN,
        ("ignore an argument", "participant.get.db_session"): _UNSHOWN,
    }
)
"""Lies that the contract allows, or that nothing could show: by mutation and method."""


def no_defect(mutation: Mutation, contract: Contract, method: Method, argument: str) -> str:
    """Why a lie is none in a method, or for one argument of it; empty if it is one."""
    where = f"{contract.interface}.{method.name}"
    places = (where, f"{where}.{argument}")
    return next(
        (NO_DEFECT[it] for place in places if (it := (mutation.name, place)) in NO_DEFECT), ""
    )


def hidden_by(limits: Limits, mutation: Mutation, method: Method, argument: str) -> str:
    """Why a lie shows nowhere behind what a plugin declares; empty if it does."""
    about = (argument,) if mutation.lie is _ignore else texts_of(method)
    about = key_of(method) if mutation.lie is _answer_for_another else about
    found = [limits.of_parameter(method.name, it) for it in about]
    changes: Mapping[Any, Callable[[str], str]]
    changes = {_fold_case: str.lower, _truncate: lambda text: text[:LONGEST]}
    if mutation.lie is _ignore:
        kinds = _kinds(method.signature.parameters[argument].annotation) if argument else ()
        hidden = [it is not None and _makes_one(it[1], kinds) for it in found]
    elif mutation.lie is _answer_for_another:
        hidden = [it is not None and isinstance(it[1], NoPlace) for it in found]
    elif mutation.lie in changes and writes(method):
        change = changes[mutation.lie]
        hidden = [it is not None and _undoes(it[1], change) for it in found]
    else:
        return ""
    return (
        "; ".join(f"{it[0]}: {it[1].because}" for it in found if it)
        if found and all(hidden)
        else ""
    )


def _makes_one(limit: Any, kinds: tuple[Any, ...]) -> bool:
    """Whether all values of an argument that are taken show alike."""
    values = {value for kind in kinds if get_origin(kind) is Literal for value in get_args(kind)}
    if issubclass(type(limit), Values):
        return len({limit.in_force(it) for it in values}) == 1
    return isinstance(limit, (Absent, NoPlace))


def _undoes(limit: Limit, change: Callable[[str], str]) -> bool:
    """Whether a text shows alike, whether it was changed before or not."""
    text = "Incident Alpha, number 1234567890"
    same = isinstance(limit, Text) and limit.in_force(change(text)) == limit.in_force(text)
    return same or isinstance(limit, NoPlace)
