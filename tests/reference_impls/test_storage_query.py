"""The query language of list_files: what is read, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_interfaces import FileType, InvalidRequestError
from reference_impls.storage_query import Condition, parse, quoted

CONDITIONS = st.one_of(
    st.tuples(st.just("name = {}"), st.just("name"), st.text()),
    st.tuples(st.just("name contains {}"), st.just("part of the name"), st.text()),
    st.tuples(st.just("type = {}"), st.just("type"), st.sampled_from(["folder", "sheet"])),
    st.tuples(st.just("{} in parents"), st.just("parent"), st.text()),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name = 'Notes'", [Condition("name", "Notes")]),
        ("name contains ''", [Condition("part of the name", "")]),
        ("type = 'sheet'", [Condition("type", "sheet")]),
        ("'drive-1' in parents", [Condition("parent", "drive-1")]),
        (r"name = 'it\'s'", [Condition("name", "it's")]),
        (r"name = 'a\\'", [Condition("name", "a\\")]),
        ("name = 'a and b'", [Condition("name", "a and b")]),
        ("name = 'a\nb'", [Condition("name", "a\nb")]),
        ("  type='folder'  and\tname='x'\n", [Condition("type", "folder"), Condition("name", "x")]),
    ],
)
def test_a_query_is_read(query: str, expected: list[Condition]) -> None:
    assert parse(query) == tuple(expected)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "name",
        "name = x",
        "name = 'x",
        r"name = 'x\'",
        r"name = 'a\nb'",
        "name = 'it's'",
        "NAME = 'x'",
        "name = 'x' AND name = 'y'",
        "name = 'x' or name = 'y'",
        "name = 'x' and",
        "name = 'x' and name = 'y' and",
        "and name = 'x'",
        "name = 'x' 'y' in parents",
        "type = 'spreadsheet'",
        "type contains 'folder'",
        "parents in 'x'",
        "'x' = name",
        "= = =",
    ],
)
def test_anything_else_is_refused(query: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        parse(query)
    assert caught.value.value == query
    assert caught.value.method == "list_files"


@given(st.lists(CONDITIONS, min_size=1, max_size=4))
def test_what_is_quoted_is_read_back(parts: list[tuple[str, str, str]]) -> None:
    query = " and ".join(form.format(quoted(value)) for form, _, value in parts)
    assert [(it.subject, it.value) for it in parse(query)] == [it[1:] for it in parts]


@given(st.lists(st.sampled_from([*"'\\= x", "and", "in", "name", "type", "parents", "'x'"])))
def test_a_text_is_read_or_refused_and_nothing_else(parts: list[str]) -> None:
    query = "".join(parts)
    try:
        conditions = parse(query)
    except InvalidRequestError:
        return
    assert query.count("=") + query.count("in") >= len(conditions) >= 1


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("name", "Notes"), True),
        (Condition("name", "notes"), False),
        (Condition("name", "Note"), False),
        (Condition("part of the name", "ote"), True),
        (Condition("part of the name", "OTE"), False),
        (Condition("type", "sheet"), True),
        (Condition("type", "folder"), False),
        (Condition("parent", "file-1"), True),
        (Condition("parent", "file-10"), False),
    ],
)
def test_a_condition_holds_for_some_files(condition: Condition, holds: bool) -> None:
    file_type: FileType = "sheet"
    assert condition.holds(name="Notes", type=file_type, parent="file-1") is holds
