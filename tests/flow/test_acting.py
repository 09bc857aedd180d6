"""From the first message to the effect and away from it again, by buttons and in words."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.flow.acts import TOOLS, choices, forgetful, offered, taps, up_to_the_question
from tests.flow.house import DANIEL, MINA, MINUTE, STRANGER, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.tool_results import Succeeded
from wa_support.ports.tools import OnBehalf

ENGLISH = DANIEL
YUJIN = "821055505133"
"""One sample order came from this phone."""


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_happens_before_the_customer_agrees(home: Home, tool: str) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, tool)
    assert shop.done == []
    assert "접수번호" in taps(home, confirm)
    assert [name for name, _ in shop.done] == [tool]


def test_a_booking_in_english_by_list_and_words(home: Home) -> None:
    shop = forgetful(home)
    home.asks("i'd like to book a showroom visit", ENGLISH)
    taps(home, offered(home, "fill"), ENGLISH)
    taps(home, offered(home, "fill"), ENGLISH)
    assert "for 2?" in home.asks("two", ENGLISH)
    assert offered(home, "confirm")
    assert home.asks("yes", ENGLISH).startswith("Done:")
    assert [name for name, _ in shop.done] == ["book"]


def test_a_cancellation_in_english_of_the_order_in_talk(home: Home) -> None:
    shop = forgetful(home)
    home.asks("where is order 2077?", ENGLISH)
    question = home.asks("cancel that", ENGLISH)
    assert "2077" in question
    assert home.asks("yes", ENGLISH).startswith("Done:")
    assert [name for name, _ in shop.done] == ["cancel_order"]


def test_that_one_is_the_order_that_was_talked_of_last(home: Home) -> None:
    forgetful(home)
    home.asks("주문 1058 어디쯤이에요?")
    assert "1058" in home.asks("그거 취소해주세요")
    assert offered(home, "confirm")


@pytest.mark.parametrize("yes", ["네", "예", "응", "yes", "ok", "네!", " 네 "])
def test_a_short_yes_agrees_to_what_was_asked_last(home: Home, yes: str) -> None:
    shop = forgetful(home)
    up_to_the_question(home, "cancel_order")
    home.asks(yes)
    assert [name for name, _ in shop.done] == ["cancel_order"]


@pytest.mark.parametrize(
    "words",
    [
        "네 그런데 배송은 언제 오나요?",
        "예약하고 싶어요",
        "네라고 하면 어떻게 되나요?",
        "yes but when will it arrive?",
        "okay what about 1042",
        "아니요",
        "no",
        "아니 다시",
        "네 아니요",
    ],
)
def test_a_sentence_around_a_yes_agrees_to_nothing(home: Home, words: str) -> None:
    shop = forgetful(home)
    up_to_the_question(home, "cancel_order")
    home.asks(words)
    assert shop.done == []


@pytest.mark.parametrize(
    "between", ["몇 시까지 해요?", "안녕하세요", "주문 1042 어디쯤이에요?", "로봇이에요?"]
)
def test_a_yes_to_something_asked_since_agrees_to_nothing(home: Home, between: str) -> None:
    shop = forgetful(home)
    up_to_the_question(home, "cancel_order")
    home.asks(between)
    home.asks("네")
    assert shop.done == []


@pytest.mark.parametrize("no", ["아니요", "아니오", "no"])
def test_a_short_no_drops_it_and_a_later_yes_does_not_bring_it_back(home: Home, no: str) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, "request_refund")
    home.asks(no)
    home.asks("네")
    taps(home, confirm)
    assert shop.done == []


@pytest.mark.parametrize("tool", TOOLS)
def test_a_button_tapped_after_its_quarter_of_an_hour_is_told_to_be_old(
    home: Home, tool: str
) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, tool)
    home.clock.pass_by(15 * MINUTE)
    home.beat()
    assert "이 버튼은 쓸 수 없습니다" in taps(home, confirm)
    assert shop.done == []


def test_a_yes_typed_after_its_quarter_of_an_hour_agrees_to_nothing(home: Home) -> None:
    shop = forgetful(home)
    up_to_the_question(home, "cancel_order")
    home.clock.pass_by(16 * MINUTE)
    home.beat()
    home.asks("네")
    assert shop.done == []


@pytest.mark.parametrize("tool", TOOLS)
def test_a_button_tapped_again_tells_what_was_done_and_does_nothing_more(
    home: Home, tool: str
) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, tool)
    assert taps(home, confirm) == taps(home, confirm)
    assert len(shop.done) == 1


def test_a_button_tapped_twice_in_one_burst_does_it_once(home: Home) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, "book")
    home.tap(confirm)
    home.tap(confirm)
    home.answer()
    assert len(shop.done) == 1


def test_the_button_of_an_earlier_question_does_not_do_the_later_one(home: Home) -> None:
    shop = forgetful(home)
    first = up_to_the_question(home, "cancel_order")
    up_to_the_question(home, "request_refund")
    taps(home, first)
    assert shop.done == []


def test_a_button_of_somebody_else_does_nothing(home: Home) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, "cancel_order")
    taps(home, confirm, DANIEL)
    taps(home, confirm, STRANGER)
    assert shop.done == []


@pytest.mark.parametrize(
    "asked",
    ["주문 1042 취소해주세요", "1058 환불해주세요", "1017 취소해주세요"],
)
def test_what_the_rules_do_not_allow_goes_to_a_person_and_is_not_refused(
    home: Home, asked: str
) -> None:
    shop = forgetful(home)
    home.asks(asked)
    if home.conversation().owner is Owner.AUTOMATED:
        home.asks("마음에 들지 않아서요")
    assert home.conversation().owner is Owner.QUEUED
    assert shop.done == []
    assert "상담원이 직접 확인합니다. 사유" in home.cloud.calls[-1].body


def test_the_order_of_somebody_else_is_not_cancelled(home: Home) -> None:
    shop = forgetful(home)
    bubble = home.asks("주문 2077 취소해주세요", MINA)
    assert not [one for one in choices(home) if one.id.startswith("confirm:")]
    assert "침대" not in bubble
    assert shop.done == []


def test_an_order_that_nobody_has_and_one_of_somebody_else_get_the_same_words(home: Home) -> None:
    forgetful(home)
    unknown = home.asks("주문 1043 취소해주세요", MINA)
    foreign = home.asks("주문 2077 취소해주세요", MINA)
    assert home.conversation().owner is Owner.AUTOMATED
    said = "보내 주신 정보로 확인되는 주문이 없습니다."
    assert said in unknown
    assert said in foreign


def test_who_ordered_from_another_phone_proves_it_and_goes_on_with_the_cancellation(
    home: Home,
) -> None:
    shop = forgetful(home)
    home.asks("주문 1058 취소해주세요", STRANGER)
    home.asks("1058 김민아 1042", STRANGER)
    confirm = next(one.id for one in choices(home) if one.id.startswith("confirm:"))
    taps(home, confirm, STRANGER)
    assert [name for name, _ in shop.done] == ["cancel_order"]


def test_wrong_facts_for_an_order_to_cancel_end_with_a_person(home: Home) -> None:
    shop = forgetful(home)
    home.asks("주문 1058 취소해주세요", STRANGER)
    for wrong in ("1058 김철수 9999", "1058 박영희 1111"):
        home.asks(wrong, STRANGER)
    assert home.conversation(STRANGER).owner is Owner.QUEUED
    assert shop.done == []


def test_an_order_that_went_out_since_it_was_shown_is_not_cancelled(home: Home) -> None:
    shop = forgetful(home)
    confirm = up_to_the_question(home, "cancel_order")
    already = shop.shop.act(
        "cancel_order",
        {"order_id": "1058"},
        on_behalf=_mina(home),
        key="another door",
        within_s=5.0,
    )
    assert isinstance(already, Succeeded)
    taps(home, confirm)
    assert shop.done == []
    assert home.conversation().owner is Owner.QUEUED


@pytest.mark.parametrize("leaving", ["그만할게요", "됐어요", "아니 다시", "never mind"])
def test_who_changes_their_mind_leaves_a_form_cleanly(home: Home, leaving: str) -> None:
    shop = forgetful(home)
    home.asks("1017 환불해주세요")
    home.asks(leaving)
    assert home.conversation().memory.filling is None
    home.asks("네")
    assert shop.done == []
    assert home.conversation().owner is Owner.AUTOMATED


def test_another_purpose_in_the_middle_of_a_form_is_answered_and_ends_it(home: Home) -> None:
    home.asks("쇼룸 예약하고 싶어요")
    assert "1042" in home.asks("주문 1042 어디쯤이에요?")
    assert home.conversation().memory.filling is None


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ("주문 1017 하나만 환불해주세요", "상품"),
        ("주문 1058 한 개만 취소돼요?", "상품"),
        ("cancel just one of order 1058", "item"),
    ],
)
def test_one_item_of_an_order_is_never_the_whole_order(home: Home, asked: str, which: str) -> None:
    shop = forgetful(home)
    assert which in home.asks(asked)
    home.asks("회색 의자")
    home.asks("하나만 마음에 들지 않아서요")
    assert not [one for one in choices(home) if one.id.startswith("confirm:")]
    assert shop.done == []
    assert home.conversation().owner is Owner.QUEUED
    assert _collected(home)["item"] == "회색 의자"
    assert _collected(home)["wants"] == "one_item"


@pytest.mark.parametrize(
    ("asked", "by", "order_id"),
    [
        ("현금영수증 발급해 주세요", MINA, "1058"),
        ("주문 1017 영수증 보내 주세요", MINA, "1017"),
        ("can i get an invoice for my order please", DANIEL, "2077"),
    ],
)
def test_who_wants_a_receipt_says_of_which_order_and_a_person_sends_it(
    home: Home, asked: str, by: str, order_id: str
) -> None:
    home.asks(asked, by)
    if home.conversation(by).owner is Owner.AUTOMATED:
        taps(home, f"fill:{order_id}", by)
    assert home.conversation(by).owner is Owner.QUEUED
    assert _collected(home, by) == {"order_id": order_id, "wants": "receipt"}


@pytest.mark.parametrize("asked", ["현금영수증 받을 수 있어요?", "how do i get a tax invoice?"])
def test_how_one_comes_by_a_receipt_stands_in_an_article(home: Home, asked: str) -> None:
    assert "1058" not in home.asks(asked)
    assert home.conversation().memory.filling is None


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ("주문 취소하고 싶어요", "person"),
        ("배송지 바꿔주세요", "field"),
        ("i want to return the chair", "field"),
    ],
)
def test_who_names_no_order_picks_one_of_their_own(home: Home, asked: str, then: str) -> None:
    """The one that was picked was delivered, so it is not cancelled."""
    home.asks(asked)
    own = [one.id for one in choices(home)]
    assert {"fill:1042", "fill:1058", "fill:1017", "person"} == set(own)
    home.asks("1017")
    filling = home.conversation().memory.filling
    if then == "person":
        assert filling is None
        assert _collected(home)["order_id"] == "1017"
    else:
        assert filling is not None
        assert ("order_id", "1017") in filling.given


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("배송지 바꿔주세요", "새 주소"), ("please change the delivery address", "new address")],
)
def test_who_has_one_order_is_not_asked_which(home: Home, asked: str, shown: str) -> None:
    assert shown in home.asks(asked, YUJIN)


def test_who_has_no_order_here_types_its_number(home: Home) -> None:
    assert "주문번호" in home.asks("배송지 바꿔주세요", STRANGER)


def test_the_reason_of_an_exchange_is_not_asked_for_as_that_of_a_refund(home: Home) -> None:
    assert "환불" not in home.asks("주문 1017 색상 다른 걸로 교환할게요")


def test_a_photo_fills_the_field_that_waits_for_one(home: Home) -> None:
    home.asks("주문 1017 색상 다른 걸로 교환할게요")
    home.asks("색이 어두워요")
    home.cloud.files["med1"] = b"\xff\xd8\xff\xe0" + b"0" * 64
    home.clock.pass_by(1_000)
    home.send({"type": "image", "image": {"id": "med1", "mime_type": "image/jpeg"}})
    while (fetch := home.media.claim()) is not None:
        fetch()
    home.answer()
    assert home.conversation().owner is Owner.QUEUED
    assert _collected(home)["photo"] == "kept"


def test_an_answer_that_does_not_fit_is_asked_for_again_three_times_and_then_a_person(
    home: Home,
) -> None:
    home.asks("쇼룸 예약하고 싶어요")
    taps(home, offered(home, "fill"))
    taps(home, offered(home, "fill"))
    for _ in range(2):
        home.asks("ㅁㄴㅇㄹ")
        assert home.conversation().owner is Owner.AUTOMATED
    home.asks("ㅁㄴㅇㄹ")
    assert home.conversation().owner is Owner.QUEUED


def test_a_form_is_filled_field_by_field_and_a_person_gets_its_fields(home: Home) -> None:
    home.asks("배송지 바꿔주세요 1058")
    home.asks("서울 성동구 연무장길 12, 3층")
    assert home.conversation().owner is Owner.QUEUED
    assert _collected(home) == {
        "order_id": "1058",
        "new_address": "서울 성동구 연무장길 12, 3층",
        "wants": "address_change",
    }


def _collected(home: Home, by: str = MINA) -> Mapping[str, Any]:
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(home.conversation(by).id)
    assert handoff is not None
    return dict(handoff.packet["collected_fields"])


def _mina(home: Home) -> OnBehalf:
    return OnBehalf(customer=home.conversation().customer_id, phone=MINA)
