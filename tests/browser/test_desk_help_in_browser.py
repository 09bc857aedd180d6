"""What helps at the desk, in a real Chromium: kept words, files, many at once, sounds."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.browser.at_the_desk import Seat, at_the_desk, polled
from tests.web.console_world import NOW
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import CannedReply
from wa_support.domain.text import spoken

if TYPE_CHECKING:
    from playwright.sync_api import Browser

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")
expect = sync_api.expect
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


@pytest.fixture
def seat(chromium: "Browser") -> Iterator[Seat]:
    with at_the_desk(chromium) as seat:
        yield seat


def test_kept_words_drafts_and_translations_wait_in_the_reply(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    english = replace(world.summaries["co_wait"].conversation, language="en")
    world.summaries["co_wait"] = replace(world.summaries["co_wait"], conversation=english)
    seat.open()
    page.locator(".tools summary", has_text="자주 쓰는 답장").click()
    page.get_by_role("button", name="지연 사과").click()
    expect(page.locator("#text")).to_have_value("김하늘님, 늦어서 죄송합니다.")
    page.get_by_role("button", name="초안 받기").click()
    expect(page.locator("#text")).to_have_value(
        "김하늘님, 늦어서 죄송합니다.\n민지: 확인해 드리겠습니다."
    )
    page.locator("#text").fill("내일 도착합니다")
    page.get_by_role("button", name="고객의 언어로 번역").click()
    page.locator("#offered", has_text="[en] 내일 도착합니다").wait_for()
    polled(page)
    assert page.locator("#text").input_value() == "내일 도착합니다"
    page.get_by_role("button", name="이 글로 바꾸기").click()
    expect(page.locator("#text")).to_have_value("[en] 내일 도착합니다")
    page.get_by_role("button", name="번역").first.click()
    page.locator(".translation", has_text="[ko] 아 짜증나").wait_for()
    polled(page)
    expect(page.locator(".translation", has_text="[ko] 아 짜증나")).to_be_visible()
    assert seat.said() == []


def test_a_file_goes_out_with_its_caption(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.locator(".tools summary", has_text="파일").click()
    page.get_by_label("보낼 파일").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"}
    )
    page.get_by_label("파일 설명").fill("영수증")
    page.get_by_role("button", name="파일 보내기").click()
    page.locator(".bubble.agent", has_text="a.pdf 5 영수증").wait_for()
    assert seat.said() == ["a.pdf 5 영수증"]


def test_one_answer_to_many_says_who_got_it(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.add("co_two", owner=Owner.QUEUED, name="박보라")
    world.add("co_three", owner=Owner.QUEUED, name="이도윤")
    seat.open("?view=everything")
    assert not page.locator("#many").is_visible()
    for name in ("박보라", "이도윤"):
        page.get_by_label(f"{name} 고르기").check()
    world.take("co_three", agent="현우")
    page.locator("#many-text").fill("택배 파업으로 늦어지고 있습니다")
    expect(page.locator("#many label")).to_have_text("고른 대화 2건에 같은 답장 보내기")
    page.get_by_role("button", name="모두에게 보내기").click()
    page.locator("#many-result", has_text="2건 중 1건에 보냈습니다").wait_for()
    expect(page.locator("#many-result")).to_contain_text("이도윤: 보내지 않음.")
    assert not page.locator("#many").is_visible()
    assert seat.said("co_two") == ["택배 파업으로 늦어지고 있습니다"]
    assert "co_three" not in world.lines


def test_on_a_phone_it_is_one_at_a_time_with_a_way_back(seat: Seat) -> None:
    page = seat.page
    page.set_viewport_size({"width": 390, "height": 844})
    seat.open("")
    page.locator(".row").first.click()
    expect(page.locator("#queue")).to_be_hidden()
    expect(page.locator("#packet dl").first).to_be_hidden()
    page.locator("#packet summary").click()
    expect(page.locator("#packet dl").first).to_be_visible()
    page.get_by_role("link", name="← 대화").click()
    expect(page.locator("#queue")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_wrong_answer_of_the_bot_is_marked_with_one_tap_and_unmarked(seat: Seat) -> None:
    page, world = seat.page, seat.world
    seat.open("?c=co_auto")
    button = page.get_by_role("button", name="봇이 틀렸음")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert world.case("co_auto", now=NOW).wrong == {"co_auto-b"}
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert not world.case("co_auto", now=NOW).wrong


def test_hostile_words_stay_words_everywhere(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.add("co_x", owner=Owner.QUEUED, name=HOSTILE)
    world.say("co_x", Author.CUSTOMER, HOSTILE)
    world.take("co_x", agent="민지")
    world.note("co_x", agent=HOSTILE, text=HOSTILE, key="k")
    world.tag("co_x", agent="민지", tag=HOSTILE)
    world.seen(agent=HOSTILE, conversation_id="co_x", typing=True)
    world.canned["c2"] = CannedReply(id="c2", title=HOSTILE, body=HOSTILE)
    for path in (
        "?c=co_x",
        "?view=everything&tag=" + HOSTILE,
        "search",
        "canned?edit=c2",
    ):
        seat.open(path)
        if path == "search":
            page.locator("#find").fill(HOSTILE)
            page.locator("#find").press("Enter")
        page.wait_for_timeout(1800)  # one poll swaps the parts in
        assert page.title() != "owned"
        assert page.locator("main img, main script").count() == 0
    seat.open("?c=co_x")
    page.get_by_role("button", name="번역").first.click()
    page.locator(".translation", has_text="onerror").wait_for()
    page.get_by_label("태그 <img").or_(page.locator(".tags .bare")).first.click()
    expect(page.locator(".tags .chip.tag")).to_have_count(0)
    assert page.title() != "owned"


def test_a_sound_is_heard_only_by_those_who_want_it(seat: Seat) -> None:
    page, world = seat.page, seat.world
    seat.open()
    page.evaluate("window.beeps = 0; beep = () => (window.beeps += 1); null")
    world.add("co_one", owner=Owner.QUEUED, name="하나")
    page.locator(".row", has_text="하나").wait_for()
    assert page.evaluate("window.beeps") == 0
    page.get_by_role("button", name="알림음").click()
    world.add("co_two", owner=Owner.QUEUED, name="둘째")
    page.locator(".row", has_text="둘째").wait_for()
    assert page.evaluate("window.beeps") == 2  # one when it was switched on
    page.reload()
    expect(page.get_by_role("button", name="알림음")).to_have_attribute("aria-pressed", "true")


def test_a_message_is_new_until_somebody_here_has_looked(seat: Seat) -> None:
    page, world = seat.page, seat.world
    seat.open("")
    expect(page.locator(".row .unread")).to_be_visible()
    seat.open()
    expect(page.locator(".row .unread")).to_be_hidden()
    seat.open("")
    later = replace(world.summaries["co_wait"].conversation, last_message_at=NOW + 5)
    world.summaries["co_wait"] = replace(
        world.summaries["co_wait"], conversation=later, last_text=spoken("또 왔어요")
    )
    expect(page.locator(".row .unread")).to_be_visible()
