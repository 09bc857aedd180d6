"""One call of a tool, inside its transaction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_

from wa_support.domain.dates import local_date
from wa_support.domain.policy import Policy
from wa_support.ports.tools import OnBehalf
from wa_support.storage.cipher import Cipher


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`number` is an effect's own; a read has none."""

    connection: Connection
    cipher: Cipher
    policy: Policy
    on_behalf: OnBehalf
    now: int
    number: int = 0

    @property
    def today(self) -> date:
        return local_date(self.now, self.policy.timezone)

    def phone_hash(self) -> bytes | None:
        phone = self.on_behalf.phone
        return self.cipher.keyed_hash(phone) if phone else None

    def is_theirs(self, table: Table) -> ColumnElement[Any]:
        """Rows of this customer, or of who wrote from the same phone."""
        own = table.c.customer == self.on_behalf.customer
        phone_hash = self.phone_hash()
        return own if phone_hash is None else or_(own, table.c.phone_hash == phone_hash)
