"""Every page of the console without a mouse."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Scheme, Tab, listening
from tests.browser.serving import console
from tests.browser.tabbing import walk
from tests.browser.views import View, full_world, views
from tests.web.console_world import Worker

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
_ALL = list(views(console(full_world(), Worker())))


@pytest.fixture(scope="module")
def seat(chromium: "Browser", origin: str) -> Iterator[Tab]:
    with listening(chromium) as tab:
        tab.enter(origin)
        yield tab
        tab.page.goto("about:blank")


@pytest.mark.parametrize("view", [one for one in _ALL if one.entered], ids=str)
def test_tab_goes_everywhere_and_is_seen(seat: Tab, origin: str, view: View) -> None:
    page = seat.page
    page.goto(origin + view.path)
    faults: list[str] = []
    looks: tuple[tuple[int, Scheme], ...] = ((1440, "light"), (390, "dark"))
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults += walk(page).faults()
    if faults:
        pytest.fail("\n".join(dict.fromkeys(faults)), pytrace=False)


@pytest.mark.parametrize("path", ["/?c=co_mine", "/why/co_auto", "/policy"])
def test_the_first_tab_skips_to_the_content(seat: Tab, origin: str, path: str) -> None:
    page = seat.page
    page.goto(origin + path)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#content"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")
