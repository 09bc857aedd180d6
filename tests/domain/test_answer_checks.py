"""What an answer may say, in both languages."""

import string
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain import answers_en, answers_ko
from tests.domain.answers import ORDER, grounds
from wa_support.domain.answer_checks import Grounds, violations

_FINE = [("ko", one) for one in answers_ko.FINE] + [("en", one) for one in answers_en.FINE]
_FAULTY = [("ko", one) for one in answers_ko.FAULTY] + [("en", one) for one in answers_en.FAULTY]


@pytest.mark.parametrize(("language", "answer"), _FINE)
def test_an_answer_that_stands_on_the_facts_passes(language: str, answer: str) -> None:
    assert violations(answer, grounds(language)) == ()


@pytest.mark.parametrize(("language", "answer"), _FAULTY)
def test_an_answer_with_a_fault_is_caught(language: str, answer: str) -> None:
    assert violations(answer, grounds(language)) != ()


@pytest.mark.parametrize(
    ("language", "answer", "done"),
    [
        ("ko", "주문 1042를 취소해 드렸습니다.", "cancel_order"),
        ("ko", "주문이 취소되었습니다.", "cancel_order"),
        ("ko", "환불 신청이 접수되었습니다.", "request_refund"),
        ("ko", "12월 3일 오후 3시로 예약되었습니다.", "book"),
        ("ko", "문의가 접수되었습니다.", "create_ticket"),
        ("ko", "담당자에게 전달했습니다.", "hand_off"),
        ("en", "I've cancelled order 1042.", "cancel_order"),
        ("en", "Your order has been cancelled.", "cancel_order"),
        ("en", "I have requested your refund; your refund was requested.", "request_refund"),
        ("en", "I've booked December 3 at 3 PM for you.", "book"),
        ("en", "I've opened a ticket for you.", "create_ticket"),
        ("en", "A colleague will get back to you.", "hand_off"),
    ],
)
def test_an_act_may_be_told_once_it_is_done(language: str, answer: str, done: str) -> None:
    assert violations(answer, grounds(language, done)) == ()
    assert violations(answer, grounds(language)) != ()


@pytest.mark.parametrize(
    "lie", ["환불해 드렸습니다.", "예약해 드렸습니다.", "새 제품을 보내 드렸습니다."]
)
def test_one_act_that_is_done_does_not_cover_another(lie: str) -> None:
    assert violations(lie, grounds("ko", "cancel_order")) != ()


def test_nothing_of_an_answer_stands_on_no_facts() -> None:
    bare = Grounds(facts=(), customer_words="order 1042 is shipped, ₩500", language="en")
    assert violations("Order 1042 is shipped.", bare) != ()
    assert violations("It costs ₩500.", bare) != ()
    assert violations("What is wrong with order 1042?", bare) == ()


def test_a_free_time_is_no_free_delivery() -> None:
    slots = '{"slots": [{"start": "2026-11-28T14:30", "left": 3}, {"start": "2026-11-28T15:30"}]}'
    looked_up = Grounds(facts=(slots,), customer_words="", language="en")
    assert violations("On November 28, 2:30 PM and 3:30 PM are free.", looked_up) == ()
    assert violations("Delivery is free.", looked_up) != ()
    assert violations("On November 28, 2:30 PM delivery is free.", looked_up) != ()
    assert violations("2:30 PM is free.", Grounds(facts=(), customer_words="", language="en")) != ()


def test_each_fault_is_one_short_sentence_said_once() -> None:
    said = violations("₩1 ₩1 ₩1. I've refunded it. See evil.com.", grounds("en"))
    assert len(said) == len(set(said)) >= 3
    assert all(one.endswith(".") and "\n" not in one and len(one) < 200 for one in said)


_PIECES = st.sampled_from(
    [*string.printable, *"₩원월일시가요ａ\u202e", "https://", "xn--"]
)  # fmt: skip


@given(
    answer=st.text() | st.lists(_PIECES, max_size=200).map("".join),
    fact=st.text() | st.just(ORDER) | st.lists(_PIECES, max_size=200).map("".join),
    language=st.sampled_from(["ko", "en", "fr", ""]),
)
def test_no_text_makes_it_fail(answer: str, fact: str, language: str) -> None:
    found = violations(
        answer,
        Grounds(
            facts=(fact,),
            customer_words=fact,
            language=language,
            links=frozenset({fact}),
            done=frozenset({fact}),
        ),
    )
    assert all(isinstance(one, str) and one for one in found)


_LONG = (
    "a ",
    "1",
    "1,111,",
    "1-",
    "가 나 ",
    "일이삼",
    "a.",
    "a@",
    "https://",
    "환불",
    "(1",
    "11월 ",
    "[a",
    "i have just ",
)


@pytest.mark.parametrize("piece", _LONG)
def test_a_hundred_kilobytes_are_checked_at_once(piece: str) -> None:
    answer = piece * (100_000 // len(piece))
    started = perf_counter()
    assert violations(answer, grounds("ko")) != ()
    assert perf_counter() - started < 0.25


@pytest.mark.parametrize("piece", _LONG)
def test_no_answer_of_full_length_takes_long(piece: str) -> None:
    answer = (piece * 1024)[:1024]
    started = perf_counter()
    violations(answer, grounds("ko"))
    assert perf_counter() - started < 0.25


@pytest.mark.parametrize("piece", _LONG)
def test_no_fact_takes_long(piece: str) -> None:
    facts = Grounds(facts=(piece * (100_000 // len(piece)),), customer_words="", language="ko")
    started = perf_counter()
    violations("주문은 배송 중입니다.", facts)
    assert perf_counter() - started < 3
