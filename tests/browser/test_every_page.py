"""Every page of the console in a real Chromium: both screens, both schemes, both languages."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Tab, listening, looks, looks_into_menus
from tests.browser.serving import console
from tests.browser.views import VIEWS, View, address, full_world, routes, views
from tests.web.console_world import Worker

axe = pytest.importorskip("axe_playwright_python.base", reason="the browser group is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
_ALL = list(views(console(full_world(), Worker())))


def test_a_route_that_answers_a_page_is_looked_at() -> None:
    app = console(full_world(), Worker())
    client = app.test_client()
    client.get("/enter/t0ken")
    pages = set()
    for rule in routes(app):
        answer = client.get(address(app, rule))
        if answer.status_code == 200 and answer.data.lstrip().startswith(b"<!doctype html"):
            pages.add(rule.endpoint)
    assert pages - VIEWS.keys() == set()
    assert VIEWS.keys() <= {rule.endpoint for rule in routes(app)}


@pytest.mark.parametrize("view", [one for one in _ALL if one.entered], ids=str)
def test_a_page_has_no_fault(desk: Tab, origin: str, view: View) -> None:
    look(desk, origin, view)


@pytest.mark.parametrize("view", [one for one in _ALL if not one.entered], ids=str)
def test_a_page_for_strangers_has_no_fault(chromium: "Browser", origin: str, view: View) -> None:
    with listening(chromium) as tab:
        look(tab, origin, view)
        tab.page.goto("about:blank")


def test_menus_have_no_fault(desk: Tab, origin: str) -> None:
    desk.page.goto(f"{origin}/?c={'co_mine' if desk.language == 'ko' else 'co_hers'}")
    faults = list(looks_into_menus(desk, axe.AXE_SCRIPT))
    if faults:
        pytest.fail("\n".join(dict.fromkeys(faults)), pytrace=False)


@pytest.mark.parametrize("words", ["Alex", "nobody"])
def test_what_a_search_leads_to_has_no_fault(desk: Tab, origin: str, words: str) -> None:
    desk.page.goto(f"{origin}/?view=everything")
    desk.page.locator("#find").fill(words)
    desk.page.locator("#find").press("Enter")
    desk.page.wait_for_url("**/search?s=*")
    assert words not in desk.page.url
    faults = list(looks(desk, axe.AXE_SCRIPT, bilingual=False))
    if faults:
        pytest.fail("\n".join(dict.fromkeys(faults)), pytrace=False)


def test_the_back_button_leads_back_to_what_was_found(desk: Tab, origin: str) -> None:
    page = desk.page
    page.goto(f"{origin}/search")
    page.locator("#find").fill("Alex")
    page.locator("#find").press("Enter")
    page.locator(".found a").first.click()
    page.wait_for_url("**/?c=*")
    page.go_back()
    assert page.locator("#find").input_value() == "Alex"
    assert page.locator(".found a").count() > 0


def look(tab: Tab, origin: str, view: View) -> None:
    tab.complaints.clear()
    answer = tab.page.goto(origin + view.path)
    assert answer is not None
    assert answer.status == view.status
    faults = list(looks(tab, axe.AXE_SCRIPT, bilingual=view.bilingual))
    if faults or tab.complaints:
        pytest.fail("\n".join(dict.fromkeys([*faults, *tab.complaints])), pytrace=False)
