"""Every act at the desk by its route: what it asks of the desk, and what a refusal leaves."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.web.console_world import NOW, World, lively
from tests.web.signed_in import app_of, as_somebody, csrf, inside, post, seated, text
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Attachment, Case, Result, Snooze, WaitingFor
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.text import spoken
from wa_support.domain.views import TranscriptLine

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"
HOUR = 3_600_000


def _mine() -> tuple[World, FlaskClient]:
    world = lively()
    world.take("co_wait", agent="민지")
    return world, seated(world)


def _case(world: World) -> Case:
    return world.case("co_wait", now=world.clock.now())


def test_a_note_stands_among_the_bubbles_and_says_that_customers_never_see_it() -> None:
    world, client = _mine()
    for _ in range(2):
        shown = post(client, "/c/co_wait/note", text=" 물류팀 확인 중 ", key="n1")
    assert shown.status_code == 200
    assert [note.text for note in _case(world).notes] == ["물류팀 확인 중"]
    assert shown.get_data(as_text=True).count("물류팀 확인 중") == 1
    assert "메모 · 민지 · 고객에게 보이지 않음" in shown.get_data(as_text=True)
    assert post(client, "/c/co_wait/note", text=" ", key="n2").status_code == 409


def test_tags_come_and_go_and_are_counted_in_the_list() -> None:
    world, client = _mine()
    post(client, "/c/co_wait/tag", tag="  택배   파업 ")
    assert _case(world).tags == ("택배 파업",)
    assert 'class="chip tag">택배 파업' in text(client, "/queue")
    assert "김하늘" in text(client, "/queue?tag=택배 파업")
    assert "김하늘" not in text(client, "/queue?tag=다른")
    post(client, "/c/co_wait/untag", tag="택배 파업")
    assert _case(world).tags == ()
    assert post(client, "/c/co_wait/tag", tag="  ").status_code == 409


@pytest.mark.parametrize(
    ("form", "until"),
    [
        ({"when": "hour"}, NOW + HOUR),
        ({"when": "at", "at": "2030-01-02T09:30"}, 1_893_544_200_000),
        ({"when": "at", "at": "2030-01-02T09:30+00:00"}, 1_893_576_600_000),
    ],
)
def test_put_off_until(form: dict[str, str], until: int) -> None:
    world, client = _mine()
    shown = post(client, "/c/co_wait/snooze", waiting_for="supplier", **form)
    assert shown.status_code == 200
    snooze = Snooze(until=until, by="민지", waiting_for=WaitingFor.SUPPLIER)
    assert _case(world).snooze == snooze
    assert "공급처" in text(client, "/queue?view=put_off")
    assert "김하늘" not in text(client, "/queue")
    post(client, "/c/co_wait/wake")
    assert _case(world).snooze is None


@pytest.mark.parametrize("at", ["", "tomorrow", "2020-01-01T09:00", "9" * 400, "0001-01-01T00:00"])
def test_a_time_that_is_over_or_none_is_refused(at: str) -> None:
    world, client = _mine()
    assert post(client, "/c/co_wait/snooze", when="at", at=at).status_code == 409
    assert _case(world).snooze is None


def test_this_evening_is_offered_only_before_it() -> None:
    world, client = _mine()
    assert "오늘 저녁 6시" in text(client, "/c/co_wait/live")
    world.clock.at = NOW + 12 * HOUR
    assert "오늘 저녁 6시" not in text(client, "/c/co_wait/live")


def test_it_is_passed_on_to_somebody_who_is_seated() -> None:
    world, client = _mine()
    world.seen(agent="현우")
    assert '<option value="현우">' in text(client, "/c/co_wait/live")
    post(client, "/c/co_wait/pass-on", to="현우")
    assert _case(world).assigned_to == "현우"
    assert world.summaries["co_wait"].conversation.owner is Owner.QUEUED
    assert "현우 님에게" in text(client, "/queue")


@pytest.mark.parametrize("given", ["", "great"])
def test_it_is_resolved_with_a_result_or_none(given: str) -> None:
    world, client = _mine()
    post(client, "/c/co_wait/resolve", result=given)
    assert world.results == {"co_wait": None}


def test_the_result_is_kept() -> None:
    world, client = _mine()
    post(client, "/c/co_wait/resolve", result="partly")
    assert world.results == {"co_wait": Result.PARTLY}


def test_the_notice_on_abuse_goes_out_once_a_key() -> None:
    world, client = _mine()
    for _ in range(2):
        post(client, "/c/co_wait/abuse-notice", key="a1")
    said = [line for line in world.lines["co_wait"] if line.author == Author.AGENT]
    assert len(said) == 1
    assert post(client, "/c/co_wait/abuse-notice").status_code == 409


def test_only_the_bots_words_can_be_wrong() -> None:
    world, client = _mine()
    assert post(client, "/c/co_auto/wrong", send_id="co_auto-b", wrong="1").status_code == 200
    assert world.case("co_auto", now=NOW).wrong == {"co_auto-b"}
    assert 'aria-pressed="true"' in text(client, "/c/co_auto/live")
    assert post(client, "/c/co_auto/wrong", send_id="co_auto-0", wrong="1").status_code == 409


def test_one_answer_to_many_names_those_who_got_none() -> None:
    world, client = _mine()
    world.add("co_two", owner=Owner.QUEUED, name="박보라")
    world.add("co_three", owner=Owner.QUEUED, name="이도윤")
    world.take("co_three", agent="현우")
    form = {"chosen": ["co_two", "co_three", "co_two"], "text": "늦어집니다", "key": "m1"}
    for _ in range(2):
        shown = client.post("/many", data=form, headers={"X-CSRFToken": csrf(client)})
    told = shown.get_data(as_text=True)
    assert "2건 중 1건에 보냈습니다" in told
    assert re.search("이도윤: 보내지 않음.</span> .+</li>", told)
    assert [str(line.text) for line in world.lines["co_two"]] == ["늦어집니다"]


@pytest.mark.parametrize("form", [{"text": "x", "key": "k"}, {"chosen": "co_wait", "key": "k"}])
def test_many_without_words_or_people_sends_nothing(form: dict[str, str]) -> None:
    world, client = _mine()
    assert post(client, "/many", **form).status_code == 409
    assert not world.keys


def test_a_refusal_is_said_where_the_words_are_and_the_form_is_not_touched() -> None:
    world = lively()
    world.take("co_wait", agent="현우")
    client = seated(world)
    shown = post(client, "/c/co_wait/reply", text="제가 답할게요", key="k1")
    assert shown.status_code == 409
    page = shown.get_data(as_text=True)
    said = re.search('<p id="said"[^>]*data-new[^>]*>(.+?)</p>', page)
    assert said
    assert "제가 답할게요" not in page


def test_the_list_comes_in_fifties() -> None:
    world = lively()
    for number in range(60):
        world.add(f"co_{number}", owner=Owner.QUEUED, name=f"고객 {number}")
    client = seated(world)
    first = text(client, "/queue")
    assert first.count('class="row-item') == 50
    assert "61건 중 1–50" in first
    assert text(client, "/queue?skip=50").count('class="row-item') == 11


@pytest.mark.parametrize("query", ["view=no", "order=no", "skip=-1", "skip=x", "skip=" + "9" * 99])
def test_what_was_never_offered_shows_the_waiting(query: str) -> None:
    assert "김하늘" in text(seated(lively()), f"/queue?{query}")


def test_a_window_says_how_much_is_left_in_words() -> None:
    world = lively()
    for this, left in (("co_soon", 30 * 60_000), ("co_shut", -1)):
        world.add(this, owner=Owner.QUEUED, name=this)
        conversation = replace(
            world.summaries[this].conversation, window_closes_at=world.clock.now() + left
        )
        world.summaries[this] = replace(world.summaries[this], conversation=conversation)
    rows = text(seated(world), "/queue?order=window")
    assert '<span class="left closing">0:30 남음' in rows
    assert '<span class="left shut">24시간 지남' in rows
    assert rows.index("co_soon") < rows.index("김하늘") < rows.index('data-id="co_shut"')


def test_who_looks_and_who_writes_is_seen_by_the_others() -> None:
    world, client = _mine()
    other = as_somebody(client.application, world, role="agent", name="현우")
    other.get("/queue?c=co_wait&typing=1")
    assert "현우 님이 쓰는 중" in text(client, "/c/co_wait/live")
    world.clock.at += 1000
    client.get("/queue?c=co_wait")
    assert "민지 님이 보는 중" in text(other, "/c/co_wait/live")
    assert "민지 님이" not in text(client, "/c/co_wait/live")


def test_abuse_is_folded_and_everything_else_is_not() -> None:
    world, client = _mine()
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


def test_a_closed_window_names_the_template_and_offers_no_button() -> None:
    world, client = _mine()
    world.clock.at += 25 * HOUR
    page = text(client, "/c/co_wait/live")
    assert 'data-reply="closed"' in page
    assert '<fieldset role="group" disabled>' in page
    assert "정해 둔 템플릿이 없습니다" in page


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
    world, client = _mine()
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
        "주문 조회 (1042): 됨", "고객이 사람을 요청함 · 해결됨 · 현우 · 조립", "접수 T-1",
        "결과를 알려 주기로 함: 주문 취소", "현우 님이 10:53까지 미룸", "something new",
    ):  # fmt: skip
        assert words in page, words


def test_a_draft_stands_ready_and_is_not_sent() -> None:
    world, client = _mine()
    waiting = world.summaries["co_wait"]
    assert waiting.handoff
    packet = {**waiting.handoff.packet, "suggested_answer": "내일 도착합니다"}
    world.summaries["co_wait"] = replace(waiting, handoff=replace(waiting.handoff, packet=packet))
    page = text(client, "/c/co_wait/live")
    assert '<blockquote id="suggested">내일 도착합니다</blockquote>' in page
    assert not [line for line in world.lines["co_wait"] if line.author == Author.AGENT]


def test_without_a_model_nothing_of_it_is_offered() -> None:
    _, client = _mine()
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


def test_a_customer_is_found_by_name_and_by_the_end_of_the_number() -> None:
    client = seated(lively())
    for words in ("하늘", "5678"):
        assert "/?c=co_wait&amp;view=everything" in text(client, f"/search?q={words}")
    assert "찾은 고객 0명" in text(client, "/search?q=없는 사람")
    page = text(client, f"/search?q={HOSTILE}")
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page


def test_a_viewer_sees_all_and_can_press_nothing() -> None:
    world = lively()
    client = inside(world, role="viewer")
    for path in ("/?c=co_auto", "/canned", "/search?q=하늘"):
        page = text(client, path)
        assert "hx-post" not in page
        assert 'type="checkbox" name="chosen"' not in page
        assert 'action="/canned"' not in page
    assert post(client, "/c/co_wait/tag", tag="x").status_code == 403
