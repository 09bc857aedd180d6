"""What a customer hears, turn after turn, from the shipped policy and the sample shop."""

import pytest

from tests.flow.house import DANIEL, MINA, STRANGER, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.outbound import choices_of
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason

YUJIN = "821055505133"
"""The phone of the one sample order that is late."""
IMAGE = {"id": "900001", "mime_type": "image/jpeg"}


def pending(home: Home) -> tuple[str, dict[str, object]]:
    """The effect that waits for a yes."""
    shown = home.conversation().memory.pending
    assert shown is not None
    return shown.tool, dict(shown.arguments)


def handoff(home: Home, by: str = MINA) -> Handoff:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(home.conversation(by).id)
    assert found is not None
    return found


def taps(home: Home) -> list[str]:
    return [choice.id for choice in choices_of(home.cloud.calls[-1].message)]


def tapped(home: Home, id: str, by: str = MINA) -> str:
    home.clock.pass_by(1_000)
    home.tap(id, by=by)
    (bubble,) = home.answer()
    return bubble


def photo(home: Home, caption: str | None = None, by: str = MINA) -> str:
    image = {**IMAGE, "caption": caption} if caption else IMAGE
    home.send({"type": "image", "image": image}, by)
    home.cloud.files["900001"] = b"\xff\xd8\xff"
    fetch = home.media.claim()
    assert fetch is not None
    fetch()
    (bubble,) = home.answer()
    return bubble


# order numbers and proof


@pytest.mark.parametrize("corrected", ["주문 2077 어디쯤이에요?", "2077", "주문번호 2077", "#2077"])
def test_a_mistyped_order_number_can_be_corrected(home: Home, corrected: str) -> None:
    assert "확인되는 주문이 없습니다" in home.asks("주문 2707 어디쯤이에요?", DANIEL)
    assert "주문 2077" in home.asks(corrected, DANIEL)


def test_the_name_and_the_four_digits_still_open_the_order_asked_about(home: Home) -> None:
    home.asks("주문 3003 언제 와요?", STRANGER)
    home.asks("9911", STRANGER)
    assert "주문 3003" in home.asks("이서연 9911", STRANGER)


def test_a_number_alone_is_one_guess(home: Home) -> None:
    home.asks("주문 3003 언제 와요?", STRANGER)
    home.asks("9911", STRANGER)
    assert home.conversation(STRANGER).memory.proof_tries == 2
    home.asks("9912", STRANGER)
    assert home.conversation(STRANGER).owner is Owner.QUEUED


def test_an_order_of_ones_own_between_two_guesses_forgives_nothing(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?", DANIEL)
    assert "주문 2077" in home.asks("주문 2077 어디쯤이에요?", DANIEL)
    assert home.conversation(DANIEL).memory.proof_tries == 1
    for guess in ("1042 김은서 1042", "1042 김민아 9999"):
        home.asks(guess, DANIEL)
    assert home.conversation(DANIEL).owner is Owner.QUEUED


def test_a_name_alone_is_asked_for_with_the_rest_and_is_no_guess(home: Home) -> None:
    home.asks("주문 3003 언제 와요?", STRANGER)
    assert "함께 보내 주세요" in home.asks("이서연", STRANGER)
    assert home.conversation(STRANGER).memory.proof_tries == 1
    assert "주문 3003" in home.asks("이서연 9911", STRANGER)


def test_an_attacker_does_not_learn_which_numbers_exist(home: Home) -> None:
    bubbles = []
    for number, who in (("1042", STRANGER), ("9998", "821099990001")):
        home.asks("주문 9999 어디쯤이에요?", who)
        bubbles.append(home.asks(number, who))
        assert home.conversation(who).memory.order_id == "9999"
    assert bubbles[0] == bubbles[1]


@pytest.mark.parametrize("typo", ["주믄 1042 어디쯤이에오", "주문 1042 배송"])
def test_a_misspelt_look_up_is_a_look_up(home: Home, typo: str) -> None:
    assert "주문 1042" in home.asks(typo)


def test_a_late_order_is_called_late_and_a_person_is_one_tap_away(home: Home) -> None:
    assert "배송 완료가 아직 확인되지 않았습니다." in home.asks("주문 5133 어디쯤이에요?", YUJIN)
    assert taps(home) == ["person"]


def test_no_orders_from_this_number_is_said_as_it_is(home: Home) -> None:
    assert "이 번호로 주문하신 내역이 확인되지 않습니다." in home.asks(
        "주문 내역 보여주세요", STRANGER
    )
    assert taps(home) == ["person"]
    assert "주문 1042" in home.asks("1042 김민아 1042", STRANGER)


def test_who_does_not_know_the_number_sees_their_orders_or_a_person(home: Home) -> None:
    assert "order:1042" in (home.asks("주문번호를 모르겠어요"), taps(home))[1]
    home.asks("주문번호를 모르겠어요")
    home.asks("I don't know my order number", STRANGER)
    assert home.conversation(MINA).owner is home.conversation(STRANGER).owner is Owner.QUEUED


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("배송비 얼마예요?", "안내 문서: 배송 안내 › 배송비"),
        ("do you ship to jeju", "From our guide: Delivery › Jeju, islands and remote areas"),
    ],
)
def test_a_question_about_delivery_at_large_is_answered_from_an_article(
    home: Home, asked: str, place: str
) -> None:
    assert home.asks(asked, STRANGER).endswith(place)
    assert home.conversation(STRANGER).purpose == "orders"


