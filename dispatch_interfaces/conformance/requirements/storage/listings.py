"""What is in a drive: list_files and its queries."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import (
    NOT_QUERIES,
    StorageHarness,
    expect_found,
    ids_of,
    must,
)
from dispatch_interfaces.queries import quoted


@must("STORAGE-250", "list_files", rule=4)
def list_files_shows_every_depth(h: StorageHarness) -> None:
    """`list_files` shows the files of the drive at every depth, folders included, each once.
    To fix: descend into every folder.
    Usual cause: the platform lists the direct children of what it is asked for.
    Wrong: return self._children(drive_id)
    Right:
        found = self._children(drive_id)
        for it in found:
            found += self._children(it["id"])
        return found
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        wanted = [tree.document, tree.folder, tree.inner, tree.leaf]
        place = tree.inner
        for _ in range(5):
            place = h.file(plugin, place, "folder")["id"]
            wanted.append(place)
        found = ids_of(plugin.list_files(tree.drive, None))
        expect.equal(sorted(found), sorted(wanted), "the list of files")


@must("STORAGE-251", "list_files", rule=4)
def list_files_shows_no_other_drive(h: StorageHarness) -> None:
    """`list_files` shows no file of another drive, with a query or without.
    To fix: ask the platform for files of this drive only.
    Usual cause: the search of the platform goes over all drives.
    Wrong: found = self.client.search(q)
    Right: found = self.client.search(q, drive=drive_id)
    """
    with h.plugin() as plugin:
        tree, other = h.tree(plugin), h.drive(plugin)["id"]
        for q in (None, "type = 'document'", f"{quoted(tree.folder)} in parents"):
            expect.equal(
                ids_of(plugin.list_files(other, q)), [], f"the files of a new drive for {q}"
            )


@must("STORAGE-252", "list_files", rule=10)
def list_files_without_a_query_shows_every_file(h: StorageHarness) -> None:
    """`list_files` without a query does the same as with `q=None`.
    To fix: use None as the default, and no query then.
    Usual cause: without a query something is left out, such as folders.
    Wrong: q = q or "type = 'document'"
    Right: conditions = [] if q is None else self._parse(q)
    """
    with h.plugin() as plugin:
        drive = h.tree(plugin).drive
        said, omitted = ids_of(plugin.list_files(drive, q=None)), ids_of(plugin.list_files(drive))
        expect.equal(sorted(omitted), sorted(said), "the list of files without a query")


