"""Words that got the menu, and the purpose that was tapped next."""

from collections.abc import Sequence

from tests.flow.house import DAY, MINA, STRANGER, Home
from wa_support.domain.policy import Suggested
from wa_support.flow.retention import Retention

UNCLEAR = "아까 그거요"


def learnt(home: Home) -> Sequence[Suggested]:
    with home.house.database.read() as tx:
        return tx.suggestions.frequent(10)


def tap(home: Home, id: str, by: str = MINA) -> None:
    home.clock.pass_by(1_000)
    home.tap(id, by=by)
    home.answer()


def test_a_purpose_tapped_after_unclear_words_is_kept_with_them(home: Home) -> None:
    assert "무엇을 도와드릴까요" in home.asks(UNCLEAR)
    tap(home, "purpose:booking")
    (one,) = learnt(home)
    said = one.suggestion
    assert (said.text, said.purpose, said.language, one.times) == (UNCLEAR, "booking", "ko", 1)
    assert one.last_at == home.clock.now()


def test_the_number_or_the_label_is_as_good_as_the_tap(home: Home) -> None:
    home.asks(UNCLEAR)
    home.asks("2")
    assert [one.suggestion.purpose for one in learnt(home)] == ["booking"]


def test_the_same_words_of_two_customers_count_twice(home: Home) -> None:
    for by in (MINA, STRANGER):
        home.asks(UNCLEAR, by)
        tap(home, "purpose:support", by)
    assert [one.times for one in learnt(home)] == [2]


def test_two_purposes_asked_about_teach_which_one_it_was(home: Home) -> None:
    assert "어느 쪽인지" in home.asks("주문 취소하고 예약도 취소해 주세요")
    tap(home, "purpose:booking")
    assert [one.suggestion.purpose for one in learnt(home)] == ["booking"]


def test_a_person_an_order_or_clear_words_teach_nothing(home: Home) -> None:
    home.asks(UNCLEAR)
    tap(home, "person")
    home.asks(UNCLEAR, STRANGER)
    home.asks("환불해 주세요", STRANGER)
    assert learnt(home) == []


def test_a_later_tap_is_not_about_words_that_were_answered_since(home: Home) -> None:
    home.asks(UNCLEAR)
    home.asks("안녕하세요")
    tap(home, "purpose:booking")
    assert learnt(home) == []


def test_neither_numbers_nor_addresses_are_kept(home: Home) -> None:
    for words, by in (
        ("010-1234-5678 그거요 그거", "821099990011"),
        ("그거 그거요 mina@moment.example", "821099990012"),
        ("그거 " * 80, "821099990013"),
    ):
        home.asks(words, by)
        tap(home, "purpose:booking", by)
    assert learnt(home) == []


def test_they_go_after_half_a_year(home: Home) -> None:
    home.asks(UNCLEAR)
    tap(home, "purpose:booking")
    retention = Retention(database=home.house.database, clock=home.clock)
    home.clock.pass_by(179 * DAY)
    retention.forget()
    assert len(learnt(home)) == 1
    home.clock.pass_by(2 * DAY)
    retention.forget()
    assert learnt(home) == []