# wishes and words


def test_a_wish_is_kept_through_both_questions(home: Home) -> None:
    home.asks("그거 취소해주세요")
    assert "어느 주문" in tapped(home, "purpose:orders")
    assert "주문 1058" in tapped(home, "order:1058")
    assert pending(home) == ("cancel_order", {"order_id": "1058"})


@pytest.mark.parametrize("answers", [("주문·배송", "1058"), ("1", "1")])
def test_a_wish_is_kept_when_the_answers_are_typed(home: Home, answers: tuple[str, str]) -> None:
    home.asks("취소해주세요")
    for answer in answers:
        home.asks(answer)
    assert pending(home)[0] == "cancel_order"


def test_the_wish_follows_into_bookings(home: Home) -> None:
    home.asks("취소")
    tapped(home, "purpose:booking")
    assert handoff(home).packet["collected_fields"] == {"wants": "cancel_booking"}


def test_the_answer_to_which_purpose_may_be_in_ones_own_words(home: Home) -> None:
    home.asks("취소해 주세요")
    home.asks("예약이요")
    assert handoff(home).packet["collected_fields"] == {"wants": "cancel_booking"}


def test_something_broken_is_a_wish_whichever_purpose_is_chosen(home: Home) -> None:
    home.asks("주문한 의자가 고장났어요")
    assert "어느 주문" in tapped(home, "purpose:orders")
    home.asks("1017")
    assert handoff(home).packet["collected_fields"] == {
        "order_id": "1017",
        "wants": "create_ticket",
    }


def test_a_wish_is_forgotten_with_the_next_answer(home: Home) -> None:
    for said in ("취소", "영업시간이 어떻게 되나요"):
        home.asks(said)
    assert "배송 중" in tapped(home, "order:1042")


def test_peoples_work_is_handed_over_with_the_words_that_were_asked_for(home: Home) -> None:
    assert "한 줄로 적어 주세요" in tapped(home, "purpose:support")
    home.asks("1042번 상판이 좀 이상해서요")
    packet = handoff(home).packet
    assert (packet["purpose"], packet["collected_fields"]["order_id"]) == ("support", "1042")
    assert packet["transcript"][-1]["text"] == "1042번 상판이 좀 이상해서요"


def test_a_second_tap_hands_over_at_once(home: Home) -> None:
    tapped(home, "purpose:support")
    tapped(home, "purpose:support")
    assert handoff(home).reason == Reason.NOT_AUTOMATED


@pytest.mark.parametrize("said", ["그만", "안녕하세요", "시 써줘"])
def test_leaving_greeting_and_other_work_are_no_words_for_people(home: Home, said: str) -> None:
    tapped(home, "purpose:booking")
    home.asks(said)
    assert home.conversation().owner is Owner.AUTOMATED


def test_a_question_in_passing_does_not_end_the_waiting(home: Home) -> None:
    tapped(home, "purpose:support")
    home.asks("전화번호 알려줘")
    home.asks("의자 다리가 부러졌어요")
    assert handoff(home).packet["purpose"] == "support"


