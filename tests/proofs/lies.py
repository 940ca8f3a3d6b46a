"""Every generic fault there is, each told by one method: what an implementation may get wrong."""

import itertools
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args, get_origin, get_type_hints

from attrs import evolve
from typing_extensions import is_typeddict

from dispatch_interfaces.conformance.self_check.mutations import (
    BLOCK,
    LONGEST,
    MUTATIONS,
    MutatedCall,
    Mutation,
    answer_stale,
    drop,
    is_ignored,
    made_up,
    reads,
    texts_of,
    with_texts,
    writes,
)
from dispatch_interfaces.contract import Method
from dispatch_interfaces.narrowing import is_dict, is_list

_LONG: Final = 200
"""What a field of a database holds, or the first lines of a description."""


# Where a lie can be told.


def _where(condition: Callable[[Method], Any]) -> Callable[[Method], tuple[str, ...]]:
    return lambda method: ("",) if condition(method) else ()


def _answers(method: Method) -> bool:
    return method.returns is not type(None)


def _raises(method: Method) -> bool:
    return "Raises:" in method.doc


def _answers_and_raises(method: Method) -> bool:
    return _answers(method) and _raises(method)


def _lists(method: Method) -> bool:
    return bool(get_args(method.returns)) and get_origin(method.returns) is not None


def _keys(method: Method) -> tuple[str, ...]:
    """The keys that a result must have."""
    return tuple(sorted(method.returns.__required_keys__)) if is_typeddict(method.returns) else ()


def _optional(method: Method) -> tuple[str, ...]:
    """The parameters that may be left out, and mean something."""
    return tuple(
        name
        for name, it in method.signature.parameters.items()
        if it.default is not it.empty and not is_ignored(method, it)
    )


def _optional_of_what_writes(method: Method) -> tuple[str, ...]:
    return _optional(method) if writes(method) else ()


def _alike(method: Method) -> Iterator[tuple[str, str]]:
    """Neighbours of one type, which are easily mistaken for each other."""
    parameters = list(method.signature.parameters.values())
    for one, other in itertools.pairwise(parameters):
        if one.annotation == other.annotation and not is_ignored(method, one):
            yield one.name, other.name


# Results.


def _lose(call: MutatedCall) -> None:
    call.proceed()


def _answer_a_number(call: MutatedCall) -> int:
    call.proceed()
    return 17


def _leave_a_key_out(call: MutatedCall) -> Any:
    return {key: value for key, value in call.proceed().items() if key != call.argument}


def _answer_a_number_for_a_key(call: MutatedCall) -> Any:
    return {**call.proceed(), call.argument: 17}


def _answer_nothing_for_a_key(call: MutatedCall) -> Any:
    kind = get_type_hints(call.method.returns)[call.argument]
    return {**call.proceed(), call.argument: (get_origin(kind) or kind)()}


def _repeat(call: MutatedCall) -> Any:
    if "" not in call.memory.kept:
        call.memory.kept[""] = call.proceed()
    return call.memory.kept[""]


def _share(call: MutatedCall) -> Any:
    answer = call.proceed()
    shared = call.memory.kept.setdefault("", answer)
    if shared is not answer and is_dict(shared):
        shared.clear()
        shared.update(answer)
    if shared is not answer and is_list(shared):
        shared[:] = answer
    return shared


def _add(call: MutatedCall) -> Any:
    return [made_up(call, get_args(call.method.returns)[0]), *call.proceed()]


def _list_twice(call: MutatedCall) -> Any:
    return [it for it in call.proceed() for _ in range(2)]


def _list_all_but_the_last(call: MutatedCall) -> Any:
    return call.proceed()[:-1]


# Arguments.


def _changing(change: Callable[[str], str]) -> Callable[[MutatedCall], Any]:
    """Do it with other texts in one argument, and say that it was done with those given."""
    return lambda call: with_texts(call, change, (call.argument,))


def _swap(call: MutatedCall) -> Any:
    other = dict(_alike(call.method))[call.argument]
    given = call.arguments
    if not {call.argument, other} <= set(given):
        return call.proceed()
    swapped = {call.argument: given[other], other: given[call.argument]}
    return call.proceed(lambda name, value: swapped.get(name, value))


def _if_given(lie: Callable[[MutatedCall], Any]) -> Callable[[MutatedCall], Any]:
    """Tell a lie only if an argument is passed that may be left out."""

    def told(call: MutatedCall) -> Any:
        default = call.method.signature.parameters[call.argument].default
        given = call.arguments.get(call.argument, default)
        return call.proceed() if given == default else lie(call)

    return told


