"""What mypy says of a plugin, in the author's environment and with the author's configuration.

A module is made up that uses the class as the interface and makes every documented call; what
mypy finds wrong in it is told by the aspect of the class that it is about.
"""

import json
import os
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import Parameter, formatannotation
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from dispatch_interfaces.checking.source import place_of
from dispatch_interfaces.checking.static import Aspect, Problem
from dispatch_interfaces.contract import Contract, Method
from dispatch_interfaces.protocols.plugin import Plugin

_NAME: Final = "dispatch_interfaces_probe.py"
_SECONDS: Final = 600

_CALLS: Final[Mapping[str, Aspect]] = {
    "attr-defined": Aspect.METHODS,
    "call-arg": Aspect.PARAMETERS,
    "call-overload": Aspect.PARAMETERS,
    "misc": Aspect.PARAMETERS,
    "operator": Aspect.KINDS,
}
"""What an error of a call is about, by its code; any other is about annotations."""


class MypyFailure(Exception):
    """Mypy could not be run, or could not see the class; the text says why."""


class _About(Enum):
    CLASS = "class"
    SEEN = "what is seen of the class"
    ATTRIBUTE = "attribute"
    CALL = "call"


@frozen
class Probe:
    """A module that uses a class in every documented way."""

    text: str
    about: Mapping[int, tuple[_About, str]]
    """What a line is about, and which member of the class."""

    @classmethod
    def of(cls, plugin_class: type, contract: Contract) -> "Probe":
        """Write the module.

        Raises:
            MypyFailure: The class has no name by which a module could import it.
        """
        if "<" in plugin_class.__qualname__ or plugin_class.__module__ == "__main__":
            raise MypyFailure(f"{plugin_class.__qualname__} is no class that a module can import")
        writer = _Writer(plugin_class, contract)
        return cls("\n".join(writer.lines), writer.about)


@frozen
class _Writer:
    plugin_class: type
    contract: Contract
    lines: list[str] = field(factory=list[str])
    about: dict[int, tuple[_About, str]] = field(factory=dict[int, tuple[_About, str]])

    def __attrs_post_init__(self) -> None:
        named = f"{self.plugin_class.__module__}.{self.plugin_class.__qualname__}"
        interface = self.contract.protocol
        self._add("import collections.abc, datetime, typing")
        self._add("from typing import *")  # formatannotation leaves out that module
        self._add(f"import {interface.__module__}")
        self._add(f"import {self.plugin_class.__module__}")
        self._add(f"reveal_type({named})", _About.SEEN)
        protocol = f"{interface.__module__}.{interface.__name__}"
        self._add(f"interface: type[{protocol}] = {named}", _About.CLASS)
        self._add(f"def attributes(plugin: {named}) -> None:")
        for attribute, annotation in Plugin.__annotations__.items():
            value = f"    {attribute}: {formatannotation(annotation)} = plugin.{attribute}"
            self._add(value, _About.ATTRIBUTE, attribute)
        for method in self.contract.methods:
            self._add_calls(named, method)

    def _add_calls(self, named: str, method: Method) -> None:
        given = method.signature.parameters.values()
        plain = [it for it in given if it.kind is not Parameter.VAR_KEYWORD]
        needed = [it.name for it in plain if it.default is Parameter.empty]
        typed = [f"{it.name}: {formatannotation(method.takes[it.name])}" for it in plain]
        self._add(f"def {method.name}_(plugin_: {named}, {', '.join(typed)}) -> None:")
        by_name = [f"{it.name}={it.name}" for it in plain]
        more = ["and_more=1"] if len(plain) < len(given) else []
        calls = [[it.name for it in plain], needed, by_name + more]
        for number, arguments in enumerate(calls):
            call = f"plugin_.{method.name}({', '.join(arguments)})"
            if method.returns is type(None):
                # Mypy does not let a result of None be assigned.
                call = f"call_{number}: Callable[[], None] = lambda: {call}"
            else:
                call = f"result_{number}: {formatannotation(method.returns)} = {call}"
            self._add(f"    {call}", _About.CALL, method.name)

    def _add(self, line: str, about: _About | None = None, member: str = "") -> None:
        self.lines.append(line)
        if about is not None:
            self.about[len(self.lines)] = about, member


