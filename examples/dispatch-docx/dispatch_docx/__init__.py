"""Documents for Dispatch: templates in .docx files on a WebDAV server."""

from dispatch_docx.plugin import DocxDocument

__all__ = ["DocxDocument"]
