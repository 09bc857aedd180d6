from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wa_support.domain.errors import NotDurable
from wa_support.web.door import (
    ACCEPTED,
    EMPTY,
    MALFORMED,
    MAX_BODY,
    NOT_ALLOWED,
    NOT_STORED,
    TOO_LARGE,
    UNSIGNED,
    Answer,
    Door,
    judge_length,
)
from wa_support.whatsapp.signature import sign

OLD, NEW = b"the old secret", b"the new secret"
BODY = b'{"object":"whatsapp_business_account","entry":[]}'


class ListInbox:
    def __init__(self, *, full: bool = False, spools: bool = False) -> None:
        self.bodies: list[bytes] = []
        self._full = full
        self._spools = spools

    def append(self, body: bytes) -> None:
        if self._full:
            raise NotDurable("disk full")
        self.bodies.append(body)

    def ready(self) -> bool:
        return not self._full

    def spools(self) -> bool:
        return self._spools


class Counted:
    def __init__(self) -> None:
        self.results: list[str] = []
        self.secrets: list[int] = []

    def webhook(self, result: str) -> None:
        self.results.append(result)

    def signed_by(self, secret: int) -> None:
        self.secrets.append(secret)


class Unread:
    """An input that must not be read."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("read")


class Cut:
    def read(self, _size: int = -1) -> bytes:
        raise ConnectionResetError


class At:
    """A door, and what came out of it."""

    def __init__(self, *, full: bool = False) -> None:
        self.inbox = ListInbox(full=full)
        self.counted = Counted()
        self.door = Door(_flask, inbox=self.inbox, secrets=[OLD, NEW], counts=self.counted)

    def post(
        self,
        body: bytes = BODY,
        *,
        signature: str | None = None,
        length: str | None = None,
        stream: Any = None,
        ends: bool = False,
    ) -> Answer:
        return self.ask(
            {
                "CONTENT_LENGTH": str(len(body)) if length is None else length,
                "HTTP_X_HUB_SIGNATURE_256": sign(body, NEW) if signature is None else signature,
                "wsgi.input": stream or BytesIO(body),
                "wsgi.input_terminated": ends,
            }
        )

    def ask(self, environ: dict[str, Any]) -> Answer:
        seen: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], exc: Any = None) -> Any:
            seen.append((status, headers))

        whole = {"REQUEST_METHOD": "POST", "PATH_INFO": "/webhook", **environ}
        body = b"".join(self.door(whole, start))
        result = (self.counted.results or [""])[-1]
        return Answer(result=result, status=seen[0][0], headers=tuple(seen[0][1]), body=body)


def _flask(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("299 Flask", [])
    return [b"flask"]


def test_a_signed_body_is_stored_byte_for_byte() -> None:
    at = At()
    body = b'\xff\x00 not json, not utf-8 {"'
    assert at.post(body) == ACCEPTED
    assert at.inbox.bodies == [body]


@pytest.mark.parametrize(("secret", "index"), [(OLD, 0), (NEW, 1)])
def test_either_secret_opens_while_rotating_and_is_counted(secret: bytes, index: int) -> None:
    at = At()
    assert at.post(signature=sign(BODY, secret)) == ACCEPTED
    assert at.counted.secrets == [index]


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", sign(BODY, b"wrong"), sign(BODY, NEW).upper(), "sha1=" + "0" * 40, "é", "日本"],
)
def test_every_bad_signature_gets_one_answer_and_stores_nothing(signature: str) -> None:
    at = At()
    assert at.post(signature=signature) == UNSIGNED
    assert at.inbox.bodies == []


def test_a_missing_signature_gets_that_same_answer() -> None:
    at = At()
    environ = {"CONTENT_LENGTH": str(len(BODY)), "wsgi.input": BytesIO(BODY)}
    assert at.ask(environ) == UNSIGNED


@settings(max_examples=300, deadline=None)
@given(body=st.binary(max_size=200), flip=st.integers(0, 10_000))
def test_no_changed_body_passes(body: bytes, flip: int) -> None:
    changed = bytearray(BODY + body)
    changed[flip % len(changed)] ^= 1 + flip % 255
    assert At().post(bytes(changed), signature=sign(BODY + body, NEW)) == UNSIGNED


def test_nothing_signed_is_nothing_to_store() -> None:
    at = At()
    assert at.post(b"") == EMPTY
    assert at.inbox.bodies == []


def test_a_declared_length_above_the_limit_is_refused_unread() -> None:
    assert At().post(length=str(MAX_BODY + 1), stream=Unread()) == TOO_LARGE


def test_a_body_without_length_is_read_to_one_byte_beyond_the_limit() -> None:
    stream = BytesIO(b"x" * (MAX_BODY + 1000))
    assert At().post(length="", stream=stream, ends=True) == TOO_LARGE
    assert stream.tell() == MAX_BODY + 1


def test_a_body_without_length_is_stored() -> None:
    assert At().post(length="", ends=True) == ACCEPTED


def test_an_input_whose_end_nobody_marks_is_not_read() -> None:
    assert At().post(length="", stream=Unread()) == UNSIGNED


@pytest.mark.parametrize("stream", [BytesIO(BODY[:-1]), Cut()])
def test_a_body_cut_short_is_not_whole(stream: Any) -> None:
    at = At()
    assert at.post(stream=stream) == MALFORMED
    assert at.inbox.bodies == []


@pytest.mark.parametrize(
    ("header", "judged"),
    [
        (None, None),
        ("", None),
        ("0", 0),
        (str(MAX_BODY), MAX_BODY),
        (str(MAX_BODY + 1), TOO_LARGE),
        ("9" * 5000, TOO_LARGE),
        ("-1", MALFORMED),
        ("+5", MALFORMED),
        ("5 ", MALFORMED),
        ("²", MALFORMED),
        ("٣", MALFORMED),
        ("0x10", MALFORMED),
    ],
)
def test_lengths_are_digits_within_the_limit(
    header: str | None, judged: Answer | int | None
) -> None:
    assert judge_length(header) == judged


def test_what_cannot_be_stored_is_asked_for_again() -> None:
    at = At(full=True)
    answer = at.post()
    assert answer == NOT_STORED
    assert ("Retry-After", "2") in answer.headers
    assert at.counted.secrets == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_other_methods_learn_which_are_allowed(method: str) -> None:
    answer = At().ask({"REQUEST_METHOD": method})
    assert answer == NOT_ALLOWED
    assert ("Allow", "GET, HEAD, POST") in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/webhook"),
        ("HEAD", "/webhook"),
        ("POST", "/webhook/"),
        ("POST", "/Webhook"),
        ("POST", "/"),
    ],
)
def test_everything_else_belongs_to_flask(method: str, path: str) -> None:
    at = At()
    assert at.ask({"REQUEST_METHOD": method, "PATH_INFO": path}).body == b"flask"
    assert at.counted.results == []
