"""The attacks: what a plugin does, where, and what the report must say of it."""

from typing import Final

from attrs import frozen

HEAD: Final = """
import atexit, ctypes, os, re, signal, subprocess, sys, threading, time
from dispatch_interfaces.conformance.run import endings
from reference_impls import InMemoryTerm

def regex():
    re.match(r"(a+)+$", "a" * 64 + "b")  # which holds the interpreter lock

def once(attack, done=[]):
    if not done:
        done.append(attack)
        attack()

def junk():
    for it in range(3, 1 << 11):
        try:
            if "socket" in os.readlink(f"/proc/self/fd/{it}"):
                os.write(it, b"x" * 99)
        except OSError:
            pass

"""

IN_GET: Final = """
class Plugin(InMemoryTerm):
    def get(self, **kwargs):
        {attack}
        return super().get(**kwargs)
"""


@frozen
class Attack:
    """One kind of attack.

    Args:
        name: What it does, and where.
        module: The author's module.
        told: What the report must say.
        code: The exit code; None for any but 0.
        options: Further options of the command.
    """

    name: str
    module: str
    told: str
    code: int | None = 1
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def in_get(name: str, attack: str, told: str, code: int | None = 1, *options: str) -> Attack:
    """An attack in the one method of a plugin."""
    return Attack(name, HEAD + IN_GET.format(attack=attack), told, code, options)


def elsewhere(name: str, text: str, told: str, code: int | None = 1, *options: str) -> Attack:
    """An attack somewhere else in the author's module."""
    return Attack(name, HEAD + text, told, code, options)


_WHOLE: Final = "class Plugin(InMemoryTerm): pass\n"
_HARNESS: Final = (
    "from dispatch_interfaces.conformance import TermHarness\nclass Plugin(InMemoryTerm): pass\n"
)
_H: Final = ("--harness", "acme_attack:harness")
_SHORT: Final = ("--timeout", "2")

