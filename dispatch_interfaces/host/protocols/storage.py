"""What the application calls of a storage plugin."""

from abc import abstractmethod
from typing import Any, Protocol


class HostStoragePlugin(Protocol):
    """Everything that the application calls."""

    @abstractmethod
    def create_file(
        self,
        parent_id: str,
        name: str,
        participants: list[str] | None = None,
        role: str | None = None,
        file_type: str = "folder",
    ) -> dict[str, Any]:
        """Make a folder, or an empty document.

        Source: the application of September 2025, ``storage/flows.py:51``,
        ``storage/flows.py:66``, ``storage/flows.py:71``, ``document/flows.py:52``,
        ``forms/service.py:152``.
        """
        ...

    @abstractmethod
    def copy_file(self, folder_id: str, file_id: str, name: str) -> dict[str, Any]:
        """Make a document from a template.

        Source: the application of September 2025, ``document/flows.py:43``,
        ``report/flows.py:155``, ``forms/service.py:163``.
        """
        ...

    @abstractmethod
    def move_file(self, new_folder_id: str, file_id: str, **kwargs: Any) -> dict[str, Any]:
        """Put a file into a folder, where it may be already.

        Source: the application of September 2025, ``document/flows.py:49``,
        ``report/flows.py:169``, ``forms/service.py:168``.
        """
        ...

    @abstractmethod
    def get(self, file_id: str, mime_type: str | None = None) -> str:
        """The text of a document.

        Source: the application of September 2025, ``incident/scheduled.py:75``,
        ``document/scheduled.py:46``, ``ai/service.py:404``, ``ai/service.py:495``,
        ``ai/service.py:515``, ``ai/service.py:526``.
        """
        ...

    @abstractmethod
    def add_participant(
        self,
        team_drive_or_file_id: str,
        participants: list[str],
        role: str | None = None,
        user_type: str | None = None,
    ) -> None:
        """Give people or groups access.

        Source: the application of September 2025, ``storage/flows.py:124``.
        """
        ...

    @abstractmethod
    def remove_participant(self, team_drive_or_file_id: str, participants: list[str]) -> None:
        """Take access away.

        Source: the application of September 2025, ``storage/flows.py:134``.
        """
        ...

    @abstractmethod
    def open(self, folder_id: str) -> None:
        """Let everybody of the organisation read a document.

        Source: the application of September 2025, ``document/flows.py:263``.
        """
        ...

    @abstractmethod
    def mark_readonly(self, file_id: str) -> None:
        """Keep a document from being changed.

        Source: the application of September 2025, ``document/flows.py:308``.
        """
        ...

    @abstractmethod
    def delete_file(self, file_id: str) -> None:
        """Delete a folder with all that is in it.

        Source: the application of September 2025, ``storage/flows.py:165``.
        """
        ...
