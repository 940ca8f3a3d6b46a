"""What the application does with a plugin class before it calls anything."""

import importlib
import threading
from collections.abc import Callable
from typing import Any, Final

from attrs import frozen

from dispatch_interfaces.host.calls import Consequence, Severity
from dispatch_interfaces.narrowing import is_dict, is_mapping
from dispatch_interfaces.showing import message_of, shown, told

_ABSENT: Final = Consequence(Severity.ABORTS, "the plugin is left out when the application starts")
_ALL_BREAK: Final = Consequence(Severity.ABORTS, "no plugin can be looked up any more, of any type")
_NOT_FOUND: Final = Consequence(Severity.ABORTS, "nobody finds the plugin")
_LIST_FAILS: Final = Consequence(
    Severity.ABORTS, "the list of plugins cannot be shown, and no project be created"
)
_NO_SETTINGS: Final = Consequence(Severity.ABORTS, "the settings cannot be entered or stored")
_SCHEMA: Final = ("schema", "parse_obj", "parse_raw")


@frozen
class Precondition:
    """One thing that the application relies on.

    Args:
        number: The end of the requirement's id.
        text: What is required, in a sentence.
        to_fix: What to change.
        consequence: What happens otherwise.
        problem: What is wrong with a class; empty if nothing.
    """

    number: int
    text: str
    to_fix: str
    consequence: Consequence
    problem: Callable[[type], str]


def _made_without_arguments(plugin_class: type) -> str:
    return _failure(plugin_class)


def _made_in_each_thread(plugin_class: type) -> str:
    failures: list[str] = []
    threads = [
        threading.Thread(target=lambda: failures.append(_failure(plugin_class))) for _ in range(2)
    ]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    return next(filter(None, failures), "")


def _failure(plugin_class: type) -> str:
    try:
        plugin_class()
    except BaseException as error:
        return f"{plugin_class.__name__}() raised {told(error)}"
    return ""


def _found_by_name(plugin_class: type) -> str:
    where = f"{plugin_class.__module__}.{plugin_class.__name__}"
    try:
        found = getattr(importlib.import_module(plugin_class.__module__), plugin_class.__name__)
    except (ImportError, AttributeError) as error:
        return f"{where} cannot be imported: {message_of(error)}"
    return "" if found is plugin_class else f"{where} is another class"


def _is_text(name: str) -> Callable[[type], str]:
    def problem(plugin_class: type) -> str:
        found = getattr(plugin_class, name, None)
        return "" if isinstance(found, str) and found.strip() else f"{name} is {shown(found)}"

    return problem


def _is_sorted(plugin_class: type) -> str:
    wrong = _is_text("title")(plugin_class)
    if wrong:
        return wrong
    # The base classes of the application bring it; a class without any has to.
    told = getattr(plugin_class, "get_title", None)
    return "" if callable(told) else "there is no get_title(), by which plugins are sorted"


def _not_configured_at_first(plugin_class: type) -> str:
    found = getattr(plugin_class, "configuration", None)
    return (
        "" if found is None else f"configuration is {shown(found)} before the application sets it"
    )


def _keeps_state_in_the_class(plugin_class: type) -> str:
    try:
        plugin = plugin_class()
    except BaseException:
        return ""  # said by another
    # Of a thread-local object, what is set on it is another in each thread.
    kept = vars(plugin) if isinstance(plugin, threading.local) else {}
    found = [name for name, it in kept.items() if isinstance(it, (dict, list, set))]
    return f"{', '.join(found)} of the object is empty in every other thread" if found else ""


def _schema_works(plugin_class: type) -> str:
    try:
        schema: Any = getattr(plugin_class(), "configuration_schema", None)
    except BaseException:
        return ""  # said by another
    if schema is None:
        return ""
    missing = [it for it in _SCHEMA if not callable(getattr(schema, it, None))]
    if missing:
        return f"configuration_schema has no {', '.join(missing)}"
    described = schema.schema()
    if not is_dict(described) or "properties" not in described:
        return f"configuration_schema.schema() is {shown(described)}, without properties"
    return ""


def _answers_in_every_process(plugin_class: type) -> str:
    needed: Any = getattr(plugin_class, "needed", {})
    implementation: Any = getattr(plugin_class, "implementation", None)
    if not is_mapping(needed) or not isinstance(implementation, type):
        return ""
    missing = [it for it in needed if not callable(getattr(implementation, it, None))]
    return "; ".join(f"{implementation.__name__} has no {it}, so {needed[it]}" for it in missing)


PRECONDITIONS: Final = (
    Precondition(
        1,
        "The application can make the plugin, with no arguments.",
        "let `__init__` take nothing; take settings from `configuration` when a method is called.",
        _ABSENT,
        _made_without_arguments,
    ),
    Precondition(
        2,
        "The plugin can be made again, in every thread.",
        "leave out of `__init__` what may be done once only; keep state in the class.",
        _ABSENT,
        _made_in_each_thread,
    ),
    Precondition(
        3,
        "The class is found by its module and its name.",
        "define it by a class statement at the top of a module; neither nested nor renamed.",
        _ABSENT,
        _found_by_name,
    ),
    Precondition(
        4,
        "The plugin has a title, by which all plugins are sorted.",
        "set `title`, and subclass the application's base class or a bridge.",
        _ALL_BREAK,
        _is_sorted,
    ),
    Precondition(5, "The plugin has a slug.", "set `slug`.", _NOT_FOUND, _is_text("slug")),
    Precondition(6, "The plugin says its type.", "set `type`.", _NOT_FOUND, _is_text("type")),
    Precondition(
        7, "The plugin says who wrote it.", "set `author`.", _LIST_FAILS, _is_text("author")
    ),
    Precondition(
        8,
        "The plugin says where its author is found.",
        "set `author_url`.",
        _LIST_FAILS,
        _is_text("author_url"),
    ),
    Precondition(
        9,
        "The plugin is not configured before the application does it.",
        "leave `configuration` None in the class.",
        Consequence(Severity.LOSES, "what a project has entered is not what is used"),
        _not_configured_at_first,
    ),
    Precondition(
        10,
        "The schema of the settings has what the application calls.",
        "give it schema(), parse_obj() and parse_raw(), as `Schema` of the bridge has.",
        _NO_SETTINGS,
        _schema_works,
    ),
    Precondition(
        11,
        "What the plugin keeps from call to call, it keeps for all threads.",
        "keep it in the class, by project, under a lock; the object is one of a thread.",
        Consequence(Severity.LOSES, "what one thread has kept, no other finds"),
        _keeps_state_in_the_class,
    ),
    Precondition(
        12,
        "What one process of the application has done, the plugin can tell another.",
        "add the method, and let it ask the backend; `dispatch_interfaces.host.optional` has its "
        "signature.",
        Consequence(Severity.LOSES, "no other process knows, and nothing in memory can tell it"),
        _answers_in_every_process,
    ),
)
