"""What is printed: a table of the sets, and beneath it what failed and what was lost."""

import re
import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

_WIDTH: Final = 118
_LONGEST: Final = 20
"""So many lines of each list at most."""
_NUMBER: Final = re.compile(r"(-| )\d+")
_ROW: Final = "{:32} {:>12} {:>12} {:>22} {:>22}"


def screen(found: Sequence[Mapping[str, Any]]) -> str:
    """The table, and then one part for each set."""
    return "\n".join([*_table(found), *(line for it in found for line in _details(it))])


def _table(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield _ROW.format("set", "steps failed", "call errors", "messages sent", "all templates")
    yield _ROW.format("", "", "", *["lost, code, not sent"] * 2)
    for it in found:
        steps = it["steps"]
        yield _ROW.format(
            it["set"][:32],
            f"{sum(step['failed'] for step in steps)} of {len(steps)}",
            len(_raised(it)),
            _counts(it["messages"]),
            _counts(it["templates"]),
        )


def _counts(messages: Sequence[Mapping[str, Any]]) -> str:
    lost, code = (sum(bool(it[name]) for it in messages) for name in ("lost", "code"))
    unsent = sum(not it["delivered"] for it in messages)
    return f"{lost}, {code}, {unsent} of {len(messages)}"


def _raised(found: Mapping[str, Any]) -> list[str]:
    return [
        f"{it['type']}.{it['method']}: {it['outcome']}"
        for step in found["steps"]
        for it in step["calls"]
        if it["outcome"] != "ok"
    ]


def _details(found: Mapping[str, Any]) -> Iterator[str]:
    steps, messages, templates = found["steps"], found["messages"], found["templates"]
    failed = [it for it in steps if it["failed"]]
    yield ""
    yield f"== {found['set']}"
    yield from _list("steps failed", steps, (f"{it['name']}: {it['errors'][0]}" for it in failed))
    raised = _raised(found)
    yield from _list("different calls that raised", raised, _different(raised))
    calls = [it for step in steps for it in step["calls"]]
    alone = Counter(f"{it['type']}.{it['method']}" for it in calls if not it["reached"])
    yield from _list(
        "methods that a bridge answered without the plugin",
        {f"{it['type']}.{it['method']}" for it in calls},
        _filled(f"{name} ({times})" for name, times in sorted(alone.items())),
        len(alone),
    )
    spared = [it for step in steps for it in step["answered_by_bridge"]]
    yield from _list("different errors that a bridge answered for", spared, _different(spared))
    complaints = [it for step in steps for it in step["complaints"]]
    yield from _list("different errors that are only logged", complaints, _different(complaints))
    threaded = [it for it in messages if it["thread_kept"] is not None]
    strays = [f"{it['step']}: {it['title']}" for it in threaded if not it["thread_kept"]]
    head = "messages for a thread that did not go into it"
    yield from _list(head, threaded, _different(strays), len(strays))
    lost = [f"{it['step']}: {it['title']}" for it in messages if not it["delivered"]]
    yield from _list("messages not sent", messages, _different(lost), len(lost))
    plain = [it for it in messages if it["lost"] and not it["templated"]]
    yield from _list("messages of blocks that lost text", messages, map(_told, plain))
    faulty = [it for it in templates if it["lost"] or it["code"]]
    yield from _list("templates that lost text or show code", templates, map(_told, faulty))


def _different(lines: Iterable[str]) -> list[str]:
    """Each of the lines once, with how often it comes; numbers in ids make no difference."""
    counts = Counter(_NUMBER.sub(r"\1N", it) for it in lines)
    return [f"{it} ({times} times)" if times > 1 else it for it, times in counts.items()]


def _told(message: Mapping[str, Any]) -> str:
    lost = message["lost"]
    what = [f"{len(lost)} lost, such as {lost[0]!r}"] if lost else []
    return f"{message['step']}: {', '.join([*what, *['shows code'] * message['code']])}"


def _list(
    head: str, all_of_them: Collection[Any], lines: Iterable[str], count: int | None = None
) -> Iterator[str]:
    """A heading with counts, and the first of the lines, each as long as a screen is wide."""
    lines = list(lines)
    yield f"   {head}: {len(lines) if count is None else count} of {len(all_of_them)}"
    yield from (f"     {' '.join(it.split())}"[:_WIDTH] for it in lines[:_LONGEST])
    if len(lines) > _LONGEST:
        yield f"     and {len(lines) - _LONGEST} more"


def _filled(words: Iterable[str]) -> list[str]:
    """As many words in each line as go into it."""
    return textwrap.wrap(", ".join(words), _WIDTH - 5, break_on_hyphens=False)
