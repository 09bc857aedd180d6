"""The same service on PostgreSQL."""

import base64
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.processes.killing import LATE_STATUSES, Trial, answers, held_as_unknown, hesitate
from tests.processes.serving import Serving, serving, wait_for

pytestmark = pytest.mark.postgres
_DATABASE = "wa_processes"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Serving]:
    url = postgres.create_database(_DATABASE).replace("postgresql+psycopg://", "postgresql://", 1)
    key = base64.b64encode(os.urandom(32)).decode()
    try:
        with serving(tmp_path, delays=LATE_STATUSES, DATABASE_URL=url, WA_DATA_KEY=key) as started:
            yield started
    finally:
        postgres.drop_database(_DATABASE)


def test_questions_are_answered_once_though_every_part_is_killed(service: Serving) -> None:
    assert "배송 중" in service.answer_to("mina", "주문 1042 어디쯤이에요?")
    dice = random.Random(5)
    hesitate(service, dice)
    trial = Trial(serving=service, dice=dice, customers_a_kill=4)
    for number, victim in enumerate(["work", "web", "work", "supervisor", "work"]):
        trial.run(victim, number)
    assert service.phone.settled(60), "there are webhooks that were never acknowledged"

    def outcomes() -> Counter[str]:
        return answers(service) + held_as_unknown(service)

    wait_for(lambda: set(trial.asked) <= set(outcomes()), f"answers to {trial.asked}", 60)
    assert service.phone.settled(30), "statuses were not acknowledged"
    wait_for(lambda: max(outcomes().values()) == 1, f"one outcome each: {outcomes()}", 15)
    service.answer_to("mina", "배송 시작했나요?")
