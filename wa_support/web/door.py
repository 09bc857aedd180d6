"""The only code that answers `POST /webhook`: size, signature, durable, then 200.

Nothing is parsed before the 200, so no field that Meta adds can lose an authentic event.
Sources: Meta's "webhooks/overview" (bodies up to 3 MB, retries for 7 days on anything but 200)
and "create-webhook-endpoint" (`X-Hub-Signature-256` over the raw bytes).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from wa_support.domain.errors import NotDurable
from wa_support.domain.failpoints import failpoint
from wa_support.ports.outside import Inbox
from wa_support.whatsapp.signature import signed_by

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH: Final = "/webhook"
MAX_BODY: Final = 3 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One whole HTTP answer; `result` is what the counters call it."""

    result: str
    status: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


def _answer(result: str, status: str, text: str, *more: tuple[str, str]) -> Answer:
    body = text.encode()
    plain = (("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))))
    return Answer(result=result, status=status, body=body, headers=(*plain, *more))


ACCEPTED: Final = _answer("accepted", "200 OK", "stored\n")
MALFORMED: Final = _answer("malformed", "400 Bad Request", "the body is not whole\n")
EMPTY: Final = _answer("empty", "400 Bad Request", "there is nothing to store\n")
UNSIGNED: Final = _answer("unsigned", "401 Unauthorized", "the signature does not match\n")
NOT_ALLOWED: Final = _answer(
    "not_allowed", "405 Method Not Allowed", "use GET or POST\n", ("Allow", "GET, HEAD, POST")
)
TOO_LARGE: Final = _answer("too_large", "413 Content Too Large", "at most 3 MB\n")
NOT_STORED: Final = _answer(
    "not_stored", "503 Service Unavailable", "not stored, send it again\n", ("Retry-After", "2")
)
RESULTS: Final = tuple(
    answer.result
    for answer in (ACCEPTED, MALFORMED, EMPTY, UNSIGNED, NOT_ALLOWED, TOO_LARGE, NOT_STORED)
)


def judge_length(header: str | None) -> Answer | int | None:
    """The declared length in bytes, None when there is none, or the answer that refuses it."""
    if not header:
        return None
    if not (header.isascii() and header.isdigit()):
        return MALFORMED
    if len(header) > 10 or int(header) > MAX_BODY:
        return TOO_LARGE
    return int(header)


def judge_body(body: bytes, declared: int | None) -> Answer | None:
    """What is wrong with the bytes that came, signature aside."""
    if declared is not None and len(body) < declared:
        return MALFORMED
    return TOO_LARGE if len(body) > MAX_BODY else None


class DoorCounts(Protocol):
    def webhook(self, result: str) -> None: ...
    def signed_by(self, secret: int) -> None: ...


class Door:
    """WSGI middleware: answers POSTs to /webhook itself and leaves the rest to `app`.

    `/webhook/` is another path and belongs to `app`, which knows no such page.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        inbox: Inbox,
        secrets: Sequence[bytes],
        counts: DoorCounts,
    ) -> None:
        self._app = app
        self._append: Callable[[bytes], None] = inbox.append
        self._secrets = tuple(secrets)
        self._counts = counts

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        answer = self._post(environ) if environ["REQUEST_METHOD"] == "POST" else NOT_ALLOWED
        self._counts.webhook(answer.result)
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def _post(self, environ: "WSGIEnvironment") -> Answer:
        declared = judge_length(environ.get("CONTENT_LENGTH"))
        if isinstance(declared, Answer):
            return declared
        try:
            body = _read(environ, declared)
        except OSError:
            return MALFORMED
        wrong = judge_body(body, declared)
        return wrong if wrong is not None else self._store(body, environ)

    def _store(self, body: bytes, environ: "WSGIEnvironment") -> Answer:
        # WSGI hands header bytes over as latin-1 text.
        header = environ.get("HTTP_X_HUB_SIGNATURE_256", "").encode("latin-1", "replace")
        secret = signed_by(body, header, self._secrets)
        if secret is None:
            return UNSIGNED
        if not body:
            return EMPTY
        failpoint("door.signed")
        try:
            self._append(body)
        except NotDurable:
            return NOT_STORED
        self._counts.signed_by(secret)
        return ACCEPTED


def _read(environ: "WSGIEnvironment", declared: int | None) -> bytes:
    """The body, or one byte more than is allowed: what lies beyond that is never read."""
    if declared is not None:
        return bytes(environ["wsgi.input"].read(declared))
    # Without a length only a server that ends the input itself (chunked bodies) may be read from.
    return bytes(environ["wsgi.input"].read(MAX_BODY + 1)) if _ends(environ) else b""


def _ends(environ: "WSGIEnvironment") -> bool:
    return bool(environ.get("wsgi.input_terminated"))
