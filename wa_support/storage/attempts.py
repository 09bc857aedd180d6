"""Attempts: one row for each call to the Cloud API, and what became of it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, further
from wa_support.domain.events import StatusChange
from wa_support.domain.sends import Attempt
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import attempts, sends, status_orphans, workers
from wa_support.storage.sealed_columns import open_maybe, seal_maybe

_row = attempts.c
_THIS: Final = _row.id == bindparam("this")
# Literal, as in the partial index: SQLite uses that index for nothing else.
IS_OPEN: Final = text("attempts.outcome IN ('attempting', 'unknown')")
IS_ATTEMPTING: Final = text("attempts.outcome = 'attempting'")

_BEGIN: Final = insert(attempts).values(
    conversation_id=select(sends.c.conversation_id)
    .where(sends.c.id == bindparam("send"))
    .scalar_subquery()
)
_COUNT_TRY: Final = update(sends).where(sends.c.id == bindparam("send"))
_CHANGE: Final = update(attempts).where(_THIS)
_END: Final = _CHANGE.where(IS_ATTEMPTING).returning(_row.delivery, _row.delivery_at)
_RESOLVE: Final = _CHANGE.where(_row.outcome == AttemptOutcome.UNKNOWN)
_BY_ID: Final = select(attempts).where(_THIS)
_BY_WAMID: Final = select(attempts).where(_row.wamid_hash == bindparam("hash"))
_OF_SEND: Final = select(attempts).where(_row.send_id == bindparam("send")).order_by(_row.n)
_REACHED: Final = select(_row.delivery, _row.outcome).where(_THIS).with_for_update()
_IN_FLIGHT: Final = (
    select(func.count())
    .select_from(attempts)
    .join(sends, sends.c.id == _row.send_id)
    .where(
        _row.conversation_id == bindparam("conversation_id"),
        IS_OPEN,
        IS_ATTEMPTING,
        sends.c.author != Author.AGENT,
    )
)
_ABANDONED: Final = (
    select(attempts)
    .where(
        IS_OPEN,
        IS_ATTEMPTING,
        or_(
            _row.started_at < bindparam("before"),
            _row.holder.not_in(select(workers.c.holder)),
        ),
    )
    .order_by(_row.started_at, _row.id)
)
_KEEP_ORPHAN: Final = insert(status_orphans)
_TAKE_ORPHANS: Final = (
    delete(status_orphans)
    .where(status_orphans.c.wamid_hash == bindparam("hash"))
    .returning(status_orphans.c.seq, status_orphans.c.change, status_orphans.c.at)
)


class SqlAttempts:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def begin(self, attempt: Attempt) -> None:
        row = {
            "id": attempt.id,
            "send_id": attempt.send_id,
            "send": attempt.send_id,
            "n": attempt.n,
            "started_at": attempt.started_at,
            "holder": attempt.holder,
            "outcome": attempt.outcome,
        }
        self._connection.execute(_BEGIN, row)
        self._connection.execute(_COUNT_TRY, {"send": attempt.send_id, "tries": attempt.n})

    def end(self, attempt: Attempt) -> Attempt | None:
        row = {
            "this": attempt.id,
            "outcome": attempt.outcome,
            "http_status": attempt.http_status,
            "code": attempt.code,
            "details": seal_maybe(self._cipher, attempt.details),
            "ended_at": attempt.ended_at,
            **self._named(attempt.wamid),
        }
        told = self._connection.execute(_END, row).first()
        return None if told is None else replace(attempt, **_delivery(told))

    def attempt(self, *, id: str | None = None, wamid: str | None = None) -> Attempt | None:
        """By whichever is given; the id wins."""
        found = self._connection.execute(_BY_ID, {"this": id}).first() if id else None
        if found is None and wamid:
            found = self._connection.execute(_BY_WAMID, {"hash": self._hash(wamid)}).first()
        return None if found is None else attempt_of(found, self._cipher)

    def attempts_of(self, send_id: str) -> list[Attempt]:
        rows = self._connection.execute(_OF_SEND, {"send": send_id})
        return [attempt_of(row, self._cipher) for row in rows]

    def deliver(self, attempt_id: str, status: DeliveryStatus, at: int) -> AttemptOutcome | None:
        row = self._connection.execute(_REACHED, {"this": attempt_id}).first()
        if row is None:
            return None
        known = DeliveryStatus(row.delivery) if row.delivery else None
        reached = further(known, status)
        if reached is not known:
            news = {"this": attempt_id, "delivery": reached, "delivery_at": at}
            self._connection.execute(_CHANGE, news)
        return AttemptOutcome(row.outcome)

    def resolve(self, attempt_id: str, outcome: AttemptOutcome, *, wamid: str | None) -> None:
        """Changes nothing unless the attempt's outcome is unknown."""
        row = {"this": attempt_id, "outcome": outcome}
        if wamid is not None:
            row |= self._named(wamid)
        self._connection.execute(_RESOLVE, row)

    def keep_orphan(self, wamid: str, change: StatusChange, at: int) -> None:
        sealed = self._cipher.seal_json(asdict(change))
        row = {"wamid_hash": self._hash(wamid), "change": sealed, "at": at}
        self._connection.execute(_KEEP_ORPHAN, row)

    def take_orphans(self, wamid: str) -> Sequence[tuple[StatusChange, int]]:
        """In the order they came; they are gone afterwards."""
        rows = self._connection.execute(_TAKE_ORPHANS, {"hash": self._hash(wamid)}).all()
        return [(self._change(row.change), row.at) for row in sorted(rows, key=lambda row: row.seq)]

    def in_flight(self, conversation_id: str) -> int:
        return self._connection.execute(
            _IN_FLIGHT, {"conversation_id": conversation_id}
        ).scalar_one()

    def abandoned(self, before: int) -> Sequence[Attempt]:
        rows = self._connection.execute(_ABANDONED, {"before": before})
        return [attempt_of(row, self._cipher) for row in rows]

    def _named(self, wamid: str | None) -> dict[str, Any]:
        return {
            "wamid": seal_maybe(self._cipher, wamid),
            "wamid_hash": None if wamid is None else self._hash(wamid),
        }

    def _hash(self, wamid: str) -> bytes:
        return self._cipher.keyed_hash(f"wamid:{wamid}")

    def _change(self, sealed: bytes) -> StatusChange:
        value: dict[str, Any] = self._cipher.open_json(sealed)
        return StatusChange(**{**value, "status": DeliveryStatus(value["status"])})


def attempt_of(row: Row[Any], cipher: Cipher) -> Attempt:
    """From a row that has the columns of `attempts`."""
    return Attempt(
        id=row.id,
        send_id=row.send_id,
        n=row.n,
        started_at=row.started_at,
        holder=row.holder,
        outcome=AttemptOutcome(row.outcome),
        wamid=open_maybe(cipher, row.wamid),
        http_status=row.http_status,
        code=row.code,
        details=open_maybe(cipher, row.details),
        ended_at=row.ended_at,
        **_delivery(row),
    )


def _delivery(row: Row[Any]) -> dict[str, Any]:
    told = DeliveryStatus(row.delivery) if row.delivery else None
    return {"delivery": told, "delivery_at": row.delivery_at}
