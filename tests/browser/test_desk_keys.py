"""The desk's single keys: an agent who never touches the mouse."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Tab, listening
from tests.browser.serving import console, served
from tests.browser.views import full_world
from tests.web.console_world import Worker

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def seat(chromium: "Browser") -> Iterator[Tab]:
    with served(console(full_world(), Worker())) as origin, listening(chromium) as tab:
        tab.enter(origin)
        tab.page.goto(f"{origin}/")
        yield tab
        tab.page.goto("about:blank")
        assert tab.complaints == []


def focused(page: "Page", attribute: str) -> str | None:
    return page.locator(":focus").get_attribute(attribute)


@pytest.mark.parametrize(("key", "field"), [("s", "waiting-for"), ("n", "note"), ("/", "find")])
def test_a_key_opens_its_field_and_escape_closes_it(seat: Tab, key: str, field: str) -> None:
    page = seat.page
    page.goto(page.url + "?c=co_mine")
    page.keyboard.press(key)
    assert focused(page, "id") == field
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.id") != field


def test_a_hangul_keyboard_presses_the_same_keys(seat: Tab) -> None:
    seat.page.evaluate(
        """() => document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: "ㅓ", code: "KeyJ", bubbles: true }))"""
    )
    assert focused(seat.page, "data-id")