ATTACKS: Final = (
    # Leaving the process.
    in_get("os._exit(0) in a method", "os._exit(0)", "ended the process with exit status 0"),
    in_get(
        "os._exit(0) in a thread",
        "threading.Thread(target=os._exit, args=(0,)).start(); time.sleep(60)",
        "ended the process with exit status 0",
    ),
    in_get(
        "os._exit(0) at a later time",
        "threading.Timer(0.3, os._exit, (0,)).start()",
        "exit status 0",
        None,
    ),
    elsewhere("SystemExit(0) on import", "sys.exit(0)", "cannot be imported", 2),
    elsewhere("os._exit(0) on import", "os._exit(0)", "ended the process with exit status 0", 2),
    elsewhere(
        "os._exit(0) in __init__",
        "class Plugin(InMemoryTerm):\n    def __init__(self): os._exit(0)\n",
        "exit status 0",
        2,
    ),
    elsewhere(
        "os._exit(0) in the harness",
        _HARNESS + "def harness(): os._exit(0)\n",
        "exit status 0",
        2,
        *_H,
    ),
    elsewhere(
        "os._exit(0) in open",
        _HARNESS + "harness = TermHarness(open=lambda: os._exit(0))\n",
        "exit status 0",
        2,
        *_H,
    ),
    elsewhere(
        "os._exit(0) in the observer",
        _HARNESS + "harness = TermHarness(open=Plugin, observer=lambda it: os._exit(0))\n",
        "exit status 0",
        2,
        *_H,
    ),
    in_get("os._exit(0) at exit", "atexit.register(os._exit, 0); os.abort()", "SIGABRT"),
    in_get("sys.exit(0)", "sys.exit(0)", "SystemExit"),
    in_get(
        "SystemExit(0) from __repr__",
        "return type('X', (), {'__repr__': lambda self: sys.exit(0)})()",
        "TERM",
    ),
    in_get(
        "SystemExit(0) from __str__ of an error",
        "raise type('E', (Exception,), {'__str__': lambda self: sys.exit(0)})()",
        "TERM",
    ),
    in_get("execv", "os.execv('/bin/true', ['true'])", "ended the process with exit status 0"),
    in_get(
        "a signal that ends it", "os.kill(os.getpid(), signal.SIGTERM); time.sleep(5)", "SIGTERM"
    ),
    in_get(
        "a signal that nobody can catch",
        "os.kill(os.getpid(), signal.SIGKILL); time.sleep(5)",
        "SIGKILL",
    ),
    in_get(
        "a signal to the whole group",
        "os.killpg(os.getpgrp(), signal.SIGKILL); time.sleep(5)",
        "SIGKILL",
    ),
    in_get("a segmentation fault", "ctypes.string_at(0)", "SIGSEGV"),
    in_get(
        "a fork of which the child goes on",
        "once(lambda: os.waitpid(os.fork() or os._exit(0), 0))",
        "conforms",
        0,
    ),
    in_get("a fork that stays", "once(lambda: os.fork() or time.sleep(600))", "conforms", 0),
    in_get("memory running out", "bytearray(3 << 30)", "MemoryError", 1, "--memory", "1024"),
    # Never coming back.
    in_get("a call that never returns", "time.sleep(600)", "did not return", 1, *_SHORT),
    in_get(
        "a call that holds the interpreter lock", "regex()", "lets no other thread run", 1, *_SHORT
    ),
    elsewhere("an import that never ends", "time.sleep(600)", "did not come to an end", 2, *_SHORT),
    elsewhere(
        "a factory that never returns",
        "def make() -> InMemoryTerm: time.sleep(600)\nPlugin = make\n",
        "did not come to an end",
        2,
        *_SHORT,
    ),
    elsewhere(
        "a harness that holds the interpreter lock",
        _HARNESS + "def harness(): regex()\n",
        "did not come to an end",
        2,
        *_H,
        *_SHORT,
    ),
    elsewhere(
        "open that holds the interpreter lock",
        _HARNESS + "harness = TermHarness(open=regex)\n",
        "lets no other thread run",
        2,
        *_H,
        *_SHORT,
    ),
    in_get(
        "a thread that keeps the process",
        "once(threading.Thread(target=time.sleep, args=(600,)).start)",
        "conforms",
        0,
    ),
    in_get("a hanging atexit", "once(lambda: atexit.register(time.sleep, 600))", "conforms", 0),
    # Talking in our place.
    in_get("print", "print('{\"exit_code\": 0}')", "conforms", 0),
    in_get("a write to descriptor 1", "os.write(1, b'junk\\n')", "conforms", 0),
    in_get(
        "a program that prints", "once(lambda: subprocess.run(['echo', 'junk']))", "conforms", 0
    ),
    in_get(
        "the first stdout", "sys.__stdout__.write('junk'); sys.__stdout__.flush()", "conforms", 0
    ),
    in_get("C code that prints", "ctypes.CDLL(None).puts(b'junk')", "conforms", 0),
    elsewhere(
        "an import that prints", "print('junk'); os.write(1, b'junk')\n" + _WHOLE, "conforms", 0
    ),
    in_get("closing all descriptors", "os.closerange(3, 1 << 16)", "closed the pipe"),
    in_get("writing into all descriptors", "junk()", "wrote into the pipe"),
    # Our own endings.
    in_get("NotObserved of ours", "raise endings.NotObserved('x')", "NotObserved"),
    in_get("HarnessError of ours", "raise endings.HarnessError('x')", "HarnessError"),
    in_get("Blocked of ours", "raise endings.Blocked('get', 'x')", "Blocked"),
    # Text that would be more than text; as JSON it has its backslashes twice.
    *(
        in_get(f"{name} in an error", f"raise RuntimeError({text!r})", told)
        for name, text, told in (
            ("an escape sequence", "a \x1b[31mred", r"a \\x1b[31mred"),
            ("a C1 control", "a \x9b31mred", r"a \\x9b31mred"),
            ("a bidirectional control", "a \u202egreen", r"a \\u202egreen"),
            ("markup", "[bold]a[/bold] [/]", "[bold]a[/bold] [/]"),
            ("a workflow command", "::stop-commands::a", "RuntimeError: ::stop-commands::a"),
            ("half a character", "a \ud800", r"a \\ud800"),
        )
    ),
    in_get("10 MB in an error", "raise RuntimeError('a' * 10_000_000)", "RuntimeError: aaaa"),
    # Objects that do harm when they are looked at.
    *(
        in_get(
            f"{name} that {does}",
            f"return type('X', (list,), {{'{name}': {kind}(lambda *_: {act})}})(super().get())",
            told,
            1,
            *_SHORT,
        )
        for name, kind in (
            ("__repr__", ""),
            ("__eq__", ""),
            ("__len__", ""),
            ("__iter__", ""),
            ("__class__", "property"),
        )
        for does, act, told in (
            ("raises", "1 / 0", "ZeroDivisionError"),
            ("exits", "sys.exit(0)", "SystemExit"),
            ("hangs", "time.sleep(600)", "did not return within 2 s"),
        )
    ),
)
