import re
from pathlib import Path
from typing import Any

import requests

from tests.simulator.conftest import Send
from wa_support.simulator import server
from wa_support.simulator.server import RunningSimulator

_STATIC = Path(server.__file__).parent / "static"


def test_the_page_and_every_file_it_names_are_served_under_a_strict_policy(
    simulator: RunningSimulator,
) -> None:
    page = requests.get(f"{simulator.url}/phone?customer=mina&lang=ko", timeout=5)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors http://127.0.0.1:* http://localhost:*" in policy
    names = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(names) >= 2
    for name in names:
        assert requests.get(simulator.url + name, timeout=5).status_code == 200


def test_nothing_that_customers_or_businesses_write_can_become_markup() -> None:
    for script in _STATIC.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
    page = (_STATIC / "phone.html").read_text(encoding="utf-8")
    assert not re.search(r"<script>|\sstyle=|\son\w+=", page)


def test_the_chat_gives_only_what_changed_since_a_revision(
    simulator: RunningSimulator, send: Send
) -> None:
    simulator.say("mina", "hi")
    assert simulator.settled()
    before = _chat(simulator, after=0)
    buttons = [{"type": "reply", "reply": {"id": "a", "title": "주문·배송"}}]
    interactive = {
        "type": "button",
        "body": {"text": "*무엇을* 도와드릴까요?"},
        "action": {"buttons": buttons},
    }
    send(type="interactive", text=None, interactive=interactive)
    (bubble,) = _chat(simulator, after=before["revision"])["messages"]
    assert bubble["side"] == "business"
    assert bubble["buttons"] == [{"id": "a", "title": "주문·배송"}]


def test_somebody_new_can_join(simulator: RunningSimulator) -> None:
    wish = {"name": "지훈", "username": "jihoon"}
    joined = requests.post(f"{simulator.url}/sim/customers", json=wish, timeout=5)
    assert (joined.status_code, joined.json()["phone"]) == (201, None)
    listed = requests.get(f"{simulator.url}/sim/customers", timeout=5).json()["customers"]
    assert [customer["name"] for customer in listed][-1] == "지훈"
    assert len(listed) == 5


def test_a_photo_can_be_seen_on_the_phone(simulator: RunningSimulator) -> None:
    simulator.say("mina", image=True)
    media_id = simulator.chat("mina")[0]["media_id"]
    answer = requests.get(f"{simulator.url}/sim/media/{media_id}", timeout=5)
    assert answer.headers["Content-Type"] == "image/jpeg"


def _chat(simulator: RunningSimulator, *, after: int) -> dict[str, Any]:
    query = {"customer": "mina", "after": str(after)}
    found: dict[str, Any] = requests.get(
        f"{simulator.url}/sim/chat", params=query, timeout=5
    ).json()
    return found
