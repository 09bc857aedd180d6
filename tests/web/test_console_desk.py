"""Every act at the desk by its route: what it asks of the desk, and what a refusal leaves."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.web.console_world import NOW, World, lively
from tests.web.signed_in import as_somebody, csrf, inside, post, seated, text
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Case, Result, Snooze, WaitingFor

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"
HOUR = 3_600_000


def mine() -> tuple[World, FlaskClient]:
    world = lively()
    world.take("co_wait", agent="민지")
    return world, seated(world)


def _case(world: World) -> Case:
    return world.case("co_wait", now=world.clock.now())


def test_a_note_stands_among_the_bubbles_and_says_that_customers_never_see_it() -> None:
    world, client = mine()
    for _ in range(2):
        shown = post(client, "/c/co_wait/note", text=" 물류팀 확인 중 ", key="n1")
    assert shown.status_code == 200
    assert [note.text for note in _case(world).notes] == ["물류팀 확인 중"]
    assert shown.get_data(as_text=True).count("물류팀 확인 중") == 1
    assert "메모 · 민지 · 고객에게 보이지 않음" in shown.get_data(as_text=True)
    assert post(client, "/c/co_wait/note", text=" ", key="n2").status_code == 409


def test_tags_come_and_go_and_are_counted_in_the_list() -> None:
    world, client = mine()
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
    world, client = mine()
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
    world, client = mine()
    assert post(client, "/c/co_wait/snooze", when="at", at=at).status_code == 409
    assert _case(world).snooze is None


def test_this_evening_is_offered_only_before_it() -> None:
    world, client = mine()
    assert "오늘 저녁 6시" in text(client, "/c/co_wait/live")
    world.clock.at = NOW + 12 * HOUR
    assert "오늘 저녁 6시" not in text(client, "/c/co_wait/live")


def test_it_is_passed_on_to_somebody_who_is_seated() -> None:
    world, client = mine()
    world.seen(agent="현우")
    assert '<option value="현우">' in text(client, "/c/co_wait/live")
    post(client, "/c/co_wait/pass-on", to="현우")
    assert _case(world).assigned_to == "현우"
    assert world.summaries["co_wait"].conversation.owner is Owner.QUEUED
    assert "현우 님에게 배정" in text(client, "/queue")


@pytest.mark.parametrize("given", ["", "great"])
def test_it_is_resolved_with_a_result_or_none(given: str) -> None:
    world, client = mine()
    post(client, "/c/co_wait/resolve", result=given)
    assert world.results == {"co_wait": None}


def test_the_result_is_kept() -> None:
    world, client = mine()
    post(client, "/c/co_wait/resolve", result="partly")
    assert world.results == {"co_wait": Result.PARTLY}


def test_the_notice_on_abuse_goes_out_once_a_key() -> None:
    world, client = mine()
    for _ in range(2):
        post(client, "/c/co_wait/abuse-notice", key="a1")
    said = [line for line in world.lines["co_wait"] if line.author == Author.AGENT]
    assert len(said) == 1
    assert post(client, "/c/co_wait/abuse-notice").status_code == 409


def test_the_bot_is_paused_for_a_customer_and_let_on_again() -> None:
    world, client = mine()
    shown = post(client, "/c/co_wait/pause", when="ever").get_data(as_text=True)
    assert "봇 멈춤</span>" in shown
    assert post(client, "/c/co_wait/unpause").status_code == 200
    assert post(client, "/c/co_wait/unpause").status_code == 409
    shown = post(client, "/c/co_wait/pause", when="hour").get_data(as_text=True)
    assert "10:53까지 봇 멈춤" in shown
    assert world.pauses["cu_co_wait"].until == NOW + HOUR
    assert post(client, "/c/co_wait/pause", when="at", at="2020-01-01T09:00").status_code == 409
    assert post(client, "/c/co_wait/pause", when="soon").status_code == 409


def test_only_the_bots_words_can_be_wrong() -> None:
    world, client = mine()
    assert post(client, "/c/co_auto/wrong", send_id="co_auto-b", wrong="1").status_code == 200
    assert world.case("co_auto", now=NOW).wrong == {"co_auto-b"}
    assert 'aria-pressed="true"' in text(client, "/c/co_auto/live")
    assert post(client, "/c/co_auto/wrong", send_id="co_auto-0", wrong="1").status_code == 409


def test_one_answer_to_many_names_those_who_got_none() -> None:
    world, client = mine()
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
    world, client = mine()
    assert post(client, "/many", **form).status_code == 409
    assert not world.keys


def test_too_many_at_a_time_are_refused_whole() -> None:
    world, client = mine()
    form = {"chosen": [f"co_{n}" for n in range(201)], "text": "늦어집니다", "key": "m1"}
    shown = client.post("/many", data=form, headers={"X-CSRFToken": csrf(client)})
    assert "200건까지" in shown.get_data(as_text=True)
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
    assert "61건 중 1~50" in first
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
    world, client = mine()
    other = as_somebody(client.application, world, role="agent", name="현우")
    other.get("/queue?c=co_wait&typing=1")
    assert "현우 님이 입력 중" in text(client, "/c/co_wait/live")
    world.clock.at += 1000
    client.get("/queue?c=co_wait")
    assert "민지 님이 보는 중" in text(other, "/c/co_wait/live")
    assert "민지 님이" not in text(client, "/c/co_wait/live")


def found(client: FlaskClient, words: str) -> str:
    """The page that a search leads to."""
    return text(client, post(client, "/search", q=words).headers["Location"])


def test_a_customer_is_found_by_name_and_by_the_end_of_the_number() -> None:
    client = seated(lively())
    for words in ("하늘", "5678"):
        assert "/?c=co_wait&amp;view=everything" in found(client, words)
    assert "찾은 고객 0명" in found(client, "없는 사람")
    page = found(client, HOSTILE)
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page


def test_what_is_closed_is_in_no_view_that_says_it_has_all_and_is_found_by_search() -> None:
    world, client = mine()
    world.resolve("co_wait", agent="민지")
    for language, name in (("ko", "열린 대화"), ("en", "All open")):
        queue = text(client, f"/queue?view=everything&lang={language}")
        count = queue.count('class="row"')
        assert re.search(rf"{name} {count}</a>", queue)
        assert 'data-id="co_wait"' not in queue
    assert "/?c=co_wait&amp;view=everything" in found(client, "하늘")


def test_a_viewer_sees_all_and_can_press_nothing() -> None:
    world = lively()
    client = inside(world, role="viewer")
    for page in (text(client, "/?c=co_auto"), text(client, "/canned"), found(client, "하늘")):
        assert "hx-post" not in page
        assert 'type="checkbox" name="chosen"' not in page
        assert 'action="/canned"' not in page
    assert post(client, "/c/co_wait/tag", tag="x").status_code == 403
