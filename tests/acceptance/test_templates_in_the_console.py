"""A template from file to Meta's approval by two people at the console, and once more after Meta
has rejected it: real pages, real HTTP, real webhooks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.acceptance.service import NUMBER, ROOT, Service, running
from wa_support.bootstrap.console import console_app_of
from wa_support.bootstrap.house import House
from wa_support.domain.accounts import Role
from wa_support.flow.notify import Notification, Taken

PAGE = "/templates/order_shipped"
VALUES = {
    "order_id": "1042",
    "item": "오크 원목 책장",
    "courier": "한빛택배",
    "date": "12월 3일",
    "tracking": "640123456789",
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    folder = tmp_path / "templates"
    folder.mkdir()
    for code in ("ko", "en"):
        file = f"order_shipped.{code}.yaml"
        (folder / file).write_bytes((ROOT / "templates" / file).read_bytes())
    with running(
        tmp_path / "data",
        WHATSAPP_BUSINESS_ACCOUNT_ID="100000000000001",
        TEMPLATES_DIR=str(folder),
    ) as service:
        service.phone.rule(approve_after_ms=None)
        yield service


def let_in(house: House, name: str, role: Role) -> FlaskClient:
    login = f"{role}@shop.example"
    _, link = house.people().add(name=name, login=login, role=role, by="test")
    client = console_app_of(house).test_client()
    with client.session_transaction() as session:
        session["token"] = house.sign_in().set_password(
            link=link, password="open sesame 42", address="127.0.0.1"
        )
        session["lang"] = "en"
    return client


def press(client: FlaskClient, act: str, **more: str) -> TestResponse:
    """Presses a button of the page as it stands, with all that its form holds."""
    page = client.get(PAGE).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    seen = re.findall(r'type="checkbox" name="seen" value="([^"]+)"', page)
    return client.post(f"{PAGE}/{act}", data={"csrf_token": token, "seen": seen, **more})


def words(page: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def says(service: Service, client: FlaskClient, words: str) -> None:
    service.wait_for(lambda: words in client.get(f"{PAGE}/state").text, 20)


def test_two_people_bring_it_to_meta_and_after_a_rejection_to_a_customer_who_reads_it(
    service: Service, tmp_path: Path
) -> None:
    ops = let_in(service.house, "현우", Role.OPS)
    approver = let_in(service.house, "수진", Role.APPROVER)
    assert press(ops, "put-up").location == f"{PAGE}?done=put_up"
    says(service, approver, "It waits for a review.")
    assert press(approver, "approve").location == f"{PAGE}?done=approved"
    assert press(ops, "submit").location == f"{PAGE}?done=submitted"
    says(service, ops, "in review at Meta")

    service.phone.review("order_shipped", "reject", reason="INCORRECT_CATEGORY")
    service.phone.review("order_shipped", "approve", language="en")
    says(service, ops, "rejected by Meta")
    says(service, ops, "can be sent")
    assert "make it marketing" in ops.get(PAGE).text

    file = tmp_path / "templates" / "order_shipped.ko.yaml"
    file.write_text(file.read_text("utf-8").replace("footer: ", "footer: 새 "), "utf-8")
    press(ops, "put-up")
    assert press(approver, "approve").status_code == 302
    assert press(ops, "submit").location == f"{PAGE}?done=submitted"
    service.phone.review("order_shipped", "approve")
    service.wait_for(lambda: ops.get(f"{PAGE}/state").text.count("can be sent") == 2, 20)
    assert "version 2" in ops.get(PAGE).text.lower()

    taken = service.house.notify().take(
        Notification(
            key="order-1042", template="order_shipped", phone="821055501042", values=VALUES,
            phone_number_id=NUMBER,
        )
    )  # fmt: skip
    assert isinstance(taken, Taken), taken
    service.wait_for(lambda: "read 1 " in words(ops.get(PAGE)))
    assert "accepted 1 · delivered 1 · read 1 · failed 0" in words(ops.get(PAGE))
    (heard,) = service.replies("mina")
    assert (heard["type"], heard["tick"]) == ("template", "read")
    assert ("상품: 오크 원목 책장" in heard["text"], "새 모먼트리빙" in str(heard)) == (True, True)
