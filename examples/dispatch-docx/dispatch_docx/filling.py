"""Placeholders in a .docx file: in paragraphs, tables, headers, footers and text boxes.

A program that writes such files cuts a text into runs as it likes, so that ``{{name}}`` may be in
several. The value goes into the run in which the placeholder begins, and has its formatting.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import etree

from dispatch_interfaces import InvalidRequestError

_BREAK, _TAB, _TEXT = qn("w:br"), qn("w:tab"), qn("w:t")
_SHOWN: Final = {_BREAK: "\n", _TAB: "\t"}
_MADE: Final = {"\n": "w:br", "\t": "w:tab"}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def filled(content: bytes, values: Mapping[str, str]) -> bytes | None:
    """A .docx file with values in its placeholders; None if it has none of these.

    All are put in at once: what looks like a placeholder in a value is none.

    Raises:
        InvalidRequestError: This is no .docx file.
    """
    try:
        document = docx.Document(BytesIO(content))
    except (BadZipFile, KeyError, PackageNotFoundError, ValueError, etree.XMLSyntaxError) as error:
        raise InvalidRequestError("the file is no .docx document") from error
    # The longest first: a key with braces in it may begin like another.
    places = [f"{{{{{key}}}}}" for key in sorted(values, key=len, reverse=True)]
    pattern = re.compile("|".join(map(re.escape, places)))
    changed = [_fill(it, pattern, values) for it in _paragraphs(document)] if places else []
    if not any(changed):
        return None
    result = BytesIO()
    document.save(result)
    return result.getvalue()


def _paragraphs(document: Any) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)  # pictures have none
        if root is not None:
            yield from root.iter(qn("w:p"))


def _pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """What shows as text in a paragraph, and not in one within it, as of a text box."""
    for it in paragraph.iter(_TEXT, _BREAK, _TAB):
        run = it.getparent()
        if run.tag == qn("w:r") and next(run.iterancestors(qn("w:p"))) is paragraph:
            yield it, (it.text or "") if it.tag == _TEXT else _SHOWN[it.tag]


def _fill(paragraph: Any, pattern: re.Pattern[str], values: Mapping[str, str]) -> bool:
    pieces = list(_pieces(paragraph))
    text = "".join(shown for _, shown in pieces)
    found = list(pattern.finditer(text))
    if not found:
        return False
    begin = 0
    for element, shown in pieces:
        end = begin + len(shown)
        new = _cut(text, begin, end, found, values)
        if new != shown:
            _write(element, new)
        begin = end
    return True


def _cut(
    text: str, begin: int, end: int, found: list[re.Match[str]], values: Mapping[str, str]
) -> str:
    """A part of a text, with the values of the placeholders that begin in it."""
    new, at = list[str](), begin
    for match in found:
        if match.end() <= begin or match.start() >= end:
            continue
        if match.start() >= begin:
            new += text[at : match.start()], values[match[0][2:-2]]
        at = min(match.end(), end)
    return "".join(new) + text[at:end]


def _write(element: Any, text: str) -> None:
    """Put a text in the place of an element of a run: line feeds and tabs are elements, too."""
    run, at = element.getparent(), element.getparent().index(element)
    run.remove(element)
    for number, piece in enumerate(it for it in re.split("([\n\t])", text) if it):
        made: Any = OxmlElement(_MADE.get(piece, "w:t"))
        if piece not in _MADE:
            made.text = piece
            made.set(_SPACE, "preserve")
        run.insert(at + number, made)
