"""Damage, repairs and tickets go to people; how-to, price and rule questions to the articles."""

import pytest

from tests.domain.shipped import shipped_policy
from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate.needs import asks_about_showroom, asks_shop_rules, needs_hands
from wa_support.domain.gate.rules import Heard, decide
from wa_support.domain.gate.steps import for_purpose
from wa_support.domain.reasons import DecidedBy, Reason

HANDS = """
받았는데 깨져 있어요
의자 다리가 흔들려요
조립하다가 나사가 하나 없어요
A/S 접수하고 싶어요
수리 되나요?
테이블에 흠집이 있어요
색이 사진이랑 달라요
서랍이 안 열려요
조명이 켜지지 않아요
이거 불량인 것 같아요
다른 제품이 왔어요
한 개가 빠져서 왔어요
침대에서 삐걱거리는 소리 나요
접수한 A/S 어떻게 됐어요
유리가 금 갔음
산 지 1년 반인데 다리가 부러졌어요, 무료인가요?
배송 중에 파손되면 교환된다던데 제 것도 깨져서 왔어요
상판이 좀 이상해서요
고쳐 주세요
it arrived broken
the chair leg is wobbly
a screw is missing
i want to report a defect
can you repair it?
there's a scratch on the table
the colour isn't like the photo
the drawer won't open
the lamp doesn't turn on
glass is craked
the bed squeaks
any news on my repair
i got the wrong item
you sent the wrong item
the leg snapped, how much is a repair
something is wrong with the shelf
please send me a new one
"""
ARTICLES = """
조립 방법 좀 알려주세요
설명서를 잃어버렸어요
소파에 커피 쏟았는데 어떻게 닦아요
원목 관리는 어떻게 하나요
커버 세탁기 돌려도 되나요
보증 기간이 얼마나 되나요
부품만 따로 살 수 있어요?
매트리스 사이즈가 어떻게 돼요
이 책장 무게 얼마까지 버텨요?
아이가 식탁에 뜨거운 냄비를 올려서 하얗게 자국이 남았어요
수리 비용은 얼마예요?
수리 기간이 며칠이나 걸려요
파손되면 교환해 주나요?
흠집은 어떻게 메우나요
새 매트리스 냄새가 언제 빠지나요
how do i assemble this
i lost the manual
spilled coffee on the sofa, how do i clean it
how do i care for solid wood
is the cover machine washable
how long is the warranty
how much does a repair cost
what are the mattress dimensions
how much weight can the shelf hold
how do i hide a scratch on the table
my kid put a hot pan on the table and there is a white ring
can i buy only the glass top
"""


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.mark.parametrize("text", lines(HANDS))
def test_a_report_of_damage_or_a_wish_for_a_repair_needs_hands(text: str) -> None:
    assert needs_hands(text)


@pytest.mark.parametrize("text", lines(ARTICLES))
def test_a_how_to_a_price_or_a_rule_is_a_question(text: str) -> None:
    assert not needs_hands(text)


def step(purpose: str, text: str, memory: Memory | None = None) -> GateDecision:
    policy = shipped_policy()
    chosen = policy.purpose(purpose)
    assert chosen is not None
    given = (Reason.RULE, DecidedBy.RULE, None)
    return for_purpose(chosen, text, policy, memory or Memory(), *given)


@pytest.mark.parametrize("text", lines(HANDS))
def test_people_get_the_ticket(text: str) -> None:
    decision = step("support", text)
    assert (decision.intent, decision.tool) == (Intent.NOT_AUTOMATED, "create_ticket")


@pytest.mark.parametrize("text", lines(ARTICLES))
def test_articles_get_the_question(text: str) -> None:
    decision = step("support", text)
    assert (decision.intent, decision.tool) == (Intent.QUESTION, "kb_search")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("주차 되나요?", True),
        ("쇼룸 몇 시까지 해요?", True),
        ("쇼룸 어디에 있어요", True),
        ("아이도 같이 가도 되나요", True),
        ("예약 없이 가도 되나요", True),
        ("is there parking", True),
        ("how late is the showroom open", True),
        ("can i bring my kids", True),
        ("토요일 오후에 가도 돼요?", False),
        ("쇼룸 예약하고 싶어요", False),
        ("내일 몇 시로 예약돼 있죠?", False),
        ("what time is my booking", False),
        ("two people, around noon", False),
    ],
)
def test_what_the_showroom_is_like_stands_in_an_article(text: str, asks: bool) -> None:
    assert asks_about_showroom(text) is asks


def test_moving_a_visit_stays_peoples_work_whatever_else_is_said() -> None:
    decision = step("booking", "아이가 아파서 예약 변경하고 싶어요")
    assert (decision.intent, decision.tool) == (Intent.NOT_AUTOMATED, "reschedule")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("반품비가 얼마예요", True),
        ("환불 규정 알려주세요", True),
        ("무이자 할부 되나요", True),
        ("현금영수증 받을 수 있어요?", True),
        ("선물 포장 되나요", True),
        ("쓰던 소파 가져가 주시나요", True),
        ("what is your return policy", True),
        ("how long do refunds take", True),
        ("can i use two coupons", True),
        ("환불해 주세요", False),
        ("이거 반품할게요", False),
        ("i want my money back", False),
        ("cancel my order", False),
    ],
)
def test_how_the_shop_works_is_a_question_of_no_order(text: str, asks: bool) -> None:
    assert asks_shop_rules(text) is asks


def test_an_order_that_is_named_is_looked_at_and_not_read_about() -> None:
    assert step("orders", "1042 반품비가 얼마예요").intent is Intent.NOT_AUTOMATED
    assert step("orders", "반품비가 얼마예요").intent is Intent.QUESTION


TELLING = Memory(asked=Asked.TELL_US, tell_about="support")


def test_what_was_asked_to_be_told_may_be_a_question() -> None:
    policy = shipped_policy()
    asked = decide(Heard(text="커버를 세탁기에 돌려도 되나요"), policy=policy, memory=TELLING)
    told = decide(Heard(text="다리가 부러졌어요"), policy=policy, memory=TELLING)
    assert (asked.intent, told.intent) == (Intent.QUESTION, Intent.NOT_AUTOMATED)


OFFERED = Memory(
    asked=Asked.ASK_A_PERSON,
    choices=(("question:ask", "네, 물어봐 주세요"), ("question:drop", "괜찮습니다")),
)


@pytest.mark.parametrize("said", ["네", "1", "네, 물어봐 주세요", "yes", "ㅇㅇ"])
def test_yes_asks_a_person(said: str) -> None:
    decision = decide(Heard(text=said), policy=shipped_policy(), memory=OFFERED)
    assert decision.verdict is Verdict.HAND_OFF


@pytest.mark.parametrize("said", ["괜찮습니다", "2", "2번", "아니요", "no", "No thank you."])
def test_no_leaves_it(said: str) -> None:
    decision = decide(Heard(text=said), policy=shipped_policy(), memory=OFFERED)
    assert (decision.verdict, decision.intent) == (Verdict.ASK, Intent.NEVER_MIND)
