"""Files come from strangers: only pictures are shown, and nothing of them ever runs."""

import io
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.templates_in_memory import KO, SHIPPED_KO
from tests.web.console_world import World, lively
from tests.web.signed_in import app_of, as_somebody, inside, text
from wa_support.domain.desk import Attachment
from wa_support.domain.errors import NotAllowed

JPEG = b"\xff\xd8\xff\xe0 pixels"
HOSTILE = (
    b"<html><script>alert(1)</script>",
    b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"<?xml version='1.0'?><svg/>",
    b"%PDF-1.7 /JavaScript (alert)",
    b"GIF89a/*<svg/onload=alert(1)>*/=alert(1)",
    b"MZ\x90\0",
    b"",
)
NAMES = (
    "<script>alert(1)</script>.jpg", "a\r\nSet-Cookie: x=1.jpg", 'x".html', "\u202egpj.exe",
    "😀" * 1000, "../../../etc/passwd", "가" * 100_000, "\ud83d.jpg", "",
)  # fmt: skip


@dataclass
class Shelf:
    """Implements `FileActions`."""

    content: dict[str, bytes] = field(default_factory=dict)
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)

    def send_file(
        self,
        conversation_id: str,  # noqa: ARG002
        *,
        agent: str,  # noqa: ARG002
        data: bytes,
        name: str,
        caption: str,
        key: str,  # noqa: ARG002
    ) -> None:
        if not data:
            raise NotAllowed("The file is empty.")
        self.sent.append((name, caption, data))

    def open(self, attachment: Attachment) -> bytes | None:
        return self.content.get(attachment.id)


def kept(world: World, content: bytes, *, name: str | None = None) -> tuple[FlaskClient, Shelf]:
    world.files["m1"] = Attachment(
        id="f1", message_id="m1", state="kept", media_type="image/jpeg", size=1, name=name
    )
    shelf = Shelf({"f1": content})
    return as_somebody(app_of(world, files=shelf), world, role="agent"), shelf


