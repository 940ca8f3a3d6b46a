"""What the application calls of an artificial-intelligence plugin."""

from abc import abstractmethod
from typing import Protocol, TypeVar

T = TypeVar("T")


class HostArtificialIntelligencePlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def chat_completion(self, prompt: str, system_message: str) -> str:
        """Answer in plain text.

        Source: the application of September 2025, ``ai/service.py:424``.
        """
        ...

    @abstractmethod
    def chat_parse(self, prompt: str, response_model: type[T], system_message: str) -> T:
        """Answer with an instance of a given class.

        Source: the application of September 2025, ``ai/service.py:346``, ``ai/service.py:573``,
        ``ai/service.py:667``, ``ai/service.py:765``.
        """
        ...
