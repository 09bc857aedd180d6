"""What a conversation shows at the desk: bubbles, files, the packet, drafts, a model's help."""

import re
from dataclasses import replace

import pytest

from tests.web.console_world import NOW, lively
from tests.web.signed_in import app_of, as_somebody, inside, post, seated, text
from tests.web.test_console_desk import HOSTILE, HOUR, mine
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Attachment
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.text import spoken
from wa_support.domain.views import TranscriptLine


def test_abuse_is_folded_and_everything_else_is_not() -> None:
    world, client = mine()
    world.say("co_wait", Author.CUSTOMER, "씨발 언제까지")
    page = text(client, "/c/co_wait/live")
    folded = re.findall('<details class="folded">.*?</details>', page, re.DOTALL)
    assert len(folded) == 1
    assert "씨발 언제까지" in folded[0]


def test_what_it_was_handed_over_for_is_folded_too() -> None:
    world = lively()
    first = world.lines["co_wait"][0]
    world.lines["co_wait"][0] = replace(first, at=NOW - 200_000)
    waiting = world.summaries["co_wait"]
    handoff = replace(waiting.handoff or _none(), reason=Reason.ABUSE)
    world.summaries["co_wait"] = replace(waiting, handoff=handoff)
    page = text(seated(world), "/c/co_wait/live")
    assert re.search('<details class="folded">.*?사람 불러줘.*?</details>', page, re.DOTALL)


def _none() -> Handoff:
    raise AssertionError("no handoff")


def test_once_the_window_is_closed_the_answer_waits_and_what_tells_of_it_is_named() -> None:
    world, client = mine()
    known = world.summaries["co_wait"]
    about = replace(known.conversation, purpose="orders")
    world.summaries["co_wait"] = replace(known, conversation=about)
    world.clock.at += 25 * HOUR
    page = text(client, "/c/co_wait/live")
    assert 'data-reply="later"' in page
    assert "알림 템플릿: answer_ready" in page
    assert 'hx-get="/c/co_wait/templates"' in page
    assert '<fieldset role="group" disabled>' not in page


def test_where_no_template_tells_of_an_answer_none_is_written() -> None:
    world, client = mine()
    world.desk_templates.tells = False
    world.clock.at += 25 * HOUR
    page = text(client, "/c/co_wait/live")
    assert 'data-reply="closed"' in page
    assert '<fieldset role="group" disabled>' in page
    assert 'hx-get="/c/co_wait/templates"' in page


def test_a_closed_window_that_nobody_has_asks_for_somebody_first() -> None:
    world = lively()
    client = seated(world)
    world.clock.at += 25 * HOUR
    page = text(client, "/c/co_wait/live")
    assert 'data-reply="closed"' in page
    assert '<fieldset role="group" disabled>' in page
    assert "먼저 ‘내가 맡기’를 눌러 주세요." in page
    assert "/c/co_wait/templates" not in page


def test_a_closed_conversation_says_how_it_goes_on() -> None:
    world = lively()
    world.add("co_done", owner=Owner.CLOSED)
    page = text(seated(world), "/c/co_done/live")
    assert 'data-reply="ended"' in page
    assert "끝난 대화입니다. 고객이 다시 쓰면 봇이 답합니다." in page
    assert "‘맡기’" not in page


def test_who_may_not_answer_is_not_told_to_take_it() -> None:
    assert "‘맡기’" not in text(inside(lively(), role="ops"), "/c/co_wait/live")


@pytest.mark.parametrize(
    ("state", "media_type", "shown"),
    [
        ("kept", "image/jpeg", '<img class="photo" src="/files/m1"'),
        ("kept", "audio/ogg", '<audio controls preload="none" src="/files/m1"'),
        ("kept", "application/pdf", '<a class="file" href="/files/m1" download>'),
        ("kept", "image/svg+xml", '<a class="file" href="/files/m1" download>'),
        ("wanted", None, "가져오는 중"),
        ("failed", None, "가져오지 못했습니다"),
        ("refused", None, "받지 않은 파일"),
    ],
)
def test_a_file_is_shown_or_said(state: str, media_type: str | None, shown: str) -> None:
    world = lively()
    world.files["m1"] = Attachment(
        id="f1", message_id="m1", state=state, media_type=media_type, size=2000, name=HOSTILE
    )
    world.line(
        "co_wait",
        TranscriptLine(
            id="m1", author=Author.CUSTOMER, text=spoken(HOSTILE), type="image", at=NOW + 1
        ),
    )
    client = as_somebody(app_of(world, files=_Keeps()), world, role="agent")
    page = text(client, "/c/co_wait/live")
    assert shown in page
    assert "<script" not in page
    assert "onerror=alert(1)>" not in page


