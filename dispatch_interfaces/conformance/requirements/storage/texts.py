"""What is in a file: get."""

from dispatch_interfaces.conformance.requirements import adversarial, expect
from dispatch_interfaces.conformance.requirements.storage.harness import StorageHarness, must


@must("STORAGE-280", "get", rule=7, observes=("set_text",))
def get_returns_the_text_as_it_is(h: StorageHarness) -> None:
    """`get` returns exactly the text of the file, in every script, with every space.
    To fix: decode as UTF-8, and change nothing.
    Usual cause: the text is stripped, its line ends are changed, or a byte order mark stays.
    Wrong: return body.decode("latin-1").strip()
    Right: return body.decode("utf-8")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        for text in h.some(adversarial.TEXTS):
            if not expect.is_refused(h.observe(plugin).set_text, document, text):
                h.expect_text(plugin, document, text)


@must("STORAGE-281", "get", rule=7, observes=("set_text",))
def get_returns_a_long_text_whole(h: StorageHarness) -> None:
    """`get` returns a text of 100 000 characters whole.
    To fix: read the platform's answer to its end.
    Usual cause: only the first chunk of a download is read.
    Wrong: return self.client.download(file_id).read(65536).decode("utf-8")
    Right: return self.client.download(file_id).read().decode("utf-8")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        if not expect.is_refused(h.observe(plugin).set_text, document, adversarial.LONG_TEXT):
            h.expect_text(plugin, document, adversarial.LONG_TEXT)


@must("STORAGE-282", "get", rule=4, observes=("set_text",))
def get_returns_the_text_of_that_file(h: StorageHarness) -> None:
    """`get` returns the text of the file asked for, not of another one of the same name.
    To fix: read by id, and keep no answer from before.
    Usual cause: texts are kept by name, or in a cache that is never emptied.
    Wrong: return self._texts[self._files[file_id].name]
    Right: return self._texts[file_id]
    """
    with h.plugin() as plugin:
        drive, name, observer = h.drive(plugin)["id"], h.unique("notes"), h.observe(plugin)
        places = (drive, h.beside(plugin, drive))
        first, second = (h.file(plugin, it, name=name)["id"] for it in places)
        for file, text in ((first, "one"), (second, "two"), (first, "three")):
            observer.set_text(file, text)
            h.expect_text(plugin, file, text)
        h.expect_text(plugin, second, "two", "the text of the other file")


@must("STORAGE-283", "get", rule=4)
def get_returns_nothing_of_a_new_document(h: StorageHarness) -> None:
    """`get` returns `""` for a document that nobody has written to.
    To fix: take a missing text for an empty one; it is no error.
    Usual cause: the platform has no contents for a new document and answers 404 or null.
    Wrong: return self._texts[file_id]
    Right: return self._texts.get(file_id, "")
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        h.expect_text(plugin, document, "", "the text of a new document")
        found = plugin.get(document, "text/plain")
        h.expect_kept("text", found, "", "the text of a new document")


@must("STORAGE-284", "get", rule=4, observes=("set_text",))
def get_returns_the_format_asked_for(h: StorageHarness) -> None:
    """`get` returns the text in the format that `mime_type` asks for.
    To fix: pass the MIME type on to the platform's export.
    Usual cause: `mime_type` is ignored.
    Wrong: return self.client.export(file_id)
    Right: return self.client.export(file_id, mime_type)
    """
    with h.plugin() as plugin:
        document, observer = h.file(plugin, h.drive(plugin)["id"])["id"], h.observe(plugin)
        for mime_type in h.mime_types:
            observer.set_text(document, f"as {mime_type}", mime_type)
        for mime_type in h.mime_types:
            found = plugin.get(document, mime_type)
            h.expect_kept("text", found, f"as {mime_type}", f"the text as {mime_type}")


@must("STORAGE-285", "get", rule=10, observes=("set_text",))
def get_without_a_format_returns_the_stored_one(h: StorageHarness) -> None:
    """`get` without `mime_type` does the same as with None: the text as it is stored.
    To fix: take None for the format that the file is stored in.
    Usual cause: without a format the platform is asked for one that the file is not in.
    Wrong: return self._texts[file_id][mime_type or "text/plain"]
    Right: return self._texts[file_id][mime_type or self._stored_as[file_id]]
    """
    with h.plugin() as plugin:
        drive, observer = h.drive(plugin)["id"], h.observe(plugin)
        for mime_type in h.mime_types:
            document = h.file(plugin, drive)["id"]
            observer.set_text(document, "stored", mime_type)
            h.expect_text(plugin, document, "stored", "the text without a format")
            found = plugin.get(document, None)
            h.expect_kept("text", found, "stored", "the text with None")


@must("STORAGE-286", "get", rule=5, observes=("set_text",))
def get_refuses_a_format_that_it_does_not_have(h: StorageHarness) -> None:
    """`get` refuses a format that the text cannot be had in.
    To fix: raise InvalidRequestError when the platform has no such export.
    Usual cause: the text is returned as it is stored, and taken for what it is not.
    Wrong: return self._texts.get(mime_type, self._texts["text/plain"])
    Right:
        if mime_type not in self._texts:
            raise InvalidRequestError("no such format", interface="storage", value=mime_type)
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        h.observe(plugin).set_text(document, "plain")
        unknown = "application/x-no-such-format"
        expect.refused(plugin.get, document, unknown, what=f"the format {unknown!r}")


@must("STORAGE-287", "get", rule=5)
def get_refuses_a_folder(h: StorageHarness) -> None:
    """`get` refuses a folder.
    To fix: raise InvalidRequestError; a folder is not an empty document.
    Usual cause: a folder has no text, and `""` is returned for that.
    Wrong: return self._texts.get(file_id, "")
    Right:
        if self._files[file_id].type == "folder":
            raise InvalidRequestError("a folder has no text", interface="storage", value=file_id)
    """
    with h.plugin() as plugin:
        folder = h.file(plugin, h.drive(plugin)["id"], "folder")["id"]
        for mime_type in (None, "text/plain"):
            expect.refused(plugin.get, folder, mime_type, what="a folder")


@must("STORAGE-288", "get", rule=5)
def get_refuses_an_unknown_file(h: StorageHarness) -> None:
    """`get` refuses an unknown file, in whatever format it is asked for.
    To fix: raise NotFoundError; the application asks for documents of other plugins, too.
    Usual cause: an error of the platform is turned into an empty text.
    Wrong:
        try:
            return self.client.export(file_id)
        except ClientError:
            return ""
    Right:
        try:
            return self.client.export(file_id)
        except ClientError as error:
            raise NotFoundError("no such file", interface="storage", value=file_id) from error
    """
    with h.plugin() as plugin:
        document = h.file(plugin, h.drive(plugin)["id"])["id"]
        for unknown in (f"{document}-unknown", h.unique("unknown")):
            for mime_type in (None, "text/plain"):
                expect.refused(plugin.get, unknown, mime_type, what=f"the unknown file {unknown!r}")
