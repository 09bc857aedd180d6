"""The desk in a real Chromium, the way somebody works at it all day."""

# ruff: noqa: ARG002 (the ports ask for more than these stand-ins need)

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Tab, listening
from tests.browser.serving import served
from tests.web.console_world import NOW, Worker, World, demo_of, lively
from tests.web.signed_in import app_of
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Attachment, CannedReply
from wa_support.domain.text import spoken

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser group is not installed")
expect = sync_api.expect
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


class Wordy:
    """A model that says what it was asked."""

    def draft(self, conversation_id: str, *, agent: str) -> str | None:
        return f"{agent}: 확인해 드리겠습니다."

    def translate(self, text: str, *, into: str, conversation_id: str) -> str | None:
        return f"[{into}] {text}"


class Sender:
    """Files as words, for a world that keeps none."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send_file(
        self, conversation_id: str, *, agent: str, data: bytes, name: str, caption: str, key: str
    ) -> None:
        said = f"{name} {len(data)} {caption}"
        self._world.reply(conversation_id, agent=agent, text=said, key=key)

    def open(self, attachment: Attachment) -> bytes | None:
        return None


@dataclass
class Seat:
    page: "Page"
    world: World
    origin: str
    complaints: list[str]

    def open(self, query: str = "?c=co_wait") -> None:
        self.page.goto(f"{self.origin}/{query}")

    def said(self, id: str = "co_wait") -> list[str]:
        return [str(line.text) for line in self.world.lines[id] if line.author == Author.AGENT]


@pytest.fixture
def seat(chromium: "Browser") -> Iterator[Seat]:
    """Somebody's seat; what the page complains of fails the test."""
    world = lively()
    world.canned["c1"] = CannedReply(
        id="c1", title="지연 사과", body="{customer}님, 늦어서 죄송합니다."
    )
    app = app_of(world, demo_of(world, Worker()), files=Sender(world), model=Wordy())
    with served(app) as origin, listening(chromium) as tab:
        tab.enter(origin)
        yield Seat(page=tab.page, world=world, origin=origin, complaints=tab.complaints)
        tab.page.goto("about:blank")
        assert _unexpected(tab) == []


def _unexpected(tab: Tab) -> list[str]:
    """A refusal is a 409 to the browser, and nothing wrong."""
    return [one for one in tab.complaints if "409" not in one]


def polled(page: "Page") -> None:
    with page.expect_response(lambda answer: "/live" in answer.url):
        pass
    page.wait_for_timeout(100)