def test_typing_instead_is_welcome(home: Home) -> None:
    home.send({"type": "audio", "audio": {"id": "900002", "mime_type": "audio/ogg"}})
    home.clock.pass_by(21_000)
    home.answer()
    assert tapped(home, "type") == "네, 글로 적어 주세요."


def test_an_unknown_tap_leaves_nothing(home: Home) -> None:
    assert "무엇을 도와드릴까요?" in tapped(home, "from-an-older-version")


# photos


def test_a_photo_with_words_is_not_asked_for_words_again(home: Home) -> None:
    assert "사진과 글을" in photo(home, "이렇게 왔는데 이게 맞나 싶네요 좀")
    assert "about:1042" in taps(home)
    home.asks("1042")
    assert handoff(home).packet["collected_fields"] == {
        "order_id": "1042",
        "wants": "create_ticket",
    }


@pytest.mark.parametrize("caption", [None, "안녕하세요"])
def test_a_photo_without_words_is_asked_for_them_once(home: Home, caption: str | None) -> None:
    assert "어떤 문제인지 한 줄로" in photo(home, caption)
    home.asks("여기 모서리 쪽이 이래요")
    assert handoff(home).packet["purpose"] == "support"


def test_a_caption_that_says_it_all_goes_to_a_person(home: Home) -> None:
    photo(home, "받았는데 깨져 있어요")
    assert home.conversation().owner is Owner.QUEUED


# always the same answer


@pytest.mark.parametrize("asked", ["영업시간이 어떻게 되나요", "전화번호 알려줘"])
def test_hours_and_other_ways_come_from_the_policy(home: Home, asked: str) -> None:
    said = home.asks(asked)
    assert "월–목 10:00–18:00, 금 10:00–17:00 (점심시간 12:30–13:30" in said
    assert "전화 02-555-0134" in said


def test_hours_are_said_in_english_too(home: Home) -> None:
    assert "Mon–Thu 10:00–18:00, Fri 10:00–17:00 (lunch" in home.asks("how can I reach you")


@pytest.mark.parametrize("asked", ["봇이에요?", "사람이에요?"])
def test_who_answers_is_told_truthfully(home: Home, asked: str) -> None:
    assert home.asks(asked).endswith(
        "자동 상담(AI)입니다. 사람과 상담하시려면 ‘상담원’이라고 보내 주세요."
    )
    assert home.conversation().owner is Owner.AUTOMATED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("야 이 병신들아", Reason.ABUSE),
        ("사람 없어요?", Reason.ASKED),
        ("불이 났어요 램프에서 연기나요", Reason.COMPLAINT),
        ("delete my data", Reason.ASKED),
    ],
)
def test_what_no_bot_should_answer_goes_to_a_person(home: Home, said: str, reason: Reason) -> None:
    home.asks(said)
    assert handoff(home).reason == reason


# bursts and languages


def test_a_courtesy_after_a_tap_is_still_the_tap(home: Home) -> None:
    home.tap("order:1042")
    home.say("감사합니다")
    (bubble,) = home.answer()
    assert "주문 1042" in bubble


def test_a_tap_and_words_for_something_else_are_clarified(home: Home) -> None:
    home.tap("purpose:orders")
    home.say("토요일 오후에 가도 돼요?")
    home.answer()
    assert taps(home) == ["purpose:orders", "purpose:booking", "person"]


@pytest.mark.parametrize("before", [True, False])
def test_words_beside_a_tap_are_not_lost(home: Home, before: bool) -> None:
    if before:
        home.say("그거 취소해 주세요")
    home.tap("order:1058")
    if not before:
        home.say("그거 취소해 주세요")
    home.answer()
    assert pending(home) == ("cancel_order", {"order_id": "1058"})


def test_words_before_the_tap_on_peoples_work_are_words_enough(home: Home) -> None:
    home.say("상판이 이상해서 그런데요")
    home.tap("purpose:support")
    home.answer()
    assert handoff(home).packet["purpose"] == "support"


def test_a_name_in_latin_letters_keeps_the_conversation_korean(home: Home) -> None:
    home.asks("주문 5133 어디쯤이에요?", STRANGER)
    assert "확인되는 주문이 없습니다" in home.asks("5133 x 0000", STRANGER)
    assert "Our team answers" in home.asks("how can I reach you", STRANGER)
