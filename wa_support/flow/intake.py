"""Raw webhooks become rows, once each, masked before anything is stored in clear."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wa_support.domain.failpoints import failpoint
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.taking_in import TakingIn
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import (
    Clock,
    Ids,
    InboxBatch,
    InboxReader,
    Masker,
    WebhookReader,
)

BATCH: Final = 40
_ENOUGH_S: Final = 0.02
"""Webhooks a transaction at most, and after how long it takes no other one: turns and sends wait
for the write lock meanwhile, several times each. Where web processes take all the processor there
is, forty webhooks lasted 300 ms, and one turn came to its end a second."""


@dataclass(slots=True, kw_only=True)
class Intake:
    """The one intaker: a named lease keeps a second worker out. `account`: the WhatsApp Business
    Account whose templates are ours, None for whichever account's webhooks come."""

    database: Database
    inbox: InboxReader
    reader: WebhookReader
    mask: Callable[[str], Masker]
    book: PolicyBook
    clock: Clock
    ids: Ids
    numbers: frozenset[str]
    account: str | None
    lease: NamedLease

    def run_once(self) -> int:
        """How many webhooks were taken in."""
        if not self.lease.held():
            return 0
        batch = self.inbox.next_batch(BATCH)
        if batch is None or not batch.rows:
            return 0
        return self._take(batch)

    def _take(self, batch: InboxBatch) -> int:
        """What is left of the batch comes again with the next one."""
        now, taken = self.clock.now(), 0
        with self.database.write() as tx:
            taking, enough = self._taking(tx, now), self.clock.monotonic() + _ENOUGH_S
            for row in batch.rows:
                taking.row(row)
                taken += 1
                if self.clock.monotonic() > enough:
                    break
            taking.finish()
            tx.cursors.advance(batch.source, batch.rows[taken - 1].seq)
            failpoint("intake.writing")
        failpoint("intake.committed")
        return taken

    def _taking(self, tx: Tx, now: int) -> TakingIn:
        rulebook = self.book.current(tx)
        return TakingIn(
            tx=tx,
            ids=self.ids,
            reader=self.reader,
            mask=self.mask(rulebook.policy.order_id_pattern),
            rulebook=rulebook,
            numbers=self.numbers,
            account=self.account,
            now=now,
        )
