"""Lists of customers, their rows sealed: they hold phone numbers and what is said to whom."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from wa_support.domain.delivery import DeliveryStatus, SendState
from wa_support.domain.send_lists import ListRow, ListState, RowOutcome, RowState, SendList
from wa_support.domain.sends import NOT_SENT, PENDING, Send
from wa_support.domain.templates.template import Trigger
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import attempts, sends
from wa_support.storage.schema_templates import send_list_rows, send_lists, template_uses
from wa_support.storage.sends import send_of
from wa_support.storage.upsert import upsert

_PACE_LOOKS_BACK: Final = 1_000
"""Sends of a list end about in its order: those under way are among the last ones planned."""
_AFTER_ALL: Final = 2**31 - 1

_list, _row = send_lists.c, send_list_rows.c
_of_list = _row.list_id == bindparam("list")
_ALL: Final = select(send_lists).order_by(_list.at.desc(), _list.id)
_GET: Final = select(send_lists).where(_list.id == bindparam("list"))
_GOING: Final = (
    select(send_lists)
    .where(_list.state.in_([literal(ListState.SENDING), literal(ListState.WAITING)]))
    .order_by(_list.at, _list.id)
)
_SAVE: Final = update(send_lists).where(_list.id == bindparam("list"))
_ADD_ROWS: Final = upsert(send_list_rows).on_conflict_do_nothing(index_elements=["list_id", "n"])
_NEXT: Final = (
    select(send_list_rows)
    .where(_of_list, _row.state == literal("open"))
    .order_by(_row.n)
    .limit(bindparam("most"))
)
_SETTLE: Final = update(send_list_rows).where(_of_list, _row.n == bindparam("line"))
_first_open = (
    select(func.coalesce(func.min(_row.n), _AFTER_ALL))
    .where(_of_list, _row.state == literal("open"))
    .scalar_subquery()
)
_last_planned = (
    select(_row.send_id)
    .where(_of_list, _row.n < _first_open, _row.send_id.is_not(None))
    .order_by(_row.n.desc())
    .limit(_PACE_LOOKS_BACK)
    .subquery()
)
_ON_THE_WAY: Final = (
    select(func.count())
    .select_from(_last_planned.join(sends, sends.c.id == _last_planned.c.send_id))
    .where(sends.c.state.in_([literal(state) for state in sorted(PENDING)]))
)
_STILL_OPEN: Final = (
    select(func.count()).select_from(send_list_rows).where(_of_list, _row.state == literal("open"))
)
_tried = and_(attempts.c.send_id == sends.c.id, attempts.c.n == sends.c.tries)
_SENT_TO: Final = (
    select(sends)
    .join(template_uses, template_uses.c.send_id == sends.c.id)
    .where(
        sends.c.conversation_id == bindparam("conversation"),
        template_uses.c.name == bindparam("name"),
        template_uses.c.trigger == Trigger.LIST,
        or_(sends.c.created_at >= bindparam("since"), sends.c.state.in_(sorted(PENDING))),
        or_(
            sends.c.state.not_in([SendState.CANCELLED, SendState.EXPIRED]),
            exists(
                select(literal(1)).where(
                    attempts.c.send_id == sends.c.id,
                    attempts.c.outcome.not_in(sorted(NOT_SENT)),
                )
            ).correlate(sends),
        ),
        ~exists(
            select(literal(1)).where(_tried, attempts.c.delivery == DeliveryStatus.FAILED)
        ).correlate(sends),
    )
    .order_by(sends.c.seq)
)
_OUTCOMES: Final = (
    select(
        _row.state, sends.c.state.label("send"), attempts.c.delivery, _row.reason,
        func.count().label("rows"),
    )
    .select_from(
        send_list_rows.outerjoin(sends, sends.c.id == _row.send_id).outerjoin(attempts, _tried)
    )
    .where(_of_list)
    .group_by(_row.state, sends.c.state, attempts.c.delivery, _row.reason)
)  # fmt: skip


class SqlSendLists:
    """Implements `ports.send_lists.SendLists`."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def get(self, id: str) -> SendList | None:
        row = self._connection.execute(_GET, {"list": id}).first()
        return None if row is None else _send_list(row)

    def add(self, send_list: SendList) -> None:
        fields = ("id", "name", "by", "phone_number_id", "total", "at", "state", "again")
        row = {field: getattr(send_list, field) for field in fields}
        row["versions"] = json.dumps(dict(send_list.versions), sort_keys=True)
        self._connection.execute(insert(send_lists), row)

    def save(self, send_list: SendList) -> None:
        changed = {name: getattr(send_list, name) for name in ("state", "reason", "ended_at")}
        self._connection.execute(_SAVE, {"list": send_list.id, **changed})

    def all(self) -> Sequence[SendList]:
        return [_send_list(row) for row in self._connection.execute(_ALL)]

    def going(self) -> Sequence[SendList]:
        return [_send_list(row) for row in self._connection.execute(_GOING)]

    def add_rows(self, list_id: str, rows: Iterable[ListRow]) -> None:
        for row in rows:
            sealed = {"who": row.who, "values": dict(row.values), "language": row.language}
            stored = {"list_id": list_id, "n": row.n, "row": self._cipher.seal_json(sealed)}
            self._connection.execute(_ADD_ROWS, {**stored, "state": RowState.OPEN})

    def next_open(self, list_id: str, most: int) -> Iterator[ListRow]:
        rows = self._connection.execute(_NEXT, {"list": list_id, "most": most}).all()
        return (ListRow(n=row.n, **self._cipher.open_json(row.row)) for row in rows)

    def settle(
        self, list_id: str, n: int, state: RowState, *, send_id: str | None, reason: str | None
    ) -> None:
        changed = {"state": state, "send_id": send_id, "reason": reason}
        self._connection.execute(_SETTLE, {"list": list_id, "line": n, **changed})

    def on_the_way(self, list_id: str) -> int:
        return self._connection.execute(_ON_THE_WAY, {"list": list_id}).scalar_one()

    def still_open(self, list_id: str) -> int:
        return self._connection.execute(_STILL_OPEN, {"list": list_id}).scalar_one()

    def sent_to(self, conversation_id: str, name: str, *, since: int) -> Sequence[Send]:
        asked = {"conversation": conversation_id, "name": name, "since": since}
        return [send_of(row, self._cipher) for row in self._connection.execute(_SENT_TO, asked)]

    def outcomes(self, list_id: str) -> Sequence[RowOutcome]:
        return [_outcome(row) for row in self._connection.execute(_OUTCOMES, {"list": list_id})]


def _send_list(row: Row[Any]) -> SendList:
    return SendList(
        id=row.id,
        name=row.name,
        by=row.by,
        phone_number_id=row.phone_number_id,
        total=row.total,
        at=row.at,
        versions=json.loads(row.versions),
        again=row.again,
        state=ListState(row.state),
        reason=row.reason,
        ended_at=row.ended_at,
    )


def _outcome(row: Row[Any]) -> RowOutcome:
    return RowOutcome(
        row=RowState(row.state),
        send=SendState(row.send) if row.send else None,
        delivery=DeliveryStatus(row.delivery) if row.delivery else None,
        reason=row.reason,
        count=row.rows,
    )
