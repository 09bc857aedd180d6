"""What customers and colleagues write is text, wherever it stands, and breaks nothing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.looking import Tab, listening
from tests.browser.serving import console, served
from tests.web.console_world import Worker, World, lively
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Attachment, CannedReply

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MARKUP: Final = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg/onload=document.title='owned'>",
    "\"><details open ontoggle=document.title='owned'>",
    "' autofocus onfocus=document.title='owned' x='",
    "</textarea></title><script>document.title='owned'</script>",
    "<a href=\"javascript:document.title='owned'\">x</a>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "<iframe srcdoc='<script>top.document.title=1</script>'>",
    "<button hx-post=/c/co_x/resolve hx-trigger=load>x</button>",
    "<p data-put data-insert=x hx-on::load=\"document.title='owned'\">x</p>",
)
PLACES: Final = ("/?view=everything", "/?c=co_x", "/search", "/canned?edit=can_x", "/why/co_x")
TURNED: Final = ("\u202egnp.exe", "\u2066\u202eabc", "דוד כהן 12", "\u200f\u200f김하늘")
LONG: Final = {
    "100 kB without a space": "가a" * 25_000,
    "emoji and marks": "👩‍👩‍👧‍👦🇰🇷" * 500 + "\u200b\u200d\ufeff" * 5_000 + "a" + "\u0301" * 2_000,
    "lines": "\n" * 3_000 + "끝",
}
AT_MOST: Final = 40
"""Characters of what the console itself limits: tags, and the names of agents."""
NAME_AT_MOST: Final = 100
"""Characters of a customer's name; WhatsApp lets people have 25."""


def everywhere(words: str) -> World:
    """A world where `words` stand in every place that somebody can write to."""
    world = lively()
    world.add("co_x", owner=Owner.QUEUED, name=words[:NAME_AT_MOST])
    world.say("co_x", Author.CUSTOMER, words)
    customers = world.lines["co_x"][0]
    world.files[customers.id] = Attachment(
        id="at_x", message_id=customers.id, state="kept", media_type="text/plain", name=words
    )
    packet = {
        "handoff_reason": words, "summary": words, "purpose": words, "language": words,
        "collected_fields": {words: words, "order_id": words}, "suggested_answer": words,
    }  # fmt: skip
    summary = world.summaries["co_x"]
    assert summary.handoff is not None
    world.summaries["co_x"] = replace(summary, handoff=replace(summary.handoff, packet=packet))
    world.tag("co_x", agent="민지", tag=words[:AT_MOST])
    world.note("co_x", agent=words[:AT_MOST], text=words, key="n")
    world.canned["can_x"] = CannedReply(id="can_x", title=words, body=words)
    world.seen(agent=words[:AT_MOST], conversation_id="co_x", typing=True)
    return world


def visit(tab: Tab, origin: str, place: str, words: str) -> None:
    """The page; of a search, what it finds."""
    tab.page.goto(origin + place)
    sought = words[:NAME_AT_MOST].strip().partition("\n")[0]  # a field has one line
    if place == "/search" and sought:
        tab.page.locator("#find").fill(sought)
        tab.page.locator("#find").press("Enter")
        tab.page.locator(".found li").first.wait_for()


@pytest.fixture(scope="module")
def tab(chromium: "Browser") -> Iterator[Tab]:
    with listening(chromium) as tab:
        yield tab


def test_markup_stays_text_everywhere(tab: Tab) -> None:
    words = "\n".join(MARKUP)
    world = everywhere(words)
    with served(console(world, Worker())) as origin:
        tab.enter(origin)
        for place in PLACES:
            visit(tab, origin, place, words)
            if place == "/?c=co_x":
                world.say("co_x", Author.CUSTOMER, words)
                tab.page.locator(".bubble.customer").nth(1).wait_for()  # a poll swapped it in
            assert tab.page.title() != "owned"
            assert tab.page.locator("main script, main svg, main iframe, main img").count() == 0
            assert tab.page.locator("[onerror], [onfocus], [onload], [ontoggle]").count() == 0
        assert world.summaries["co_x"].conversation.owner is Owner.QUEUED
        tab.page.goto("about:blank")
    assert tab.complaints == []


@pytest.mark.parametrize("name", TURNED, ids=ascii)
def test_a_name_turns_nothing_around(tab: Tab, name: str) -> None:
    world = everywhere(name)
    with served(console(world, Worker())) as origin:
        tab.enter(origin)
        tab.page.goto(f"{origin}/?c=co_x")
        for line in ("[data-id=co_x] .line:first-child", "#state h2"):
            order = tab.page.locator(line).evaluate(_LEFT_TO_RIGHT)
            assert order == sorted(order)
        tab.page.goto("about:blank")


_LEFT_TO_RIGHT = """(line) => {
  const found = [];
  for (const part of line.childNodes) {
    const range = document.createRange();
    range.selectNodeContents(part);
    const { left, width } = range.getBoundingClientRect();
    if (width) found.push(left);
  }
  return found;
}"""


@pytest.mark.parametrize("words", LONG.values(), ids=LONG.keys())
def test_much_of_it_does_not_break_the_page(tab: Tab, words: str) -> None:
    with served(console(everywhere(words), Worker())) as origin:
        tab.enter(origin)
        for width, place in product((1440, 390), PLACES):
            tab.page.set_viewport_size({"width": width, "height": 844})
            visit(tab, origin, place, words)
            assert tab.page.evaluate(_STICKING_OUT) == []
            assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
            for part in ("#text", "#state button"):
                if (box := tab.page.locator(part).first).count():
                    at = box.bounding_box()
                    assert at is not None
                    assert at["y"] + at["height"] <= 844
        tab.page.goto("about:blank")


_STICKING_OUT = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility() && !one.closest(".mark-word, dialog"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.tagName + "." + one.className + " " + one.textContent.slice(0, 20))"""
