"""How long to wait for the rest of a burst."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.content import Media, MediaKind, Tap, Text, Unsupported
from wa_support.domain.text import MaskedText
from wa_support.domain.turns import due_at, wait_for

OPENERS = """
저기요
저기여
안녕하세요
안녕하세요!
안녕하세요ㅎㅎ
안녕하세요 🙏
안녕하세요ㅠㅠ
안녕하세요 문의드립니다
안녕하세요, 주문 관련 문의드려요
안녕하세요 ^^ 배송 문의드립니다
안녕하십니까 수고 많으십니다
사장님 안녕하세요
사장님?
질문 있습니다
질문 하나만요
질문 있는데요
문의 드려도 될까요?
문의할게요
궁금한 게 있는데요
뭐 하나 여쭤봐도 될까요?
물어볼게 있어요
수고 많으십니다
수고하십니다~
저
저...
음...
혹시
혹시 문의 가능할까요
좋은 아침입니다
사진 보낼게요
사진 올려드릴게요
잠깐만요
잠시만요
한가지 더
하나 더요
그리고
Hi
hello there
Hello there!!
hey 👋
good morning
Good afternoon, team
I have a question
I have a quick question
can i ask something
excuse me
one sec
hold on
wait
one more thing
let me find the number
i'll send a photo
is anyone there?
"""

UNFINISHED = """
주문한 거
제가 어제 주문했는데
어제 주문했는데ㅠㅠ
어제 주문했는데요
소파를 샀는데요
제가
근데
주문한 소파가
받는 사람 이름을
배송이 아직도 안 와서
취소하려고 했지만
의자를 샀고, 책상도 샀고
두 개 샀는데 하나가
안녕하세요,
이거
얼마 전에 주문했는데
몇 번이나 전화했는데
그게...
제 주문이...
i ordered a sofa and
i want to
my order...
i got the box but
it is about my
hello, i bought a
because
"""

FINISHED = """
안 왔어요
안 왔어요ㅠㅠ
주문 취소해 주세요
1인 소파 높이
책상 길이
정가
종이
할인가
사이즈 추가
왜 안 오는데요
환불은 언제 되는 건가
이거 얼마인데요
어떻게 해야 하나요...
빨리 보내주세요...
네 맞는 것 같은데
아닌데요
네
아니요
상담원
1042
주문 내역
소파
감사합니다
수고하셨습니다
what is this about
how do i
thank you so
thanks so
Plan A
where is my order
my order is late
cancel it
ok
👍
...
?
배송 언제 와요?
안녕하세요 주문한 소파 언제 와요
hi where is order 1042
토요일에 가도 돼요?
"""


def rows(block: str) -> list[str]:
    return block.strip().splitlines()


def patience(body: str) -> int:
    return wait_for(Text(body=MaskedText(body)))


@pytest.mark.parametrize("body", rows(OPENERS) + rows(UNFINISHED))
def test_more_is_waited_for_after_an_opener_or_half_a_sentence(body: str) -> None:
    assert patience(body) == 4_500


@pytest.mark.parametrize("body", rows(FINISHED))
def test_what_is_finished_is_answered_soon(body: str) -> None:
    assert patience(body) == 1_200


def test_three_bubbles_of_one_sentence() -> None:
    assert [patience(body) for body in ("저기요", "주문한 거", "안 왔어요")] == [
        4_500,
        4_500,
        1_200,
    ]


def test_a_tap_is_answered_at_once_and_a_photo_is_given_time_for_its_words() -> None:
    assert wait_for(Tap(id="person", title=MaskedText("상담원 연결"))) == 0
    assert wait_for(Media(kind=MediaKind.IMAGE, media_id="1")) == 3_000
    assert wait_for(Unsupported(type="poll")) == wait_for(None) == 1_200


@given(st.lists(st.integers(0, 6_000), min_size=1, max_size=30))
def test_a_burst_never_waits_longer_than_fifteen_seconds(pauses: list[int]) -> None:
    now = first = 1_800_000_000_000
    due = due_at(Text(body=MaskedText("저기요")), now=now, first_pending_at=first)
    for pause in pauses:
        now += pause
        if now >= due:
            break
        due = due_at(Text(body=MaskedText("그리고")), now=now, first_pending_at=first)
        assert now <= due <= first + 15_000


@given(st.text())
def test_any_text_has_a_wait(body: str) -> None:
    assert patience(body) in {1_200, 4_500}


@pytest.mark.parametrize(
    "piece", ["문의 ", "가나다 ", "i ", "a", "저, ", "ㅋ", ". ", "좀 하나 ", "\n"]
)
def test_hostile_length_costs_nothing(piece: str) -> None:
    started = time.perf_counter()
    patience((piece * 4096)[:4096])
    patience((piece * 60)[:60])
    patience("." * 4095 + piece)
    assert time.perf_counter() - started < 0.05
