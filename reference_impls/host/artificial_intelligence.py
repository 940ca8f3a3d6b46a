"""Answers of a language model, given beforehand."""

import builtins
import threading
from collections import deque
from typing import TypeVar

from attrs import frozen

from dispatch_interfaces.host.plugin import HostPlugin
from dispatch_interfaces.host.protocols.artificial_intelligence import (
    HostArtificialIntelligencePlugin,
)

T = TypeVar("T")


@frozen
class Prompt:
    """What was asked."""

    prompt: str
    system_message: str


class InMemoryArtificialIntelligence(HostPlugin, HostArtificialIntelligencePlugin):
    """A model that says what it was told to say; `prompts` shows what it was asked."""

    title = "In-memory model"
    slug = "in-memory-artificial-intelligence"
    type = "artificial-intelligence"
    description = "Answers given beforehand"
    version = "1.0"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._answers: deque[str] = deque()
        self._prompts: list[Prompt] = []
        self._lock = threading.Lock()

    def chat_completion(self, prompt: str, system_message: str) -> str:
        """The next answer; ``""`` if there is none left."""
        with self._lock:
            self._prompts.append(Prompt(prompt, system_message))
            return self._answers.popleft() if self._answers else ""

    def chat_parse(self, prompt: str, response_model: builtins.type[T], system_message: str) -> T:
        """An instance of the class, with the defaults of all its fields."""
        with self._lock:
            self._prompts.append(Prompt(prompt, system_message))
        return response_model()

    def answer(self, text: str) -> None:
        """Let this be the next answer that is not given yet."""
        with self._lock:
            self._answers.append(text)

    def prompts(self) -> list[Prompt]:
        """What was asked, in order."""
        with self._lock:
            return list(self._prompts)
