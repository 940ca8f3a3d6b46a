"""The text of a file: plain, or of a .docx document where python-docx is installed."""

from io import BytesIO

from dispatch_interfaces import InvalidRequestError

_ZIPPED = b"PK\x03\x04"


def text_of(content: bytes) -> str:
    """The text of a content.

    Raises:
        InvalidRequestError: There is none.
    """
    try:
        return _of_a_document(content) if content.startswith(_ZIPPED) else content.decode()
    except Exception as error:  # of a broken file, python-docx raises what it comes across
        raise InvalidRequestError("the file is no text") from error


def _of_a_document(content: bytes) -> str:
    import docx

    return "\n".join(it.text for it in docx.Document(BytesIO(content)).paragraphs)
