"""`POST /notify`: another system asks for a template. `GET /notify?key=…`: what became of it.

Both are signed the way webhooks are commonly signed: `X-WA-Timestamp` is the time in seconds, and
`X-WA-Signature` is `sha256=` and the HMAC-SHA256, in hex, of the timestamp, a full stop, and the
body (for GET, what stands behind the question mark). A signature is good for five minutes; within
these, the idempotency key makes a request that is played back the same request.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from flask import Blueprint, Flask, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from wa_support.domain.errors import ConfigurationError, DatabaseUnavailable
from wa_support.flow.notify import KeyUsed, Notify, NotifyMaker, Taken, TakenBefore
from wa_support.ports.outside import Clock
from wa_support.web.notify_key import KEY_SAYS, Wrong, is_key
from wa_support.whatsapp.signature import signed_by

SIGNATURE: Final = "X-WA-Signature"
TIMESTAMP: Final = "X-WA-Timestamp"
MAX_BODY: Final = 64 * 1024
TOLERANCE_S: Final = 300
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
class _Answer:
    """`result` is what is counted of it."""

    result: str
    status: int
    body: Mapping[str, Any]
    retry_after: int | None = None

    def response(self) -> Response:
        response = jsonify(self.body)
        response.status_code = self.status
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


@dataclass(slots=True, kw_only=True)
class NotifyPort:
    """`secret` None: the port is closed. `numbers` are our phone number ids. `count` is told how
    each post was answered."""

    secret: bytes | None
    numbers: Sequence[str]
    make: NotifyMaker
    clock: Clock
    pace: Pace
    count: Callable[[str], None]
    _made: Notify | None = None

    def post(self) -> Response:
        answer = self._posted()
        self.count(answer.result)
        return answer.response()

    def _posted(self) -> _Answer:
        body = _body()
        if body is None:
            return _refusal(413, "too_large", f"at most {MAX_BODY // 1024} KB")
        return self._judged(body) or self._paced(self._take, body)

    def get(self) -> Response:
        asked = request.environ.get("QUERY_STRING", "").encode("latin-1", "replace")
        answer = self._judged(asked) or self._paced(self._outcome, asked)
        return answer.response()

    def _judged(self, signed: bytes) -> _Answer | None:
        if self.secret is None:
            return _refusal(503, "not_configured", f"notifications are off; {_MAKE_IT_SO}")
        stamp = request.headers.get(TIMESTAMP, "")
        content = stamp.encode("utf-8", "replace") + b"." + signed
        genuine = signed_by(content, request.headers.get(SIGNATURE), [self.secret]) is not None
        if genuine and self._is_fresh(stamp):
            return None
        why = f"{SIGNATURE} does not match, or {TIMESTAMP} is more than 5 minutes away"
        return _refusal(401, "unsigned", why)

    def _is_fresh(self, stamp: str) -> bool:
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        return abs(int(stamp) - self.clock.now() // 1000) <= TOLERANCE_S

    def _paced(self, do: Callable[[bytes], _Answer], signed: bytes) -> _Answer:
        if not self.pace.begin():
            why = f"at most {PER_SECOND} requests a second; try again"
            return _refusal(429, "too_many", why, retry_after=1)
        try:
            return do(signed)
        except Wrong as wrong:
            return _refusal(400, "invalid", wrong.why, field=wrong.field)
        except (DatabaseUnavailable, ConfigurationError):
            why = "nothing was taken; send it again with the same key"
            return _refusal(503, "unavailable", why, retry_after=5)
        finally:
            self.pace.end()

    def _take(self, body: bytes) -> _Answer:
        from wa_support.web.notify_request import read_request  # pydantic costs memory

        asked = read_request(body, numbers=self.numbers, now=self.clock.now())
        match self._notify().take(asked):
            case Taken() as taken:
                result = "repeated" if isinstance(taken, TakenBefore) else "accepted"
                return _Answer(result=result, status=202, body=asdict(taken))
            case KeyUsed():
                why = "this idempotency_key stands for another request; take a new one"
                return _refusal(409, "key_used", why)
            case refused:
                return _refusal(422, refused.code, refused.why)

    def _outcome(self, _query: bytes) -> _Answer:
        key = request.args.get("key", "")
        if not is_key(key):
            raise Wrong("key", KEY_SAYS)
        outcome = self._notify().outcome(key)
        if outcome is None:
            return _refusal(404, "unknown_key", "nothing was taken under this key")
        return _Answer(result="known", status=200, body=asdict(outcome))

    def _notify(self) -> Notify:
        if self._made is None:
            self._made = self.make()
        return self._made


def install(app: Flask, port: NotifyPort) -> None:
    pages = Blueprint("notify", __name__)
    pages.post("/notify")(port.post)
    pages.get("/notify")(port.get)
    app.register_blueprint(pages)


def _body() -> bytes | None:
    """None: too large. A body of unknown length (chunked) is cut where it is longer, and said
    nothing about: hence the byte more."""
    request.max_content_length = MAX_BODY + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None
    return body if len(body) <= MAX_BODY else None


def _refusal(
    status: int, error: str, why: str, *, field: str | None = None, retry_after: int | None = None
) -> _Answer:
    where = {"field": field} if field is not None else {}
    body = {"error": error, "why": why, **where}
    return _Answer(result=error, status=status, body=body, retry_after=retry_after)
