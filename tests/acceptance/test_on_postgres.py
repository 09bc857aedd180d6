"""The same conversation with PostgreSQL behind it."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.service import Service, running
from tests.postgres import create_database, drop_database

pytestmark = pytest.mark.postgres
_DATABASE = "wa_acceptance"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    url = create_database(_DATABASE).replace("postgresql+psycopg://", "postgresql://", 1)
    key = base64.b64encode(b"k" * 32).decode()
    with running(tmp_path / "data", DATABASE_URL=url, WA_DATA_KEY=key) as service:
        yield service
    drop_database(_DATABASE)


def test_an_order_is_told_and_a_person_is_reached(service: Service) -> None:
    assert "주문 1042" in service.answer_to("mina", "주문 1042 어디쯤이에요?")["text"]
    service.answer_to("mina", "상담원")
    [queued] = service.house.queries.conversations(owner="queued")
    assert queued.customer.phone == "821055501042"


def test_twelve_customers_at_once_get_twelve_answers(service: Service) -> None:
    phones = [f"8210557{number:05d}" for number in range(12)]
    for phone in phones:
        service.phone.say(phone, "where is order 1042?")
    service.wait_for(lambda: all(len(service.replies(phone)) == 1 for phone in phones), 30)


def test_no_webhook_stays_in_the_inbox(service: Service) -> None:
    service.answer_to("mina", "1042")
    service.phone.settled()
    reader = service.house.inbox_reader()
    service.wait_for(lambda: reader.next_batch(1) is None)
