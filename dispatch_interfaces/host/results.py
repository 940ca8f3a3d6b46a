"""Does with a result what the application does with it."""

from collections.abc import Iterator
from typing import Any

from dispatch_interfaces.host.calls import Reads, ResultKind
from dispatch_interfaces.narrowing import is_dict, is_list, is_mapping, is_tuple
from dispatch_interfaces.showing import class_name, shown, told


def problems(reads: Reads, result: Any, where: str = "the result") -> list[str]:
    """What goes wrong when the application uses a result, as the error that it would be."""
    return list(_problems(reads, result, where))


def _problems(reads: Reads, result: Any, where: str) -> Iterator[str]:
    kind = f"{where} is {class_name(result)}"
    match reads.result:
        case ResultKind.DICT:
            if not is_dict(result):
                yield f"AttributeError: {kind}, not a dict that can be updated"
                return
            yield from _keys(reads, result, where)
        case ResultKind.OBJECT:
            for name in reads.needs:
                if not hasattr(result, name):
                    yield f"AttributeError: {kind}, without {name!r}"
        case ResultKind.STR:
            if not isinstance(result, str):
                yield f"ValidationError: {kind}, not str"
            elif reads.one_of and result not in reads.one_of:
                yield f"{where} is {shown(result)}, none of {', '.join(map(repr, reads.one_of))}"
        case ResultKind.CONTAINER:
            try:
                _ = "somebody@example.com" in result
            except TypeError as error:
                yield told(error)
        case ResultKind.ITERABLE | ResultKind.TUPLE:
            yield from _parts(reads, result, where)
        case ResultKind.BOOL | ResultKind.ANYTHING:
            return


def _parts(reads: Reads, result: Any, where: str) -> Iterator[str]:
    try:
        parts = list(result)
    except TypeError as error:
        yield told(error)
        return
    if reads.length is not None and len(parts) != reads.length:
        yield f"ValueError: {where} has {len(parts)} parts to unpack, not {reads.length}"
        return
    if reads.items is not None:
        for number, part in enumerate(parts):
            yield from _problems(reads.items, part, f"{where}[{number}]")
    if reads.mutates and reads.result is ResultKind.TUPLE:
        fixed = [it for it in parts if not isinstance(it, list)]
        if fixed:
            yield f"AttributeError: a part of {where} is {type(fixed[0]).__name__}, not a list"


def _keys(reads: Reads, result: dict[Any, Any], where: str) -> Iterator[str]:
    for key, kind in reads.needs.items():
        if key not in result:
            yield f"KeyError: {key!r}"
        elif not isinstance(result[key], kind):
            yield _invalid(f"{where}[{key!r}]", result[key], kind)
    for key, kind in reads.takes.items():
        if result.get(key) is not None and not isinstance(result[key], kind):
            yield _invalid(f"{where}[{key!r}]", result[key], kind)
    for key in reads.forbids:
        if key in result:
            yield f"TypeError: {where} has {key!r}, which the application passes itself"
    if reads.one_of and result.get("status", reads.one_of[0]) not in reads.one_of:
        yield (
            f"ValidationError: {where}['status'] is {shown(result['status'])}, "
            f"none of {', '.join(map(repr, reads.one_of))}"
        )


def _invalid(where: str, value: Any, kind: type) -> str:
    return f"ValidationError: {where} is {shown(value):.60}, not {kind.__name__}"


def change(reads: Reads, result: Any) -> None:
    """Change a result in place, as the application does once it has it."""
    if reads.mutates and is_dict(result):
        result.update({"resource_type": "changed by the application", "name": "changed"})
    elif reads.mutates:
        for part in result if is_tuple(result) else [result]:
            if is_list(part):
                part.append(None)


def produced(result: Any, path: str) -> Any:
    """A part of a result, by its key; the result itself for an empty path, None if not there."""
    if not path:
        return result
    return result.get(path) if is_mapping(result) else getattr(result, path, None)
