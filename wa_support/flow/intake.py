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
from wa_support.ports.templates import TemplateReader

BATCH: Final = 40
"""Webhooks a transaction: more would keep turns and sends waiting for the write lock."""


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
    read_template: TemplateReader
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
        self._take(batch)
        return len(batch.rows)

    def _take(self, batch: InboxBatch) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            taking = self._taking(tx, now)
            for row in batch.rows:
                taking.row(row)
            taking.finish()
            tx.cursors.advance(batch.source, batch.rows[-1].seq)
            failpoint("intake.writing")
        failpoint("intake.committed")

    def _taking(self, tx: Tx, now: int) -> TakingIn:
        rulebook = self.book.current(tx)
        return TakingIn(
            tx=tx,
            ids=self.ids,
            reader=self.reader,
            mask=self.mask(rulebook.policy.order_id_pattern),
            rulebook=rulebook,
            read_template=self.read_template,
            numbers=self.numbers,
            account=self.account,
            now=now,
        )