class _Keeps:
    def send_file(self, *_: object, **__: object) -> None: ...

    def open(self, attachment: Attachment) -> bytes | None:
        return attachment.id.encode()


def test_the_packet_tells_orders_bookings_promises_and_what_was_before() -> None:
    world, client = mine()
    waiting = world.summaries["co_wait"]
    assert waiting.handoff
    packet = {
        "handoff_reason": "asked",
        "orders": [
            {
                "id": "1042", "state": "shipped", "amount": 129000, "currency": "KRW",
                "items": [{"name": {"ko": "스툴", "en": "Stool"}, "quantity": 2}],
            }
        ],
        "bookings": [{"id": "B-1", "start": "2026-12-01T10:00", "people": 2, "place": {}}],
        "tool_results": [
            {"tool": "get_order", "arguments": {"order_id": "1042"}, "outcome": "succeeded"}
        ],
        "earlier": [
            {"at": NOW, "reason": "asked", "result": "solved", "taken_by": "현우",
             "summary": "조립"}
        ],
        "promises": [
            {"kind": "ticket", "id": "T-1"}, {"kind": "result", "tool": "cancel_order"},
            {"kind": "put_off", "until": NOW + HOUR, "by": "현우", "waiting_for": None},
            {"kind": "something new"},
        ],
    }  # fmt: skip
    world.summaries["co_wait"] = replace(waiting, handoff=replace(waiting.handoff, packet=packet))
    page = text(client, "/c/co_wait/live")
    for words in (
        "주문 1042", "배송 중", "스툴 × 2", "129,000 KRW", "예약 B-1", "2026-12-01 10:00",
        "주문 조회 (1042): 성공", "고객이 사람을 요청함 · 해결됨 · 현우 · 조립", "접수 T-1",
        "결과를 알려 주기로 함: 주문 취소", "현우 님이 10:53까지 미룸", "something new",
    ):  # fmt: skip
        assert words in page, words


def test_a_draft_stands_ready_and_is_not_sent() -> None:
    world, client = mine()
    waiting = world.summaries["co_wait"]
    assert waiting.handoff
    packet = {**waiting.handoff.packet, "suggested_answer": "내일 도착합니다"}
    world.summaries["co_wait"] = replace(waiting, handoff=replace(waiting.handoff, packet=packet))
    page = text(client, "/c/co_wait/live")
    assert '<blockquote id="suggested">내일 도착합니다</blockquote>' in page
    assert not [line for line in world.lines["co_wait"] if line.author == Author.AGENT]


def test_without_a_model_nothing_of_it_is_offered() -> None:
    _, client = mine()
    page = text(client, "/c/co_wait/live")
    assert "초안 받기" not in page
    assert "번역" not in page
    for path in ("draft", "own-words", "translation/co_wait-0"):
        assert post(client, f"/c/co_wait/{path}").status_code == 404


class _Silent:
    def draft(self, *_: object, **__: object) -> str | None:
        return None

    translate = draft


def test_a_model_that_cannot_says_so() -> None:
    world = lively()
    world.take("co_wait", agent="민지")
    known = replace(world.summaries["co_wait"].conversation, language="en")
    world.summaries["co_wait"] = replace(world.summaries["co_wait"], conversation=known)
    client = as_somebody(app_of(world, model=_Silent()), world, role="agent")
    for path in ("draft", "own-words", "translation/co_wait-0"):
        shown = post(client, f"/c/co_wait/{path}", text="내일")
        assert "언어 모델이 답하지 못합니다" in shown.get_data(as_text=True), path