def test_a_picture_is_shown_and_can_do_nothing() -> None:
    client, _ = kept(lively(), JPEG, name="photo.jpg")
    answer = client.get("/files/m1")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, JPEG, "image/jpeg")
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''photo.jpg"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_no_picture_is_handed_over_whatever_it_was_said_to_be(content: bytes) -> None:
    client, _ = kept(lively(), content, name="photo.jpg")
    answer = client.get("/files/m1")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert not answer.headers["Content-Disposition"].endswith("''photo.jpg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_voice_note_can_be_heard() -> None:
    client, _ = kept(lively(), b"OggS\0\x02")
    answer = client.get("/files/m1")
    assert answer.mimetype == "audio/ogg"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''file.ogg"


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leaves_its_header(name: str) -> None:
    client, _ = kept(lively(), JPEG, name=name)
    header = client.get("/files/m1").headers["Content-Disposition"]
    assert re.fullmatch(r"inline; filename\*=UTF-8''[A-Za-z0-9%._~-]{1,400}\.jpg", header)
    shown = unquote(header.partition("''")[2])
    assert not set(shown) & set('/\\"<>\r\n\u202e')


def test_what_is_not_here_is_404_and_a_stranger_learns_nothing() -> None:
    world = lively()
    client, shelf = kept(world, JPEG)
    shelf.content.clear()
    assert client.get("/files/m1").status_code == client.get("/files/m2").status_code == 404
    assert app_of(world, files=shelf).test_client().get("/files/m1").status_code == 403
    assert app_of(world).test_client().get("/files/m1").status_code == 403


def send(client: FlaskClient, path: str, data: bytes, name: str = "a.jpg", **form: str) -> int:
    found = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/").get_data(as_text=True))
    assert found
    headers = {"X-CSRFToken": found[1], "Content-Type": "multipart/form-data; boundary=B"}
    body = _multipart(data, name, {"key": "k1", "caption": "", **form})
    return client.post(path, data=body, headers=headers).status_code


def _multipart(data: bytes, name: str, form: dict[str, str]) -> bytes:
    """By hand: the test client would keep it in a file."""
    head = f'form-data; name="file"; filename="{name}"\r\nContent-Type: image/jpeg'
    parts = [f'form-data; name="{field}"\r\n\r\n{value}' for field, value in form.items()]
    begun = "".join(f"--B\r\nContent-Disposition: {part}\r\n" for part in parts)
    return f"{begun}--B\r\nContent-Disposition: {head}\r\n\r\n".encode() + data + b"\r\n--B--\r\n"


def seated() -> tuple[FlaskClient, Shelf]:
    client, shelf = kept(lively(), JPEG)
    page = client.get("/").get_data(as_text=True)
    token = re.search(r'"X-CSRFToken": "([^"]+)"', page)
    assert token
    client.post("/name", data={"name": "민지"}, headers={"X-CSRFToken": token[1]})
    return client, shelf


def test_only_the_route_for_files_takes_much() -> None:
    client, shelf = seated()
    photo = JPEG + b"x" * (5 << 20)
    assert send(client, "/c/co_wait/file", photo, caption="여기 있습니다") == 200
    assert shelf.sent == [("a.jpg", "여기 있습니다", photo)]
    assert send(client, "/c/co_wait/file", b"x" * (21 << 20)) == 413
    assert send(client, "/c/co_wait/reply", b"x" * (1 << 20)) == 413
    assert send(client, "/c/co_wait/file", b"") == 409
    assert len(shelf.sent) == 1


def test_a_form_without_its_token_is_refused_however_large() -> None:
    client, shelf = seated()
    body = {"file": (io.BytesIO(JPEG), "a.jpg"), "key": "k1"}
    assert client.post("/c/co_wait/file", data=body).status_code == 400
    assert shelf.sent == []


def put_up(world: World, content: bytes) -> str:
    """The version's id."""
    kept = world.templates
    kept.written[KO] = SHIPPED_KO.replace("header: {text: 배송 안내}", "header: {image: shop.jpg}")
    kept.files_of_headers["shop.jpg"] = content
    kept.reviews().put_up("order_shipped", by="현우")
    return kept.template_versions.of(KO)[0].id


def test_a_reviewer_sees_the_picture_that_was_put_up() -> None:
    world = lively()
    version_id = put_up(world, JPEG)
    world.templates.files_of_headers["shop.jpg"] = b"\xff\xd8\xff\xe0 another"
    client = inside(world, role="approver")
    address = f"/files/samples/{version_id}"
    page = text(client, "/templates/order_shipped?lang=en")
    assert f'<img src="{address}" alt="photo · shop.jpg">' in page
    answer = client.get(address)
    assert (answer.data, answer.mimetype) == (JPEG, "image/jpeg")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("content", HOSTILE)
def test_a_sample_that_is_no_picture_is_only_handed_over(content: bytes) -> None:
    world = lively()
    version_id = put_up(world, content)
    client = inside(world, role="approver")
    address = f"/files/samples/{version_id}"
    assert "<img" not in text(client, "/templates/order_shipped")
    answer = client.get(address)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_a_sample_that_is_not_kept_is_404_and_for_nobody_outside() -> None:
    world = lively()
    version_id = put_up(world, JPEG)
    assert inside(world).get("/files/samples/tpv_none").status_code == 404
    assert app_of(world).test_client().get(f"/files/samples/{version_id}").status_code == 403


def test_another_picture_under_the_same_words_is_said() -> None:
    world = lively()
    put_up(world, JPEG)
    reviews = world.templates.reviews()
    reviews.approve(reviews.in_review("order_shipped"), by="수진")
    client, told = inside(world, role="approver"), "not the one that was approved"
    assert told not in text(client, "/templates/order_shipped?lang=en")
    world.templates.files_of_headers["shop.jpg"] = b"\xff\xd8\xff\xe0 another"
    assert told in text(client, "/templates/order_shipped?lang=en"), "the file in the folder"
    reviews.put_up("order_shipped", by="현우")
    assert told in text(client, "/templates/order_shipped?lang=en"), "what was put up"
