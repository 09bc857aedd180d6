"""What a bubble replies to, as agents see it."""

import re
from dataclasses import replace

import pytest

from tests.web.console_world import NOW, World, lively
from tests.web.signed_in import seated, text
from tests.web.test_console_desk import HOSTILE
from wa_support.domain.delivery import Author
from wa_support.domain.text import spoken
from wa_support.domain.views import Quote, TranscriptLine


def reply(world: World, quote: Quote, *, type: str = "text") -> str:
    """The quoted line as the page has it; empty where there is none."""
    line = TranscriptLine(
        id="m_reply", author=Author.CUSTOMER, text=spoken("이거요"), type=type, at=NOW + 9,
        quote=quote,
    )  # fmt: skip
    world.line("co_wait", line)
    page = text(seated(world), "/c/co_wait/live")
    return "".join(re.findall('<blockquote class="quote">(.*?)</blockquote>', page, re.DOTALL))


def of(world: World, n: int = 0) -> Quote:
    line = world.lines["co_wait"][n]
    return Quote(id=line.id, author=line.author, text=line.text, type=line.type)


def test_it_says_who_said_what_and_leads_there() -> None:
    world = lively()
    quoted = reply(world, of(world))
    assert 'href="#b-co_wait-0"' in quoted
    assert "<b>고객</b> 아 짜증나 사람 불러줘" in quoted
    assert 'id="b-co_wait-0"' in text(seated(world), "/c/co_wait/live")


def test_an_agents_words_are_named_by_them() -> None:
    world = lively()
    quote = Quote(id="s1", author=Author.AGENT, agent="지우", text=spoken("네"), type="text")
    quoted = reply(world, quote)
    assert "<b>지우</b> 네" in quoted
    assert "href" not in quoted  # older than what is shown


def test_one_that_is_not_here_says_so() -> None:
    assert reply(lively(), Quote()) == "인용한 메시지는 여기에 없습니다."


@pytest.mark.parametrize(
    ("words", "said"), [("", "<i>사진</i>"), ("이렇게요", "<i>사진</i> · 이렇게요")]
)
def test_a_photo_is_named(words: str, said: str) -> None:
    quote = Quote(id="m1", author=Author.CUSTOMER, text=spoken(words), type="image")
    assert reply(lively(), quote) == f"<b>고객</b> {said}"


@pytest.mark.parametrize(
    "words",
    [HOSTILE, f"{HOSTILE}" * 500, "\u202e뒤집힌 말", "가" * 100_000, " " * 100_000 + HOSTILE],
)
def test_hostile_words_are_short_and_only_words(words: str) -> None:
    quote = Quote(
        id=HOSTILE, author=Author.CUSTOMER, agent=HOSTILE, text=spoken(words), type=HOSTILE
    )
    quoted = reply(lively(), quote)
    assert "<script" not in quoted
    assert "onerror=alert(1)>" not in quoted
    assert "\u202e" not in quoted
    assert len(quoted) < 2_500


def test_a_long_one_is_cut_and_its_lines_are_one() -> None:
    quote = Quote(id="m1", author=Author.CUSTOMER, text=spoken("첫 줄\n둘째 줄 " * 60), type="text")
    quoted = reply(lively(), quote)
    assert quoted.startswith("<b>고객</b> 첫 줄 둘째 줄 첫 줄")
    assert quoted.endswith("…")
    assert len(quoted) < 200


def test_abuse_stays_folded_when_it_is_quoted() -> None:
    quote = Quote(id="m1", author=Author.CUSTOMER, text=spoken("씨발 언제까지"), type="text")
    assert reply(lively(), quote) == "<b>고객</b> 거친 말이 있어 접어 두었습니다."


@pytest.mark.parametrize(("n", "shown"), [(-1, False), (0, True)])
def test_a_tap_shows_what_it_answers_unless_it_stands_right_above(n: int, shown: bool) -> None:
    world = lively()
    assert bool(reply(world, of(world, n), type="interactive")) is shown


def test_words_on_what_stands_right_above_show_it_all_the_same() -> None:
    world = lively()
    assert reply(world, replace(of(world, -1), text=spoken("바로 위")))
