"""The history of what customers agreed to and took back."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from wa_support.domain.consents import ConsentCategory, ConsentRecord, ConsentSource
from wa_support.domain.errors import WaSupportError
from wa_support.storage.merges import survivor_of
from wa_support.storage.schema import customers
from wa_support.storage.schema_templates import consents

_row = consents.c
_ADD: Final = insert(consents)
_OF: Final = select(consents).where(_row.customer_id == bindparam("customer")).order_by(_row.seq)
# PostgreSQL. An attempt skips a row that is being changed instead of waiting for it, so that two
# can never wait for each other.
_customer = select(customers.c.id).where(customers.c.id == bindparam("customer"))
_HOLD: Final = _customer.with_for_update(read=True, skip_locked=True)
_LOCK: Final = _customer.with_for_update()


class SqlConsents:
    """Implements `ports.templates.ConsentHistory`."""

    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._locks = locks

    def lock(self, customer_id: str) -> str:
        while self._connection.execute(_LOCK, {"customer": customer_id}).first() is None:
            into = survivor_of(self._connection, customer_id)
            if into is None:
                raise WaSupportError(f"no customer {customer_id}")
            customer_id = into
        return customer_id

    def add(self, record: ConsentRecord) -> None:
        row = {
            "customer_id": record.customer_id,
            "category": record.category,
            "given": record.given,
            "source": record.source,
            "at": record.at,
            "by": record.by,
        }
        self._connection.execute(_ADD, row)

    def of(self, customer_id: str) -> Sequence[ConsentRecord]:
        return [
            ConsentRecord(
                customer_id=row.customer_id,
                category=ConsentCategory(row.category),
                given=row.given,
                source=ConsentSource(row.source),
                at=row.at,
                by=row.by,
            )
            for row in self._connection.execute(_OF, {"customer": customer_id})
        ]

    def held_still(self, customer_id: str) -> bool:
        if not self._locks:
            return True
        return self._connection.execute(_HOLD, {"customer": customer_id}).first() is not None
