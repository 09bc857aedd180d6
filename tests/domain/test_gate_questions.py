"""What any customer may ask any business, and what only sounds like it."""

from collections.abc import Callable

import pytest

from wa_support.domain.gate.questions import (
    asks_if_bot,
    asks_our_hours,
    is_abuse,
    tells_of_danger,
    wants_own_data,
)

ASKED: dict[Callable[[str], bool], tuple[str, ...]] = {
    asks_our_hours: (
        "영업시간이 어떻게 되나요",
        "몇 시까지 해요?",
        "상담시간 알려주세요",
        "고객센터 전화번호 뭐예요",
        "이메일 주소 좀 알려주세요",
        "오늘 몇시까지 하나요",
        "언제 문 열어요?",
        "email address please",
        "what are your opening hours?",
        "are you open today?",
        "how do i contact you",
        "can i call you?",
    ),
    asks_if_bot: (
        "봇이에요?",
        "사람인가요?",
        "상담원이세요?",
        "봇이에요 사람이에요?",
        "너 누구야",
        "사람이 답하는 건가요?",
        "are you a bot?",
        "is this a bot or a human?",
        "Am I talking to a real person?",
        "who are you",
    ),
    is_abuse: (
        "씨발",
        "시발 뭐하는거야",
        "개새끼야",
        "ㅅㅂ 언제와",
        "꺼져",
        "you are a bitch",
        "fuck off",
    ),
    tells_of_danger: (
        "램프에서 연기가 나요",
        "감전됐어요",
        "손을 베였어요",
        "타는 냄새가 나요",
        "smoke",
        "the lamp is smoking",
        "i cut my hand on the glass",
    ),
    wants_own_data: (
        "회원 탈퇴할게요",
        "제 정보 지워주세요",
        "please erase all my personal information",
    ),
}
NOT_ASKED: dict[Callable[[str], bool], tuple[str, ...]] = {
    asks_our_hours: (
        "택배 기사님 연락처",
        "쇼룸 몇 시까지 해요?",
        "전화번호 바꿀 수 있나요",
        "맥도날드 전화번호 알려줘",
        "제 전화번호 알려드릴까요",
        "이메일 수신을 거부하고 싶습니다",
        "how late is the showroom open",
        "email me the manual",
        "where can i call a taxi",
    ),
    asks_if_bot: (
        "상담원",
        "봇 말고 사람",
        "사람 없어요?",
        "직원이 답변해 주세요",
        "are you a bot? get me a human",
        "ai",
    ),
    is_abuse: (
        "시발점",
        "시발역",
        "병신년",
        "Scunthorpe",
        "조명이 꺼져요",
        "새끼손가락",
        "강아지 새끼",
        "cocktail table",
        "where is my fucking order",
    ),
    tells_of_danger: (
        "불이 안 들어와요",
        "배송을 연기할 수 있나요",
        "연기 잘하는 배우",
        "smoke grey sofa",
        "fireplace table",
    ),
    wants_own_data: ("주문 삭제해줘", "내 주소 지워줘", "delete an item from my order"),
}


@pytest.mark.parametrize(
    ("question", "text"), [(one, text) for one, texts in ASKED.items() for text in texts]
)
def test_it_is_asked(question: Callable[[str], bool], text: str) -> None:
    assert question(text)


@pytest.mark.parametrize(
    ("question", "text"), [(one, text) for one, texts in NOT_ASKED.items() for text in texts]
)
def test_it_only_sounds_like_it(question: Callable[[str], bool], text: str) -> None:
    assert not question(text)
