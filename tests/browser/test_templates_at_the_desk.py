"""The window is closed: a template is chosen, filled in, read and sent, by keyboard alone."""

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.at_the_desk import Seat, at_the_desk

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")
expect = sync_api.expect
axe = pytest.importorskip("axe_playwright_python.base", reason="the browser group is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DAY_MS = 24 * 3600 * 1000


def test_a_template_by_keyboard(chromium: "Browser") -> None:
    with at_the_desk(chromium) as seat:
        seat.world.clock.at += DAY_MS + 1
        _open(seat)
        page = seat.page
        page.get_by_role("button", name="템플릿 보내기").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#offer button", has_text="order_shipped")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#v-order_id")).to_be_focused()
        page.keyboard.type("2077")
        page.locator("#template-shown", has_text="주문번호: 2077").wait_for()
        _picture(seat, "template")
        page.keyboard.press("Tab")
        page.keyboard.type("한빛택배")
        page.keyboard.press("Enter")
        page.locator(".bubble.agent", has_text="주문번호: 2077").wait_for()
        assert seat.said() == ["출고되었습니다. 주문번호: 2077, 택배사: 한빛택배"]
        assert page.locator("#offer").inner_text() == ""


def test_a_double_click_on_send_is_one_template(chromium: "Browser") -> None:
    with at_the_desk(chromium) as seat:
        seat.world.clock.at += DAY_MS + 1
        _open(seat)
        page = seat.page
        page.get_by_role("button", name="템플릿 보내기").click()
        page.locator("#offer button", has_text="order_shipped").click()
        page.fill("#v-order_id", "1042")
        page.fill("#v-courier", "한빛택배")
        page.locator("#template-form button[type=submit]").dblclick()
        page.locator(".bubble.agent", has_text="1042").wait_for()
        page.wait_for_timeout(500)
        assert len(seat.said()) == 1


def test_what_is_offered_stands_one_below_the_other_inside_the_screen(chromium: "Browser") -> None:
    with at_the_desk(chromium) as seat:
        seat.world.clock.at += DAY_MS + 1
        _open(seat)
        seat.page.get_by_role("button", name="템플릿 보내기").click()
        seat.page.locator("#offer button", has_text="order_shipped").wait_for()
        for width, height in ((1440, 900), (390, 844)):
            seat.page.set_viewport_size({"width": width, "height": height})
            found = [one.bounding_box() for one in seat.page.locator("#offer button").all()]
            boxes = [box for box in found if box is not None]
            assert len(boxes) > 1
            assert all(box["x"] + box["width"] <= width for box in boxes)
            lines = [(box["y"], box["y"] + box["height"]) for box in boxes]
            assert all(above[1] <= below[0] + 1 for above, below in pairwise(lines)), lines


def test_the_form_has_no_fault_on_either_screen(chromium: "Browser") -> None:
    with at_the_desk(chromium) as seat:
        seat.world.clock.at += DAY_MS + 1
        _open(seat)
        seat.page.get_by_role("button", name="템플릿 보내기").click()
        seat.page.locator("#offer button", has_text="order_shipped").click()
        seat.page.locator("#v-order_id").wait_for()
        for width, height in ((1440, 900), (390, 844)):
            seat.page.set_viewport_size({"width": width, "height": height})
            _picture(seat, f"template-{width}")
            wide = seat.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
            seat.page.evaluate(axe.AXE_SCRIPT)
            result = seat.page.evaluate("axe.run('#case')")
            assert [one["id"] for one in result["violations"]] == []


def _open(seat: Seat) -> None:
    """About orders, which have a template that tells of an answer."""
    known = seat.world.summaries["co_wait"]
    about = replace(known.conversation, purpose="orders")
    seat.world.summaries["co_wait"] = replace(known, conversation=about)
    seat.open()
    seat.page.locator("[data-press=t]").click()
    seat.page.locator("#state .badge.mine").wait_for()
    seat.page.locator("[data-reply=later]").wait_for()


def _picture(seat: Seat, name: str) -> None:
    folder = os.environ.get("WA_TEST_PICTURES")
    if folder:
        seat.page.screenshot(path=Path(folder) / f"{name}.png")
