"""How customers give an order number, a name and the last four digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.gate.proof import second_fact

DIGITS = r"\d{4,8}"
LETTERS = r"[A-Z]{2}\d{6}"


@pytest.mark.parametrize(
    ("text", "order_id", "receiver", "last_4"),
    [
        ("1042 김민아 3050", "1042", "김민아", "3050"),
        ("주문번호 1042, 김민아, 3050", "1042", "김민아", "3050"),
        ("1042번 주문이고 받는 사람은 김민아, 전화 뒷자리 3050입니다", "1042", "김민아", "3050"),
        ("받는분 성함: 김민아\n주문번호: 1042\n뒷자리: 3050", "1042", "김민아", "3050"),
        ("뒷자리 3050 김민아 주문번호 1042", "1042", "김민아", "3050"),
        ("1042 / 김민아 / 5550-3050", "1042", "김민아", "3050"),
        ("주문번호 1042 김민아 전화번호 010 5550 3050", "1042", "김민아", "3050"),
        ("1042 김지은 010-5550-3050", "1042", "김지은", "3050"),
        ("네 1042 김민아 3050이요", "1042", "김민아", "3050"),
        ("김민아 01055503050", None, "김민아", "3050"),
        ("주문번호는 2077 이름은 Daniel Park 전화 3050", "2077", "daniel park", "3050"),
        ("order 2077, Daniel Park, 3050", "2077", "daniel park", "3050"),
        ("Order no. 2077 receiver Daniel Park phone 3050", "2077", "daniel park", "3050"),
        ("2077 Daniel Park +82 10-5550-3050", "2077", "daniel park", "3050"),
        ("1042", "1042", None, None),
        ("모르겠어", None, "모르겠어", None),
    ],
)
def test_everything_in_one_message(
    text: str, order_id: str | None, receiver: str | None, last_4: str | None
) -> None:
    fact = second_fact(text, order_id_pattern=DIGITS, asked_about=None)
    assert (fact.order_id, fact.receiver, fact.last_4) == (order_id, receiver, last_4)


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("김민아 3050", "김민아"),
        ("김민아입니다 뒷번호는 3050예요", "김민아"),
        ("김민아요 3050요", "김민아"),
        ("저는 김민아이고요 뒤 4자리는 3050", "김민아"),
        ("수령인 김민아 끝자리 3050", "김민아"),
        ("이름 김민아이고 번호 3050", "김민아"),
        ("김민아 님 3050", "김민아"),
        ("김지은 3050", "김지은"),
        ("이은이 3050", "이은이"),
        ("안녕하세요 김민아 3050입니다", "김민아"),
        ("My name is Daniel Park and the last four digits are 3050", "daniel park"),
        ("it's Daniel Park, phone ends in 3050", "daniel park"),
        ("the receiver is Daniel Park. last 4: 3050", "daniel park"),
        ("1042 김민아 3050", "김민아"),
        ("3050, 김민아, 1042", "김민아"),
    ],
)
def test_the_order_in_talk_need_not_be_typed_again(text: str, receiver: str) -> None:
    fact = second_fact(text, order_id_pattern=DIGITS, asked_about="1042")
    assert (fact.order_id, fact.receiver, fact.last_4) == ("1042", receiver, "3050")


def test_the_last_four_may_be_the_same_as_the_order_number() -> None:
    for text in ("김민아 1042", "1042 김민아 1042"):
        fact = second_fact(text, order_id_pattern=DIGITS, asked_about="1042")
        assert (fact.order_id, fact.last_4) == ("1042", "1042")


@pytest.mark.parametrize(
    ("text", "asked_about", "order_id", "last_4"),
    [
        ("ab123456 김지은 3050", None, "AB123456", "3050"),
        ("주문번호 AB123456번 김지은 3050", None, "AB123456", "3050"),
        ("김지은 010-1234-3050", "AB123456", "AB123456", "3050"),
        ("CD123456", "AB123456", "CD123456", None),
    ],
)
def test_order_numbers_may_have_letters(
    text: str, asked_about: str | None, order_id: str, last_4: str | None
) -> None:
    fact = second_fact(text, order_id_pattern=LETTERS, asked_about=asked_about)
    assert (fact.order_id, fact.last_4) == (order_id, last_4)


@given(st.text(), st.sampled_from([DIGITS, LETTERS]), st.none() | st.just("1042"))
def test_any_text_is_read(text: str, pattern: str, asked_about: str | None) -> None:
    fact = second_fact(text, order_id_pattern=pattern, asked_about=asked_about)
    assert fact.last_4 is None or len(fact.last_4) == 4
    assert fact.receiver != ""
