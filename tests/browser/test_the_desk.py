"""The desk's whole story: two agents and a customer's phone, side by side."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.seats import Room, room
from tests.browser.test_hostile_words import MARKUP
from wa_support.domain.conversations import Owner

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")
expect = sync_api.expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOUR_MS: Final = 3600 * 1000
PHOTO: Final = Path(__file__).parents[2] / "wa_support/simulator/samples/photo.jpg"


def test_a_day_at_the_desk(chromium: "Browser", tmp_path: Path) -> None:
    with room(chromium, tmp_path) as desk:
        here = _asks_for_a_person(desk)
        _one_takes_it_and_the_other_sees(desk, here)
        _photos_both_ways(desk)
        _hostile_words_are_words(desk)
        _a_stale_seat_is_refused_and_keeps_its_words(desk, here)
        _put_off_until_the_customer_writes(desk)
        _the_window_closes_and_opens_again(desk, here)
        _resolved_and_asked_how_it_was(desk)
        _given_back_and_the_bot_says_so(desk, here)
        assert [one for tab in desk.tabs for one in tab.complaints if "409" not in one] == []


def _asks_for_a_person(desk: Room) -> str:
    """Both seats show it within two seconds of its being so."""
    desk.write("상담원 연결해 주세요")
    queries = desk.service.house.queries
    desk.service.wait_for(lambda: bool(queries.conversations(owner=Owner.QUEUED)))
    began = time.monotonic()
    here = queries.conversations(owner=Owner.QUEUED)[0].conversation.id
    for page in (desk.first, desk.second):
        page.locator(f"[data-id={here}]").wait_for()
    assert time.monotonic() - began <= 2
    desk.pictures("asked")
    return here


def _one_takes_it_and_the_other_sees(desk: Room, here: str) -> None:
    for page in (desk.first, desk.second):
        page.locator(f"[data-id={here}]").click()
    desk.first.locator("#presence", has_text="현우").wait_for()
    desk.first.locator("[data-press=t]").click()
    desk.first.locator("#state .badge.mine").wait_for()
    desk.second.locator("#state .badge.agent", has_text="민지").wait_for()
    expect(desk.second.locator("#text")).to_be_disabled()
    _reply(desk.first, "안녕하세요, 민지입니다. 무엇을 도와드릴까요?")
    desk.hear("안녕하세요, 민지입니다.")


def _photos_both_ways(desk: Room) -> None:
    desk.phone.locator("#attach").click()
    desk.phone.locator("[data-send=image]").click()
    photo = desk.first.locator(".bubble.customer img.photo")
    photo.wait_for()
    desk.first.wait_for_function("() => document.querySelector('img.photo').naturalWidth > 0")
    desk.first.locator(".tools summary", has_text="파일").click()
    desk.first.locator("#file").set_input_files(PHOTO)
    desk.first.locator("#caption").fill("이렇게 조립하시면 됩니다")
    desk.first.get_by_role("button", name="파일 보내기").click()
    desk.hear("이렇게 조립하시면 됩니다")
    expect(desk.phone.locator(".line.business img").last).to_be_visible()
    expect(desk.first.locator(".bubble img").last).to_be_in_viewport(ratio=0.9)
    desk.pictures("photos")


def _hostile_words_are_words(desk: Room) -> None:
    """The whole way: signed webhook, intake, database, page, and into the list by a poll."""
    for words in ("\n".join(MARKUP), "👩‍👩‍👧‍👦" * 500, "가a" * 2000, "\u202egnp.exe"):
        desk.service.phone.say("mina", words)
    page = desk.first
    page.locator(".bubble.customer", has_text="gnp.exe").wait_for()
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.phone.title() != "owned"
    for seat in (desk.first, desk.second):
        assert seat.title() != "owned"
        assert seat.locator("main script, main svg, main iframe, main [onerror]").count() == 0
    turned = page.locator(".bubble.customer", has_text="gnp.exe")
    assert "⟦U+202E⟧" in turned.inner_text()


def _a_stale_seat_is_refused_and_keeps_its_words(desk: Room, here: str) -> None:
    """The first agent's tab hears nothing while a colleague gets the conversation."""
    stale = desk.first
    stale.route("**/c/*/live*", lambda route: route.abort())
    stale.locator("#text").fill("확인해 보니 내일 도착합니다.")
    desk.service.house.desk().pass_on(here, agent="민지", to=None)
    desk.second.locator("[data-press=t]").click()
    desk.second.locator("#state .badge.mine").wait_for()
    stale.locator("#text").press("Enter")
    expect(stale.locator("#said")).not_to_be_empty()
    assert stale.locator("#text").input_value() == "확인해 보니 내일 도착합니다."
    stale.unroute("**/c/*/live*")
    stale.locator("#state .badge.agent", has_text="현우").wait_for()
    heard = [one["text"] for one in desk.service.replies("mina") if "text" in one]
    assert "확인해 보니 내일 도착합니다." not in heard
    desk.pictures("refused")
    desk.tabs[0].complaints[:] = [
        one for one in desk.tabs[0].complaints if "htmx" not in one and "ERR_FAILED" not in one
    ]
    _reply(desk.second, "현우입니다. 이어서 도와드리겠습니다.")
    desk.hear("현우입니다.")


