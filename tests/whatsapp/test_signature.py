import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.whatsapp.signature import handshake, sign, signed_by

OLD, NEW = b"old secret", b"new secret"
BODY = '{"text":"é / 한글"}'.encode()


def test_signature_is_hmac_sha256_of_the_raw_bytes() -> None:
    # RFC 4231 test case 2
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign(b"what do ya want for nothing?", b"Jefe") == f"sha256={digest}"


@pytest.mark.parametrize(("secret", "index"), [(NEW, 0), (OLD, 1)])
def test_every_configured_secret_is_tried(secret: bytes, index: int) -> None:
    assert signed_by(BODY, sign(BODY, secret), [NEW, OLD]) == index


def test_header_may_come_as_bytes_or_text() -> None:
    header = sign(BODY, NEW)
    assert signed_by(BODY, header, [NEW]) == signed_by(BODY, header.encode(), [NEW]) == 0


def test_index_zero_is_not_mistaken_for_refusal() -> None:
    assert signed_by(BODY, sign(BODY, NEW), [NEW]) is not None


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        b"",
        sign(BODY, b"someone else's"),
        sign(BODY, NEW).upper(),
        sign(BODY, NEW).removeprefix("sha256="),
        sign(BODY, NEW).replace("sha256", "sha1"),
        sign(BODY, NEW) + " ",
        sign(BODY, NEW) + "\n",
        " " + sign(BODY, NEW),
        sign(BODY, NEW)[:-1],
        sign(BODY, NEW) + "," + sign(BODY, NEW),
        "sha256=" + "é" * 64,
        "sha256=" + "١" * 64,
        "sha256=" + "\udcff" * 64,
        b"\xff\xfe",
        "x" * 100_000,
    ],
)
def test_anything_else_is_refused_without_an_exception(header: str | bytes | None) -> None:
    assert signed_by(BODY, header, [NEW, OLD]) is None


def test_no_secret_or_an_empty_one_accepts_nothing() -> None:
    assert signed_by(BODY, sign(BODY, b""), []) is None
    assert signed_by(BODY, sign(BODY, b""), [b""]) is None


@given(at=st.integers(0, len(BODY) * 8 - 1))
def test_one_flipped_bit_of_the_body_is_refused(at: int) -> None:
    changed = bytearray(BODY)
    changed[at // 8] ^= 1 << at % 8
    assert signed_by(bytes(changed), sign(BODY, NEW), [NEW]) is None


@given(header=st.one_of(st.binary(max_size=90), st.text(max_size=90)))
def test_random_headers_never_pass_and_never_raise(header: bytes | str) -> None:
    assert signed_by(BODY, header, [NEW, OLD]) is None


def test_handshake_echoes_the_challenge() -> None:
    assert handshake("subscribe", "토큰", "1158201444", "토큰") == "1158201444"


@pytest.mark.parametrize(
    ("mode", "token", "challenge", "configured"),
    [
        ("unsubscribe", "t", "1", "t"),
        (None, "t", "1", "t"),
        ("subscribe", "x", "1", "t"),
        ("subscribe", None, "1", "t"),
        ("subscribe", "é\udcff", "1", "t"),
        ("subscribe", "", "1", ""),
        ("subscribe", "t", None, "t"),
        ("subscribe", "t", "", "t"),
        ("subscribe", "t", "<script>", "t"),
        ("subscribe", "t", "1\n", "t"),
        ("subscribe", "t", "١", "t"),
        ("subscribe", "t", "1" * 257, "t"),
    ],
)
def test_handshake_refuses_anything_odd(
    mode: str | None, token: str | None, challenge: str | None, configured: str
) -> None:
    assert handshake(mode, token, challenge, configured) is None
