"""The whole service in one process: real door, real database, real (local) Cloud API."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from wa_support.bootstrap.house import House, open_house
from wa_support.bootstrap.web import build_webhook_app
from wa_support.bootstrap.work import build_worker, graph_client
from wa_support.config.settings import Settings, load_settings
from wa_support.ports.outside import Clock
from wa_support.simulator.accounts import Number
from wa_support.simulator.configuration import Delays, SimulatorConfig
from wa_support.simulator.server import RunningSimulator, start_simulator
from wa_support.web.metrics import Metrics
from wa_support.worker import Worker

ROOT = Path(__file__).parents[2]
NUMBER = "100000000000042"
SECRETS = {
    "WHATSAPP_APP_SECRET": "app-secret-of-the-tests",
    "WHATSAPP_VERIFY_TOKEN": "verify-token-of-the-tests",
    "WHATSAPP_ACCESS_TOKEN": "access-token-of-the-tests",
}


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`phone` is the customers' end, `house` what the service opened."""

    phone: RunningSimulator
    house: House
    worker: Worker
    settings: Settings

    def replies(self, customer: str) -> list[dict[str, Any]]:
        return [one for one in self.phone.chat(customer) if one["side"] == "business"]

    def wait_for(self, what: Callable[[], bool], seconds: float = 15) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.02)

    def answer_to(self, customer: str, text: str | None = None, **wish: Any) -> dict[str, Any]:
        """Says it, and returns the next thing the customer hears."""
        before = len(self.replies(customer))
        self.phone.say(customer, text, **wish)
        self.wait_for(lambda: len(self.replies(customer)) > before)
        return self.replies(customer)[before]


def settings_in(folder: Path, graph: str, **more: str) -> Settings:
    values = {
        **SECRETS,
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "GRAPH_API_BASE_URL": graph,
        "WA_DATA_DIR": str(folder),
        "POLICIES_FILE": str(ROOT / "policies.yaml"),
        "KNOWLEDGE_DIR": str(ROOT / "knowledge"),
        **more,
    }
    return load_settings(values, None)


def simulator(**config: Any) -> RunningSimulator:
    return start_simulator(
        SimulatorConfig(
            callback_url="http://127.0.0.1:9/webhook",
            app_secret=SECRETS["WHATSAPP_APP_SECRET"],
            verify_token=SECRETS["WHATSAPP_VERIFY_TOKEN"],
            access_token=SECRETS["WHATSAPP_ACCESS_TOKEN"],
            phone_numbers=(Number(id=NUMBER),),
            **{"delays": Delays(sent=5, delivered=15, read=30, retry=(0, 50, 200)), **config},
        )
    )


@contextmanager
def running(folder: Path, clock: Clock | None = None, **more: str) -> Iterator[Service]:
    """`clock` is the platform's, too."""
    phone = simulator(**({"clock": clock.now} if clock else {}))
    settings = settings_in(folder, phone.url, **more)
    house = open_house(settings, clock=clock)
    house.publish_first()
    house.seed_sample_shop()
    server = make_server("127.0.0.1", 0, build_webhook_app(settings), threaded=True,
                         request_handler=_Quiet)  # fmt: skip
    listening = threading.Thread(target=server.serve_forever, args=(0.02,))
    listening.start()
    phone.point_to(f"http://127.0.0.1:{server.server_port}/webhook")
    worker = build_worker(house, graph_client(house), Metrics())
    worker.start()
    try:
        yield Service(phone=phone, house=house, worker=worker, settings=settings)
    finally:
        worker.stop()
        server.shutdown()
        listening.join()
        server.server_close()
        phone.stop()
        house.engine.close()
