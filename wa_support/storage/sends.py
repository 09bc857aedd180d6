"""The outbox: messages that we owe, each at most once for what caused it."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, delete, exists, func, literal, select, text, update

from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.domain.errors import WaSupportError
from wa_support.domain.outbound import Outbound, as_json, from_json
from wa_support.domain.sends import Send
from wa_support.domain.templates.samples import WantedHeader
from wa_support.storage.attempts import IS_ATTEMPTING, IS_OPEN, SqlAttempts
from wa_support.storage.cipher import CannotOpen, Cipher
from wa_support.storage.claims import DUE_OF, FIRST_DUE, STILL_FIRST
from wa_support.storage.schema import attempts, conversations, grants, sends
from wa_support.storage.schema_templates import template_uses
from wa_support.storage.sealed_columns import open_maybe, seal_maybe
from wa_support.storage.upsert import upsert

_GRANTS_KEPT_S: Final = 60

_row = sends.c
_ADD: Final = (
    upsert(sends).on_conflict_do_nothing(index_elements=["effect_key_hash"]).returning(_row.seq)
)
_GET: Final = select(sends).where(_row.id == bindparam("this"))
_OF_KEY: Final = select(sends).where(_row.effect_key_hash == bindparam("hash"))
_MOVE: Final = update(sends).where(_row.id == bindparam("this"))
_STILL: Final = _MOVE.where(_row.state == bindparam("still"))
_UPLOADED: Final = _MOVE.where(_row.state == SendState.PLANNED).values(state=SendState.READY)
_RELEASE_PLANNED: Final = update(sends).where(
    text("sends.state = 'planned'"),
    exists(
        select(literal(1)).where(
            template_uses.c.send_id == _row.id, template_uses.c.version_id == bindparam("version")
        )
    ).correlate(sends),
    exists(
        select(literal(1)).where(
            conversations.c.id == _row.conversation_id,
            conversations.c.phone_number_id == bindparam("number"),
        )
    ).correlate(sends),
)
_in_flight = exists(
    select(literal(1)).where(
        attempts.c.send_id == _row.id,
        attempts.c.conversation_id == _row.conversation_id,
        IS_OPEN,
        IS_ATTEMPTING,
    )
).correlate(sends)
_CANCEL: Final = update(sends).where(
    _row.conversation_id == bindparam("conversation"),
    _row.author == Author.BOT,
    _row.state.in_([literal("ready"), literal("waiting")]),
    ~_in_flight,
)
_BOT_SENDS: Final = (
    select(func.count())
    .select_from(sends)
    .where(
        _row.conversation_id == bindparam("conversation_id"),
        _row.author == Author.BOT,
        _row.created_at >= bindparam("since"),
        _row.state.not_in([literal("cancelled"), literal("expired")]),
    )
)
_newer = sends.alias("newer")
_UNANSWERED: Final = (
    select(sends)
    .join(attempts, and_(attempts.c.send_id == _row.id, attempts.c.n == _row.tries))
    .where(
        IS_OPEN,
        attempts.c.outcome == AttemptOutcome.UNKNOWN,
        attempts.c.ended_at > bindparam("since"),
        attempts.c.ended_at <= bindparam("before"),
        _row.state == SendState.HELD,
        _row.author != Author.AGENT,
        ~exists(
            select(literal(1)).where(
                _newer.c.conversation_id == _row.conversation_id,
                _newer.c.seq > _row.seq,
                _newer.c.tries > 0,
            )
        ).correlate(sends),
    )
    .order_by(_row.seq)
)
_second = (
    grants.c.phone_number_id == bindparam("number"),
    grants.c.second == bindparam("this_second"),
)
_OPEN_SECOND: Final = (
    upsert(grants)
    .on_conflict_do_nothing(index_elements=["phone_number_id", "second"])
    .returning(grants.c.second)
)
_USED: Final = select(grants.c.used).where(*_second).with_for_update()
_USE: Final = update(grants).where(*_second)
_FORGET_SECONDS: Final = delete(grants).where(
    grants.c.phone_number_id == bindparam("number"), grants.c.second < bindparam("before")
)


class SqlSends(SqlAttempts):
    """Lock the conversation first where a Tx touches both it and its sends."""

    def add(self, send: Send) -> bool:
        sealed = {"effect_key": send.effect_key, "outbound": as_json(send.outbound)}
        row = {
            "id": send.id,
            "effect_key_hash": self._hashed(send.effect_key),
            "conversation_id": send.conversation_id,
            "author": send.author,
            "state": send.state,
            "outbound": self._cipher.seal_json(sealed),
            "created_at": send.created_at,
            "due_at": send.due_at,
            "epoch": send.epoch,
            "tries": send.tries,
            "turn_id": send.turn_id,
            "agent": send.agent,
            "not_after": send.not_after,
            "reason": seal_maybe(self._cipher, send.reason),
        }
        return self._connection.execute(_ADD, row).first() is not None

    def claim_due(self, now: int) -> Send | None:
        """Belongs to the caller until the Tx ends: begin the attempt, or move the send, in it."""
        row = self._connection.execute(FIRST_DUE, {"now": now}).first()
        if row is None:
            return None
        row = self._connection.execute(STILL_FIRST, {"now": now, "this": row.id}).first()
        return None if row is None else self._readable(row)

    def claim_due_of(self, conversation_id: str, now: int) -> Send | None:
        row = self._connection.execute(DUE_OF, {"now": now, "conversation": conversation_id})
        return None if (found := row.first()) is None else self._readable(found)

    def _readable(self, row: Row[Any]) -> Send | None:
        """What is damaged, or was written by a later release, is held instead of claimed: it must
        not stop everybody else's."""
        try:
            return send_of(row, self._cipher)
        except (CannotOpen, LookupError, TypeError, ValueError) as why:
            self.move(row.id, SendState.HELD, reason=type(why).__name__)
            return None

    def move(
        self,
        send_id: str,
        state: SendState,
        *,
        reason: str | None = None,
        due_at: int | None = None,
        still: SendState | None = None,
    ) -> bool:
        row: dict[str, Any] = {
            "this": send_id,
            "state": state,
            "reason": seal_maybe(self._cipher, reason),
        }
        if due_at is not None:
            row["due_at"] = due_at
        if still is None:
            return self._connection.execute(_MOVE, row).rowcount == 1
        return self._connection.execute(_STILL, {**row, "still": still}).rowcount == 1

    def uploaded(self, send_id: str, outbound: Outbound, *, now: int) -> None:
        sealed = {"effect_key": self.get(send_id).effect_key, "outbound": as_json(outbound)}
        row = {"this": send_id, "outbound": self._cipher.seal_json(sealed), "due_at": now}
        self._connection.execute(_UPLOADED, row)

    def release_planned(self, header: WantedHeader, *, now: int) -> None:
        row = {"version": header.version_id, "number": header.phone_number_id, "due_at": now}
        released = {"state": SendState.READY, "reason": None}
        self._connection.execute(_RELEASE_PLANNED, {**row, **released})

    def release(self, send_id: str, now: int) -> bool:
        row = {"this": send_id, "state": SendState.READY, "due_at": now, "still": SendState.HELD}
        moved = self._connection.execute(_STILL, {**row, "reason": None, "not_after": None})
        return moved.rowcount == 1

    def unanswered(self, *, since: int, before: int) -> Sequence[Send]:
        rows = self._connection.execute(_UNANSWERED, {"since": since, "before": before})
        return [send_of(row, self._cipher) for row in rows]

    def get(self, send_id: str) -> Send:
        """Raises `WaSupportError` when there is none."""
        row = self._connection.execute(_GET, {"this": send_id}).first()
        if row is None:
            raise WaSupportError(f"no send {send_id}")
        return send_of(row, self._cipher)

    def of_key(self, effect_key: str) -> Send | None:
        row = self._connection.execute(_OF_KEY, {"hash": self._hashed(effect_key)}).first()
        return None if row is None else send_of(row, self._cipher)

    def _hashed(self, effect_key: str) -> bytes:
        return self._cipher.keyed_hash(f"effect:{effect_key}")

    def cancel_unsent(self, conversation_id: str, *, reason: str) -> int:
        row = {
            "conversation": conversation_id,
            "state": SendState.CANCELLED,
            "reason": self._cipher.seal_text(reason),
        }
        return self._connection.execute(_CANCEL, row).rowcount

    def bot_sends_since(self, conversation_id: str, since: int) -> int:
        """Those that were cancelled or expired do not count."""
        params = {"conversation_id": conversation_id, "since": since}
        return self._connection.execute(_BOT_SENDS, params).scalar_one()

    def grant(self, phone_number_id: str, second: int, want: int, cap: int) -> int:
        here = {"number": phone_number_id, "this_second": second}
        opened = {"phone_number_id": phone_number_id, "second": second, "used": 0}
        if self._connection.execute(_OPEN_SECOND, opened).first() is not None:
            forgotten = {"number": phone_number_id, "before": second - _GRANTS_KEPT_S}
            self._connection.execute(_FORGET_SECONDS, forgotten)
        used = self._connection.execute(_USED, here).scalar_one()
        granted: int = max(0, min(want, cap - used))
        if granted:
            self._connection.execute(_USE, {**here, "used": used + granted})
        return granted


def send_of(row: Row[Any], cipher: Cipher) -> Send:
    """From a row that has the columns of `sends`."""
    sealed = cipher.open_json(row.outbound)
    return Send(
        id=row.id,
        conversation_id=row.conversation_id,
        effect_key=sealed["effect_key"],
        author=Author(row.author),
        outbound=from_json(sealed["outbound"]),
        created_at=row.created_at,
        due_at=row.due_at,
        epoch=row.epoch,
        state=SendState(row.state),
        turn_id=row.turn_id,
        agent=row.agent,
        not_after=row.not_after,
        reason=open_maybe(cipher, row.reason),
        tries=row.tries,
    )