@must("STORAGE-253", "list_files", rule=4)
def list_files_shows_every_file(h: StorageHarness) -> None:
    """`list_files` shows every file, not only the first page of them, with a query or without.
    To fix: ask the platform for page after page until there is none.
    Usual cause: the platform answers with 10 or 100 files and a token for the next.
    Wrong: files = self.client.search(drive_id, q).items
    Right:
        page = self.client.search(drive_id, q)
        files = list(page.items)
        while page := page.next():
            files += page.items
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        made = {h.file(plugin, drive)["id"] for _ in range(h.many)}
        for q in (None, "type = 'document'"):
            missing = made - set(ids_of(plugin.list_files(drive, q)))
            expect.equal(len(missing), 0, f"the number of files not listed, of {h.many}")


@must("STORAGE-254", "list_files", rule=4)
def list_files_finds_a_name(h: StorageHarness) -> None:
    """`list_files` with `name = 'x'` shows the files of exactly that name.
    To fix: compare the whole names, as they are.
    Usual cause: the platform's search folds case, normalises Unicode, or takes prefixes.
    Wrong: return [it for it in files if it["name"].lower() == wanted.lower()]
    Right: return [it for it in files if it["name"] == wanted]
    """
    with h.plugin() as plugin:
        for names in h.some(adversarial.NAME_PAIRS):
            drive = h.drive(plugin)["id"]
            made = [expect.made(plugin.create_file, drive, name) for name in names]
            in_force = [it["name"] for it in made if it]
            for name in {*in_force, *(h.in_force("file_name", it) for it in names)}:
                wanted = [it for it in made if it and it["name"] == name]
                q = f"name = {quoted(name)}"
                found = ids_of(plugin.list_files(drive, q))
                expect.equal(sorted(found), sorted(ids_of(wanted)), f"the list of files for {q!r}")


@must("STORAGE-255", "list_files", rule=4)
def list_files_finds_a_part_of_a_name(h: StorageHarness) -> None:
    """`list_files` with `name contains 'x'` shows the files with x anywhere in the name.
    To fix: look for the text at every position; case matters.
    Usual cause: the platform's search goes by beginnings of words, or folds case.
    Wrong: return [it for it in files if it["name"].lower().startswith(part.lower())]
    Right: return [it for it in files if part in it["name"]]
    """
    with h.plugin() as plugin:
        names = ("Incident", "incidents", "INCIDENT", "sea bed", "a  b", "b a", "a b")
        for part in ("cident", "In", "s", "a b", " ", "Incident"):
            expect_found(h, plugin, "contains", part, names)


@must("STORAGE-256", "list_files", rule=4)
def list_files_takes_wildcards_as_they_are(h: StorageHarness) -> None:
    """In a query `%`, `_`, `*`, `?` and `.` stand for themselves.
    To fix: escape what the platform's search takes for a wildcard.
    Usual cause: the text is put into an SQL `LIKE` or a regular expression.
    Wrong: rows = db.execute("... WHERE name LIKE ?", (f"%{part}%",))
    Right: rows = db.execute("... WHERE instr(name, ?)", (part,))
    """
    with h.plugin() as plugin:
        for part in ("a%c", "a_c", "a*c", "a?c", "a.c"):
            expect_found(h, plugin, "contains", part, (f"x{part}x", "xabcx", "xacx"))
            expect_found(h, plugin, "=", part, (part, "abc", "ac"))


@must("STORAGE-257", "list_files", rule=4)
def list_files_finds_a_type(h: StorageHarness) -> None:
    """`list_files` with `type = 'folder'` shows the folders and nothing else, and so each type.
    To fix: compare with the type that the file was created with.
    Usual cause: the platform has types of its own, and not all are translated.
    Wrong: return [it for it in files if it.is_folder == (wanted == "folder")]
    Right: return [it for it in files if it.type == wanted]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        of_type: dict[str, list[str]] = {
            "folder": [tree.folder, tree.inner],
            "document": [tree.document, tree.leaf],
            "sheet": [],
        }
        if "sheet" in h.file_types():
            sheet = h.file(plugin, tree.inner, "sheet")["id"]
            of_type[h.in_force("file_type", "sheet")].append(sheet)
        for file_type, wanted in of_type.items():
            found = ids_of(plugin.list_files(tree.drive, f"type = '{file_type}'"))
            expect.equal(sorted(found), sorted(wanted), f"the list of files of type {file_type}")


@must("STORAGE-258", "list_files", rule=4)
def list_files_finds_what_lies_directly_in_a_place(h: StorageHarness) -> None:
    """`list_files` with `'x' in parents` shows what lies directly in the folder or drive x.
    To fix: compare with the direct parent only.
    Usual cause: everything below the folder is shown, or the drive is no parent of anything.
    Wrong: return [it for it in files if wanted in self._path(it)]
    Right: return [it for it in files if it.parent == wanted]
    """
    with h.plugin() as plugin:
        tree = h.tree(plugin)
        directly_in = {
            tree.drive: [tree.document, tree.folder],
            tree.folder: [tree.inner],
            tree.inner: [tree.leaf],
            tree.document: [],
        }
        for place, wanted in directly_in.items():
            found = ids_of(plugin.list_files(tree.drive, f"{quoted(place)} in parents"))
            expect.equal(sorted(found), sorted(wanted), f"the list of files directly in {place!r}")


@must("STORAGE-259", "list_files", rule=4)
def list_files_joins_conditions_with_and(h: StorageHarness) -> None:
    """`list_files` with conditions joined by `and` shows the files for which all of them hold.
    To fix: read every condition, and keep the files for which each holds.
    Usual cause: only the first or the last condition is read, or any of them is enough.
    Wrong: return [it for it in files if any(holds(it) for holds in conditions)]
    Right: return [it for it in files if all(holds(it) for holds in conditions)]
    """
    with h.plugin() as plugin:
        tree, name = h.tree(plugin), h.unique("file")
        wanted = h.file(plugin, tree.folder, "document", name)["id"]
        h.file(plugin, h.beside(plugin, tree.folder), "folder", name)
        h.file(plugin, tree.inner, "document", name)
        h.file(plugin, tree.folder, "document")
        conditions = [
            f"name = {quoted(name)}",
            "type = 'document'",
            f"{quoted(tree.folder)} in parents",
        ]
        for ordered in (conditions, conditions[::-1], conditions[1:] + conditions[:1]):
            found = ids_of(plugin.list_files(tree.drive, " and ".join(ordered)))
            expect.equal(found, [wanted], f"the list of files for {' and '.join(ordered)!r}")


