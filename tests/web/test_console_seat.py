"""The seat shows what is so, and asks the desk for every change."""

import re
from dataclasses import replace

import pytest

from tests.web.console_world import NOW, World, lively
from tests.web.signed_in import post, seated, text
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.errors import NotAllowed
from wa_support.domain.reasons import Reason
from wa_support.domain.text import spoken
from wa_support.domain.views import TranscriptLine
from wa_support.flow import refusals
from wa_support.flow.announcing import TOLD
from wa_support.web.console.bubbles import mark_of


def test_the_one_who_waits_is_listed_and_counted_in_the_title() -> None:
    queue = text(seated(lively()), "/queue")
    assert "<title>(1) 상담</title>" in queue
    assert "김하늘" in queue
    assert "Sam Rivers" not in queue
    assert "3분 대기 · 고객이 사람을 요청함" in queue
    assert "23:58 남음" in queue


def test_polling_the_queue_keeps_the_agent_on_duty() -> None:
    world = lively()
    client = seated(world)
    client.get("/queue")
    assert world.seats == {"민지": NOW}


def test_an_unchanged_fragment_is_answered_with_304_and_a_changed_one_is_sent() -> None:
    world = lively()
    client = seated(world)
    for path in ("/queue", "/c/co_wait/live", "/why/co_wait/turns"):
        etag = client.get(path).headers["ETag"]
        world.clock.at += 1000
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    etag = client.get("/c/co_wait/live").headers["ETag"]
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    assert client.get("/c/co_wait/live", headers={"If-None-Match": etag}).status_code == 200


def test_the_packet_tells_the_agent_why_and_what_is_known() -> None:
    live = text(seated(lively()), "/c/co_wait/live")
    assert "고객이 사람을 요청함" in live
    assert "주문 1042 배송을 묻다가 사람을 요청함" in live
    assert "주문·배송" in live
    assert "<b>1042</b>" in live


def test_yours_is_said_only_once_the_bot_has_stopped() -> None:
    world = lively()
    client = seated(world)
    world.line("co_auto", replace(_DONE, outcome=AttemptOutcome.ATTEMPTING))
    taken = post(client, "/c/co_auto/take").get_data(as_text=True)
    assert "봇을 멈추는 중" in taken
    assert 'data-reply="stopping"' in taken
    world.lines["co_auto"].pop()
    assert "내가 맡음" in text(client, "/c/co_auto/live")
    assert 'data-reply="open"' in text(client, "/c/co_auto/live")


def test_the_agents_own_reply_on_its_way_does_not_take_the_seat_away() -> None:
    world = lively()
    client = seated(world)
    post(client, "/c/co_auto/take")
    world.line("co_auto", replace(_DONE, author=Author.AGENT, outcome=AttemptOutcome.ATTEMPTING))
    assert "내가 맡음" in text(client, "/c/co_auto/live")


def test_the_same_key_sends_once() -> None:
    world = lively()
    client = seated(world)
    post(client, "/c/co_wait/take")
    for _ in range(2):
        post(client, "/c/co_wait/reply", text="바로 보겠습니다", key="k1")
    assert [line.text for line in world.lines["co_wait"]].count(spoken("바로 보겠습니다")) == 1


def test_what_the_desk_refuses_is_said_and_the_text_stays_with_the_agent() -> None:
    client = seated(lively())
    answer = post(client, "/c/co_wait/reply", text="안녕하세요", key="k1")
    assert answer.status_code == 409
    assert "Take the conversation before you answer." in answer.get_data(as_text=True)


def test_a_box_whose_key_is_spent_is_given_another(monkeypatch: pytest.MonkeyPatch) -> None:
    world = lively()

    def spent(*_: object, **__: object) -> None:
        raise NotAllowed(refusals.SENT_BEFORE)

    monkeypatch.setattr(world, "reply", spent)
    answer = post(seated(world), "/c/co_wait/reply", text="둘째 말", key="k1")
    assert (answer.status_code, answer.headers["X-Key-Spent"]) == (409, "1")
    assert "한 번 더 보내 주세요" in answer.get_data(as_text=True)


def test_an_empty_reply_never_reaches_the_desk() -> None:
    world = lively()
    client = seated(world)
    post(client, "/c/co_wait/take")
    assert post(client, "/c/co_wait/reply", text="  ", key="k1").status_code == 409
    assert not world.keys


def test_another_agents_conversation_cannot_be_taken_ended_or_answered() -> None:
    world = lively()
    world.take("co_wait", agent="현우")
    live = text(seated(world), "/c/co_wait/live")
    assert "현우 님이 맡음" in live
    assert not set(re.findall(r"/c/co_wait/(take|resolve|give-back|pass-on|snooze)", live))
    assert '<fieldset role="group" disabled>' in live


