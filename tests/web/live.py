"""A real webhook server for tests: `python -m tests.web.live PORT [refusing|slow]`.

Bodies go to the file named in LIVE_INBOX, one line a body: its length.
"""

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wa_support.domain.errors import NotDurable
from wa_support.supervise.lifeline import watch_lifeline
from wa_support.web.server import serve

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SECRET = b"an app secret of the tests"


class LineInbox:
    def __init__(self, file: Path, mood: str) -> None:
        self._file = file
        self._mood = mood

    def append(self, body: bytes) -> None:
        if self._mood == "refusing":
            raise NotDurable("no room")
        if self._mood == "slow":
            time.sleep(1)
        with self._file.open("a") as file:
            file.write(f"{len(body)}\n")

    def ready(self) -> bool:
        return self._mood != "refusing"

    def spools(self) -> bool:
        return False


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()


def build(file: Path, mood: str) -> "WSGIApplication":
    from wa_support.web.metrics import Metrics
    from wa_support.web.webhook_app import create_webhook_app

    return create_webhook_app(
        inbox=LineInbox(file, mood),
        secrets=[SECRET],
        verify_token="a verify token",
        counts=None,
        worker_beat=lambda: None,
        metrics=Metrics(),
        notify=None,
        clock=SystemClock(),
    )


if __name__ == "__main__":
    watch_lifeline()
    port, mood = int(sys.argv[1]), [*sys.argv, "plain"][2]
    inbox = Path(os.environ["LIVE_INBOX"])
    serve(partial(build, inbox, mood), host="localhost", port=port, threads=1024, name="web")
