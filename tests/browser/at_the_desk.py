"""Somebody at the desk in a real Chromium, with a model and files that are words."""

# ruff: noqa: ARG002 (the ports ask for more than these stand-ins need)

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.looking import listening
from tests.browser.serving import served
from tests.web.console_world import Worker, World, demo_of, lively
from tests.web.signed_in import app_of
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Attachment, CannedReply

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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


@contextmanager
def at_the_desk(chromium: "Browser") -> Iterator[Seat]:
    """What the page complains of fails the test; a refusal is a 409 to the browser, and fine."""
    world = lively()
    world.canned["c1"] = CannedReply(
        id="c1", title="지연 사과", body="{customer}님, 늦어서 죄송합니다."
    )
    app = app_of(world, demo_of(world, Worker()), files=Sender(world), model=Wordy())
    with served(app) as origin, listening(chromium) as tab:
        tab.enter(origin)
        yield Seat(page=tab.page, world=world, origin=origin, complaints=tab.complaints)
        tab.page.goto("about:blank")
        assert [one for one in tab.complaints if "409" not in one] == []


def polled(page: "Page") -> None:
    with page.expect_response(lambda answer: "/live" in answer.url):
        pass
    page.wait_for_timeout(100)
