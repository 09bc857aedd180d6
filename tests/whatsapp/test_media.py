import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
import responses

from tests.whatsapp.graph import BASE, NUMBER, TOKEN, StillClock, client, request_on, server
from wa_support.domain.content import Media, MediaKind
from wa_support.domain.errors import MediaRefused, WaSupportError
from wa_support.whatsapp import media as media_room
from wa_support.whatsapp.media import may_fetch
from wa_support.whatsapp.media_types import allowed, matches

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
DIGEST = hashlib.sha256(PNG).digest()
SHA = base64.b64encode(DIGEST).decode()
LOOKUP = f"{BASE}/v26.0/900001"
FILE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=900001&hash=x"


@pytest.fixture
def graph() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def photo(**more: Any) -> Media:
    known: dict[str, Any] = {"mime_type": "image/png", "sha256": SHA, **more}
    return Media(kind=MediaKind.IMAGE, media_id="900001", **known)


def offer(graph: responses.RequestsMock, content: bytes = PNG, **more: object) -> None:
    found = {"url": FILE, "mime_type": "image/png", "sha256": SHA, "file_size": len(content)}
    graph.get(LOOKUP, json={**found, **more})
    graph.get(FILE, body=content)


def test_the_id_gives_an_address_and_the_address_the_bytes(graph: responses.RequestsMock) -> None:
    offer(graph)
    assert client().download(NUMBER, photo()) == PNG
    assert graph.calls[0].request.params == {"phone_number_id": NUMBER}  # type: ignore[attr-defined]
    tokens = {call.request.headers["Authorization"] for call in graph.calls}
    assert tokens == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("claim", [DIGEST.hex(), DIGEST.hex().upper(), SHA, None])
def test_a_hash_may_be_base64_or_hex_or_absent(
    graph: responses.RequestsMock, claim: str | None
) -> None:
    offer(graph, sha256=claim)
    assert client().download(NUMBER, photo(sha256=claim)) == PNG


@pytest.mark.parametrize("claim", ["0" * 64, base64.b64encode(b"x" * 32).decode(), "한글", "%%"])
def test_bytes_with_another_hash_are_refused(graph: responses.RequestsMock, claim: str) -> None:
    offer(graph)
    with pytest.raises(MediaRefused, match="SHA-256"):
        client().download(NUMBER, photo(sha256=claim))


@pytest.mark.parametrize("type", ["image/svg+xml", "text/html", "application/pdf", "", "image"])
def test_a_type_that_is_not_listed_is_not_even_fetched(
    graph: responses.RequestsMock, type: str
) -> None:
    offer(graph, mime_type=type)
    with pytest.raises(MediaRefused, match="is not taken"):
        client().download(NUMBER, photo(mime_type=type or None))
    assert len(graph.calls) == 1


def test_bytes_that_are_not_what_they_claim_are_refused(graph: responses.RequestsMock) -> None:
    page = b"<html><script>alert(1)</script>"
    offer(graph, page, sha256=None)
    with pytest.raises(MediaRefused, match="not image/png"):
        client().download(NUMBER, photo(sha256=None))


def test_an_announced_size_above_the_limit_is_not_fetched(graph: responses.RequestsMock) -> None:
    offer(graph, file_size=str(101 * 1024 * 1024))
    with pytest.raises(MediaRefused, match="100 MB"):
        client().download(NUMBER, photo())
    assert len(graph.calls) == 1


def test_more_bytes_than_the_limit_are_cut_off(
    graph: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_room, "SIZE_LIMIT", 1000)
    offer(graph, PNG * 100, file_size=None)
    with pytest.raises(WaSupportError, match="larger than 1000"):
        client().download(NUMBER, photo())


def test_a_slow_file_meets_the_time_limit(graph: responses.RequestsMock) -> None:
    offer(graph)
    with pytest.raises(WaSupportError, match="in time"):
        client(clock=StillClock(step=61)).download(NUMBER, photo())


@pytest.mark.parametrize("status", [302, 401, 404, 500])
def test_any_other_status_is_a_plain_reason(graph: responses.RequestsMock, status: int) -> None:
    graph.get(LOOKUP, status=status, headers={"Location": "https://169.254.169.254/"})
    with pytest.raises(WaSupportError, match=f"HTTP {status}"):
        client().download(NUMBER, photo())
    assert len(graph.calls) == 1


