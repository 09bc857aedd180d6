"""The console in a real Chromium: the way an agent uses it, with the policy headers on."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import console, phone, served
from tests.web.console_world import Worker, lively
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    # Werkzeug's server leaves a static file open when the tab leaves while it is being sent.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


@pytest.fixture
def tab(chromium: "Browser") -> "Iterator[Page]":
    """A tab that fails the test when the page complained about anything."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
    page, complaints = context.new_page(), []
    page.set_default_timeout(8000)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_take_reply_and_give_back_without_losing_what_is_being_typed(tab: "Page") -> None:
    world = lively()
    with served(console(world, Worker())) as origin:
        tab.goto(f"{origin}/enter/t0ken")
        tab.goto(f"{origin}/?c=co_wait")
        box = tab.get_by_label("답장", exact=True)
        assert box.is_disabled()
        tab.get_by_role("button", name="내가 맡기").click()
        tab.get_by_text("내가 맡음").wait_for()
        box.fill("민지 상담원입니다.")
        world.say("co_wait", Author.CUSTOMER, "빨리요")
        tab.locator(".bubble").get_by_text("빨리요").wait_for()
        assert box.input_value() == "민지 상담원입니다."
        box.press("Enter")
        tab.locator(".bubble.agent").get_by_text("민지 상담원입니다.").wait_for()
        assert box.input_value() == ""
        tab.get_by_label("더 보기").click()
        tab.get_by_role("button", name="봇에게 돌려주기").click()
        tab.locator(".talk-head .badge.automated").wait_for()
        assert world.summaries["co_wait"].conversation.owner is Owner.AUTOMATED
        tab.goto("about:blank")


def test_hostile_words_and_names_stay_text(tab: "Page") -> None:
    world = lively()
    world.add("co_x", name=HOSTILE)
    world.say("co_x", Author.CUSTOMER, HOSTILE)
    with served(console(world, Worker())) as origin:
        tab.goto(f"{origin}/enter/t0ken")
        for path in ("/?c=co_x", "/why/co_x"):
            tab.goto(origin + path)
            tab.wait_for_timeout(1300)  # one poll swaps the fragments in
            assert tab.title() != "owned"
            assert tab.locator("main img, main script").count() == 0
        tab.goto("about:blank")


def test_the_title_counts_who_waits_and_the_poll_keeps_it_true(tab: "Page") -> None:
    world = lively()
    with served(console(world, Worker())) as origin:
        tab.goto(f"{origin}/enter/t0ken")
        tab.goto(f"{origin}/")
        sync_api.expect(tab).to_have_title(re.compile(r"^\(1\)"))
        world.add("co_more", owner=Owner.QUEUED, name="박보라")
        sync_api.expect(tab).to_have_title(re.compile(r"^\(2\)"))
        tab.goto("about:blank")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_demo_follows_the_phone_and_fits_the_screen(tab: "Page", width: int) -> None:
    world, worker = lively(), Worker()
    tab.set_viewport_size({"width": width, "height": 900})
    with served(phone()) as phone_url, served(console(world, worker, phone_url)) as origin:
        tab.goto(f"{origin}/enter/t0ken?lang=en")
        seat, why = tab.frame_locator("#seat"), tab.frame_locator("#why")
        if width < 1100:
            seat.locator(".bubble").first.wait_for(state="attached")
            tab.wait_for_timeout(1200)
            assert not tab.locator("[data-tab=seat] .dot").is_visible()  # nothing new yet
            world.take("co_wait", agent="현우")
            tab.locator("[data-tab=seat] .dot").wait_for()
            assert not seat.locator(".talk-head").is_visible()
            tab.locator("[data-tab=seat]").click()
            assert not tab.locator("[data-tab=seat] .dot").is_visible()
        seat.locator(".talk-head").get_by_text("김하늘").wait_for()
        if width < 1100:
            tab.locator("[data-tab=why]").click()
        why.locator(".silence").wait_for()
        tab.get_by_role("button", name="Pull the plug").click()
        tab.get_by_text("The worker died (pid 4242)").wait_for()
        worker.back()
        tab.get_by_text("Back, questions 1 · answers 1").wait_for()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate("document.documentElement.scrollHeight") <= 900
        tab.goto("about:blank")


def test_a_reason_opens_its_policy_line_and_comes_back(tab: "Page") -> None:
    with served(console(lively(), Worker())) as origin:
        tab.goto(f"{origin}/enter/t0ken")
        tab.goto(f"{origin}/why/co_auto?lang=en")
        tab.get_by_text("policies.yaml:8").click()
        tab.wait_for_url("**/policy/1*#L8")
        tab.locator("li:target", has_text="택배 언제 와요?").wait_for()
        tab.get_by_text("← Why").click()
        tab.get_by_text("0 characters were generated").wait_for()
        tab.goto("about:blank")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refused_edit_shows_its_line(chromium: "Browser", scripts: bool) -> None:
    world = lively()
    world.fault_line = 250
    filler = "".join(f"# {number}\n" for number in range(300))
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    with served(console(world, Worker())) as origin:
        page.goto(f"{origin}/enter/t0ken")
        page.goto(f"{origin}/demo/policy?lang=en")
        page.get_by_label("Text of policies.yaml").fill(filler)
        page.get_by_role("button", name="Publish").click()
        page.locator("a.fault", has_text="policies.yaml:250:1").wait_for()
        sync_api.expect(page.locator("#L250.faulty")).to_be_in_viewport()
        sync_api.expect(page.locator("a.fault")).to_be_in_viewport()
        if scripts:
            chosen = "source.value.slice(source.selectionStart, source.selectionEnd)"
            assert page.evaluate(chosen) == "# 249"
            assert page.evaluate("document.activeElement.id") == "source"
        page.goto("about:blank")
    context.close()


def test_the_open_conversation_is_in_sight_however_many_wait(tab: "Page") -> None:
    world = lively()
    for number in range(12):
        world.add(f"co_{number}", owner=Owner.QUEUED, name=f"고객 {number}")
    with served(console(world, Worker())) as origin:
        tab.set_viewport_size({"width": 1440, "height": 600})
        tab.goto(f"{origin}/enter/t0ken")
        tab.goto(f"{origin}/?c=co_wait&view=everything")
        sync_api.expect(tab.locator(".row[aria-current]")).to_be_in_viewport(ratio=0.9)
        tab.goto("about:blank")
