"""Every answer leads to the line of the published bytes that allowed it."""

from dataclasses import replace

from tests.web.console_world import NOW, SOURCE, World, lively, story
from tests.web.test_console_access import inside
from tests.web.test_console_seat import text
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author


def test_an_answer_names_its_words_purpose_line_proof_and_messages() -> None:
    page = text(inside(lively()), "/why/co_auto")
    assert "주문 1042 어디쯤이에요?" in page
    assert "주문·배송" in page
    assert "policies.yaml:8" in page
    assert 'href="/policy/1?c=co_auto#L8"' in page
    assert "택배 언제 와요?" in page
    assert "본인 확인됨: 주문한 번호와 같은 번호" in page
    assert "메시지 1개" in page
    assert "기다림 1.2초" in page
    assert "처리 0.05초" in page
    assert "읽음" in page
    assert "생성한 글 0자" in page


def test_the_same_page_reads_in_english() -> None:
    page = text(inside(lively()), "/why/co_auto?lang=en")
    assert "Orders &amp; delivery" in page
    assert "0 characters were generated" in page
    assert "shown: the phone it was ordered with" in page


def test_the_line_is_read_from_the_version_that_decided() -> None:
    world = lively()
    world.publish(SOURCE.replace("택배 언제 와요?", "다른 말").encode())
    assert "택배 언제 와요?" in text(inside(world), "/why/co_auto")


def test_the_policy_page_shows_the_published_lines_with_their_numbers() -> None:
    page = text(inside(lively()), "/policy/1")
    assert page.count('<li id="L') == len(SOURCE.split("\n"))
    assert "지금 적용 중" in page


def test_an_earlier_version_says_that_it_is_one() -> None:
    world = lively()
    world.publish(SOURCE.encode())
    assert "지난 버전" in text(inside(world), "/policy/1")


def test_a_version_that_was_never_published_is_not_found() -> None:
    assert inside(lively()).get("/policy/9").status_code == 404


def test_newest_turn_first_and_a_turn_owns_only_its_own_messages() -> None:
    world = lively()
    second = replace(story("tu_2", at=NOW + 60_000), heard=(story().heard[0],))
    world.told["co_auto"] = [story(), second]
    page = text(inside(world), "/why/co_auto")
    assert page.index('id="tu_2"') < page.index('id="tu_1"')
    assert page.index('id="tu_1"') < page.index('<span class="tick read">')


def test_a_notice_that_came_after_the_answer_is_not_counted_to_the_turn() -> None:
    world = lively()
    world.clock.at += 5000
    world.say("co_auto", Author.NOTICE, "담당자에게 전달했습니다.")
    assert text(inside(world), "/why/co_auto").count('<p class="small">→') == 1


def test_a_handoff_without_a_turn_still_says_why() -> None:
    assert "고객이 사람을 요청함" in text(inside(lively()), "/why/co_wait")


def test_a_journal_with_nothing_in_it_is_still_shown() -> None:
    world = lively()
    world.told["co_auto"] = [replace(story(), steps=(("gate", {}), ("read", {}), ("outcome", {})))]
    assert "아직 답하는 중입니다." in text(inside(world), "/why/co_auto")


def test_an_unproven_order_says_that_nothing_was_told() -> None:
    world = lively()
    read = {"tool": "get_order", "arguments": {"order_id": "9"}, "proof": None, "found": False}
    world.told["co_auto"] = [replace(story(), steps=(("read", read),))]
    assert "본인 확인 안 됨" in text(inside(world), "/why/co_auto")


def _taken(world: World) -> None:
    summary = world.summaries["co_wait"]
    assert summary.handoff
    world.take("co_wait", agent="민지")
    handoff = replace(summary.handoff, taken_at=NOW, taken_by="민지")
    world.summaries["co_wait"] = replace(world.summaries["co_wait"], handoff=handoff)


def test_the_bot_is_called_silent_with_what_it_really_said_since() -> None:
    world = lively()
    _taken(world)
    client = inside(world)
    assert "(0 words since 민지 took over)" in text(client, "/why/co_wait?lang=en")
    world.clock.at += 5000
    world.say("co_wait", Author.BOT, "three late words")
    assert "(3 words since 민지 took over)" in text(client, "/why/co_wait")


def test_while_the_bot_answers_nobody_calls_it_silent() -> None:
    world = lively()
    assert world.summaries["co_auto"].conversation.owner is Owner.AUTOMATED
    assert "조용합니다" not in text(inside(world), "/why/co_auto")
