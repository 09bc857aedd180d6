from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulator.receiver import Callback, CallbackServer, MovableClock
from wa_support.simulator.accounts import Number
from wa_support.simulator.configuration import Delays, SimulatorConfig
from wa_support.simulator.server import RunningSimulator, start_simulator

Send = Callable[..., requests.Response]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def callback() -> Iterator[Callback]:
    callback = Callback()
    server = CallbackServer(callback)
    yield callback
    server.stop()


@pytest.fixture
def config(callback: Callback, clock: MovableClock, tmp_path: Path) -> SimulatorConfig:
    return SimulatorConfig(
        callback_url=callback.url,
        app_secret="app-secret",
        verify_token="verify",
        access_token="token",
        phone_numbers=(
            Number(id="111", names={"ko": "모먼트리빙"}),
            Number(id="222", display_phone="8225550135"),
        ),
        delays=Delays(sent=5, delivered=60, read=120, retry=(0, 10)),
        clock=clock,
        ledger_path=tmp_path / "ledger.jsonl",
    )


@pytest.fixture
def simulator(config: SimulatorConfig) -> Iterator[RunningSimulator]:
    running = start_simulator(config)
    yield running
    running.stop()


@pytest.fixture
def send(simulator: RunningSimulator) -> Send:
    """Posts a text to 민아 unless told otherwise; None leaves a field out."""

    def post(*, bearer: str = "token", number: str = "111", **fields: Any) -> requests.Response:
        text = {"type": "text", "text": {"body": "안녕하십니까"}}
        body = {"messaging_product": "whatsapp", "to": "+821055501042"} | text | fields
        return requests.post(
            f"{simulator.url}/v26.0/{number}/messages",
            json={key: value for key, value in body.items() if value is not None},
            headers={"Authorization": f"Bearer {bearer}"},
            timeout=5,
        )

    return post
