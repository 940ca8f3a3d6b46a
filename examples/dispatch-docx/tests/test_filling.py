"""Where placeholders are in a document, and how they look afterwards."""

from io import BytesIO
from typing import Any

import docx
import pytest

from dispatch_docx.filling import filled
from dispatch_interfaces import InvalidRequestError


def _saved(document: Any) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _filled(document: Any, **values: str) -> Any:
    new = filled(_saved(document), values)
    assert new is not None
    return docx.Document(BytesIO(new))


def test_a_placeholder_over_several_runs_has_the_formatting_of_the_first() -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph("Title: ")
    paragraph.add_run("{").italic = True
    paragraph.add_run("{tit").bold = True
    paragraph.add_run("le}")
    paragraph.add_run("}.").underline = True
    runs = _filled(document, title="Orders are late").paragraphs[0].runs
    shown = [(it.text, it.italic, it.bold, it.underline) for it in runs if it.text]
    assert shown == [
        ("Title: ", None, None, None),
        ("Orders are late", True, None, None),
        (".", None, None, True),
    ]


def test_tables_headers_footers_and_links_are_filled_in() -> None:
    document: Any = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "{{a}}"
    outer.add_table(1, 1).cell(0, 0).text = "in {{a}}"
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "head {{a}}"
    section.first_page_header.paragraphs[0].text = "first {{a}}"
    section.footer.paragraphs[0].text = "foot {{a}}"
    new = _filled(document, a="x")
    cell, section = new.tables[0].cell(0, 0), new.sections[0]
    assert cell.paragraphs[0].text == "x"
    assert cell.tables[0].cell(0, 0).text == "in x"
    assert section.header.paragraphs[0].text == "head x"
    assert section.first_page_header.paragraphs[0].text == "first x"
    assert section.footer.paragraphs[0].text == "foot x"


def test_line_feeds_and_tabs_stay_within_the_run() -> None:
    document: Any = docx.Document()
    document.add_paragraph().add_run("[{{a}}]").bold = True
    new = _filled(document, a=" one\n\ttwo ").paragraphs
    assert [it.text for it in new] == ["[ one\n\ttwo ]"]
    assert [it.bold for it in new[0].runs] == [True]


def test_several_in_one_run_and_a_value_that_looks_like_one() -> None:
    document: Any = docx.Document()
    document.add_paragraph("{{a}}{{b}}{{a}} {{c}} {{{b}}}")
    assert _filled(document, a="{{b}}", b="2").paragraphs[0].text == "{{b}}2{{b}} {{c}} {2}"


def test_what_has_nothing_to_fill_in_is_not_written() -> None:
    document: Any = docx.Document()
    document.add_paragraph("{{other}}")
    assert filled(_saved(document), {"a": "1"}) is None
    assert filled(_saved(document), {}) is None


@pytest.mark.parametrize("content", [b"plain text", b"PK\x03\x04 broken", b"{\\rtf1}"])
def test_what_is_no_document_is_rejected(content: bytes) -> None:
    with pytest.raises(InvalidRequestError):
        filled(content, {"a": "1"})
