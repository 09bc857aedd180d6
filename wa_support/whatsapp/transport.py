"""One HTTP exchange with Graph, with nothing hidden in it: no retry, no redirect, no pool."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from wa_support.domain.errors import ConfigurationError
from wa_support.ports.outside import Clock

_ANSWER_LIMIT: Final = 1 << 20
_TOKEN: Final = re.compile(r"[!-~]+")  # else http.client quotes it in an error


# identity: a small compressed answer must not unfold into a large one
_HEADERS_WITHOUT_BODY: Final = {"Accept-Encoding": "identity", "Connection": "close"}
_JSON: Final = "application/json"
_NO_MORE: Final[Mapping[str, str]] = {}


class NoAnswer(Exception):
    """No whole answer came; the text is the innermost cause."""


class NothingLeft(NoAnswer):
    """No byte of the request body left this machine, so nothing can have been done with it."""


class AnswerLost(NoAnswer):
    """The request may have been carried out; its answer did not come, or not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: bytes = field(repr=False)
    date: str | None = None


class Transport:
    """Carries the access token and nothing else from call to call.

    Every exchange has a connection of its own. A pooled one may have been closed by the other side
    while idle, and that shows only after the request has been written, when the loss can no longer
    be told from a message that was sent and not answered. A handshake is cheaper than that doubt.
    Environment proxies and .netrc are not looked at: they could redirect the token.
    """

    def __init__(
        self,
        *,
        token: str,
        clock: Clock,
        connect_seconds: float = 3,
        read_seconds: float = 10,
        scheme: str = "Bearer",
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise ConfigurationError(["WHATSAPP_ACCESS_TOKEN: must be printable ASCII, no spaces"])
        self._auth = _Token(f"{scheme} {token}")
        self._clock = clock
        self._timeout = (connect_seconds, read_seconds)

    def post(
        self,
        url: str,
        body: bytes,
        *,
        content_type: str = _JSON,
        seconds: float | None = None,
        headers: Mapping[str, str] = _NO_MORE,
    ) -> Answer:
        more = {"Content-Type": content_type, **headers}
        return self._exchange("POST", url, body, _ANSWER_LIMIT, seconds or self._timeout[1], more)

    def delete(self, url: str) -> Answer:
        return self._exchange("DELETE", url, b"", _ANSWER_LIMIT, self._timeout[1])

    def get(self, url: str, *, limit: int = _ANSWER_LIMIT, seconds: float | None = None) -> Answer:
        """At most `limit` bytes, read within `seconds`; more of either raises AnswerLost."""
        return self._exchange("GET", url, b"", limit, seconds or self._timeout[1])

    def _exchange(
        self,
        method: str,
        url: str,
        content: bytes,
        limit: int,
        seconds: float,
        more: Mapping[str, str] = _NO_MORE,
    ) -> Answer:
        body = _Body(content)
        headers = {**_HEADERS_WITHOUT_BODY, **more}
        deadline = self._clock.monotonic() + seconds
        try:
            patience = seconds if content else self._timeout[1]
            with self._open(method, url, body if content else None, headers, patience) as answer:
                content = self._read(answer, limit, deadline)
                date = answer.headers.get("Date")
                return Answer(status=answer.status_code, body=content, date=date)
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            nothing_left = method == "POST" and not body.begun
            kind = NothingLeft if nothing_left else AnswerLost
            raise kind(_reason(error)) from error

    @contextmanager
    def _open(
        self,
        method: str,
        url: str,
        body: "_Body | None",
        headers: Mapping[str, str],
        patience: float,
    ) -> Iterator[requests.Response]:
        with requests.Session() as session:
            session.trust_env = False
            with session.request(
                method,
                url,
                data=body,
                headers=headers,
                auth=self._auth,
                timeout=(self._timeout[0], patience),
                allow_redirects=False,
                stream=True,
            ) as answer:
                yield answer

    def _read(self, answer: requests.Response, limit: int, deadline: float) -> bytes:
        # read1 returns what one recv brought, so a dripping answer meets the deadline
        content = bytearray()
        while chunk := answer.raw.read1(1 << 16, decode_content=False):
            content += chunk
            if len(content) > limit:
                raise AnswerLost(f"answer larger than {limit} bytes")
            if self._clock.monotonic() > deadline:
                raise AnswerLost("answer not complete in time")
        return bytes(content)


class _Token(AuthBase):
    def __init__(self, words: str) -> None:
        self._words = words

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._words
        return request


class _Body(io.BytesIO):
    """Notes when its first bytes are asked for: that is after connecting, TLS and the headers."""

    begun = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.begun = True
        return super().read(size)


def _reason(error: BaseException) -> str:
    """The innermost cause: the outer ones repeat the address."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return f"{type(error).__name__}: {error}"[:200]