@must("STORAGE-260", "list_files", rule=4)
def list_files_reads_quotes_and_backslashes_in_names(h: StorageHarness) -> None:
    r"""In a query `\'` within quotes is a quote, and a doubled backslash is one.
    To fix: undo the two escapes after the text was cut out of the query.
    Usual cause: the text ends at the first quote, or the backslashes stay in.
    Wrong: text = re.match(r"'([^']*)'", rest)[1]
    Right:
        text = re.match(r"'((?:[^'\\]|\\['\\])*)'", rest)[1]
        text = re.sub(r"\\(.)", r"\1", text)
    """
    with h.plugin() as plugin:
        for name in ("it's", "'", "''", "back\\slash", "\\", "\\'", "ends with \\", "\\n"):
            for operator in ("=", "contains"):
                expect_found(h, plugin, operator, name, (name, "other"))


@must("STORAGE-261", "list_files", rule=4)
def list_files_takes_words_within_quotes_as_text(h: StorageHarness) -> None:
    """Words of the query language within quotes are text like any other.
    To fix: cut the query into texts and words before reading conditions.
    Usual cause: the query is split at every ` and `, wherever it stands.
    Wrong: conditions = q.split(" and ")
    Right: tokens = re.findall(r"'(?:[^'\\\\]|\\\\.)*'|=|[a-z]+", q)
    """
    with h.plugin() as plugin:
        for name in ("cause and effect", "name = x", "x in parents", "and", " and type = "):
            for operator in ("=", "contains"):
                expect_found(h, plugin, operator, name, (name, "x", "cause"))


@must("STORAGE-262", "list_files", rule=5)
def list_files_refuses_what_is_no_query(h: StorageHarness) -> None:
    """`list_files` refuses a query that is not of the documented language, also without files.
    To fix: read the query to its end first, and raise InvalidRequestError for anything unknown.
    Usual cause: conditions that cannot be read are passed over, and everything is shown.
    Wrong: conditions = [it for it in map(self._condition, parts) if it]
    Right:
        if not all(map(self._condition, parts)):
            raise InvalidRequestError("no such query", interface="storage", value=q)
    """
    with h.plugin() as plugin:
        full, empty = h.tree(plugin).drive, h.drive(plugin)["id"]
        for q in NOT_QUERIES:
            for what, drive in ("", full), (", without a file to compare it with", empty):
                expect.refused(plugin.list_files, drive, q, what=f"the query {q!r}{what}")


@must("STORAGE-263", "list_files", rule=5)
def list_files_refuses_an_empty_query(h: StorageHarness) -> None:
    """`list_files` refuses an empty query; only None stands for every file.
    To fix: compare with None.
    Usual cause: the query is looked at for its truth value.
    Wrong: conditions = self._parse(q) if q else []
    Right: conditions = [] if q is None else self._parse(q)
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for q in ("", " "):
            expect.refused(plugin.list_files, drive, q, what=f"the query {q!r}")


@must("STORAGE-264", "list_files", rule=5)
def list_files_refuses_an_unknown_drive(h: StorageHarness) -> None:
    """`list_files` refuses an unknown drive, with a query or without.
    To fix: look the drive up first.
    Usual cause: no file has that drive, and so the list is empty.
    Wrong: return [it for it in self._files if it.drive_id == drive_id]
    Right:
        drive = self._require_drive(drive_id)
        return [it for it in self._files if it.drive_id == drive.id]
    """
    with h.plugin() as plugin:
        drive = h.drive(plugin)["id"]
        for unknown in (f"{drive}-unknown", h.unique("unknown")):
            for q in (None, "type = 'folder'"):
                expect.refused(plugin.list_files, unknown, q, what=f"the unknown drive {unknown!r}")