# Errors.


def _fail(_: MutatedCall) -> None:
    raise OSError("the line is busy")


def _exit(_: MutatedCall) -> None:
    raise SystemExit(3)


def _replace_the_error(call: MutatedCall) -> Any:
    try:
        return call.proceed()
    except Exception as error:
        raise RuntimeError("something went wrong") from error


def _return_none_for_the_error(call: MutatedCall) -> Any:
    try:
        return call.proceed()
    except Exception:
        return None


def _raise_late(call: MutatedCall) -> Any:
    held = call.memory.kept.pop(id(call.plugin), None)
    try:
        answer = call.proceed()
    except Exception as error:
        call.memory.kept[id(call.plugin)] = error
        answer = made_up(call, call.method.returns)
    if held is not None:
        raise held
    return answer


# Effects.


def _after(calls: int, lie: Callable[[MutatedCall], Any]) -> Callable[[MutatedCall], Any]:
    """Tell a lie once a plugin has been called so often: a preparation may be the first to see."""

    def later(call: MutatedCall) -> Any:
        key = id(call.plugin)  # the memory keeps the plugins: no two have the same
        call.memory.kept[key] = call.memory.kept.get(key, 0) + 1
        return lie(call) if call.memory.kept[key] > calls else call.proceed()

    return later


def _every_third(lie: Callable[[MutatedCall], Any]) -> Callable[[MutatedCall], Any]:
    """Tell a lie every third time, whichever of the plugins is called."""

    def told(call: MutatedCall) -> Any:
        return call.proceed() if call.memory.number() % 3 else lie(call)

    return told


def _lie(
    name: str,
    lie: Callable[[MutatedCall], Any],
    aims: Callable[[Method], tuple[str, ...]] = lambda _: ("",),
) -> Mutation:
    return Mutation(name, "", lie, aims, "")


_PER_ARGUMENT: Final = ("truncate", "fold case")
"""What the lies below tell of one argument at a time, where something is written."""

LIES: Final = (
    *(
        evolve(it, aims=_where(reads)) if it.name in _PER_ARGUMENT else it
        for it in MUTATIONS
        if it is not BLOCK and it.lie is not drop
    ),
    _lie("pretend", drop),
    _lie("lose the answer", _lose, _where(_answers)),
    _lie("answer with a number", _answer_a_number),
    _lie("leave a key out", _leave_a_key_out, _keys),
    _lie("a number for a key", _answer_a_number_for_a_key, _keys),
    _lie("nothing for a key", _answer_nothing_for_a_key, _keys),
    _lie("repeat the first answer", _repeat, _where(_answers)),
    _lie("share one answer", _share, _where(lambda it: _answers(it) and it.returns is not str)),
    _lie("answer with more", _add, _where(_lists)),
    _lie("list everything twice", _list_twice, _where(_lists)),
    _lie("leave the last out", _list_all_but_the_last, _where(_lists)),
    _lie("fold a text", _changing(str.lower), texts_of),
    _lie("cut a text", _changing(lambda it: it[:LONGEST]), texts_of),
    _lie("cut a long text", _changing(lambda it: it[:_LONG]), texts_of),
    _lie("trim a text", _changing(str.strip), texts_of),
    _lie("compose a text", _changing(lambda it: unicodedata.normalize("NFC", it)), texts_of),
    _lie("change line ends", _changing(lambda it: it.replace("\r\n", "\n")), texts_of),
    _lie("swap two arguments", _swap, lambda it: tuple(one for one, _ in _alike(it))),
    _lie("pretend if it is given", _if_given(drop), _optional_of_what_writes),
    _lie("raise if it is given", _if_given(_fail), _optional),
    _lie("raise", _fail),
    _lie("exit", _exit),
    _lie("replace the error", _replace_the_error, _where(_raises)),
    _lie("return None for the error", _return_none_for_the_error, _where(_answers_and_raises)),
    _lie("raise late", _raise_late, _where(_raises)),
    _lie("do it once for the same arguments", answer_stale, _where(writes)),
    _lie("raise the second time", _after(1, _fail)),
    _lie("pretend the second time", _after(1, drop)),
    _lie("lose the third answer", _after(2, _lose), _where(_answers)),
    _lie("pretend every third time", _every_third(drop), _where(writes)),
    _lie("raise every third time", _every_third(_fail)),
)
"""By cause: what the self-check plants, then results, arguments, errors and effects."""
