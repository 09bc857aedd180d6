"""One HTTP exchange with a declared host: pinned, capped in time and size, never redirected."""

import io
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from typing import Final

import requests
from urllib3.exceptions import HTTPError

from wa_support.connectors.http.addresses import NotAllowed, Resolve, dial, resolve
from wa_support.connectors.http.pinned import Cutoff, Pinned
from wa_support.domain.connector_specs import Method
from wa_support.ports.outside import Clock

LIMIT: Final = 1 << 20
_OURS: Final = {"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}


class NoAnswer(Exception):
    """No whole answer. `code` says why; `sent`: the other side may have acted all the same."""

    def __init__(self, code: str, *, sent: bool) -> None:
        super().__init__(code)
        self.code = code
        self.sent = sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A request with every slot filled; what it carries is shown nowhere."""

    method: Method
    host: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    media_type: str
    retry_after: str | None
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Environment proxies and .netrc are not looked at: a proxy would resolve names unchecked, and
    both could carry a key to where the policy does not send it. TLS is always verified."""

    clock: Clock
    private_hosts: frozenset[str] = frozenset()
    look_up: Resolve = resolve

    def send(self, request: Filled, *, within_s: float) -> Answer:
        """Raises NoAnswer. `within_s` is for everything, from the name to the last byte."""
        if within_s <= 0:
            raise NoAnswer("timed_out", sent=False)
        body = _Body(request.body or b"")
        cutoff = Cutoff(within_s)
        try:
            with cutoff, self._open(request, body, cutoff, within_s) as answer:
                return self._whole(answer, cutoff, request.method)
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            code = _code(error, late=cutoff.late)
            sent = cutoff.connected and (request.body is None or body.begun)
            raise NoAnswer(code, sent=sent and code != "tls_not_verified") from error

    @contextmanager
    def _open(
        self, request: Filled, body: "_Body", cutoff: "Cutoff", within_s: float
    ) -> Iterator[requests.Response]:
        private = request.host in self.private_hosts
        deadline = self.clock.monotonic() + within_s
        dialled = partial(
            dial,
            left=lambda: deadline - self.clock.monotonic(),
            private=private,
            look_up=self.look_up,
        )
        adapter = Pinned(lambda host, port: cutoff.over(dialled(host, port)))
        with _Session() as session:
            session.trust_env = False
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            with session.request(
                request.method,
                request.url,
                data=body if request.body is not None else None,
                headers={**request.headers, **_OURS},
                timeout=within_s,
                allow_redirects=False,
                stream=True,
            ) as answer:
                yield answer

    def _whole(self, answer: requests.Response, cutoff: Cutoff, method: Method) -> Answer:
        content = bytearray()
        while chunk := answer.raw.read1(1 << 16, decode_content=False):
            content += chunk
            if len(content) > LIMIT:
                raise _TooLarge
        if cutoff.late:
            raise TimeoutError  # the end that was read is the one that we made
        announced = answer.headers.get("Content-Length", str(len(content)))
        if method != "HEAD" and announced != str(len(content)):
            raise _CutShort
        return Answer(
            status=answer.status_code,
            media_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            retry_after=answer.headers.get("Retry-After"),
            body=bytes(content),
        )


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even with allow_redirects off, requests would read the whole body to prepare."""


class _TooLarge(ValueError):
    """More than LIMIT bytes."""


class _CutShort(ValueError):
    """Less than was announced."""


class _Body(io.BytesIO):
    """Notes when its first bytes are asked for: that is after connecting, TLS and the headers."""

    begun = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.begun = True
        return super().read(size)


def _code(error: BaseException, *, late: bool) -> str:
    chain = _causes(error)
    if any(isinstance(each, NotAllowed) for each in chain):
        return "address_not_allowed"
    if isinstance(error, _TooLarge):
        return "answer_too_large"
    if late or any(isinstance(each, TimeoutError) for each in chain):
        return "timed_out"
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in chain):
        return "tls_not_verified"
    return "no_answer"


def _causes(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        reason = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
        error = error.__cause__ or error.__context__ or reason
    return chain
