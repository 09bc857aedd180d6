"""The desk in a real Chromium, the way somebody works at it all day."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.at_the_desk import Seat, at_the_desk, polled
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author

if TYPE_CHECKING:
    from playwright.sync_api import Browser

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")
expect = sync_api.expect
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def seat(chromium: "Browser") -> Iterator[Seat]:
    with at_the_desk(chromium) as seat:
        yield seat


def test_a_poll_leaves_focus_selection_typed_words_and_open_menus_alone(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.locator("#text").fill("지금 확인하고 있습니다")
    page.locator("summary", has_text="미루기").click()
    page.get_by_label("날짜와 시간").fill("2026-12-01T09:30")
    page.evaluate(
        """getSelection().selectAllChildren(document.querySelector(".bubble.customer p"))"""
    )
    page.locator("#find").focus()
    page.evaluate("window.row = document.querySelector('.row')")
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    world.tag("co_wait", agent="현우", tag="급함")
    world.add("co_more", owner=Owner.QUEUED, name="박보라")
    page.locator(".bubble", has_text="여보세요?").wait_for()
    page.locator(".row", has_text="박보라").wait_for()
    assert page.locator("#text").input_value() == "지금 확인하고 있습니다"
    assert page.get_by_label("날짜와 시간").input_value() == "2026-12-01T09:30"
    assert page.evaluate("document.activeElement.id") == "find"
    assert page.evaluate("window.row.isConnected")
    expect(page.locator(".tags .chip.tag", has_text="급함")).to_be_visible()


def test_a_poll_leaves_selected_words_and_the_place_read_alone(seat: Seat) -> None:
    page, world = seat.page, seat.world
    for number in range(40):
        world.say("co_wait", Author.CUSTOMER, f"{number}번째 말")
    seat.open()
    page.locator("#scroll").evaluate("(box) => (box.scrollTop = 0)")
    page.locator(".bubble.customer p").first.evaluate("(p) => getSelection().selectAllChildren(p)")
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    page.locator(".bubble", has_text="여보세요?").wait_for()
    assert page.evaluate("String(getSelection())") == "아 짜증나 사람 불러줘"
    assert page.locator("#scroll").evaluate("(box) => box.scrollTop") == 0


def test_earlier_messages_come_when_asked_and_stay(seat: Seat) -> None:
    page, world = seat.page, seat.world
    for number in range(100):
        world.say("co_wait", Author.CUSTOMER, f"{number}번째 말")
    seat.open()
    expect(page.locator(".bubble")).to_have_count(60)
    page.get_by_role("button", name="이전 메시지 보기").click()
    expect(page.locator(".bubble")).to_have_count(102)
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    expect(page.locator(".bubble")).to_have_count(103)
    assert page.get_by_role("button", name="이전 메시지 보기").count() == 0


def test_a_double_click_sends_once_and_the_next_message_again(seat: Seat) -> None:
    page = seat.page
    seat.world.take("co_wait", agent="민지")
    seat.open()
    page.locator("#text").fill("하나")
    page.get_by_role("button", name="보내기", exact=True).dblclick()
    page.locator(".bubble.agent", has_text="하나").wait_for()
    expect(page.locator("#text")).to_have_value("")
    page.locator("#text").fill("하나")
    page.locator("#text").press("Enter")
    expect(page.locator(".bubble.agent", has_text="하나")).to_have_count(2)
    assert seat.said() == ["하나", "하나"]


def test_a_lost_answer_and_the_same_words_again_are_one_message(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.route("**/reply", lambda route: (route.fetch(), route.abort()))
    page.locator("#text").fill("하나")
    page.locator("#text").press("Enter")
    page.locator("#lost").wait_for()
    assert seat.said() == ["하나"]
    seat.complaints.clear()
    page.unroute("**/reply")
    seat.open("?c=co_auto")
    page.go_back()
    expect(page.locator("#text")).to_have_value("하나")
    page.locator("#text").press("Enter")
    expect(page.locator("#text")).to_have_value("")
    assert seat.said() == ["하나"]


def test_a_stale_tab_is_refused_and_keeps_the_words(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.locator("#text").fill("곧 답하겠습니다")
    page.route("**/live*", lambda route: route.abort())
    page.route("**/queue*", lambda route: route.abort())
    world.pass_on("co_wait", agent="민지", to=None)
    world.take("co_wait", agent="현우")
    page.locator("#text").press("Enter")
    expect(page.locator("#said")).to_have_text("Take the conversation before you answer.")
    assert page.locator("#text").input_value() == "곧 답하겠습니다"
    assert seat.said() == []
    seat.complaints.clear()


def test_the_whole_day_by_keyboard(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.add("co_more", owner=Owner.QUEUED, name="박보라")
    seat.open("")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.locator("#case").wait_for()
    here = page.locator("#case").get_attribute("data-id") or ""
    page.keyboard.press("t")
    page.locator("#state .badge.mine").wait_for()
    page.keyboard.press("n")
    page.keyboard.type("물류팀 회신 대기")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".bubble.note", has_text="물류팀 회신 대기").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("j와 k를 눌러도 글자입니다")
    page.keyboard.press("Enter")
    page.locator(".bubble.agent", has_text="j와 k를").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.locator("#state .badge.closed").wait_for()
    assert world.results == {here: "solved"}


def test_letters_do_nothing_once_they_are_off(seat: Seat) -> None:
    page = seat.page
    seat.open()
    page.keyboard.press("?")
    page.get_by_label("한 글자 단축키 쓰기").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    polled(page)
    assert seat.world.summaries["co_wait"].conversation.owner is Owner.QUEUED