@pytest.mark.parametrize("body", ["", "<html>", "[]", '"x"'])
def test_a_look_up_that_is_no_object_is_a_plain_reason(
    graph: responses.RequestsMock, body: str
) -> None:
    graph.get(LOOKUP, body=body)
    with pytest.raises(WaSupportError, match="look-up"):
        client().download(NUMBER, photo())


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com.evil.example/x",
        "https://evil-lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://lookaside.fbsbx.com@evil.example/x",
        "https://evil.example\\@lookaside.fbsbx.com/x",
        "https://evil.example#@lookaside.fbsbx.com/x",
        "https://evil.example?.fbcdn.net/x",
        "https://fbcdn.net/x",
        "https://evilfbcdn.net/x",
        "https://.fbcdn.net/x",
        "https://x.fbcdn.net./x",
        "https://x.fbcdn.net/a b",
        "https://x.fbcdn.net/a\r\nHost: evil",
        "https://x.fbcdn.net/a\n",
        " https://x.fbcdn.net/a",
        "//x.fbcdn.net/a",
        "https:/x.fbcdn.net/a",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://127.0.0.1/x",
        "https://0x7f.1/x",
        "https://2130706433/x",
        "https://localhost/x",
        "https://ⓕbcdn.net/x",
        "https://x。fbcdn.net/x",
        "file:///etc/passwd",
        "ftp://x.fbcdn.net/x",
        "https://graph.example.com.evil.example/x",
        "https://graph.example.com:444/x",
        "http://graph.example.com/x",
    ],
)
def test_the_token_goes_nowhere_else(graph: responses.RequestsMock, url: str | None) -> None:
    offer(graph, url=url)
    with pytest.raises(MediaRefused, match="file hosts"):
        client().download(NUMBER, photo())
    assert len(graph.calls) == 1


@pytest.mark.parametrize(
    ("url", "base", "may"),
    [
        (FILE, BASE, True),
        ("https://scontent.xx.fbcdn.net/v/t1?x=1", BASE, True),
        ("https://mmg.whatsapp.net:443/d/f/1.enc", BASE, True),
        (f"{BASE}/media/1", BASE, True),
        ("http://127.0.0.1:9000/media/1", "http://127.0.0.1:9000", True),
        ("http://localhost:9000/media/1", "http://localhost:9000", True),
        ("http://127.0.0.1:9001/media/1", "http://127.0.0.1:9000", False),
        ("http://simulator:9000/media/1", "http://simulator:9000", False),
        ("http://x.fbcdn.net/1", "http://127.0.0.1:9000", False),
    ],
)
def test_plain_http_only_to_a_graph_on_this_machine(url: str, base: str, may: bool) -> None:
    assert may_fetch(url, base) is may


def test_a_local_graph_serves_media_over_plain_http() -> None:
    def behave(connection: Any) -> None:
        head = request_on(connection)
        host = head.split(b"Host: ")[1].split(b"\r\n")[0].decode()
        body = PNG if b"/media/1" in head else b'{"url":"http://%s/media/1"}' % host.encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    with server(behave) as address:
        assert client(address).download(NUMBER, photo()) == PNG


def test_a_connection_that_fails_is_a_plain_reason() -> None:
    with server(lambda connection: connection.close()) as address:
        graph = client(address)
        with pytest.raises(WaSupportError, match="media not fetched"):
            graph.download(NUMBER, photo())


@pytest.mark.parametrize(
    ("kind", "type", "content"),
    [
        (MediaKind.IMAGE, "image/jpeg", b"\xff\xd8\xff\xe0JFIF"),
        (MediaKind.STICKER, "image/webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        (MediaKind.VIDEO, "video/mp4", b"\x00\x00\x00\x18ftypmp42"),
        (MediaKind.AUDIO, "audio/ogg; codecs=opus", b"OggS\x00"),
        (MediaKind.AUDIO, "audio/mpeg", b"\xff\xfb\x90"),
        (MediaKind.AUDIO, "audio/amr", b"#!AMR\n"),
        (MediaKind.DOCUMENT, "application/pdf", b"%PDF-1.7"),
        (MediaKind.DOCUMENT, "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        (MediaKind.DOCUMENT, "text/plain", "영수증".encode()),
    ],
)
def test_first_bytes_tell_the_type(kind: MediaKind, type: str, content: bytes) -> None:
    assert allowed(kind, type)
    assert matches(type, content)
    assert not matches(type, b"\x00\x00<html>")


def test_every_media_kind_has_types() -> None:
    assert all(allowed(kind, mime_type) for kind, mime_type in SAMPLE.items())
    assert set(SAMPLE) == set(MediaKind)


SAMPLE = {
    MediaKind.IMAGE: "IMAGE/PNG",
    MediaKind.VIDEO: "video/3gpp",
    MediaKind.AUDIO: "audio/aac",
    MediaKind.DOCUMENT: "application/x-hwp",
    MediaKind.STICKER: "image/webp",
}
