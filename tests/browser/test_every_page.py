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
    answers = {rule.endpoint: client.get(address(app, rule)).data for rule in routes(app)}
    pages = {name for name, body in answers.items() if body.lstrip().startswith(b"<!doctype html")}
    assert pages - {"access.enter"} == VIEWS.keys()


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


def look(tab: Tab, origin: str, view: View) -> None:
    tab.complaints.clear()
    answer = tab.page.goto(origin + view.path)
    assert answer is not None
    assert answer.status == view.status
    faults = list(looks(tab, axe.AXE_SCRIPT, bilingual=view.bilingual))
    if faults or tab.complaints:
        pytest.fail("\n".join(dict.fromkeys([*faults, *tab.complaints])), pytrace=False)
