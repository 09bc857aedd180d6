import base64
import hashlib
from typing import Any

import pytest
import requests

from tests.simulator.receiver import Callback, MovableClock
from wa_support.simulator.server import RunningSimulator

_AUTH = {"Authorization": "Bearer token"}


@pytest.mark.parametrize(
    ("kind", "begins"), [("image", b"\xff\xd8\xff"), ("audio", b"OggS"), ("sticker", b"RIFF")]
)
def test_a_customers_file_is_fetched_in_two_steps(
    simulator: RunningSimulator, callback: Callback, kind: str, begins: bytes
) -> None:
    wish: dict[str, Any] = {kind: True}
    simulator.say("mina", **wish)
    assert simulator.settled()
    item = callback.messages()[0][kind]
    info = _get(f"{simulator.url}/v26.0/{item['id']}").json()
    content = _get(info["url"]).content
    assert content.startswith(begins)
    assert info["file_size"] == len(content)
    assert item["sha256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_the_address_wants_the_token_and_lives_five_minutes(
    simulator: RunningSimulator, callback: Callback, clock: MovableClock
) -> None:
    simulator.say("mina", image=True)
    assert simulator.settled()
    media_id = callback.messages()[0]["image"]["id"]
    url = _get(f"{simulator.url}/v26.0/{media_id}").json()["url"]
    assert requests.get(url, timeout=5).status_code == 401
    clock.pass_hours(6 / 60)
    assert _get(url).status_code == 404


def test_an_upload_comes_back_under_its_id(simulator: RunningSimulator) -> None:
    answer = requests.post(
        f"{simulator.url}/v26.0/111/media",
        data={"messaging_product": "whatsapp", "type": "text/plain"},
        files={"file": ("a.txt", b"words")},
        headers=_AUTH,
        timeout=5,
    )
    info = _get(f"{simulator.url}/v26.0/{answer.json()['id']}").json()
    assert info["mime_type"] == "text/plain"
    assert _get(info["url"]).content == b"words"


def test_a_number_tells_who_it_is(simulator: RunningSimulator) -> None:
    info: dict[str, Any] = _get(f"{simulator.url}/v26.0/222").json()
    assert info["display_phone_number"] == "+8225550135"
    assert info["verified_name"] == "Moment Living"


def test_a_path_without_version_is_no_object(simulator: RunningSimulator) -> None:
    assert _get(f"{simulator.url}/x/111").json()["error"]["error_subcode"] == 33


def _get(url: str) -> requests.Response:
    return requests.get(url, headers=_AUTH, timeout=5)


def _upload(simulator: RunningSimulator, content: bytes, kind: str) -> requests.Response:
    return requests.post(
        f"{simulator.url}/v26.0/111/media",
        data={"messaging_product": "whatsapp", "type": kind},
        files={"file": ("a.bin", content)},
        headers=_AUTH,
        timeout=5,
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff" + b"x" * (5 << 20), "image/jpeg"),
        (b"<html>", "image/jpeg"),
        (b"<svg/>", "image/svg+xml"),
        (b"", "application/pdf"),
    ],
)
def test_an_upload_of_the_wrong_kind_or_size_is_refused(
    simulator: RunningSimulator, content: bytes, kind: str
) -> None:
    answer = _upload(simulator, content, kind)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131053)


def test_an_upload_is_sent_by_its_id_and_shown_on_the_phone(simulator: RunningSimulator) -> None:
    simulator.say("mina", "hi")
    media_id = _upload(simulator, b"\xff\xd8\xff pixels", "image/jpeg").json()["id"]
    sent = {"messaging_product": "whatsapp", "to": "+821055501042", "type": "image"}
    url = f"{simulator.url}/v26.0/111/messages"
    good = {**sent, "image": {"id": media_id, "caption": "here"}}
    assert requests.post(url, json=good, headers=_AUTH, timeout=5).status_code == 200
    bubble = simulator.chat("mina")[-1]
    assert (bubble["type"], bubble["media_id"], bubble["text"]) == ("image", media_id, "here")
    for wrong in (
        {"image": {"id": "404"}},
        {"image": {"id": media_id, "caption": "x" * 1025}},
        {"image": {"id": media_id, "filename": "a.jpg"}},
        {"image": {"link": "https://example.com/a.jpg"}},
        {"type": "audio", "audio": {"id": media_id, "caption": "x"}},
    ):
        answer = requests.post(url, json=sent | wrong, headers=_AUTH, timeout=5)
        assert answer.status_code == 400, wrong
