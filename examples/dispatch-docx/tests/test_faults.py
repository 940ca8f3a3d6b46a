"""A server that fails, and people and other processes that write the same file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from dispatch_docx.testing import Observer, open_plugin, written
from dispatch_interfaces import PluginError, UnavailableError
from dispatch_webdav import testing as webdav


def _then(monkeypatch: pytest.MonkeyPatch, method: str, do: Callable[[], object]) -> None:
    """Have something done once, before a request of that method."""
    send = httpx.Client.request

    def request(self: httpx.Client, verb: str, *args: Any, **kwargs: Any) -> httpx.Response:
        if verb == method:
            monkeypatch.undo()
            do()
        return send(self, verb, *args, **kwargs)

    monkeypatch.setattr(httpx.Client, "request", request)


def test_what_somebody_writes_meanwhile_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin, observer, server = open_plugin(), Observer(None), webdav.Observer(None)
    known_as = observer.add_document("{{title}}")
    new = written("Written by hand: {{title}}")
    _then(monkeypatch, "PUT", lambda: server.write(known_as, new))
    plugin.update(known_as, title="Orders are late")
    assert observer.text(known_as) == "Written by hand: Orders are late"


def test_two_processes_fill_in_the_same_document() -> None:
    """Each plugin stands for a process: they have nothing but the server in common."""
    observer, keys = Observer(None), [f"key {number}" for number in range(4)]
    known_as = observer.add_document(" ".join(f"{{{{{it}}}}}" for it in keys))
    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(open_plugin().update, known_as, **{it: it * 9}) for it in keys]
    for it in jobs:
        it.result()
    assert observer.text(known_as) == " ".join(it * 9 for it in keys)


def test_a_lost_answer_leaves_a_document_that_is_right_after_a_retry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plugin, observer = open_plugin(), Observer(None)
    known_as = observer.add_document("{{title}}")

    def lost() -> None:
        raise httpx.ReadTimeout("no answer")

    _then(monkeypatch, "PUT", lost)
    with pytest.raises(UnavailableError):
        plugin.update(known_as, title="x")
    plugin.update(known_as, title="x")
    assert observer.text(known_as) == "x"


def test_a_file_that_is_no_document_and_one_that_is_empty() -> None:
    storage, plugin = webdav.open_plugin(), open_plugin()
    drive = storage.create("No documents", [])["id"]
    file = storage.create_file(drive, "empty", "document")["id"]
    plugin.update(file, title="x")
    webdav.Observer(None).set_text(file, "{{title}}")
    with pytest.raises(PluginError, match=r"is no \.docx"):
        plugin.update(file, title="x")
