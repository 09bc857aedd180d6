"""A new template from its file to a customer who reads it, with every part a process of its own."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from tests.processes.serving import Serving, now_ms, serving, wait_for
from wa_support.bootstrap.templates import figures
from wa_support.simulator.configuration import Delays

_NAME: Final = "pickup_ready"
_CUSTOMER: Final = "821055501042"
_SECRET: Final = "a-notify-secret-of-the-tests-000000"
_SOURCE: Final = """\
category: utility
what_for: 매장에서 찾아가실 상품이 준비되면 알립니다
fired_by: [notify]
header: {text: 상품 준비 안내}
body: |
  주문하신 {{item}} 상품을 {{place}}에서 찾아가실 수 있습니다.
footer: 모먼트리빙
buttons:
  - {reply: 상담 요청, does: person}
variables:
  item: {example: 오크 원목 책장, means: 상품}
  place: {example: 성수 쇼룸, means: 찾아가실 곳}
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Serving]:
    (tmp_path / "templates").mkdir()
    with serving(
        tmp_path,
        delays=Delays(sent=5, delivered=15, read=300),
        WHATSAPP_BUSINESS_ACCOUNT_ID="100000000000001",
        TEMPLATES_DIR=str(tmp_path / "templates"),
        WA_NOTIFY_SECRET=_SECRET,
    ) as started:
        started.phone.rule(approve_after_ms=None)
        yield started


def run(service: Serving, *words: str) -> str:
    ran = service.cli("templates", *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def standing(service: Serving) -> dict[str, Any]:
    (row,) = service.rows("templates", "list")
    return row


def until(service: Serving, **wanted: object) -> dict[str, Any]:
    """How it stands once it is as wanted."""
    deadline = time.monotonic() + 20
    while not wanted.items() <= (now := standing(service)).items():
        assert time.monotonic() < deadline, f"{now}, not {wanted}\n{service.log}"
    return now


def notify(service: Serving, key: str, **parameters: str) -> dict[str, Any]:
    asked = {
        "customer": {"phone": f"+{_CUSTOMER}"},
        "template": _NAME,
        "parameters": parameters,
        "idempotency_key": key,
    }
    body = json.dumps(asked).encode()
    return _said(requests.post(_port(service), data=body, headers=_signed(body), timeout=10))


def outcome(service: Serving, key: str) -> dict[str, Any]:
    query = f"key={key}"
    headers = _signed(query.encode())
    return _said(requests.get(f"{_port(service)}?{query}", headers=headers, timeout=10))


def _port(service: Serving) -> str:
    return f"http://127.0.0.1:{service.port}/notify"


def _signed(content: bytes) -> dict[str, str]:
    stamp = str(now_ms() // 1000)
    whole = stamp.encode() + b"." + content
    signature = hmac.new(_SECRET.encode(), whole, hashlib.sha256).hexdigest()
    return {"X-WA-Timestamp": stamp, "X-WA-Signature": f"sha256={signature}"}


def _said(answer: requests.Response) -> dict[str, Any]:
    said: dict[str, Any] = answer.json()
    return said


def test_a_new_template_reaches_a_customer_after_two_people_and_one_rejection(
    service: Serving,
) -> None:
    file = service.folder / "templates" / f"{_NAME}.ko.yaml"
    file.write_text(_SOURCE.replace("utility", "secret"), "utf-8")
    faulty = service.cli("templates", "lint")
    assert (faulty.returncode, f"{_NAME}.ko.yaml:1:11: " in faulty.stdout) == (1, True)
    file.write_text(_SOURCE, "utf-8")
    assert "1 file: no faults" in run(service, "lint")

    run(service, "submit", _NAME, "--by", "현우")
    own = service.cli("templates", "approve", _NAME, "--by", "현우")
    assert (own.returncode, "another person" in own.stderr) == (1, True)
    run(service, "approve", _NAME, "--by", "수진")
    assert notify(service, "early", item="책장", place="쇼룸")["error"] == "not_at_meta"
    assert "created; PENDING" in run(service, "submit", _NAME, "--by", "현우")

    service.phone.review(_NAME, "reject", reason="INVALID_FORMAT")
    told = until(service, meta="REJECTED", next="mend_rejected")
    assert "INVALID_FORMAT" in told["reason"]
    file.write_text(_SOURCE.replace("footer: ", "footer: 성수 "), "utf-8")
    run(service, "submit", _NAME, "--by", "현우")
    run(service, "approve", _NAME, "--by", "수진")
    assert "edited; PENDING" in run(service, "submit", _NAME, "--by", "현우")
    service.phone.review(_NAME, "approve")
    until(service, meta="APPROVED", version=2, goes_out=True)

    taken = notify(service, "ord-1042", item="오크 원목 책장", place="성수 쇼룸")
    assert taken["state"] == "ready", taken
    assert taken == notify(service, "ord-1042", item="오크 원목 책장", place="성수 쇼룸")
    wait_for(
        lambda: outcome(service, "ord-1042")["delivery"] == "read",
        f"{outcome(service, 'ord-1042')}\n{service.log}",
    )
    (heard,) = service.heard(_CUSTOMER)
    assert "오크 원목 책장 상품을 성수 쇼룸에서" in heard["text"]
    with service.house() as house:
        (volume,) = figures(house).templates()
    assert (volume.key.name, volume.planned, volume.read) == (_NAME, 1, 1)
