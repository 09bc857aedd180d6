"""One Chromium for all tests that drive one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looking import Tab, listening
from tests.browser.serving import console, phone, served
from tests.browser.views import full_world
from tests.web.console_world import Worker

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="the browser group is not installed"
    )
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            headless=True,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """The console of `full_world()`, with its demo."""
    with served(phone()) as phone_url:
        app = console(full_world(), Worker(), phone_url)
        with served(app) as origin:
            yield origin


@pytest.fixture(scope="module", params=["ko", "en"])
def desk(chromium: Any, origin: str, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab of somebody who is signed in, and its language."""
    with listening(chromium) as tab:
        tab.enter(origin, request.param)
        yield tab
        tab.page.goto("about:blank")
