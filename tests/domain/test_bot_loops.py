"""A machine is stopped after a few rounds, a person who is only fast is not."""

from collections.abc import Iterable, Sequence

from wa_support.domain.bot_loops import ROUNDS, Round, is_a_loop, with_round

_OUR_TIME = 1_500
_LONG = "Thank you for contacting Moment. Your request is important to us and we will be with you"


def _talk(said: Iterable[tuple[str, int]], *, human_at: int | None = None) -> Sequence[Round]:
    """(words, milliseconds after our answer) each."""
    rounds: tuple[Round, ...] = ()
    now = 1_000_000
    for number, (words, after) in enumerate(said):
        heard_at = now + after
        now = heard_at + _OUR_TIME
        rounds = with_round(
            rounds, words=words, human=number == human_at, heard_at=heard_at, now=now
        )
    return rounds


def test_the_same_words_again_and_again_are_a_loop() -> None:
    said = [
        (f"자동응답: 접수번호 {number}번, 잠시만 기다려 주세요!", 20_000)
        for number in range(ROUNDS)
    ]
    assert is_a_loop(_talk(said))
    assert not is_a_loop(_talk(said[:-1]))


def test_long_and_new_words_within_a_second_are_a_loop() -> None:
    said = [(f"{_LONG} {'abcdefgh'[number]}", 900) for number in range(ROUNDS)]
    assert is_a_loop(_talk(said))


def test_a_model_on_the_other_side_that_takes_its_time_to_write_much_is_a_loop() -> None:
    said = [(f"{'abcdefgh'[number]} " + _LONG * 3, 12_000) for number in range(ROUNDS)]
    assert is_a_loop(_talk(said))


def test_a_person_who_types_fast_is_no_loop() -> None:
    words = (
        "저기요", "주문한 거", "언제 와요?", "1042요", "네", "아니 그거 말고", "2077", "빨리요",
        "내일 와요?", "그럼 됐어요", "아 잠깐", "취소할게요",
    )  # fmt: skip
    for pace in (0, 300, 1_000, 3_000):
        assert not is_a_loop(_talk([(one, pace) for one in words]))


def test_a_person_who_types_whole_sentences_is_no_loop() -> None:
    said = [
        (f"Sentence {'abcdefghijkl'[number]} which is about sixty letters long, typed.", 8_000)
        for number in range(12)
    ]
    assert not is_a_loop(_talk(said))


def test_a_person_who_pastes_a_text_now_and_then_is_no_loop() -> None:
    said = [(_LONG + "abcdefgh"[number], 500) if number % 3 == 0 else (f"{'가나다라마바사아'[number]}?", 2_000) for number in range(ROUNDS)]  # fmt: skip  # noqa: E501
    assert not is_a_loop(_talk(said))


def test_somebody_who_says_the_same_every_day_is_no_loop() -> None:
    assert not is_a_loop(_talk([("주문 어디쯤이에요?", 3_600_000)] * ROUNDS))


def test_a_tap_is_a_human_sign() -> None:
    said = [("자동응답입니다.", 1_000)] * (2 * ROUNDS - 1)
    assert is_a_loop(_talk(said))
    assert not is_a_loop(_talk(said, human_at=ROUNDS))
