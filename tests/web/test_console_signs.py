"""Signs that would turn the page around are shown; what a form gives back stays as it was."""

import html
from dataclasses import replace

import pytest

from tests.web.console_world import SOURCE, Worker, World, lively, story
from tests.web.signed_in import inside, post, seated, text
from tests.web.test_console_demo import visitor
from wa_support.domain.delivery import Author
from wa_support.domain.text import spoken

TURNED = "주문 \u202e2401\u202c 는 \u2067abc\u2069?"
SHOWN = "주문 ⟦U+202E⟧2401⟦U+202C⟧ 는 ⟦U+2067⟧abc⟦U+2069⟧?"


def _turned() -> World:
    world = lively()
    world.publish(SOURCE.replace("택배 언제 와요?", TURNED).encode())
    world.add("co_x", name=TURNED)
    world.say("co_x", Author.CUSTOMER, TURNED)
    told = replace(story(), heard=(spoken(TURNED),), policy_version=2)
    world.told["co_x"] = [told]
    waiting = world.summaries["co_wait"]
    assert waiting.handoff
    packet = {"summary": TURNED, "collected_fields": {"order_id": TURNED}}
    world.summaries["co_wait"] = replace(waiting, handoff=replace(waiting.handoff, packet=packet))
    return world


@pytest.mark.parametrize(
    "path", ["/c/co_x/live", "/c/co_wait/live", "/queue?view=everything", "/why/co_x", "/policy/2"]
)
def test_controls_of_the_reading_direction_are_shown_and_not_obeyed(path: str) -> None:
    page = text(seated(_turned()), path)
    assert SHOWN in page
    assert not set(page) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_the_editor_gives_back_the_very_characters_of_the_draft() -> None:
    world = _turned()
    client = visitor(world, Worker())
    drafted = text(client, "/demo/policy")
    assert TURNED in drafted
    source = html.unescape(
        drafted.partition('policies.yaml 내용">\n')[2].partition("</textarea>")[0]
    )
    post(client, "/demo/policy", source=source)
    assert world.versions[-1].source == world.versions[-2].source


def test_markup_is_still_escaped_once() -> None:
    world = lively()
    world.add("co_x", name="<b>\u202e&")
    page = text(inside(world), "/why/co_x")
    assert "&lt;b&gt;⟦U+202E⟧&amp;" in page


def test_a_middle_dot_does_not_begin_a_line() -> None:
    world = lively()
    world.say("co_auto", Author.BOT, "제품·A/S")
    assert "제품\u2060·A/S" in text(seated(world), "/c/co_auto/live")
