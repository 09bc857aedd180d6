"""Every answer leads to the line of the published bytes that allowed it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.web.console_world import NOW, SOURCE, World, lively, story
from tests.web.signed_in import inside, text
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.understanding import NextAction
from wa_support.web.console.words import WORDS


def test_an_answer_names_its_words_purpose_line_proof_and_messages() -> None:
    page = text(inside(lively()), "/why/co_auto")
    assert "주문 1042 어디쯤이에요?" in page
    assert "주문·배송" in page
    assert "policies.yaml:8" in page
    assert 'href="/policy/1?c=co_auto#L8"' in page
    assert "택배 언제 와요?" in page
    assert "본인 확인됨: 주문한 번호와 같은 번호" in page
    assert "메시지 1개" in page
    assert "대기 1.2초" in page
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


@pytest.mark.parametrize("version", ["9", "0", "-1", "99999999999999999999"])
def test_a_version_that_was_never_published_is_not_found(version: str) -> None:
    assert inside(lively()).get(f"/policy/{version}").status_code == 404


def test_nobody_is_honoured_who_is_a_program() -> None:
    world = lively()
    world.versions[0] = replace(world.versions[0], published_by="demo, on save")
    client = inside(world)
    assert "적용(파일 저장)" in text(client, "/policy/1")
    assert "by saving the file" in text(client, "/policy/1?lang=en")


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
    world.say("co_auto", Author.NOTICE, "상담원에게 전달했습니다.")
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


@pytest.mark.parametrize(
    ("found", "said"),
    [(True, "안내 문서: <strong>원목 관리 › 얼룩"), (False, "확실하지 않아 쓰지 않은 안내 문서")],
)
def test_an_article_is_named_with_its_heading_and_place(found: bool, said: str) -> None:
    world = lively()
    result = {"title": "원목 관리", "heading": "얼룩", "file": "care.ko.md", "line": 4}
    read = {"tool": "kb_search", "arguments": {}, "found": found, "result": result}
    world.told["co_auto"] = [replace(story(), steps=(("read", read),))]
    page = text(inside(world), "/why/co_auto")
    assert said in page
    assert "care.ko.md:4" in page


def test_no_article_at_all_is_not_called_an_order() -> None:
    world = lively()
    read = {"tool": "kb_search", "arguments": {}, "found": False, "result": None}
    world.told["co_auto"] = [replace(story(), steps=(("read", read),))]
    page = text(inside(world), "/why/co_auto")
    assert "맞는 안내 문서 없음" in page
    assert "맞는 주문 없음" not in page


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


def _told_only(gate: Mapping[str, object], **outcome: object) -> World:
    world = lively()
    steps = (("gate", gate), ("outcome", {"messages": 1, "waited_ms": 0, **outcome}))
    world.told["co_auto"] = [replace(story(), steps=steps)]
    return world


def test_a_refusal_names_its_line_as_one_that_is_not_answered() -> None:
    gate = {"verdict": "decline", "reason": "off_purpose", "decided_by": "rule", "line": 8}
    client = inside(_told_only(gate, what="replied"))
    assert "policies.yaml:8 · 가장 가까운 ‘받지 않는 말’" in text(client, "/why/co_auto")
    page = text(client, "/why/co_auto?lang=en")
    assert "policies.yaml:8 · the nearest line of not_this" in page
    assert "no matching purpose · declined" in page


def test_what_intake_hands_over_reads_as_a_story_of_its_own() -> None:
    gate = {"verdict": "hand_off", "reason": "personal_data", "decided_by": "rule"}
    page = text(
        inside(_told_only(gate, what="handed_off", reason="personal_data")), "/why/co_auto?lang=en"
    )
    assert "<strong>handed to a person</strong>" in page
    assert "sensitive personal data was sent · decided by a rule" in page
    assert page.count("sensitive personal data was sent") == 1
    assert "waited" not in page


def test_an_opt_out_is_not_called_a_question() -> None:
    gate = {"verdict": "ask", "reason": "opt_out", "decided_by": "rule"}
    page = text(inside(_told_only(gate, what="replied", messages=0)), "/why/co_auto?lang=en")
    assert "<strong>opt-out recorded</strong>" in page
    assert "<strong>no message</strong>" in page
    assert "asked back" not in page


def test_an_admitted_question_that_went_to_a_person_says_why() -> None:
    gate = {"verdict": "admit", "reason": "example", "purpose": "orders", "line": 8}
    page = text(
        inside(_told_only(gate, what="handed_off", reason="over_budget")), "/why/co_auto?lang=en"
    )
    assert "handed to a person: over the day&#39;s limit of automatic answers" in page


_LEARNT = {
    "verdict": "admit", "reason": "classifier", "decided_by": "classifier", "purpose": "orders",
    "declared_as": "order_management", "line": 8, "confidence": 0.82, "between": [],
}  # fmt: skip


def test_the_classifier_names_the_closest_line_and_how_sure_it_was() -> None:
    page = text(inside(_told_only(_LEARNT)), "/why/co_auto?lang=en")
    assert "closest to policies.yaml:8" in page
    assert "confidence 82%" in page
    assert "learnt from the examples" in page
    page = text(inside(_told_only(_LEARNT)), "/why/co_auto")
    assert "가장 가까운 줄 policies.yaml:8" in page
    assert "확신도 82%" in page


def test_two_purposes_that_the_classifier_could_not_tell_apart_are_named() -> None:
    torn = {**_LEARNT, "verdict": "ask", "purpose": None, "line": None, "between": ["orders", "x"]}
    page = text(inside(_told_only(torn)), "/why/co_auto?lang=en")
    assert "Orders &amp; delivery · x" in page
    assert "confidence 82%" in page


# a language model


def asked_of_a_model(**more: object) -> str:
    """The page of a turn in which a model was asked once."""
    world = lively()
    call = {"step": "answer", "ms": 1240.0, "reply": None, **more}
    steps = (*story().steps[:2], ("model", call), *story().steps[2:])
    world.told["co_auto"] = [replace(story(), steps=steps)]
    return text(inside(world), "/why/co_auto?lang=en")


UNDERSTOOD = {
    "outcome": "understood",
    "reply": {"text": "{}"},
    "model": "gpt-6-luna",
    "tokens": {"input": 2100, "cached": 1664, "cache_written": 0, "output": 99},
    "cost_usd": 0.00123,
    "understanding": {
        "purpose": "orders", "intent": "late <b>delivery</b>", "next_action": "hand_off",
    },
}  # fmt: skip


def test_a_model_step_says_what_was_understood_and_what_it_cost() -> None:
    page = asked_of_a_model(**UNDERSTOOD)
    assert "Answer</strong> · understood · 1.2 s" in page
    assert "Orders &amp; delivery · <q>late &lt;b&gt;delivery&lt;/b&gt;</q> → hand off" in page
    assert "gpt-6-luna" in page
    assert "2,100 tokens in (1,664 cached) · 99 out · $0.0012" in page
    assert "0 characters were generated" not in page


@pytest.mark.parametrize(
    ("cost", "shown"),
    [(None, "cost not known"), (0.00004, "&lt;$0.0001"), (0.0, "$0.0000"), (1.5, "$1.5000")],
)
def test_a_cost_is_shown_or_said_to_be_unknown(cost: float | None, shown: str) -> None:
    assert f"99 out · {shown}" in asked_of_a_model(**{**UNDERSTOOD, "cost_usd": cost})


def test_a_model_step_names_the_tools_it_called() -> None:
    page = asked_of_a_model(**{**UNDERSTOOD, "outcome": "calls", "understanding": None,
                               "calls": ["get_order", "kb_search"]})  # fmt: skip
    assert "called <code>get_order</code> <code>kb_search</code>" in page


def test_a_model_that_did_not_answer_is_shown_without_numbers() -> None:
    page = asked_of_a_model(outcome="circuit_open")
    assert "left alone after repeated failures" in page
    assert "tokens" not in page
    assert "0 characters were generated" in page


def test_what_was_wrong_with_an_answer_is_shown() -> None:
    faults = ["The price 1 stands in no fact."]
    page = asked_of_a_model(**{**UNDERSTOOD, "outcome": "unfit", "understanding": None,
                               "violations": faults})  # fmt: skip
    assert faults[0] in page


def test_every_next_action_has_words_in_both_languages() -> None:
    for action in NextAction:
        assert f"next_action.{action}" in WORDS