def _put_off_until_the_customer_writes(desk: Room) -> None:
    page = desk.second
    page.locator("[data-press=s]").click()
    page.get_by_role("button", name="In 1 hour").click()
    page.locator("#state .badge", has_text="put off").wait_for()
    expect(page.locator(".rows .row")).to_have_count(0)
    desk.pictures("put-off")
    desk.write("언제쯤 될까요?")
    page.locator(".rows .row").wait_for()
    expect(page.locator("#state .badge", has_text="put off")).to_have_count(0)


def _the_window_closes_and_opens_again(desk: Room, here: str) -> None:
    desk.first.goto("about:blank")  # the next day; both have gone home
    desk.second.goto("about:blank")
    desk.clock.move(25 * HOUR_MS)
    desk.sign_in(desk.second, "hyunwoo", "en")
    desk.second.goto(f"{desk.origin}/?c={here}&view=everything")
    expect(desk.second.locator(".shut-note")).to_be_visible()
    expect(desk.second.locator("#text")).to_be_disabled()
    desk.pictures("closed")
    desk.write("아직 답이 없네요")
    expect(desk.second.locator(".shut-note")).to_have_count(0)


def _resolved_and_asked_how_it_was(desk: Room) -> None:
    page = desk.second
    if page.locator("[data-press=t]").count():
        page.locator("[data-press=t]").click()
    page.locator("#state .badge.mine").wait_for()
    _reply(page, "오늘 도착했습니다. 확인 부탁드립니다.")
    desk.hear("오늘 도착했습니다.")
    page.locator("[data-press=e]").click()
    page.get_by_role("button", name="Solved", exact=True).click()
    page.locator("#state .badge.closed").wait_for()
    desk.hear("해결되었습니까?")
    desk.phone.get_by_role("button", name="해결됨", exact=True).last.click()
    desk.write("주문 1042 어디쯤이에요?")
    desk.hear("1042")
    desk.pictures("resolved")


def _given_back_and_the_bot_says_so(desk: Room, here: str) -> None:
    desk.write("상담원 연결해 주세요")
    desk.second.goto(f"{desk.origin}/?c={here}")
    desk.second.locator("#state .badge.queued").wait_for()
    desk.second.locator("[data-press=t]").click()
    desk.second.locator("#state .badge.mine").wait_for()
    desk.second.locator(".last-menu summary").click()
    desk.second.get_by_role("button", name="Give back").click()
    desk.second.locator("#state .badge.automated").wait_for()
    desk.write("주문 1042 어디쯤이에요?")
    desk.hear("다시 자동 상담(AI)입니다.")
    desk.pictures("given-back")


def _reply(page: "Page", words: str) -> None:
    page.locator("#text").fill(words)
    page.locator("#text").press("Enter")
    page.locator(".bubble.agent", has_text=words).wait_for()
