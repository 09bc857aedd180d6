from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.simulator.conftest import Send
from tests.simulator.templates.samples import positional
from wa_support.simulator.server import RunningSimulator

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")
_CHROMIUM = Path("/usr/bin/chromium")
_HEARD = """count => new Promise(done => {
  const look = setInterval(() => {
    if (heard.length < count) return;
    clearInterval(look);
    done(heard);
  }, 10);
})"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not _CHROMIUM.exists(), reason="needs /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(_CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


def test_a_chip_is_said_and_a_list_row_answers_it(
    simulator: RunningSimulator, send: Send, page: Any
) -> None:
    page.goto(f"{simulator.url}/phone?customer=mina&lang=ko")
    page.get_by_role("button", name="주문 1042 어디쯤이에요?").click()
    page.locator(".line.customer").wait_for()
    rows = [{"id": "o1", "title": "주문 1042", "description": "원목 선반"}]
    interactive = {
        "type": "list",
        "body": {"text": "*어느* 주문입니까?"},
        "action": {"button": "주문 고르기", "sections": [{"rows": rows}]},
    }
    assert send(type="interactive", text=None, interactive=interactive).ok
    page.get_by_role("button", name="주문 고르기").click()
    page.get_by_role("button", name="원목 선반").click()
    page.locator(".line.customer").nth(1).wait_for()
    assert page.locator("strong").text_content() == "어느"
    assert [bubble.get("text") for bubble in simulator.chat("mina")][-1] == "주문 1042"


def test_a_template_has_its_header_and_buttons_and_a_reply_that_can_be_tapped(
    simulator: RunningSimulator, send: Send, page: Any
) -> None:
    simulator.cloud.templates.seed([positional()])
    page.goto(f"{simulator.url}/phone?customer=mina&lang=ko")
    words = [{"type": "text", "text": text} for text in ("<b>민아</b>", "원목 선반")]
    track = {"type": "button", "sub_type": "url", "index": 1, "parameters": [
        {"type": "text", "text": "1042"}]}  # fmt: skip
    header = {"type": "header", "parameters": [{"type": "text", "text": "1042"}]}
    components = [header, {"type": "body", "parameters": words}, track]
    template = {"name": "order_shipped", "language": {"code": "ko"}, "components": components}
    assert send(type="template", text=None, template=template).ok
    page.get_by_role("button", name="상담원 연결").click()
    page.locator(".line.customer").wait_for()
    bubble = page.locator(".bubble.template")
    assert bubble.locator(".header").text_content() == "주문 1042 안내"
    assert "<b>민아</b> 고객님" in bubble.locator(".text").text_content()
    link = page.get_by_role("link", name="배송 보기")
    assert link.get_attribute("href") == "https://shop.example/track/1042"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert simulator.chat("mina")[-1]["text"] == "상담원 연결"


def test_promotions_are_stopped_and_wanted_again_on_the_phone(
    simulator: RunningSimulator, page: Any
) -> None:
    page.goto(f"{simulator.url}/phone?customer=mina&lang=en")
    for wish, stopped in (("Stop promotions", {"mina"}), ("Get promotions again", set())):
        page.get_by_role("button", name="Attach").click()
        with page.expect_response("**/sim/marketing"):
            page.get_by_role("button", name=wish).click()
        assert simulator.cloud.stopped_marketing == stopped
        page.locator("#attachments").wait_for(state="hidden")


def test_markup_stays_text_and_nothing_scrolls_sideways(
    simulator: RunningSimulator, page: Any
) -> None:
    simulator.say("mina", "<img src=x onerror=alert(1)> " + "a" * 300)
    page.goto(f"{simulator.url}/phone?customer=mina&lang=en")
    page.locator(".line.customer").wait_for()
    assert page.locator(".line img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_parent_hears_which_customer_is_shown(simulator: RunningSimulator, page: Any) -> None:
    page.add_init_script("window.heard = []; onmessage = (event) => heard.push(event.data)")
    page.goto(f"{simulator.url}/phone?customer=%2B821055502077&lang=en")
    page.evaluate(_HEARD, 1)
    page.get_by_label("You are").select_option("seoyeon")
    assert page.evaluate(_HEARD, 2) == [
        {"customer": "daniel", "phone": "821055502077", "bsuid": "KR.10000000002077"},
        {"customer": "seoyeon", "phone": None, "bsuid": "KR.10000000003003"},
    ]


def test_the_phone_speaks_the_businesss_zone_and_name_and_shows_turning_signs(
    simulator: RunningSimulator, page: Any
) -> None:
    simulator.say("mina", "주문 \u202e2401", at=1_795_000_000_000)
    page.goto(f"{simulator.url}/phone?customer=mina&lang=ko&tz=Asia/Seoul")
    assert page.locator(".line.customer p.text").text_content() == "주문 ⟦U+202E⟧2401"
    stamp = page.locator(".line.customer time")
    assert stamp.text_content() == _in_seoul(1_795_000_000_000)
    assert page.locator("#business").text_content() == "모먼트리빙"
    page.get_by_role("button", name="English").click()
    assert page.locator("#business").text_content() == "Moment Living"


def test_a_zone_that_does_not_exist_is_passed_over(simulator: RunningSimulator, page: Any) -> None:
    simulator.say("mina", "제품·A/S")
    page.goto(f"{simulator.url}/phone?customer=mina&lang=ko&tz=Nowhere/There")
    assert page.locator(".line.customer p.text").text_content() == "제품\u2060·A/S"


def _in_seoul(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo("Asia/Seoul")).strftime("%H:%M")
