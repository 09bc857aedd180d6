"""Raw webhooks become rows, once each, masked before anything is stored in clear."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.domain.customers import Consent
from wa_support.domain.errors import Unreadable
from wa_support.domain.events import Event, EventKind
from wa_support.flow.consent import stop
from wa_support.flow.identity import change_identity, recognise
from wa_support.flow.inbound import Inbound
from wa_support.flow.masking_tree import mask_tree
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.statuses import apply_status
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import (
    Clock,
    Ids,
    InboxBatch,
    InboxReader,
    InboxRow,
    Masker,
    WebhookReader,
)

BATCH: Final = 500
HORIZON_MS: Final = 35 * 24 * 3600 * 1000
"""Meta signs no time and retries for 7 days: what is older than our memory is not acted on."""
_LEASE_MS: Final = 45_000
_RENEW_MS: Final = 30_000

_KINDS = ("resident_number", "foreigner_number", "card")


@dataclass(slots=True, kw_only=True)
class Intake:
    """The one intaker: a named lease keeps a second worker out."""

    database: Database
    inbox: InboxReader
    reader: WebhookReader
    mask: Callable[[str], Masker]
    book: PolicyBook
    clock: Clock
    ids: Ids
    numbers: frozenset[str]
    holder: str
    _leased_until: int = field(default=0)

    def run_once(self) -> int:
        """How many webhooks were taken in."""
        if not self._leased():
            return 0
        batch = self.inbox.next_batch(BATCH)
        if batch is None or not batch.rows:
            return 0
        self._take(batch)
        return len(batch.rows)

    def take_bodies(self, bodies: Sequence[bytes]) -> None:
        """Dead letters redriven by hand come this way."""
        now = self.clock.now()
        with self.database.write() as tx:
            for body in bodies:
                self._row(tx, InboxRow(seq=0, received_at=now, body=body), now)

    def _leased(self) -> bool:
        now = self.clock.now()
        if now < self._leased_until - _RENEW_MS:
            return True
        until = now + _LEASE_MS
        mine = self.database.lease_named("intake", holder=self.holder, now=now, until=until)
        self._leased_until = until if mine else 0
        return mine

    def _take(self, batch: InboxBatch) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            for row in batch.rows:
                self._row(tx, row, now)
            tx.cursors.advance(batch.source, batch.rows[-1].seq)

    def _row(self, tx: Tx, row: InboxRow, now: int) -> None:
        rulebook = self.book.current(tx)
        try:
            tree = self.reader.decode(row.body)
            events = self.reader.parse_tree(tree)
        except Unreadable as why:
            tx.events.dead_letter(row.body, reason=str(why), now=now)
            return
        masked, kinds = mask_tree(tree, self.mask(rulebook.policy.order_id_pattern))
        tx.events.keep_body(_as_bytes(masked), row.received_at)
        keys = [self.reader.dedup_key(event) for event in events]
        found: list[tuple[str, ...]] = [()] * len(events)
        if kinds:
            clear, events = events, self.reader.parse_tree(masked)
            found = [_found(one.raw, other.raw) for one, other in zip(clear, events, strict=True)]
        for event, key, these in zip(events, keys, found, strict=True):
            self._guarded(tx, event, key, these, row, now)

    def _guarded(
        self, tx: Tx, event: Event, key: str, found: tuple[str, ...], row: InboxRow, now: int
    ) -> None:
        """One event that fails must not take its batch along; it is kept whole as a dead letter."""
        try:
            with tx.savepoint():
                self._event(tx, event, key, found, now)
        except (ValueError, TypeError, KeyError, LookupError, AssertionError) as why:
            reason = f"{event.kind} {event.type or ''}: {type(why).__name__}"
            tx.events.dead_letter(row.body, reason=reason, now=now)

    def _event(self, tx: Tx, event: Event, key: str, found: tuple[str, ...], now: int) -> None:
        if not tx.events.first_time(key, now):
            return
        if (event.phone_number_id is not None and event.phone_number_id not in self.numbers) or (
            event.at is not None and now - event.at > HORIZON_MS and _acts(event)
        ):
            tx.events.keep(event, event.raw, state="quarantined", now=now)
        else:
            self._known(tx, event, found, now)

    def _known(self, tx: Tx, event: Event, found: tuple[str, ...], now: int) -> None:
        inbound = Inbound(tx=tx, ids=self.ids, rulebook=self.book.current(tx), now=now)
        match event.kind:
            case EventKind.STATUS:
                apply_status(tx, event, now=now)
            case EventKind.MESSAGE if event.group_id is None and event.content is not None:
                inbound.message(event, found=found)
            case EventKind.ECHO:
                inbound.echo(event)
            case EventKind.STANDBY | EventKind.HANDOVER:
                tx.events.keep(event, event.raw, state="kept", now=now)
                inbound.routed(event)
            case EventKind.SYSTEM:
                self._system(tx, event, now)
            case EventKind.UNKNOWN:
                tx.events.keep(event, event.raw, state="unknown", now=now)
                if event.content is not None and event.group_id is None:
                    inbound.message(event, found=found)  # unreadable is not unanswered
            case _:
                tx.events.keep(event, event.raw, state="kept", now=now)
                _preference(tx, event, ids=self.ids, now=now)

    def _system(self, tx: Tx, event: Event, now: int) -> None:
        tx.events.keep(event, event.raw, state="kept", now=now)
        changed = change_identity(tx, event.identity_change) if event.identity_change else None
        if changed is not None and changed.clash is not None:
            both: Mapping[str, Any] = {"customers": [changed.customer.id, changed.clash.id]}
            tx.events.keep(event, both, state="clash", now=now)


def _acts(event: Event) -> bool:
    return event.kind in {EventKind.MESSAGE, EventKind.ECHO, EventKind.SYSTEM, EventKind.STATUS}


def _preference(tx: Tx, event: Event, *, ids: Ids, now: int) -> None:
    """`user_preferences`: the customer stopped promotions inside WhatsApp."""
    stopped = event.field_name == "user_preferences" and event.raw.get("value") == "stop"
    if stopped and event.customer is not None and event.customer.known:
        customer = recognise(tx, event.customer, ids=ids, now=now).customer
        stop(tx, customer.id, Consent.PROMOTIONS_STOPPED, now=now)


def _found(clear: Mapping[str, Any], masked: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds whose mark appears oftener than the customer typed it."""
    before, after = _as_bytes(clear), _as_bytes(masked)
    marks = {kind: f"[{kind}]".encode() for kind in _KINDS}
    return tuple(kind for kind, mark in marks.items() if after.count(mark) > before.count(mark))


def _as_bytes(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
