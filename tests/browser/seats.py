"""Two agents and a customer's phone, each in a browser of their own, over the running service."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tests.acceptance.service import ROOT, Service, running
from tests.browser.looking import SCHEMES, SCREENS, Tab, listening
from tests.browser.serving import served
from wa_support.bootstrap.console import console_app_of
from wa_support.domain.accounts import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OPEN: Final = datetime(2026, 12, 1, 10, 30, tzinfo=ZoneInfo("Asia/Seoul"))
"""A Tuesday morning: the desk of the shipped policy is open."""
PASSWORD: Final = "correct horse battery"


@dataclass(slots=True)
class MovableClock:
    """Real time from a morning of our choice; `move` jumps."""

    ahead_ms: int = field(
        default_factory=lambda: int(OPEN.timestamp() * 1000) - time.time_ns() // 1_000_000
    )

    def now(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead_ms

    def monotonic(self) -> float:
        return time.monotonic()

    def move(self, ms: int) -> None:
        self.ahead_ms += ms


@dataclass(kw_only=True)
class Room:
    """`first` and `second` are the agents' tabs, in Korean and English."""

    service: Service
    clock: MovableClock
    origin: str
    first: "Page"
    second: "Page"
    phone: "Page"
    tabs: list[Tab]
    folder: Path

    def hear(self, words: str) -> None:
        """Waits until the phone shows it from the business."""
        self.phone.locator(".line.business", has_text=words).last.wait_for()

    def write(self, words: str) -> None:
        self.phone.locator("#words").fill(words)
        self.phone.locator(".send").click()

    def pictures(self, name: str) -> None:
        """Of each browser, on both screens, light and dark; for people to look at."""
        for who, page in (("first", self.first), ("second", self.second)):
            for (width, height), scheme in product(SCREENS, SCHEMES):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.screenshot(path=self.folder / f"{name}-{who}-{width}-{scheme}.png")
            page.set_viewport_size({"width": 1440, "height": 900})
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.phone.screenshot(path=self.folder / f"{name}-phone.png")

    def sign_in(self, page: "Page", name: str, language: str = "ko") -> None:
        page.goto(f"{self.origin}/sign-in?lang={language}")
        page.locator("#login").fill(f"{name}@moment.example")
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button").first.click()
        page.locator("#queue").wait_for()


@contextmanager
def room(chromium: "Browser", folder: Path) -> Iterator[Room]:
    clock = MovableClock()
    policy = folder / "policies.yaml"
    shipped = (ROOT / "policies.yaml").read_text()
    policy.write_text(re.sub(r"ask: 1 in \d+", "ask: 1 in 1", shipped))
    with ExitStack() as stack:
        service = stack.enter_context(running(folder / "data", clock, POLICIES_FILE=str(policy)))
        origin = stack.enter_context(served(console_app_of(service.house)))
        tabs = [stack.enter_context(listening(chromium)) for _ in range(3)]
        first, second, phone = (tab.page for tab in tabs)
        made = Room(
            service=service, clock=clock, origin=origin,
            first=first, second=second, phone=phone, tabs=tabs, folder=folder,
        )  # fmt: skip
        for name, login, language, page in (
            ("민지", "minji", "ko", first), ("현우", "hyunwoo", "en", second),
        ):  # fmt: skip
            _, link = service.house.people().add(
                name=name, login=f"{login}@moment.example", role=Role.AGENT, by="test"
            )
            page.goto(f"{origin}/link/{link}?lang={language}")
            page.locator("#password").fill(PASSWORD)
            page.locator("#again").fill(PASSWORD)
            page.get_by_role("button").first.click()
            page.locator("#queue").wait_for()
        phone.set_viewport_size({"width": 400, "height": 800})
        phone.goto(f"{service.phone.url}/phone?customer=mina&lang=ko")
        yield made
        for tab in tabs:
            tab.page.goto("about:blank")
