"""No resident number and no card survives, whatever stands around or between its digits."""

import unicodedata
from datetime import date, timedelta
from itertools import accumulate

from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from tests.flow.test_masking import TODAY, mask
from wa_support.flow.masking_numbers import is_card

_days = st.dates(date(1920, 1, 1), TODAY - timedelta(days=1))
_tails = st.integers(0, 999_999).map("{:06}".format)
_prefixes = st.sampled_from(
    ["4", "51", "55", "2221", "2720", "3528", "3589", "6011", "65", "62", "9410", "9490"]
)
_between = st.sampled_from(
    ["", " ", "-", ".", "·", "–", "\u200b", "\u3000", "\n", "\t", " - ", "ㅡ", "_", "\u2060", "~"]
)
_around = st.text(
    st.characters(exclude_categories=["Nd", "No"], exclude_characters="\\%"), max_size=12
)


@st.composite
def registration_numbers(draw: st.DrawFn) -> str:
    born = draw(_days)
    seventh = draw(st.sampled_from("1256" if born.year < 2000 else "3478"))
    return f"{born:%y%m%d}{seventh}{draw(_tails)}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    front = draw(_prefixes)
    front += draw(st.text("0123456789", min_size=15 - len(front), max_size=15 - len(front)))
    return front + luhn.calc_check_digit(front)


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """The number with something, or nothing, before each of its digits, in any script."""
    gaps = draw(st.lists(_between, min_size=len(number), max_size=len(number)))
    zeros = draw(st.sampled_from("0０٠०"))
    return number[0] + "".join(
        gap + chr(ord(zeros) + int(digit)) for gap, digit in zip(gaps[1:], number[1:], strict=True)
    )


_signs = st.characters(categories=["P", "S", "Z", "Cc", "Cf"])
_parting = st.one_of(
    st.lists(_signs, min_size=1, max_size=4).map("".join),
    st.sampled_from([", ", " x ", "x", "이고 ", " 하고 ", " and ", "👍🏽", "❤️", "](", " => "]),
)


@st.composite
def grouped(draw: st.DrawFn, number: str) -> str:
    """The number in the groups that people write it in, any sign or emoji between two groups."""
    sizes = {13: (6, 7), 16: (4, 4, 4, 4)}[len(number)]
    sizes = draw(st.sampled_from([sizes, (1,) * len(number)]))
    ends = list(accumulate(sizes))
    groups = [number[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    return groups[0] + "".join(draw(_parting) + group for group in groups[1:])


def digits_in(text: str) -> str:
    values = (unicodedata.digit(character, None) for character in text)
    return "".join(str(value) for value in values if value is not None)


@given(st.data(), st.one_of(registration_numbers(), cards()), _around, _around)
def test_no_number_survives_in_any_writing(
    data: st.DataObject, number: str, before: str, after: str
) -> None:
    result, kinds = mask(before + data.draw(written(number)) + after)
    assert digits_in(result) == ""
    assert kinds


@given(st.data(), st.one_of(registration_numbers(), cards()))
def test_no_number_survives_any_sign_between_its_groups(data: st.DataObject, number: str) -> None:
    text = data.draw(grouped(number))
    result, kinds = mask(f"번호는 {text}입니다")
    assert digits_in(result) == "", text
    assert kinds


@given(st.lists(st.one_of(registration_numbers(), cards(), _around, st.text("0123456789 -.,:=")))
       .map("".join))  # fmt: skip
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    once, _ = mask(text)
    assert mask(once) == (once, ())


@given(st.text(st.one_of(st.characters(), st.sampled_from("0123456789-٠１ ")), max_size=200))
def test_text_with_few_digits_stays(text: str) -> None:
    assume(len(digits_in(text)) < 13)
    assert mask(text) == (text, ())


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 99_999_999))
def test_order_numbers_that_begin_with_a_full_date_stay(day: date, count: int) -> None:
    for order in (f"{day:%Y%m%d}-{count % 10_000_000:07}", f"{day:%Y%m%d}{count:08}"):
        assert mask(f"주문 {order} 확인요") == (f"주문 {order} 확인요", ())


@given(st.integers(10**9, 10**12 - 1))
def test_tracking_numbers_stay(number: int) -> None:
    assert mask(f"운송장 {number} 어디예요")[1] == ()


@given(st.text("0123456789", min_size=15, max_size=15))
def test_check_digit_of_a_card_is_luhns(tail: str) -> None:
    number = "4" + tail
    assert is_card(number) is (luhn.checksum(number) == 0)
