"""Chains the audit behind the transactions that write it: a chain inside them would make every
worker wait for every other."""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.audit_chain import sealed
from wa_support.flow.named_lease import NamedLease
from wa_support.ports.database import Database

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """Rows are taken by their numbers, as far as they can be seen. On PostgreSQL a lower number
    may become visible later; it is then sealed later, at a higher position: the chain has an order
    of its own, and no row is ever passed by."""

    database: Database
    lease: NamedLease

    def run_once(self) -> int:
        """How many were sealed."""
        if not self.lease.held():
            return 0
        with self.database.read() as tx:
            if not tx.audit.unsealed(1):
                return 0
        with self.database.write() as tx:
            head = tx.audit.head()
            rows = sealed(head, tx.audit.unsealed(_BATCH))
            if rows:
                tx.audit.seal(rows)
        return len(rows)
