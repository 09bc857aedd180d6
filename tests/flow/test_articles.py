"""Questions answered from the shop's articles: the passage, or a person, and never a guess."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.flow.house import DANIEL, MINA, Crash, Home
from tests.flow.test_answering import handoff, tapped, taps
from wa_support.domain.conversations import Owner
from wa_support.domain.knowledge import Found
from wa_support.domain.reasons import Reason
from wa_support.ports.outside import Knowledge

WASHING = "소파 커버 조립 전에 세탁기로 빨아도 되나요"


class CountingKnowledge:
    """The articles, counted, and broken when told so."""

    def __init__(self, articles: Knowledge) -> None:
        self.articles, self.searches, self.broken = articles, 0, False
        self.asked: list[tuple[str, tuple[str, ...], date]] = []

    def search(
        self, text: str, *, documents: Collection[str], language: str, today: date, limit: int
    ) -> Sequence[Found]:
        self.asked.append((text, tuple(documents), today))
        if self.broken:
            raise sqlite3.OperationalError("disk I/O error")
        return self.articles.search(
            text, documents=documents, language=language, today=today, limit=limit
        )


@pytest.fixture
def knowledge(home: Home) -> CountingKnowledge:
    counted = CountingKnowledge(home.house.knowledge())
    home.turns = replace(home.turns, knowledge=counted)
    return counted


def test_a_how_to_is_answered_with_the_passage_and_where_it_stands(home: Home) -> None:
    bubble = home.asks(WASHING)
    assert "30도 이하 찬물에" in bubble
    assert bubble.endswith("안내 문서: 소파와 패브릭 관리 › 커버 세탁")
    assert taps(home) == ["person"]
    assert home.conversation().owner is Owner.AUTOMATED


def test_an_english_question_gets_the_english_article(home: Home) -> None:
    bubble = home.asks("how long is the warranty?", DANIEL)
    assert "2 years from delivery" in bubble
    assert bubble.endswith("From our guide: Warranty and repairs › How long the warranty lasts")


def test_the_words_that_find_a_passage_are_never_said(home: Home) -> None:
    assert "customers say" not in home.asks(WASHING)


def test_damage_goes_to_a_person_although_an_article_speaks_of_it(home: Home) -> None:
    home.asks("의자 조립했는데 다리가 부러졌어요")
    assert home.conversation().owner is Owner.QUEUED
    packet = handoff(home).packet
    assert (packet["purpose"], packet["collected_fields"]["wants"]) == ("support", "create_ticket")


def test_what_no_article_says_is_not_guessed_at(home: Home, knowledge: CountingKnowledge) -> None:
    home.asks("안녕하세요")
    assert home.asks("조립한 옷장에 도마뱀을 키워도 되나요").startswith("확인된 안내가 없는")
    assert taps(home) == ["question:ask", "question:drop"]
    assert len(knowledge.asked) == 1


def test_yes_gives_the_question_to_a_person(home: Home) -> None:
    home.asks("조립한 옷장에 도마뱀을 키워도 되나요")
    tapped(home, "question:ask")
    given = handoff(home)
    assert given.reason is Reason.ASKED
    assert given.packet["collected_fields"]["question"] == "조립한 옷장에 도마뱀을 키워도 되나요"
    assert home.conversation().memory.question is None


def test_no_is_the_end_of_it(home: Home) -> None:
    home.asks("조립한 옷장에 도마뱀을 키워도 되나요")
    assert home.asks("아니요").startswith("알겠습니다.")
    assert home.conversation().owner is Owner.AUTOMATED
    assert home.conversation().memory.question is None


def test_who_was_asked_to_tell_and_told_is_not_asked_again(home: Home) -> None:
    assert "안내 문서에 있는 내용은" in tapped(home, "purpose:support")
    home.asks("옷장에 도마뱀을 키우려고요")
    assert home.conversation().owner is Owner.QUEUED


def test_what_was_told_may_be_answered_at_once(home: Home) -> None:
    tapped(home, "purpose:support")
    assert home.asks("매트리스 사이즈가 어떻게 돼요").endswith("안내 문서: 매트리스 안내 › 사이즈")


def test_a_search_that_fails_is_told_and_goes_to_a_person(
    home: Home, knowledge: CountingKnowledge
) -> None:
    knowledge.broken = True
    assert "시스템 문제로" in home.asks("커버 조립하고 세탁기로 빨아도 되나요")
    assert handoff(home).reason is Reason.TOOL_FAILED


def test_a_purpose_searches_only_what_its_policy_names_on_the_shops_own_day(
    home: Home, knowledge: CountingKnowledge
) -> None:
    home.asks("배송비 얼마예요?")
    ((text, documents, today),) = knowledge.asked
    policy_documents = ("delivery", "returns", "exchange", "payment", "gift", "oldfurniture")
    assert text == "배송비 얼마예요?"
    assert documents == (*policy_documents, "membership")
    here = datetime.fromtimestamp(home.clock.now() / 1000, tz=ZoneInfo("Asia/Seoul"))
    assert today == here.date()


def test_without_kb_search_a_person_answers(home: Home, knowledge: CountingKnowledge) -> None:
    home.publish(
        lambda text: text.replace("bot_may: [kb_search, create_ticket", "bot_may: [create_ticket")
    )
    home.asks("매트리스 조립 방법 알려주세요")
    assert home.conversation().owner is Owner.QUEUED
    assert not knowledge.asked


def test_a_rerun_reads_the_passage_from_the_journal(
    home: Home, knowledge: CountingKnowledge
) -> None:
    home.clock.pass_by(1_000)
    home.say("배송비 얼마예요?")
    home.clock.pass_by(20_000)
    home.ids.crash_on = "snd"
    work = home.turns.claim()
    assert work is not None
    with pytest.raises(Crash):
        work()
    home.ids.crash_on = None
    knowledge.broken = True
    home.clock.pass_by(120_000)
    (bubble,) = home.answer()
    assert bubble.endswith("안내 문서: 배송 안내 › 배송비")
    assert len(knowledge.asked) == 1


def test_the_story_names_document_heading_and_file(home: Home) -> None:
    home.asks("배송비 얼마예요?", MINA)
    steps = dict(home.stories()[0].steps)
    read = steps["read"]
    assert (read["tool"], read["found"]) == ("kb_search", True)
    assert (read["result"]["title"], read["result"]["heading"]) == ("배송 안내", "배송비")
    assert read["result"]["file"] == "delivery.ko.md"