def test_a_poll_leaves_focus_selection_typed_words_and_open_menus_alone(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.locator("#text").fill("지금 확인하고 있습니다")
    page.locator("summary", has_text="미루기").click()
    page.get_by_label("날짜와 시간").fill("2026-12-01T09:30")
    page.evaluate(
        """getSelection().selectAllChildren(document.querySelector(".bubble.customer p"))"""
    )
    page.locator("#find").focus()
    page.evaluate("window.row = document.querySelector('.row')")
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    world.tag("co_wait", agent="현우", tag="급함")
    world.add("co_more", owner=Owner.QUEUED, name="박보라")
    page.locator(".bubble", has_text="여보세요?").wait_for()
    page.locator(".row", has_text="박보라").wait_for()
    assert page.locator("#text").input_value() == "지금 확인하고 있습니다"
    assert page.get_by_label("날짜와 시간").input_value() == "2026-12-01T09:30"
    assert page.evaluate("document.activeElement.id") == "find"
    assert page.evaluate("window.row.isConnected")
    expect(page.locator(".tags .chip.tag", has_text="급함")).to_be_visible()


def test_a_poll_leaves_selected_words_and_the_place_read_alone(seat: Seat) -> None:
    page, world = seat.page, seat.world
    for number in range(40):
        world.say("co_wait", Author.CUSTOMER, f"{number}번째 말")
    seat.open()
    page.locator("#scroll").evaluate("(box) => (box.scrollTop = 0)")
    page.locator(".bubble.customer p").first.evaluate("(p) => getSelection().selectAllChildren(p)")
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    page.locator(".bubble", has_text="여보세요?").wait_for()
    assert page.evaluate("String(getSelection())") == "아 짜증나 사람 불러줘"
    assert page.locator("#scroll").evaluate("(box) => box.scrollTop") == 0


def test_earlier_messages_come_when_asked_and_stay(seat: Seat) -> None:
    page, world = seat.page, seat.world
    for number in range(100):
        world.say("co_wait", Author.CUSTOMER, f"{number}번째 말")
    seat.open()
    expect(page.locator(".bubble")).to_have_count(60)
    page.get_by_role("button", name="이전 메시지 보기").click()
    expect(page.locator(".bubble")).to_have_count(102)
    world.say("co_wait", Author.CUSTOMER, "여보세요?")
    expect(page.locator(".bubble")).to_have_count(103)
    assert page.get_by_role("button", name="이전 메시지 보기").count() == 0


def test_a_double_click_sends_once_and_the_next_message_again(seat: Seat) -> None:
    page = seat.page
    seat.world.take("co_wait", agent="민지")
    seat.open()
    page.locator("#text").fill("하나")
    page.get_by_role("button", name="보내기", exact=True).dblclick()
    page.locator(".bubble.agent", has_text="하나").wait_for()
    expect(page.locator("#text")).to_have_value("")
    page.locator("#text").fill("하나")
    page.locator("#text").press("Enter")
    expect(page.locator(".bubble.agent", has_text="하나")).to_have_count(2)
    assert seat.said() == ["하나", "하나"]


def test_a_lost_answer_and_the_same_words_again_are_one_message(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.route("**/reply", lambda route: (route.fetch(), route.abort()))
    page.locator("#text").fill("하나")
    page.locator("#text").press("Enter")
    page.locator("#lost").wait_for()
    assert seat.said() == ["하나"]
    seat.complaints.clear()
    page.unroute("**/reply")
    seat.open("?c=co_auto")
    page.go_back()
    expect(page.locator("#text")).to_have_value("하나")
    page.locator("#text").press("Enter")
    expect(page.locator("#text")).to_have_value("")
    assert seat.said() == ["하나"]


def test_a_stale_tab_is_refused_and_keeps_the_words(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    seat.open()
    page.locator("#text").fill("곧 답하겠습니다")
    page.route("**/live*", lambda route: route.abort())
    page.route("**/queue*", lambda route: route.abort())
    world.pass_on("co_wait", agent="민지", to=None)
    world.take("co_wait", agent="현우")
    page.locator("#text").press("Enter")
    expect(page.locator("#said")).to_have_text("Take the conversation before you answer.")
    assert page.locator("#text").input_value() == "곧 답하겠습니다"
    assert seat.said() == []
    seat.complaints.clear()


def test_the_whole_day_by_keyboard(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.add("co_more", owner=Owner.QUEUED, name="박보라")
    seat.open("")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.locator("#case").wait_for()
    here = page.locator("#case").get_attribute("data-id") or ""
    page.keyboard.press("t")
    page.locator("#state .badge.mine").wait_for()
    page.keyboard.press("n")
    page.keyboard.type("물류팀 회신 대기")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".bubble.note", has_text="물류팀 회신 대기").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("j와 k를 눌러도 글자입니다")
    page.keyboard.press("Enter")
    page.locator(".bubble.agent", has_text="j와 k를").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.locator("#state .badge.closed").wait_for()
    assert world.results == {here: "solved"}


def test_letters_do_nothing_once_they_are_off(seat: Seat) -> None:
    page = seat.page
    seat.open()
    page.keyboard.press("?")
    page.get_by_label("글자 단축키 쓰기").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    polled(page)
    assert seat.world.summaries["co_wait"].conversation.owner is Owner.QUEUED


def test_kept_words_drafts_and_translations_wait_in_the_reply(seat: Seat) -> None:
    page, world = seat.page, seat.world
    world.take("co_wait", agent="민지")
    english = replace(world.summaries["co_wait"].conversation, language="en")
    world.summaries["co_wait"] = replace(world.summaries["co_wait"], conversation=english)
    seat.open()
    page.locator(".tools summary", has_text="준비된 답").click()
    page.get_by_role("button", name="지연 사과").click()
    expect(page.locator("#text")).to_have_value("김하늘님, 늦어서 죄송합니다.")
    page.get_by_role("button", name="초안 받기").click()
    expect(page.locator("#text")).to_have_value(
        "김하늘님, 늦어서 죄송합니다.\n민지: 확인해 드리겠습니다."
    )
    page.locator("#text").fill("내일 도착합니다")
    page.get_by_role("button", name="고객의 언어로").click()
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
    page.get_by_label("설명").fill("영수증")
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
    expect(page.locator("#many label")).to_have_text("고른 2건에 같은 답 보내기")
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
        "search?q=" + HOSTILE,
        "canned?edit=c2",
    ):
        seat.open(path)
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
