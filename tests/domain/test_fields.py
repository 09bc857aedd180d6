"""What typed words answer to the field that was asked last."""

import pytest

from tests.domain.shipped import shipped_policy
from wa_support.domain.acting import Filling
from wa_support.domain.gate.fields import answer_to, people_in


def answered(asks: str, text: str) -> str | None:
    return answer_to(Filling(tool="book", purpose="booking", asks=asks), text, shipped_policy())


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("두 명 방문할게요", 2),
        ("토요일 2시에 3명이요", 3),
        ("two people, around noon", 2),
        ("there are 4 of us", 4),
        ("2명이나 3명", None),
        ("30명 갈게요", None),
        ("유명한 소파", None),
        ("쇼룸 예약하고 싶어요", None),
    ],
)
def test_how_many_come_beside_something_else(text: str, people: int | None) -> None:
    assert people_in(text) == people


@pytest.mark.parametrize("asks", ["day", "start", "people"])
@pytest.mark.parametrize("text", ["토요일이요", "오후 3시 반", "saturday at 3pm"])
def test_a_day_or_a_time_is_an_answer_wherever_a_visit_is_narrowed_down(
    asks: str, text: str
) -> None:
    assert answered(asks, text) == text


@pytest.mark.parametrize(
    ("asks", "text"),
    [
        ("day", "2명"),
        ("day", "내일 택배 오나요?"),
        ("start", "ㅁㄴㅇㄹ"),
        ("people", "많이요"),
        ("booking_id", "토요일"),
        ("reason", "write me a poem"),
    ],
)
def test_what_says_something_else_is_no_answer(asks: str, text: str) -> None:
    assert answered(asks, text) is None


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("이번 주 토요일 오후 3시에 쇼룸 가도 돼요?", False),
        ("can I visit the showroom on saturday at 3pm", False),
        ("쇼룸에서 본 색이랑 달라요", True),
        ("it arrived broken", True),
        ("wrong colour, can i get my money back?", True),
        ("배송이 너무 늦어서요", True),
    ],
)
def test_a_question_about_another_purpose_is_no_reason(text: str, taken: bool) -> None:
    filling = Filling(tool="request_refund", purpose="orders", asks="reason")
    assert (answer_to(filling, text, shipped_policy()) == text) is taken


@pytest.mark.parametrize(("text", "people"), [("2명", "2"), ("혼자", "1"), ("three", "3")])
def test_how_many_come_as_people_say_it(text: str, people: str) -> None:
    assert answered("people", text) == people
