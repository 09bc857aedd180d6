"""Order numbers are found by shapes that neither stall nor cover personal numbers."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.config.order_pattern import order_pattern
from wa_support.flow.masking import make_masker


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{4,8}",
        r"ML-\d{6}",
        r"[A-Z]{2,4}-?\d{4,8}",
        r"(?:ML|MX)\d{2}-\d{4}",
        r"(MO-)?\d{5}",
        r"20\d{14}",
        r"M\d{13}",
        r"(?:\d{4}-){2}\d{4}",
        r"#?\d\d\d\d",
        r"[A-Z]{1,12}-[A-Z0-9]{1,12}",
        "주문\\d{4}",
    ],
)
def test_ordinary_order_numbers_are_let_in(pattern: str) -> None:
    assert order_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(\d+)+$",
        r"\d+",
        r"\d*x",
        r"\d{4,}",
        r"\d{4,41}",
        r"(?:\d{1,2}){2,8}",
        r"(?:a|ab){2,9}",
        r"(?:a?){20}b",
        r"\d{0,40}" * 8 + "x",
        "a?" * 40 + "a",
        r"(\d)\1",
        r"(?=\d)\d{4}",
        r"(?<!\d)\d{4}",
        r"(?>\d{4})",
        r"\d{4,8}?x",
        r"\d{4,8}+x",
        r"^\d{4}$",
        r"\b\d{4}",
        r".{4}",
        r"(?i)ml\d{4}",
        r"(?i:ml)\d{4}",
        r"(?x) \d{4}",
        r"(a)?(?(1)b|c)d",
    ],
)
def test_whatever_can_vary_within_what_varies_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"only plain characters, classes such as"):
        order_pattern(pattern)


@pytest.mark.parametrize("pattern", ["", "a?", "[0-9", "a{3,1}", "(", "x" * 201, "\\", "[[a]"])
def test_what_is_no_pattern_or_matches_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a regular expression"):
        order_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "covers"),
    [
        (r"\d{13}", "9001011234567, a resident number"),
        (r"\d{4,20}", "9001011234567, a resident number"),
        (r"\d{6}-\d{7}", "900101-1234567, a resident number"),
        (r"[0-9-]{14,20}", "900101-1234567, a resident number"),
        (r"[A-Z0-9-]{4,20}", "9001011234567, a resident number"),
        (r"\d{16}", "4111111111111111, a card"),
    ],
)
def test_a_pattern_that_covers_personal_numbers_is_refused(pattern: str, covers: str) -> None:
    with pytest.raises(ValueError, match=covers):
        order_pattern(pattern)


_piece = st.sampled_from(
    [r"\d", "[A-Z0-9]", "a", "(a|b)", "(?:ab|a)", "-", "?", "{1,9}", "{0,40}", "{3}", "(\\d{1,4})?"]
)


@given(st.lists(_piece, min_size=1, max_size=12).map("".join))
def test_what_is_let_in_is_done_with_a_long_message_at_once(pattern: str) -> None:
    try:
        order_pattern(pattern)
    except ValueError:
        return
    found = re.compile(rf"(?<![a-z\d-])(?:{pattern})(?![\d-])", re.IGNORECASE)
    masker = make_masker(pattern, lambda: date(2026, 11, 22))
    began = time.process_time()
    for text in ("1" * 4096, "1-" * 2048, "a" * 4096, "900101-1234567 " * 270):
        found.search(text)
        masker(text)
    assert time.process_time() - began < 2
