"""PostgreSQL is stopped under the running service, and comes back."""

import base64
import os
from pathlib import Path

import pytest

from tests import postgres
from tests.processes.serving import serving, wait_for

pytestmark = pytest.mark.postgres


def test_questions_asked_while_postgresql_is_away_are_answered_when_it_is_back(
    tmp_path: Path,
) -> None:
    with postgres.own_server() as server:
        url = server.url.replace("postgresql+psycopg://", "postgresql://", 1)
        key = base64.b64encode(os.urandom(32)).decode()
        with serving(tmp_path, DATABASE_URL=url, WA_DATA_KEY=key) as service:
            assert "배송 중" in service.answer_to("mina", "주문 1042 어디쯤이에요?")
            server.stop_at_once()
            customers = [f"82105550{number:04d}" for number in range(8)]
            for customer in customers:
                service.phone.say(customer, "쇼룸 어디에 있어요?")
            assert service.phone.settled(30), "webhooks were not acknowledged"
            ready = service.readiness()
            assert ready == {"inbox": "spool", "worker_beat_age_ms": None}
            assert list((tmp_path / "data").glob("inbox-*.db"))
            server.start()
            wait_for(lambda: all(service.heard(one) for one in customers), service.log, 60)
            assert [len(service.heard(one)) for one in customers] == [1] * len(customers)
            wait_for(lambda: not list((tmp_path / "data").glob("inbox-*.db")), "an empty spool")
            assert (service.readiness() or {})["inbox"] == "ready"
