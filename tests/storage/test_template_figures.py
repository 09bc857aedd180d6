"""A month of templates is counted by what became of each send, once, on both databases."""

from typing import Any

import pytest
from sqlalchemy import insert

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus
from wa_support.domain.templates.costs import Volume
from wa_support.domain.templates.template import TemplateKey
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema import attempts
from wa_support.storage.schema_templates import template_uses

ACCEPTED, REJECTED = AttemptOutcome.ACCEPTED, AttemptOutcome.REJECTED


@pytest.fixture
def database(engine: Engine, cipher: Cipher) -> SqlDatabase:
    return SqlDatabase(engine, cipher)


def used(engine: Engine, send: str, *tries: tuple[str, str | None], **more: Any) -> None:
    use = {
        "send_id": send, "name": "order_shipped", "language": "ko", "version_id": "tpv_1",
        "category": "utility", "trigger": "notify", "at": NOW, "country": "KR", **more,
    }  # fmt: skip
    with engine.write() as connection:
        connection.execute(insert(template_uses), use)
        for n, (outcome, delivery) in enumerate(tries, 1):
            row = {
                "id": given.fresh("a"), "send_id": send, "conversation_id": "c", "holder": "w",
                "outcome": outcome, "delivery": delivery, "n": n, "started_at": NOW,
            }  # fmt: skip
            connection.execute(insert(attempts), row)


def test_each_send_counts_once_for_what_became_of_it(engine: Engine, database: SqlDatabase) -> None:
    used(engine, "s1", (REJECTED, None), (ACCEPTED, DeliveryStatus.READ))
    used(engine, "s2", (ACCEPTED, DeliveryStatus.DELIVERED))
    used(engine, "s3", (ACCEPTED, DeliveryStatus.SENT))
    used(engine, "s4", (ACCEPTED, DeliveryStatus.FAILED))
    used(engine, "s5")
    used(engine, "s6", (ACCEPTED, DeliveryStatus.DELIVERED), (ACCEPTED, DeliveryStatus.DELIVERED))
    with database.read() as tx:
        assert tx.template_figures.since(NOW) == [
            Volume(
                key=TemplateKey(name="order_shipped", language="ko"), category="utility",
                country="KR", planned=6, accepted=5, delivered=3, read=1, failed=1,
            )
        ]  # fmt: skip


def test_countries_categories_and_languages_are_told_apart_and_what_is_old_is_not_counted(
    engine: Engine, database: SqlDatabase
) -> None:
    used(engine, "s1")
    used(engine, "s2", country=None)
    used(engine, "s3", category="marketing")
    used(engine, "s4", language="en")
    used(engine, "s5", at=NOW - 1)
    with database.read() as tx:
        found = tx.template_figures.since(NOW)
    assert {(one.key.language, one.country, one.category, one.planned) for one in found} == {
        ("ko", "KR", "utility", 1), ("ko", None, "utility", 1), ("ko", "KR", "marketing", 1),
        ("en", "KR", "utility", 1),
    }  # fmt: skip


def test_one_template_is_counted_alone(engine: Engine, database: SqlDatabase) -> None:
    used(engine, "s1")
    used(engine, "s2", name="other")
    with database.read() as tx:
        (found,) = tx.template_figures.since(NOW, name="other")
    assert (found.key.name, found.planned) == ("other", 1)
