"""The desk's single keys: an agent who never touches the mouse."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Tab, listening
from tests.browser.serving import console, served
from tests.browser.views import full_world
from tests.web.console_world import Worker, World
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Result

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def world() -> World:
    return full_world()


@pytest.fixture
def seat(chromium: "Browser", world: World) -> Iterator[Tab]:
    with served(console(world, Worker())) as origin, listening(chromium) as tab:
        tab.enter(origin)
        tab.page.goto(f"{origin}/")
        yield tab
        tab.page.goto("about:blank")
        assert tab.complaints == []


def focused(page: "Page", attribute: str) -> str | None:
    return page.locator(":focus").get_attribute(attribute)


def test_from_the_list_to_resolved_without_a_mouse(seat: Tab, world: World) -> None:
    page = seat.page
    rows = [one.get_attribute("data-id") for one in page.locator(".row").all()]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page, "data-id") == rows[1]
    page.keyboard.press("k")
    assert focused(page, "data-id") == rows[0]
    page.goto(page.url + "?c=co_wait")
    page.keyboard.press("t")
    page.locator("#state .badge.mine").wait_for()
    page.keyboard.press("r")
    assert focused(page, "id") == "text"
    page.keyboard.type("jkts?")  # letters are letters while somebody writes
    page.keyboard.press("Enter")
    page.locator(".bubble.agent", has_text="jkts?").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.locator(":focus").get_by_text("해결됨").wait_for()
    page.keyboard.press("Enter")
    page.locator("#state .badge.closed").wait_for()
    assert world.results["co_wait"] is Result.SOLVED


@pytest.mark.parametrize(("key", "field"), [("s", "waiting-for"), ("n", "note"), ("/", "find")])
def test_a_key_opens_its_field_and_escape_closes_it(seat: Tab, key: str, field: str) -> None:
    page = seat.page
    page.goto(page.url + "?c=co_mine")
    page.keyboard.press(key)
    assert focused(page, "id") == field
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.id") != field


def test_a_question_mark_shows_the_keys_and_they_can_be_turned_off(seat: Tab) -> None:
    page = seat.page
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    sync_api.expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("j")
    assert page.locator(".row:focus").count() == 0


def test_a_hangul_keyboard_presses_the_same_keys(seat: Tab) -> None:
    seat.page.evaluate(
        """() => document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "ㅓ", code: "KeyJ", bubbles: true }))"""
    )
    assert focused(seat.page, "data-id")


def test_news_leave_the_focus_the_open_menu_and_the_typed_words_alone(
    seat: Tab, world: World
) -> None:
    page = seat.page
    page.goto(page.url + "?c=co_mine")
    page.keyboard.press("j")
    row = focused(page, "data-id")
    world.add("co_news", owner=Owner.QUEUED, name="박보라")
    world.say("co_mine", Author.CUSTOMER, "또 저예요")
    page.locator(".bubble", has_text="또 저예요").wait_for()
    page.locator("[data-id=co_news]").wait_for()
    assert focused(page, "data-id") == row
    page.keyboard.press("n")
    page.keyboard.type("환불은 사장님께 물어볼 것")
    world.say("co_mine", Author.CUSTOMER, "여보세요?")
    page.locator(".bubble", has_text="여보세요?").wait_for()
    assert page.locator(":focus").input_value() == "환불은 사장님께 물어볼 것"
