"""How the plugin is judged and rehearsed over a server that the environment names.

``WEBDAV_URL``, ``WEBDAV_USERNAME`` and ``WEBDAV_PASSWORD`` are those of the plugin;
``WEBDAV_OBSERVER_USERNAME`` and ``WEBDAV_OBSERVER_PASSWORD`` are an account of who looks on, which
is that of the plugin if they are not set.
"""

import os
import weakref
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from webdav4.client import Client, HTTPError, ResourceNotFound

from dispatch_interfaces import File, InvalidRequestError, NotFoundError
from dispatch_interfaces.conformance import HostHarness, StorageHarness
from dispatch_interfaces.host.rehearsal import Part
from dispatch_webdav.bridge import WebDavStorageForDispatch
from dispatch_webdav.plugin import WebDavStorage
from dispatch_webdav.settings import WebDavSettings
from reference_impls.storage_query import parse

_OURS: Final = "{urn:dispatch-webdav}"
_ASK: Final = """<propfind xmlns="DAV:" xmlns:z="urn:dispatch-webdav"><prop>
<resourcetype/><acl/><z:id/><z:type/></prop></propfind>"""


def settings() -> WebDavSettings:
    """Those of the plugin."""
    return WebDavSettings(
        url=os.environ["WEBDAV_URL"],
        username=os.environ.get("WEBDAV_USERNAME", ""),
        password=os.environ.get("WEBDAV_PASSWORD", ""),
    )


def open_plugin() -> WebDavStorage:
    return WebDavStorage(settings())


class Observer:
    """Asks the server with another library, and with another account if there is one.

    Args:
        _plugin: The plugin, which is not asked.
    """

    def __init__(self, _plugin: object) -> None:
        found = settings()
        name = os.environ.get("WEBDAV_OBSERVER_USERNAME", found.username)
        password = os.environ.get("WEBDAV_OBSERVER_PASSWORD", found.password)
        parent, _, folder = found.url.rstrip("/").rpartition("/")
        self.folder = unquote(folder)
        self._client: Any = Client(parent, auth=(name, password) if name else None)
        weakref.finalize(self, self._client.http.close)

    def permissions(self, drive_or_file_id: str) -> dict[str, str]:
        """Whom the server's list of rights names (RFC 3744), which WsgiDAV does not have."""
        rights = self._find(drive_or_file_id)[1].iter("{DAV:}ace")
        named = (ace.findtext("{DAV:}principal/{DAV:}href") for ace in rights)
        return {who: "writer" for who in named if who}

    def user_types(self, drive_or_file_id: str) -> dict[str, str]:
        return dict.fromkeys(self.permissions(drive_or_file_id), "user")

    def set_text(self, file_id: str, text: str, mime_type: str = "text/plain") -> None:
        try:
            self.write(file_id, text.encode())
        except UnicodeEncodeError as error:
            raise InvalidRequestError("this is no text") from error

    def write(self, file_id: str, content: bytes) -> None:
        """Write a file, as somebody does who has it open in a program."""
        self._client.upload_fileobj(BytesIO(content), quote(self._find(file_id)[0]), overwrite=True)

    def read(self, file_id: str) -> bytes:
        """The content of a file."""
        answer = self._client.request("GET", quote(self._find(file_id)[0]))
        content: bytes = answer.raise_for_status().content
        return content

    def trashed_drives(self) -> list[str]:
        """What the server shows elsewhere than among the drives: a trash would be there."""
        beside = (path for path, _ in self._within("") if path != self.folder)
        places = [*beside, f"{self.folder}/.dispatch-webdav"]
        return [_id(it) for place in places for _, it in self._below(place) if _id(it)]

    def list_files(self, drive_id: str, q: str | None = None) -> list[File]:
        """What is in a drive, for a rehearsal, which looks at the end."""
        asked, drive = () if q is None else parse(q), self._find(drive_id)[0]
        ids, found = {drive: drive_id}, list[File]()
        for path, it in self._below(drive):
            ids[path] = _id(it)
            parent, _, name = path.rpartition("/")
            kind: Any = "folder" if _is_folder(it) else it.findtext(f".//{_OURS}type")
            if all(one.holds(name=name, type=kind, parent=ids[parent]) for one in asked):
                link = str(self._client.join_url(quote(path)))
                found.append({"id": _id(it), "weblink": link, "name": name})
        return found

    def _find(self, any_id: str) -> tuple[str, Element]:
        for path, it in self._below(self.folder):
            if _id(it) == any_id:
                return path, it
        raise NotFoundError("the server shows nothing with this id", value=any_id)

    def _below(self, path: str) -> Iterator[tuple[str, Element]]:
        for inner, it in self._within(path):
            yield inner, it
            if _is_folder(it):
                yield from self._below(inner)

    def _within(self, path: str) -> Iterator[tuple[str, Element]]:
        try:
            found = self._client.propfind(quote(path), data=_ASK, headers={"Depth": "1"})
        except (ResourceNotFound, HTTPError):
            return
        top = self._client.base_url.path.rstrip("/")
        for response in found.responses.values():
            inner = response.path_norm.removeprefix(top).strip("/")
            if inner != path:
                yield inner, response.response_xml


def _id(it: Element) -> str:
    return it.findtext(f".//{_OURS}id") or ""


def _is_folder(it: Element) -> bool:
    return it.find(".//{DAV:}resourcetype/{DAV:}collection") is not None


harness = StorageHarness(
    open=open_plugin,
    observer=Observer,
    shared_backend=True,
    mime_types=("text/plain",),
    sandbox=True,
    calls_per_second=200,
)


def part(name: str = "Incidents") -> Part:
    """The bridge in a rehearsal, with a new drive for the incidents of each project.

    Args:
        name: What the names of the drives begin with; a number follows that is free.
    """
    found, plugin = settings(), open_plugin()
    taken = {it["name"] for it in plugin.list()}
    free = (it for it in map(f"{name} {{}}".format, range(1, len(taken) + 3)) if it not in taken)
    common = {"url": found.url, "username": found.username, "password": found.password}
    first, second = ({**common, "root_id": plugin.create(next(free), [])["id"]} for _ in range(2))
    return Part(
        plugin_class=WebDavStorageForDispatch,
        settings=first,
        other_settings=second,
        observer=Observer,
    )


def host_harness() -> HostHarness:
    """For the calls of the application, in a new drive."""
    entered = part("Host").settings
    assert entered is not None
    plugin, root = open_plugin(), entered["root_id"]
    folder = plugin.create_file(root, "A folder")["id"]
    names = ("file_id", "template_id")
    files = {it: plugin.create_file(folder, it, "document")["id"] for it in names}
    return HostHarness(
        configuration=entered, values={"root_id": root, "folder_id": folder, **files}
    )
