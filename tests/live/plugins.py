"""Plugins of an author whose platform is reached over HTTP, and the harnesses for them."""

import builtins
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dispatch_interfaces import (
    AlreadyExistsError,
    Drive,
    File,
    FileType,
    GroupRole,
    InvalidRequestError,
    NotFoundError,
    ParticipantGroup,
    ParticipantGroupPlugin,
    PermissionDeniedError,
    PluginError,
    RateLimitedError,
    Role,
    StoragePlugin,
    Ticket,
    TicketPlugin,
    TicketStatus,
    UnavailableError,
    UserType,
)
from dispatch_interfaces.conformance import (
    Created,
    ParticipantGroupHarness,
    StorageHarness,
    TicketHarness,
)
from dispatch_interfaces.conformance.run.json_values import decode, encode

ERRORS: Final[dict[int, type[PluginError]]] = {
    400: InvalidRequestError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: AlreadyExistsError,
    503: UnavailableError,
}


class Client:
    """Calls the platform; also what the observers see it through."""

    def __init__(self, interface: str) -> None:
        self._address = f"{os.environ['ACME_URL']}/{interface}"

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            body = json.dumps(encode([args, kwargs])).encode()
            try:
                with urllib.request.urlopen(f"{self._address}/{method}", body, 30) as answer:
                    return decode(json.loads(answer.read()))
            except urllib.error.HTTPError as error:
                with error:
                    message = str(json.loads(error.read()))
                    if error.code == 429:
                        seconds = float(error.headers["Retry-After"])
                        raise RateLimitedError(message, retry_after=seconds) from None
                    raise ERRORS[error.code](message, method=method) from None

        return call


class HttpStorage(StoragePlugin):
    title, slug, version = "Acme drives", "acme-drives", "1"
    description = "Drives of Acme"
    author, author_url = "Acme", "https://acme.example"

    def __init__(self) -> None:
        self.client = Client("storage")

    def get(self, file_id: str, mime_type: str | None = None) -> str:
        return str(self.client.get(file_id, mime_type))

    def create(
        self, name: str, participants: builtins.list[str], role: Role = "fileOrganizer"
    ) -> Drive:
        made: Drive = self.client.create(name, participants, role)
        return made

    def delete(self, drive_id: str, empty: bool = True) -> None:
        self.client.delete(drive_id, empty)

    def list(self, **kwargs: Any) -> Sequence[Drive]:
        found: Sequence[Drive] = self.client.list()
        return found

    def add_participant(
        self,
        drive_or_file_id: str,
        participants: builtins.list[str],
        role: Role = "owner",
        user_type: UserType = "user",
    ) -> None:
        self.client.add_participant(drive_or_file_id, participants, role, user_type)

    def remove_participant(self, drive_id: str, participants: builtins.list[str]) -> None:
        self.client.remove_participant(drive_id, participants)

    def create_file(self, drive_id: str, name: str, file_type: FileType = "folder") -> File:
        made: File = self.client.create_file(drive_id, name, file_type)
        return made

    def delete_file(self, drive_id: str, file_id: str) -> None:
        self.client.delete_file(drive_id, file_id)

    def copy_file(self, drive_id: str, file_id: str, name: str) -> File:
        made: File = self.client.copy_file(drive_id, file_id, name)
        return made

    def move_file(self, new_drive_id: str, file_id: str) -> File:
        moved: File = self.client.move_file(new_drive_id, file_id)
        return moved

    def archive(self, source_drive_id: str, dest_folder_id: str, folder_name: str) -> None:
        self.client.archive(source_drive_id, dest_folder_id, folder_name)

    def list_files(self, drive_id: str, q: str | None = None) -> Sequence[File]:
        found: Sequence[File] = self.client.list_files(drive_id, q)
        return found


class HttpGroups(ParticipantGroupPlugin):
    title, slug, version = "Acme groups", "acme-groups", "1"
    description = "Groups of Acme"
    author, author_url = "Acme", "https://acme.example"

    def __init__(self) -> None:
        self.client = Client("participant-group")

    def create(
        self,
        name: str,
        participants: list[str],
        description: str | None = None,
        role: GroupRole = "MEMBER",
    ) -> ParticipantGroup:
        made: ParticipantGroup = self.client.create(name, participants, description, role)
        return made

    def add(self, email: str, participants: list[str], role: GroupRole = "MEMBER") -> None:
        self.client.add(email, participants, role)

    def remove(self, email: str, participants: list[str]) -> None:
        self.client.remove(email, participants)

    def delete(self, email: str) -> None:
        self.client.delete(email)


class HttpTicket(TicketPlugin):
    title, slug, version = "Acme tickets", "acme-tickets", "1"
    description = "Tickets of Acme"
    author, author_url = "Acme", "https://acme.example"

    def __init__(self) -> None:
        self.client = Client("ticket")

    def create(
        self, title: str, incident_type: str, incident_priority: str, commander: str, reporter: str
    ) -> Ticket:
        made: Ticket = self.client.create(
            title, incident_type, incident_priority, commander, reporter
        )
        return made

    def update(
        self,
        ticket_id: str,
        title: str | None = None,
        description: str | None = None,
        incident_type: str | None = None,
        priority: str | None = None,
        status: TicketStatus | None = None,
        commander_email: str | None = None,
        reporter_email: str | None = None,
        conversation_weblink: str | None = None,
        document_weblink: str | None = None,
        storage_weblink: str | None = None,
        labels: list[str] | None = None,
        cost: str | None = None,
    ) -> None:
        people = commander_email, reporter_email
        links = conversation_weblink, document_weblink, storage_weblink
        what = title, description, incident_type, priority, status
        self.client.update(ticket_id, *what, *people, *links, labels, cost)


def remove_group(plugin: HttpGroups, created: Created) -> None:
    """Remove a group by its address; if that never came back, by its name."""
    if created.answered:
        plugin.delete(created.result["email"])
        return
    for email in _of_this_name(plugin.client.groups(), created):
        plugin.delete(email)


def remove_drive(plugin: HttpStorage, created: Created) -> None:
    """Remove a drive, also from the trash."""
    for drive_id in _of_this_name(plugin.client.all_drives(), created):
        plugin.client.purge(drive_id)


def _of_this_name(names: Mapping[str, str], created: Created) -> list[str]:
    """The ids of those that have the name."""
    found = [it for it, name in names.items() if name == created.arguments["name"]]
    if not found:
        raise NotFoundError("there is none of this name")
    return found


def _client(plugin: Any) -> Client:
    client: Client = plugin.client
    return client


_LIVE: Final[dict[str, Any]] = {
    "observer": _client,
    "shared_backend": True,
    "sandbox": True,
    "calls_per_second": 10_000.0,
}

storage = StorageHarness(open=HttpStorage, remove=remove_drive, **_LIVE)
without_remove = StorageHarness(open=HttpStorage, **_LIVE)
groups = ParticipantGroupHarness(open=HttpGroups, remove=remove_group, **_LIVE)
tickets = TicketHarness(
    open=HttpTicket, observer=_client, shared_backend=True, calls_per_second=10_000.0
)
groups_without_remove = ParticipantGroupHarness(open=HttpGroups, **_LIVE)
