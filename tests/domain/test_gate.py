"""The purpose gate without a model, against the policy that ships."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.sayings import sayings
from tests.domain.shipped import FILE, shipped_policy
from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate.rules import Heard, decide
from wa_support.domain.gate.shapes import opts_out
from wa_support.domain.reasons import DecidedBy, Reason

MENU = (
    ("purpose:orders", "주문·배송"),
    ("purpose:booking", "쇼룸 방문 예약"),
    ("purpose:support", "제품·A/S"),
    ("person", "상담원 연결"),
)
ORDERS = (
    ("order:1042", "1042 배송 중"),
    ("order:1017", "1017 배송 완료"),
    ("person", "상담원 연결"),
)
FRESH = Memory()
AT_MENU = Memory(asked=Asked.MENU, choices=MENU)
AT_ORDERS = Memory(asked=Asked.WHICH_ORDER, choices=ORDERS)
PROVING = Memory(
    asked=Asked.ORDER_PROOF, choices=(("again", "다시 입력"), ("person", "상담원 연결"))
)


def gate(text: str, memory: Memory = FRESH, tap: str | None = None) -> GateDecision:
    return decide(Heard(text=text, tap=tap), policy=shipped_policy(), memory=memory)


def test_the_table_is_large_enough_to_mean_something() -> None:
    rows = sayings()
    assert len(rows) >= 250
    assert len({text for *_, text in rows}) == len(rows)


@pytest.mark.parametrize(("verdict", "purpose", "reason", "text"), sayings())
def test_every_saying_is_decided_as_agreed(
    verdict: str, purpose: str | None, reason: str, text: str
) -> None:
    decision = gate(text)
    assert (decision.verdict, decision.purpose, decision.reason) == (verdict, purpose, reason)


@pytest.mark.parametrize(
    ("tap", "verdict", "purpose", "tool"),
    [
        ("person", "hand_off", None, None),
        ("purpose:orders", "admit", "orders", "list_orders"),
        ("purpose:booking", "admit", "booking", "find_slots"),
        ("purpose:booking:reschedule", "admit", "booking", "reschedule"),
        ("purpose:booking:cancel_order", "admit", "booking", "cancel_booking"),
        ("purpose:booking:no_such_tool", "admit", "booking", "find_slots"),
        ("purpose:gone:reschedule", "ask", None, None),
        ("purpose:support", "admit", "support", "kb_search"),
        ("purpose:gone", "ask", None, None),
        ("order:1042", "admit", "orders", "get_order"),
        ("about:1042", "admit", "support", "create_ticket"),
        ("again", "admit", "orders", "get_order"),
        ("type", "ask", None, None),
        ("wait:back", "ask", None, None),
        ("", "ask", None, None),
    ],
)
def test_a_tap_means_what_we_put_on_it(
    tap: str, verdict: str, purpose: str | None, tool: str | None
) -> None:
    decision = gate("", tap=tap)
    assert (decision.verdict, decision.purpose, decision.tool) == (verdict, purpose, tool)
    assert decision.decided_by is DecidedBy.CONTEXT


@pytest.mark.parametrize(
    ("said", "memory", "verdict", "purpose"),
    [
        ("2", AT_MENU, "admit", "booking"),
        ("2번", AT_MENU, "admit", "booking"),
        ("2번!", AT_MENU, "admit", "booking"),
        ("２", AT_MENU, "admit", "booking"),
        ("쇼룸 방문 예약", AT_MENU, "admit", "booking"),
        ("4", AT_MENU, "hand_off", None),
        ("상담원 연결", AT_MENU, "hand_off", None),
        ("5", AT_MENU, "ask", None),
        ("0", AT_MENU, "ask", None),
        ("네", AT_MENU, "ask", None),
        ("1", AT_ORDERS, "admit", "orders"),
        ("1017", AT_ORDERS, "admit", "orders"),
        ("2", FRESH, "ask", None),
        ("네", PROVING, "admit", "orders"),
        ("그만", PROVING, "ask", None),
        ("2", Memory(asked=Asked.MENU, choices=MENU[:1]), "ask", None),
        ("네", Memory(asked=Asked.CLARIFY, choices=(MENU[0], MENU[3])), "admit", "orders"),
        ("ㅇㅇ", Memory(asked=Asked.CLARIFY, choices=(MENU[0], MENU[3])), "admit", "orders"),
        ("아니요", Memory(asked=Asked.CLARIFY, choices=(MENU[0], MENU[3])), "ask", None),
    ],
)
def test_short_answers_mean_what_was_asked(
    said: str, memory: Memory, verdict: str, purpose: str | None
) -> None:
    decision = gate(said, memory)
    assert (decision.verdict, decision.purpose) == (verdict, purpose)


def test_a_number_picks_the_order_that_stood_there() -> None:
    assert gate("2", AT_ORDERS).order_id == "1017"


def test_leaving_and_taps_count_as_context() -> None:
    assert gate("그만", PROVING).reason is gate("2", AT_MENU).reason is Reason.CONTEXT


def test_the_second_fact_is_read_where_it_was_asked_for() -> None:
    decision = gate("2077 Daniel Park 2077", PROVING)
    read = (decision.intent, decision.order_id, decision.receiver, decision.last_4)
    assert read == (Intent.PROVE_ORDER, "2077", "daniel park", "2077")
    assert decision.line == shipped_policy().order_proof.line


@pytest.mark.parametrize("text", ["상담원 연결해 주세요", "시 써줘", "쇼룸 예약하고 싶어요"])
def test_another_wish_leaves_the_question_about_the_order(text: str) -> None:
    assert gate(text, PROVING).intent is not Intent.PROVE_ORDER


@pytest.mark.parametrize(
    ("said", "tool", "order_id"),
    [
        ("주문 1042 어디쯤이에요?", "get_order", "1042"),
        ("주문1042 어디쯤이에요?", "get_order", "1042"),
        ("주문 내역 보여주세요", "list_orders", None),
        ("주문 1042 취소해 주세요", "cancel_order", "1042"),
        ("환불해 주세요", "request_refund", None),
        ("교환하고 싶어요", "exchange", None),
        ("배송지 주소 바꿔주세요", "address_change", None),
        ("please cancel order 1042", "cancel_order", "1042"),
        ("i want my money back for order 1042", "request_refund", "1042"),
    ],
)
def test_what_an_order_message_wants(said: str, tool: str, order_id: str | None) -> None:
    assert (gate(said).tool, gate(said).order_id) == (tool, order_id)


def test_cancel_alone_means_the_order_in_talk() -> None:
    decision = gate("취소할게요", Memory(order_id="1042"))
    assert (decision.tool, decision.order_id) == ("cancel_order", "1042")
    assert gate("취소").between == ("orders", "booking")


@pytest.mark.parametrize(
    ("said", "memory", "intent", "tool"),
    [
        ("how long will my delivery take", FRESH, Intent.LIST_ORDERS, "list_orders"),
        ("how long does delivery take", FRESH, Intent.QUESTION, "kb_search"),
        ("주문번호 몰라요", FRESH, Intent.NO_ORDER_NUMBER, "get_order"),
        ("모르겠어요", PROVING, Intent.NO_ORDER_NUMBER, "get_order"),
        ("이거 취소 좀", FRESH, Intent.WHICH_ORDER, "cancel_order"),
        ("이거 취소 좀", Memory(order_id="1042"), Intent.NOT_AUTOMATED, "cancel_order"),
        ("예약 취소해 주세요", FRESH, Intent.NOT_AUTOMATED, "cancel_booking"),
        ("1", replace(AT_MENU, wants="exchange"), Intent.WHICH_ORDER, "exchange"),
        ("2", AT_MENU, Intent.TELL_US, "find_slots"),
        ("2", replace(AT_MENU, asked=Asked.CLARIFY), Intent.NOT_AUTOMATED, "find_slots"),
    ],
)
def test_what_is_wanted_done(said: str, memory: Memory, intent: Intent, tool: str) -> None:
    decision = gate(said, memory)
    assert (decision.intent, decision.tool) == (intent, tool)


@pytest.mark.parametrize(
    ("said", "order_id", "last_4"),
    [
        ("주문 2077 어디쯤이에요?", "2077", None),
        ("주문번호 2077", "2077", None),
        ("#2077", "2077", None),
        ("2077 언제 와요", "2077", None),
        ("뒷자리 9911", "2707", "9911"),
        ("이서연 9911", "2707", "9911"),
        ("010-5550-9911", "2707", "9911"),
        ("주문 2077 취소해 주세요", "2077", None),
    ],
)
def test_a_lone_number_is_the_orders_or_the_phones(
    said: str, order_id: str, last_4: str | None
) -> None:
    decision = gate(said, replace(PROVING, order_id="2707"))
    assert (decision.order_id, decision.last_4) == (order_id, last_4)


def test_abuse_goes_to_a_person_only_where_the_policy_says_so() -> None:
    policy = replace(shipped_policy(), right_away=frozenset({"asked"}))
    decision = decide(Heard(text="fuck you"), policy=policy, memory=FRESH)
    assert decision.reason is Reason.NOT_UNDERSTOOD


def test_an_example_points_at_its_own_line() -> None:
    line = gate("송장번호 알려주세요").line
    assert line is not None
    assert FILE.read_text("utf-8").splitlines()[line - 1].strip() == "송장번호 알려주세요"


def test_only_a_whole_message_opts_out() -> None:
    assert [opts_out(said) for said in ("수신거부!", "모두 수신거부", "STOP.", "stop all")] == [
        "promotions",
        "all",
        "promotions",
        "all",
    ]
    assert opts_out("수신거부 어떻게 해요?") is opts_out("please stop") is None


def test_four_hundred_characters_are_the_end_of_a_customers_sentence() -> None:
    asked = "주문한 소파가 아직 안 왔어요 "
    assert gate((asked * 40)[:400].strip()).verdict is Verdict.ADMIT
    assert gate(asked * 40).verdict is Verdict.DECLINE


memories = st.builds(
    Memory,
    asked=st.none() | st.sampled_from(Asked),
    choices=st.sampled_from([(), MENU, ORDERS, MENU[:1]]),
    order_id=st.none() | st.just("1042"),
)
words = st.text() | st.lists(
    st.sampled_from([*(text for *_, text in sayings()), "1042", "\n", "\u200b", "ㅋㅋ", "2번"]),
    max_size=4,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(words, memories, st.none() | st.sampled_from([tap for tap, _ in MENU]) | st.text(max_size=9))
def test_anything_said_anywhere_gets_a_decision(text: str, memory: Memory, tap: str | None) -> None:
    decision = gate(text, memory, tap)
    purpose = shipped_policy().purpose(decision.purpose)
    assert (purpose is not None) == (decision.verdict is Verdict.ADMIT)
    assert decision.confidence is None
    if decision.line is not None:
        assert 0 < decision.line <= len(FILE.read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    "piece",
    ["a", "write ", "write me a ", "시 ", "앱 ", "주문 ", "1", "1234 ", "상담 ", "사람 좀 ",
     "안녕 ", "hi-", "감사 ", "ignore all ", "my return ", "change wrong ", "tell me a ", "\u200b",
     "talk ", "\ufdfa", "·", "\n", "you are now ", "make a-b/"],
)  # fmt: skip
def test_hostile_length_costs_little(piece: str) -> None:
    fastest = min(_seconds((piece * 4096)[:4095] + end) for end in ("가", "a", "!"))
    assert fastest < 0.05


def _seconds(text: str) -> float:
    started = time.process_time()
    gate(text, PROVING)
    return time.process_time() - started
