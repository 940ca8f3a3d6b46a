"""Fills in document templates. Source: seed, section Document."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol

from dispatch_interfaces.limits import Limits, Text
from dispatch_interfaces.protocols.plugin import Plugin


@dataclass(frozen=True, kw_only=True)
class DocumentLimits(Limits):
    """What a document service cannot do; a plugin's class has it as ``limits``."""

    text: Text | None = None
    """What is put in for a placeholder."""


class DocumentPlugin(Plugin, Protocol):
    """Puts what is known of an incident into its documents."""

    type: str = "document"

    @abstractmethod
    def update(self, document_id: str, **kwargs: Any) -> None:
        """Replace every ``{{key}}`` in a document with the value of that keyword.

        Values are put in as they are: a ``{{key}}`` within a value is not replaced in turn. A
        placeholder without a keyword stays, and so does one whose value is None: a later call
        can fill it in. ``""`` removes it.

        Args:
            document_id: Id of the document, as the storage plugin gave it.
            **kwargs: Text by placeholder; keys may contain spaces and dots. A value that is not
                a str is put in as ``str(value)``.

        Raises:
            NotFoundError: There is no such document.
            InvalidRequestError: The platform cannot carry the text unchanged.

        Source: seed, section Document.
        """
        ...
