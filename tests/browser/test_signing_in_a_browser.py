"""From the link to the seat by keyboard, and out again, in a real Chromium."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import served
from tests.web.signed_in import app_of
from tests.web.staff import PASSWORD
from tests.web.test_stuck_pages import world_of
from wa_support.domain.accounts import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_the_link_and_the_password_work_by_keyboard_alone(chromium: "Browser") -> None:
    world = world_of()
    minji = world.staff.hired("민지")
    world.staff.links["once"] = minji.id
    with served(app_of(world)) as origin:
        page = chromium.new_context(locale="ko-KR").new_page()
        page.goto(f"{origin}/link/once")
        page.wait_for_selector("input:focus")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{origin}/")
        page.get_by_role("button", name="로그아웃").press("Enter")
        page.wait_for_url(f"{origin}/sign-in")
        page.wait_for_selector("input:focus")
        page.keyboard.type(minji.login)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{origin}/")
        assert page.get_by_text("민지 님").is_visible()
        page.context.close()


def test_who_is_removed_is_told_in_the_open_tab_and_keeps_what_they_were_writing(
    chromium: "Browser",
) -> None:
    world = world_of()
    minji = world.staff.hired("민지")
    world.staff.links["once"] = minji.id
    with served(app_of(world)) as origin:
        page = chromium.new_context(locale="ko-KR").new_page()
        page.goto(f"{origin}/link/once")
        page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
        page.get_by_label("비밀번호 확인").fill(PASSWORD)
        page.get_by_role("button").click()
        page.goto(f"{origin}/?c=co_wait")
        page.get_by_role("button", name="내가 맡기").click()
        page.locator("#composer textarea:enabled").fill("곧 확인해")
        world.staff.remove(minji.id, by="ops")
        page.locator("#gone").wait_for(state="visible", timeout=5000)
        assert page.locator("#lost").is_hidden()
        assert page.locator("#composer textarea").input_value() == "곧 확인해"
        page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_accounts_scrolls_sideways_or_complains(chromium: "Browser", width: int) -> None:
    world = world_of()
    admin = world.staff.hired("민지", Role.ADMIN)
    world.staff.links["once"] = admin.id
    complaints: list[str] = []
    with served(app_of(world)) as origin:
        page = chromium.new_context(
            viewport={"width": width, "height": 800}, locale="ko-KR"
        ).new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages = ["/sign-in", "/link/once", "/people", f"/people/{admin.id}", "/stuck", "/audit",
                 f"/people/{admin.id}/remove"]  # fmt: skip
        for path in pages:
            page.goto(origin + path + "?lang=en")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            title = page.locator("h1").first.inner_text()
            assert title == admin.name or not re.search(r"[가-힣]", title)
            if path == "/link/once":
                page.get_by_label("Password", exact=True).fill(PASSWORD)
                page.get_by_label("The password again").fill(PASSWORD)
                page.get_by_role("button").click()
                page.wait_for_url(f"{origin}/")
        page.context.close()
    assert [said for said in complaints if not said.startswith(("log", "debug"))] == []
