"""An incident whose documents are filled in, as they are on the server then."""

from io import BytesIO
from typing import Any

import docx

from dispatch_docx.testing import part
from dispatch_interfaces.host.rehearsal import rehearse
from dispatch_webdav import testing as webdav


def test_the_documents_of_an_incident_are_filled_in() -> None:
    storage = webdav.part("Rehearsal")
    rehearsal = rehearse([storage, part()])
    assert rehearsal.exit_code == 0, rehearsal.verdict
    assert storage.settings is not None
    drive, server = storage.settings["root_id"], webdav.Observer(None)
    files = server.list_files(drive, "name contains 'Incident Document'")
    assert files
    for file in files:
        document: Any = docx.Document(BytesIO(server.read(file["id"])))
        first = document.paragraphs[0].text
        assert first.startswith(file["name"].partition(" - ")[0])
        assert "{{name}}" not in first
        assert "{{title}}" not in first
