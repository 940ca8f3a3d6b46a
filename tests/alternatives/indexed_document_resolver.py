"""Related documents, found by an index in SQLite."""

import re
import sqlite3
import threading
from collections.abc import Iterable
from typing import Any, Final, Self, cast

from dispatch_interfaces import DocumentResolverPlugin, InvalidRequestError, ResolvedDocument

_SCHEMA: Final = """
create table document (id integer primary key autoincrement, name text, description text);
create table condition (document integer, kind text, wanted text);
create index wants on condition (kind, wanted);
create temporary table had (kind text, value text);
"""
_FIND: Final = """
select id, name, description from document where not exists (
    select 1 from condition it where it.document = document.id
    group by it.kind
    having not max(exists (select 1 from had where kind = it.kind and value = it.wanted))
)
order by name desc, id desc
"""
_TYPE, _PRIORITY, _WORD = "type", "priority", "word"


class IndexedDocumentResolver(DocumentResolverPlugin):
    """A row for each thing that a document wants of an incident; the query does the rest."""

    title = "Documents by an index"
    slug = "indexed-document-resolver"
    author = "dispatch-interfaces"
    author_url = "https://example.com/dispatch-interfaces"

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.executescript(_SCHEMA)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(
        self,
        incident_type: str,
        incident_priority: str,
        incident_description: str,
        db_session: object = None,
        **_: object,
    ) -> tuple[ResolvedDocument, ...]:
        had = [(_TYPE, incident_type), (_PRIORITY, incident_priority)]
        had += [(_WORD, it) for it in _words(incident_description)]
        with self._lock, self._connection:
            self._connection.execute("delete from had")
            self._connection.executemany("insert into had values (?, ?)", had)
            return tuple(_record(*row) for row in self._connection.execute(_FIND))

    def add_document(
        self,
        name: str,
        description: str = "",
        *,
        incident_types: Iterable[str] = (),
        incident_priorities: Iterable[str] = (),
        words: Iterable[str] = (),
    ) -> str:
        if not name.strip() or len(name) > 250 or not name.isprintable():
            raise InvalidRequestError("no shelf has such a label")
        if any("\ud800" <= it <= "\udfff" for it in description):
            raise InvalidRequestError("no shelf has such a book")
        wanted = [(_TYPE, it) for it in incident_types]
        wanted += [(_PRIORITY, it) for it in incident_priorities]
        wanted += [(_WORD, it.casefold()) for it in words]
        with self._lock, self._connection:
            number = self._connection.execute(
                "insert into document (name, description) values (?, ?)", (name, description)
            ).lastrowid
            self._connection.executemany(
                "insert into condition values (?, ?, ?)", [(number, *it) for it in wanted]
            )
        return str(number)

    def remove_document(self, resource_id: str) -> None:
        with self._lock, self._connection:
            for column, table in (("id", "document"), ("document", "condition")):
                self._connection.execute(f"delete from {table} where {column} = ?", (resource_id,))


def _record(number: int, name: str, description: str) -> ResolvedDocument:
    record: dict[str, Any] = {
        "resource_id": str(number),
        "resource_type": "book",
        "weblink": f"http://library.internal.example/{number}",
        "description": description,
        "name": name,
        "shelf": number // 100,
    }
    return cast("ResolvedDocument", record)


def _words(text: str) -> set[str]:
    text = text.encode(errors="replace").decode()
    return {it.casefold() for it in re.findall(r"\w+", text)}
