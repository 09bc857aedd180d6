"""`POST /notify`: another system asks for a template. `GET /notify?key=…`: what became of it.

Both are signed the way webhooks are commonly signed: `X-WA-Timestamp` is the time in seconds, and
`X-WA-Signature` is `sha256=` and the HMAC-SHA256, in hex, of the timestamp, a full stop, and the
body (for GET, what stands behind the question mark). A signature is good for five minutes; within
these, the idempotency key makes a request that is played back the same request.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from wa_support.domain.errors import ConfigurationError, DatabaseUnavailable
from wa_support.ports.outside import Clock
from wa_support.web.notify_answers import Answer, refusal
from wa_support.whatsapp.signature import signed_by

if TYPE_CHECKING:
    from wa_support.web.notify_taking import Taking

SIGNATURE: Final = "X-WA-Signature"
TIMESTAMP: Final = "X-WA-Timestamp"
TOLERANCE_S: Final = 300
MAX_BODY: Final = 64 * 1024
PER_SECOND: Final = 20
BURST: Final = 60
AT_ONCE: Final = 4
"""Webhooks are acknowledged by the same process: what is more than this waits with its caller."""
_MAKE_IT_SO: Final = "set WA_NOTIFY_SECRET (at least 32 characters) and start again"


@dataclass(slots=True, kw_only=True)
class Pace:
    """`BURST` requests at once, then `PER_SECOND`, and never more than `AT_ONCE` under way."""

    clock: Clock
    _left: float = BURST
    _at: float = 0.0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> bool:
        with self._lock:
            now = self.clock.monotonic()
            self._left = min(BURST, self._left + (now - self._at) * PER_SECOND)
            self._at = now
            if self._left < 1 or self._under_way >= AT_ONCE:
                return False
            self._left -= 1
            self._under_way += 1
            return True

    def end(self) -> None:
        with self._lock:
            self._under_way -= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyPort:
    secret: bytes
    taking: "Taking"
    clock: Clock
    pace: Pace

    def post(self) -> Answer:
        body = _body()
        if body is None:
            return refusal(413, "too_large", f"at most {MAX_BODY // 1024} KB")
        return self._judged(body) or self._paced(lambda: self.taking.take(body))

    def get(self) -> Answer:
        asked = request.environ.get("QUERY_STRING", "").encode("latin-1", "replace")
        key = request.args.get("key")
        return self._judged(asked) or self._paced(lambda: self.taking.outcome(key))

    def _judged(self, signed: bytes) -> Answer | None:
        stamp = request.headers.get(TIMESTAMP, "")
        content = stamp.encode("utf-8", "replace") + b"." + signed
        genuine = signed_by(content, request.headers.get(SIGNATURE), [self.secret]) is not None
        if genuine and self._is_fresh(stamp):
            return None
        why = f"{SIGNATURE} does not match, or {TIMESTAMP} is more than 5 minutes away"
        return refusal(401, "unsigned", why)

    def _is_fresh(self, stamp: str) -> bool:
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        return abs(int(stamp) - self.clock.now() // 1000) <= TOLERANCE_S

    def _paced(self, do: Callable[[], Answer]) -> Answer:
        if not self.pace.begin():
            why = f"at most {PER_SECOND} requests a second; try again"
            return refusal(429, "too_many", why, retry_after=1)
        try:
            return do()
        except (DatabaseUnavailable, ConfigurationError):
            why = "nothing was taken; send it again with the same key"
            return refusal(503, "unavailable", why, retry_after=5)
        finally:
            self.pace.end()


def install(app: Flask, port: NotifyPort | None, *, count: Callable[[str], None]) -> None:
    """`port` None: it is closed, and says how to open it. `count` is told how each post was
    answered."""
    pages = Blueprint("notify", __name__)

    @pages.post("/notify")
    def post() -> Response:
        answer = port.post() if port is not None else _closed()
        count(answer.result)
        return answer.response()

    @pages.get("/notify")
    def get() -> Response:
        answer = port.get() if port is not None else _closed()
        return answer.response()

    app.register_blueprint(pages)


def _closed() -> Answer:
    return refusal(503, "not_configured", f"notifications are off; {_MAKE_IT_SO}")


def _body() -> bytes | None:
    """None: too large. A body of unknown length (chunked) is cut where it is longer, and said
    nothing about: hence the byte more."""
    request.max_content_length = MAX_BODY + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= MAX_BODY else None