def mypy_problems(plugin_class: type, contract: Contract) -> Mapping[Aspect, tuple[Problem, ...]]:
    """What mypy finds wrong with a class.

    Raises:
        MypyFailure: Mypy could not be run, or could not see the class.
    """
    probe = Probe.of(plugin_class, contract)
    found: dict[Aspect, dict[Problem, None]] = {}
    for aspect, member, told in _told(probe, _run(probe, plugin_class)):
        method = contract.method(member)
        problem = Problem(
            member or "the class",
            f"is refused by mypy: {told}",
            method.declaration if method else "",
            place_of(plugin_class, member),
        )
        found.setdefault(aspect, {})[problem] = None
    return {aspect: tuple(it) for aspect, it in found.items()}


def _run(probe: Probe, plugin_class: type) -> list[dict[str, Any]]:
    """What mypy prints, an object for each line."""
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(_search_path(plugin_class))}
    with tempfile.TemporaryDirectory() as folder:
        # A file, since `-c` cannot be had beside the `files` that a configuration may name.
        path = Path(folder) / _NAME
        path.write_text(probe.text, "utf-8")
        try:
            done = subprocess.run(
                [sys.executable, "-m", "mypy", "--output", "json", str(path)],
                capture_output=True,
                text=True,
                env=environment,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise MypyFailure(f"mypy did not come back within {_SECONDS} s") from None
    if done.returncode not in (0, 1) or (done.returncode == 1 and _NAME not in done.stdout):
        told = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise MypyFailure(f"mypy could not be run: {told}")
    return [json.loads(it) for it in done.stdout.splitlines() if it.startswith("{")]


def _search_path(plugin_class: type) -> list[str]:
    """Where mypy has to look: where Python has found the module, if it is not installed."""
    path = [it for it in os.environ.get("MYPYPATH", "").split(os.pathsep) if it]
    file = getattr(sys.modules.get(plugin_class.__module__), "__file__", None)
    if file is not None:
        depth = plugin_class.__module__.count(".") + (Path(file).name == "__init__.py")
        root = str(Path(file).resolve().parents[depth])
        if root not in (*site.getsitepackages(), site.getusersitepackages()):
            path.append(root)
    return path


def _told(probe: Probe, printed: list[dict[str, Any]]) -> Iterator[tuple[Aspect, str, str]]:
    """What mypy said: what it is about, the member, and the message."""
    errors: list[tuple[_About, str, str, str]] = []
    seen = False
    for it in printed:
        message, code, hint = it["message"], it["code"] or "", it["hint"] or ""
        if Path(it["file"]).name != _NAME or it["line"] not in probe.about:
            if code in ("import-untyped", "import-not-found"):
                raise MypyFailure(f"mypy does not see the module: {message} [{code}]")
            continue
        about, member = probe.about[it["line"]]
        if it["severity"] == "note":
            seen = seen or (about is _About.SEEN and not message.endswith('"Any"'))
        else:
            told = f"{message} [{code}]"
            if about is _About.CLASS:
                told = "; ".join([told, *(line.strip() for line in hint.splitlines())])
            errors.append((about, member, told, code))
    if not seen:
        raise MypyFailure("mypy sees nothing of the class: it is Any, whatever the configuration")
    yield from _by_aspect(errors)


def _by_aspect(errors: list[tuple[_About, str, str, str]]) -> Iterator[tuple[Aspect, str, str]]:
    single = False
    for about, member, told, code in errors:
        if about is _About.ATTRIBUTE:
            yield Aspect.ATTRIBUTES, member, told
        elif about is _About.CALL:
            kind = Aspect.KINDS if "Coroutine[" in told else None
            yield kind or _CALLS.get(code, Aspect.ANNOTATIONS), member, told
        else:
            continue
        single = True
    for _, _, told, _ in (it for it in errors if it[0] is _About.CLASS):
        # The members are told of already, where they are called or read.
        if not single:
            yield Aspect.ANNOTATIONS, "", told
