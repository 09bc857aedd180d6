"""Sends what is owed: fences in the attempt's transaction, then the call, then what came of it.

Who has written a message begins its attempt in the same transaction and makes the call as well,
unless too many are calling already; the senders take what is left.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import (
    NextStep,
    NotStarted,
    SendResult,
    SendState,
    Unknown,
)
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.failpoints import failpoint
from wa_support.domain.sends import Attempt, Send
from wa_support.flow.closing import Closing
from wa_support.flow.fences import stands_before
from wa_support.flow.header_files import with_header
from wa_support.flow.lost_words import LostWords
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, CloudApi, Ids

_log = logging.getLogger("wa_support.outbox")

_STALLED_S: Final = 1.0
"""A sender that was frozen this long after its attempt's commit must not call any more: somebody
may have taken the conversation over meanwhile."""
_ABANDONED_MS: Final = 45_000
_KEEP_OUTCOME_S: Final = 40.0
_PER_SECOND: Final = 80
"""Messages per second and number (Meta, "throughput"); drawn in grants of `_GRANT`."""
_GRANT: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An attempt that is committed: nothing stands between it and the call."""

    send: Send
    attempt: Attempt
    conversation: Conversation
    customer: Customer
    committed: float


@dataclass(slots=True, kw_only=True)
class Outbox:
    """`own_calls` is how many of those who write messages may be calling at a time, about: who is
    calling writes nothing meanwhile."""

    database: Database
    clock: Clock
    ids: Ids
    cloud: CloudApi
    book: PolicyBook
    holder: str
    own_calls: int = 4
    _granted: dict[str, tuple[int, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _calling: int = 0

    def claim(self) -> Callable[[], None] | None:
        """Commits an attempt at the next due message; what it returns makes the call. None: nothing
        is due."""
        with self.drawing(), self.database.write() as tx:
            send = tx.sends.claim_due(self.clock.now())
            begun = self._begun(tx, send) if send is not None else None
        if send is None:
            return None
        if begun is None:
            return _nothing
        return partial(self._perform, self.committed(begun))

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Around a transaction that may begin an attempt: when it fails, so have its grants."""
        try:
            yield
        except BaseException:
            with self._lock:
                self._granted.clear()
            raise

    def begin(self, tx: Tx, conversation_id: str) -> Begun | None:
        """In the transaction that has written the message, which is `drawing`, with the
        conversation locked; it is `called` once that is `committed`. None: the senders see to it.
        """
        if self._calling >= self.own_calls:
            return None
        send = tx.sends.claim_due_of(conversation_id, self.clock.now())
        return self._begun(tx, send) if send is not None else None

    def committed(self, begun: Begun) -> Begun:
        return replace(begun, committed=self.clock.monotonic())

    def call(self, begun: Begun) -> None:
        self._count(1)
        try:
            self._perform(begun)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._lock:
            self._calling += more

    def _perform(self, begun: Begun) -> None:
        """The outcome is known then, and is written down as soon as that can be done."""
        failpoint("attempt.committed")
        result = self._call(begun)
        failpoint("call.ended")
        deadline = self.clock.monotonic() + _KEEP_OUTCOME_S
        while True:
            try:
                with self.database.write() as tx:
                    self._closing(tx).close(begun.attempt, result, outbound=begun.send.outbound)
                    failpoint("result.writing")
            except DatabaseUnavailable:
                if self.clock.monotonic() > deadline:
                    raise
            else:
                return failpoint("result.committed")

    def settle_abandoned(self) -> int:
        """Attempts whose sender died: a status may have told, else the outcome is unknown."""
        now = self.clock.now()
        with self.database.read() as tx:
            if not tx.sends.abandoned(now - _ABANDONED_MS):
                return 0
        with self.database.write() as tx:
            lost = tx.sends.abandoned(now - _ABANDONED_MS)
            closing = self._closing(tx)
            for attempt in lost:
                closing.close(attempt, Unknown(details="the sender died during the call"))
            failpoint("abandoned.writing")
        return len(lost)

    def _begun(self, tx: Tx, send: Send) -> Begun | None:
        """A send that cannot even be begun is held, and a person has its conversation; it must not
        stop everybody else's."""
        try:
            with self.drawing(), tx.savepoint():
                return self._begin(tx, send)
        except DatabaseUnavailable:
            raise
        except Exception as why:  # noqa: BLE001 - whatever it was, the next one may be fine
            self._hold(tx, send, NextStep(state=SendState.HELD, reason=type(why).__name__))
            return None

    def _hold(self, tx: Tx, send: Send, step: NextStep) -> None:
        """What stops the attempt may stop the handing over, too: the hold stays in any case."""
        tx.sends.move(send.id, step.state, reason=step.reason)
        try:
            with tx.savepoint():
                self._closing(tx).refuse(send, step)
        except DatabaseUnavailable:
            raise
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the conversation of %s, which is held, has gone to nobody", send.id)

    def _begin(self, tx: Tx, send: Send) -> Begun | None:
        now = self.clock.now()
        conversation = tx.conversations.get(send.conversation_id)
        customer = tx.customers.get(conversation.customer_id)
        refusal = stands_before(tx, send, conversation, customer, now)
        if refusal is None:
            send, refusal = with_header(tx, send, conversation.phone_number_id, now)
        refusal = refusal or self._limit(tx, conversation, now)
        if refusal is not None:
            self._closing(tx).refuse(send, refusal)
            return None
        attempt = Attempt(
            id=self.ids.new("att"),
            send_id=send.id,
            n=send.tries + 1,
            started_at=now,
            holder=self.holder,
        )
        tx.sends.begin(attempt)
        failpoint("attempt.writing")
        return Begun(
            send=send, attempt=attempt, conversation=conversation, customer=customer, committed=0.0
        )

    def _limit(self, tx: Tx, conversation: Conversation, now: int) -> NextStep | None:
        if not self._take_token(tx, conversation.phone_number_id, now):
            return NextStep(state=SendState.WAITING, wait_ms=1000 - now % 1000, reason="throughput")
        wait = tx.conversations.take_pair_token(conversation.id, now)
        if wait:
            return NextStep(state=SendState.WAITING, wait_ms=wait, reason="pair rate")
        return None

    def _take_token(self, tx: Tx, phone_number_id: str, now: int) -> bool:
        with self._lock:
            second, left = self._granted.get(phone_number_id, (0, 0))
            if second != now // 1000 or left == 0:
                left = tx.sends.grant(phone_number_id, now // 1000, _GRANT, _PER_SECOND)
            self._granted[phone_number_id] = (now // 1000, max(left - 1, 0))
        return left > 0

    def _closing(self, tx: Tx) -> Closing:
        rulebook, now = self.book.current(tx), self.clock.now()
        lost = LostWords(tx=tx, ids=self.ids, rulebook=rulebook, now=now)
        return Closing(tx=tx, lost=lost, now=now)

    def _call(self, begun: Begun) -> SendResult:
        if self.clock.monotonic() - begun.committed > _STALLED_S:
            return NotStarted(details="the sender stalled before the call")
        return self.cloud.send(
            begun.conversation.phone_number_id,
            phone=begun.customer.phone,
            bsuid=begun.customer.bsuid,
            message=begun.send.outbound,
            attempt_id=begun.attempt.id,
        )


def _nothing() -> None:
    """The fences have decided; there is no call to make."""
