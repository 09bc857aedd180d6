"""A CSV of customers: every fault with its line, and nothing half read."""

import pytest

from wa_support.config.list_file import ReadList, read_list


def read(text: str | bytes, variables: tuple[str, ...] = ("day",)) -> ReadList:
    source = text.encode() if isinstance(text, str) else text
    return read_list(source, file="list.csv", variables=variables, languages=("ko", "en"))


def faults(text: str | bytes) -> list[str]:
    found = read(text)
    assert found.rows == (), "a faulty file has no rows"
    return [str(fault) for fault in found.faults]


def test_rows_are_named_by_their_line() -> None:
    rows = read("to,day,language\n+82 10-5550-1042,월요일,\nKR.123abc,Monday,en\n").rows
    assert [(row.n, row.who, row.language, dict(row.values)) for row in rows] == [
        (2, "+82 10-5550-1042", None, {"day": "월요일"}),
        (3, "KR.123abc", "en", {"day": "Monday"}),
    ]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_any_of_the_usual_delimiters(between: str) -> None:
    (row,) = (
        read(f"to{between}day\n821055501042{between}내일, 오후\n").rows
        if between != ","
        else (read('to,day\n821055501042,"내일, 오후"\n').rows)
    )
    assert row.values["day"] == "내일, 오후"


def test_korean_spreadsheets_save_cp949_and_a_byte_order_mark() -> None:
    text = "to,day\n821055501042,월요일\n"
    assert read(text.encode("cp949")).rows == read(text).rows
    assert read("\ufeff" + text).rows == read(text).rows


def test_a_quoted_cell_may_hold_a_line_break_and_rows_keep_apart() -> None:
    rows = read('to,day\n821055501042,"월\n요일"\n\n821055501043,화\n').rows
    assert [row.n for row in rows] == [3, 5]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "list.csv:1:1: column day is missing"),
        ("to\n", "list.csv:1:1: column day is missing"),
        ("phone,day\n", "list.csv:1:1: no such column: 'phone'"),
        ("to,day,day\n", "list.csv:1:3: column day twice"),
        ("to,day\n", "list.csv:1:1: no rows"),
        ("to,day\n010-5550-1042,월\n", "list.csv:2:1: `to` names no customer"),
        ("to,day\n1055501042,월\n", "list.csv:2:1: `to` names no customer"),
        ("to,day\n+82 (0)10-5550-1042,월\n", "list.csv:2:1: `to` names no customer"),
        ("to,day\n8.21E+11,월\n", "list.csv:2:1: `to` names no customer"),
        ("to,day\ncus_\x001,월\n", "list.csv:2:1: `to` names no customer"),
        ("to,day\n821055501042\n", "list.csv:2:1: 1 cells"),
        ("to,day\n821055501042, \n", "list.csv:2:2: day is empty"),
        ("to,day,language\n821055501042,월,fr\n", "list.csv:2:3: language fr"),
        ('to,day\n821055501042,"월\n', "cannot be read"),
        (b"to,day\n\xff\xff\xff", "neither UTF-8 nor CP949"),
        (b"to,day\n" + b"x" * 50_000_001, "at most 50,000,000"),
    ],
)
def test_each_fault_says_where_and_what_to_do(text: str | bytes, told: str) -> None:
    assert any(told in fault for fault in faults(text)), faults(text)


def test_the_same_customer_twice_is_only_said() -> None:
    found = read("to,day\n+821055501042,월\n82 10 5550 1042,화\n")
    assert len(found.rows) == 2
    assert [str(fault) for fault in found.faults] == [
        "list.csv:3:1: warning: the customer of line 2 again; each row is sent"
    ]


def test_a_fault_behind_many_warnings_still_fails_the_file() -> None:
    again = "821055501042,월\n" * 300
    found = read(f"to,day\n{again}nobody,월\n")
    assert found.rows == ()
    assert any("names no customer" in str(fault) for fault in found.faults)
