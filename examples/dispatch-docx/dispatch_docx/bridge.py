"""The plugin in the application."""

from dispatch_docx.plugin import DocxDocument
from dispatch_interfaces.host.bridge import DocumentBridge
from dispatch_webdav.settings import WebDavSettings


class DocxDocumentForDispatch(DocumentBridge):
    implementation = DocxDocument
    settings = WebDavSettings
