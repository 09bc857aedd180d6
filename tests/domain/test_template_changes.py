"""What differs between two copies, line by line, and what a month of a template cost."""

from dataclasses import replace

from wa_support.domain.templates.changes import (
    Mark,
    changes,
    copy_lines,
    differ,
    source_lines,
    unified,
)
from wa_support.domain.templates.copies import Copy
from wa_support.domain.templates.costs import Volume, month
from wa_support.domain.templates.filling import pieces, with_values
from wa_support.domain.templates.template import TemplateKey

KEY = TemplateKey(name="order_shipped", language="ko")
KOREA = Volume(
    key=KEY, category="utility", country="KR", planned=12, accepted=11, delivered=10, read=4,
    failed=1,
)  # fmt: skip


def test_what_is_gone_stands_above_what_came_in_its_place() -> None:
    lines = changes(["a", "b", "c"], ["a", "x", "y", "c"])
    assert [str(line) for line in lines] == [" a", "-b", "+x", "+y", " c"]
    assert [(line.old, line.new) for line in lines] == [
        (1, 1), (2, None), (None, 2), (None, 3), (3, 4),
    ]  # fmt: skip


def test_every_line_of_both_is_there_and_alike_is_no_change() -> None:
    before, after = ["a", "a", "b", ""], ["b", "", "a"]
    lines = changes(before, after)
    assert [one.text for one in lines if one.mark is not Mark.NEW] == before
    assert [one.text for one in lines if one.mark is not Mark.GONE] == after
    assert not differ(changes(before, before))
    assert unified(before, before, names=("a", "b")) == []


def test_bytes_that_are_no_utf_8_are_still_lines() -> None:
    assert source_lines(b"a: \xff\nb\r\n") == ["a: �", "b"]


def test_a_copy_is_told_part_by_part() -> None:
    copy = Copy(
        header="IMAGE", body="Hello\n\nyou", buttons=(("URL", "Look", "https://a.example/{{}}"),)
    )
    assert copy_lines(copy) == [
        "header:", "  IMAGE", "body:", "  Hello", "  ", "  you",
        "button: URL Look https://a.example/{{}}",
    ]  # fmt: skip


def test_the_pieces_of_a_text_are_the_text() -> None:
    text, values = "{{a}} and {{ b }}.", {"a": "1", "b": "{{a}}"}
    found = list(pieces(text, values))
    assert [(one.text, one.variable) for one in found] == [
        ("1", "a"), (" and ", None), ("{{a}}", "b"), (".", None),
    ]  # fmt: skip
    assert with_values(text, values) == "1 and {{a}}."
    assert list(pieces("", {})) == []


def test_only_what_was_delivered_costs_and_only_where_a_price_is_known() -> None:
    prices = {"KR": {"utility": 10_400}, "+1": {"marketing": 25_000}}
    america = replace(KOREA, country="+1", delivered=3)
    promoted = replace(america, category="marketing", delivered=2)
    nowhere = replace(KOREA, country=None, delivered=5)
    found = month([KOREA, america, promoted, nowhere], prices)
    assert (found.cost, found.unpriced, found.delivered) == (10 * 10_400 + 2 * 25_000, 8, 20)
    assert month([], prices).cost == 0