def _owner(world: World) -> Owner:
    return world.summaries["co_wait"].conversation.owner


def test_giving_back_and_resolving_go_through_the_desk() -> None:
    world = lively()
    client = seated(world)
    post(client, "/c/co_wait/take")
    post(client, "/c/co_wait/give-back")
    assert _owner(world) is Owner.AUTOMATED
    post(client, "/c/co_wait/resolve")
    assert _owner(world) is Owner.CLOSED
    assert "김하늘" not in text(client, "/queue")


def test_a_closed_window_is_said_beside_the_reply() -> None:
    world = lively()
    client = seated(world)
    world.clock.at += 90_000_000
    assert "24시간 지남" in text(client, "/c/co_wait/live")


def test_a_customer_without_a_name_shows_only_the_end_of_the_number() -> None:
    world = lively()
    world.add("co_new", name="")
    queue = text(seated(world), "/queue?view=everything")
    assert "고객 ··5678" in queue
    assert "821012345678" not in queue


def test_markup_in_words_and_names_stays_text() -> None:
    world = lively()
    world.add("co_x", name="<img src=x onerror=alert(1)>")
    world.say("co_x", Author.CUSTOMER, "<script>alert(1)</script>")
    page = text(seated(world), "/?c=co_x")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


_DONE = TranscriptLine(
    id="l", author=Author.BOT, text=spoken("답"), type="text", at=NOW, state=SendState.DONE,
    outcome=AttemptOutcome.ACCEPTED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (replace(_DONE, state=SendState.READY, outcome=None), "sending"),
        (replace(_DONE, state=SendState.WAITING, outcome=AttemptOutcome.REJECTED), "waiting"),
        (_DONE, "accepted"),
        (replace(_DONE, delivery=DeliveryStatus.READ), "read"),
        (replace(_DONE, delivery=DeliveryStatus.FAILED), "failed"),
        (replace(_DONE, state=SendState.HELD, outcome=AttemptOutcome.UNKNOWN), "unknown"),
        (replace(_DONE, state=SendState.HELD, outcome=AttemptOutcome.REJECTED), "held"),
        (replace(_DONE, state=SendState.HELD, outcome=None, reason=TOLD), "announced"),
        (replace(_DONE, state=SendState.CANCELLED, outcome=None), "cancelled"),
        (replace(_DONE, author=Author.CUSTOMER, state=None, outcome=None), None),
    ],
)
def test_how_far_a_message_got_is_never_shown_better_than_known(
    line: TranscriptLine, mark: str | None
) -> None:
    assert mark_of(line) == mark


def test_an_unknown_outcome_says_so_with_its_reason() -> None:
    world = lively()
    held = replace(
        _DONE, state=SendState.HELD, outcome=AttemptOutcome.UNKNOWN, reason="outcome unknown: reset"
    )
    world.line("co_auto", held)
    live = text(seated(world), "/c/co_auto/live")
    assert "보냈는지 알 수 없음" in live
    assert "결과를 알 수 없습니다: reset" in live


def test_what_we_sent_shows_itself_and_what_the_customer_sent_is_named() -> None:
    world = lively()
    world.line("co_auto", replace(_DONE, type="list"))
    photo = replace(_DONE, author=Author.CUSTOMER, type="image", state=None, outcome=None)
    world.line("co_auto", photo)
    live = text(seated(world), "/c/co_auto/live")
    assert re.findall('<span class="kind">(.*?)</span>', live) == ["사진"]


def test_what_the_rules_leave_to_a_person_is_more_than_a_fixed_rule() -> None:
    world = lively()
    waiting = world.summaries["co_wait"]
    assert waiting.handoff
    handoff = replace(waiting.handoff, reason=Reason.RULE, packet={"handoff_reason": "rule"})
    world.summaries["co_wait"] = replace(waiting, handoff=handoff)
    client = seated(world)
    for page in ("/queue", "/c/co_wait/live"):
        assert "정책의 규칙이 사람에게 맡긴 건" in text(client, page), page


def test_a_tool_that_is_not_connected_is_told_in_words() -> None:
    world = lively()
    waiting = world.summaries["co_wait"]
    assert waiting.handoff
    packet = {"collected_fields": {"wants": "kb_search"}}
    world.summaries["co_wait"] = replace(waiting, handoff=replace(waiting.handoff, packet=packet))
    assert "하려던 일 <b>안내 문서 찾기</b>" in text(seated(world), "/c/co_wait/live")


def test_what_one_left_unsent_in_a_tab_is_kept_apart_from_the_next_persons() -> None:
    world = lively()
    whose = [
        re.findall('data-me="([^"]+)"', text(seated(world, name=n), "/")) for n in ("민지", "현우")
    ]
    assert all(len(one) == 1 for one in whose)
    assert whose[0] != whose[1]
