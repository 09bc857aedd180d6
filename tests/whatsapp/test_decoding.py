import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.errors import Unreadable
from wa_support.whatsapp.decoding import decode

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**19), 10**19)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('ab\\"u[{', max_size=4), inner)
    ),
    max_leaves=12,
)


@given(value=PLAIN, escaped=st.booleans())
def test_ordinary_json_is_read_as_python_reads_it(value: Any, escaped: bool) -> None:
    body = json.dumps(value, ensure_ascii=escaped).encode()
    assert decode(body) == value


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON at byte 0"),
        (b"{", "not JSON at byte 1"),
        ('{"한":x}'.encode(), "not JSON at byte 7"),
        (b"{} {}", "not JSON at byte 3"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        ("{}".encode("utf-16"), "byte order mark"),
        ("{}".encode("utf-16-le"), "not JSON at byte 1"),
        (b'{"a":"\xff"}', "not UTF-8 at byte 6"),
        (b'{"a":"\xed\xa0\x80"}', "not UTF-8 at byte 6"),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "-Infinity"),
        (b"[1e400]", "out of range"),
        (b"[" + b"1" * 21 + b"]", "more than 20 digits"),
        (b"[-" + b"1" * 5000 + b"]", "more than 20 digits"),
        (b'{"a":1,"b":2,"a":3}', "1 of 3 keys repeat"),
        (b'{"\\ud800":1,"\\ud801":2}', "1 of 2 keys repeat"),
        (b"[" * 65 + b"]" * 65, "nested deeper than 64 at byte 64"),
        (b"[" * 100_000, "nested deeper than 64"),
        (b'{"a":' * 100_000, "nested deeper than 64"),
        (b'["\x00"]', "not JSON at byte 2"),
    ],
)
def test_hazards_are_refused_and_named(body: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        decode(body)


CARD = "4111111111111111"


@pytest.mark.parametrize(
    "body",
    [
        f'{{"{CARD}":1,"{CARD}":2}}',
        f"[{CARD}e400]",
        f"[{CARD}.{CARD}e+999]",
        f"[{CARD}{CARD}]",
        f'["{CARD}" "{CARD}"]',
        f'["{CARD}\n"]',
        f"[{CARD}",
        f"{CARD}x",
        f'["{CARD}\\x"]',
    ],
)
def test_a_refusal_repeats_nothing_of_the_body(body: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(body.encode())
    assert "1111" not in str(refused.value)


def test_sixty_four_levels_and_twenty_digits_are_fine() -> None:
    assert decode(b"[" * 64 + b"]" * 64) is not None
    assert decode(b"[" + b"9" * 20 + b"]") == [10**20 - 1]


def test_brackets_inside_strings_are_no_depth() -> None:
    text = '["' + '[{\\"' * 200 + '"]'
    assert decode(text.encode()) == ['[{"' * 200]


def test_lone_surrogates_and_nul_become_storable_signs() -> None:
    body = rb'{"a\u0000":"\ud800 \udc00 \ud83d\ude00 \u0000 \ud83d\u0041","b":"\\ud800 \\u0000"}'
    assert decode(body) == {"a␀": "� � 😀 ␀ �A", "b": "\\ud800 \\u0000"}


def test_surrogate_pairs_written_with_a_backslash_before_stay_text() -> None:
    assert decode(rb'["\\\ud800"]') == ["\\�"]


@given(body=st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(Unreadable):
        decode(body)


def test_an_unterminated_string_full_of_quotes_does_not_take_forever() -> None:
    with pytest.raises(Unreadable):
        decode(b'["' + b'\\"' * 1_000_000)
