"""A callback that keeps what it is posted, and a clock that stands still."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(slots=True)
class MovableClock:
    ms: int = 1_795_000_000_000

    def __call__(self) -> int:
        return self.ms

    def pass_hours(self, hours: float) -> None:
        self.ms += int(hours * 3_600_000)


@dataclass(slots=True)
class Received:
    signature: str
    raw: bytes

    @property
    def value(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)["entry"][0]["changes"][0]["value"]
        return found


@dataclass(slots=True)
class Callback:
    """Answers the codes in `answers` one after the other, then 200."""

    answers: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    url: str = ""

    def messages(self) -> Sequence[dict[str, Any]]:
        return [item for each in self.received for item in each.value.get("messages", ())]

    def statuses(self) -> Sequence[dict[str, Any]]:
        return [item for each in self.received for item in each.value.get("statuses", ())]


class CallbackServer:
    def __init__(self, callback: Callback) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                signature = self.headers["X-Hub-Signature-256"]
                callback.received.append(Received(signature, raw))
                self.send_response(callback.answers.pop(0) if callback.answers else 200)
                self.end_headers()

            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                right = query["hub.verify_token"] == ["verify"]
                self.send_response(200 if right else 403)
                self.end_headers()
                self.wfile.write(query["hub.challenge"][0].encode() if right else b"no")

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        callback.url = f"http://127.0.0.1:{self._server.server_port}/webhook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
