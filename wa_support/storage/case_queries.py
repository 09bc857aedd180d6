"""What pages read of cases: the list, what is kept beside a conversation, tags, wrong marks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from wa_support.domain.desk import Case, Line, Order, Page, Snooze, View, WrongMark
from wa_support.domain.people import ON_DUTY_MS
from wa_support.storage.attachments import SqlAttachments
from wa_support.storage.cases import SqlCases, snooze_of
from wa_support.storage.cipher import Cipher
from wa_support.storage.desk_list import TAGGED
from wa_support.storage.desk_queries import Readable, SameTransaction, SqlDeskQueries
from wa_support.storage.handoffs import SqlHandoffs
from wa_support.storage.list_order import STANDS_MS, ListOrder
from wa_support.storage.merges import survivor_of
from wa_support.storage.schema import sends
from wa_support.storage.schema_cases import assignments, conversation_tags, snoozes, wrong_marks
from wa_support.storage.search import SqlSearch
from wa_support.storage.standing import Standing
from wa_support.storage.view_counts import ViewCounts

_IDS: Final[BindParameter[Sequence[str]]] = bindparam("ids", expanding=True)
_tag = conversation_tags.c
_TAGS_OF: Final = (
    select(_tag.conversation_id, _tag.tag)
    .where(_tag.conversation_id.in_(_IDS))
    .order_by(_tag.at, _tag.tag)
)
_SNOOZES_OF: Final = select(snoozes).where(
    snoozes.c.conversation_id.in_(_IDS), snoozes.c.until > bindparam("now")
)
_ASSIGNED_OF: Final = select(assignments).where(assignments.c.conversation_id.in_(_IDS))
_USED_TAGS: Final = select(_tag.tag).group_by(_tag.tag).order_by(func.count().desc(), _tag.tag)
_WRONG: Final = (
    select(wrong_marks, sends.c.turn_id)
    .outerjoin(sends, sends.c.id == wrong_marks.c.send_id)
    .order_by(wrong_marks.c.at.desc(), wrong_marks.c.send_id)
    .limit(bindparam("limit"))
)


class SqlCaseQueries(SqlAttachments, SqlSearch):
    """Each call is a picture of one moment, but what views hold in all may be a second older, and
    the list itself nearly half a second."""

    def __init__(self, engine: Readable, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher
        self._counts = ViewCounts()
        self._order = ListOrder()
        self._known: Standing[str, Line] = Standing(STANDS_MS)

    def page(
        self,
        *,
        view: View,
        agent: str,
        now: int,
        order: Order = Order.WAIT,
        tag: str | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> Page:
        asked = {"agent": agent, "now": now, "tag": tag, "skip": skip, "limit": limit}
        with self._engine.read() as connection:
            ids = self._order.ids(connection, view, order, asked)
            counts = self._counts.of(connection, agent, now)
            total = counts[view] if tag is None else self._tagged(connection, view, asked)
            found = self._known.all(ids, now, partial(self._lines, connection, now=now))
            return Page(
                lines=[found[id_] for id_ in ids if id_ in found],
                total=total,
                waiting=self._counts.queued(connection, now),
            )

    def view_counts(self, *, agent: str, now: int) -> Mapping[View, int]:
        with self._engine.read() as connection:
            return self._counts.of(connection, agent, now)

    def case(self, conversation_id: str, *, now: int) -> Case:
        with self._engine.read() as connection:
            this = survivor_of(connection, conversation_id) or conversation_id
            return SqlCases(connection, self._cipher).of(this, now=now)

    def seated(self, *, now: int) -> Sequence[str]:
        with self._engine.read() as connection:
            duty = SqlHandoffs(connection, self._cipher).on_duty(now - ON_DUTY_MS)
            return [agent for agent, _ in duty]

    def tags(self) -> Sequence[str]:
        with self._engine.read() as connection:
            return connection.execute(_USED_TAGS).scalars().all()

    def wrong_marks(self, *, limit: int = 100) -> Sequence[WrongMark]:
        with self._engine.read() as connection:
            rows = connection.execute(_WRONG, {"limit": limit}).mappings()
            return [WrongMark(**row) for row in rows]

    def _tagged(self, connection: Connection, view: View, asked: Mapping[str, Any]) -> int:
        return int(connection.execute(TAGGED[view], asked).scalar_one())

    def _lines(self, connection: Connection, ids: Sequence[str], *, now: int) -> Mapping[str, Line]:
        summaries = SqlDeskQueries(SameTransaction(connection), self._cipher).these(ids)
        asked = {"ids": list(ids), "now": now}
        tags = _tags_of(connection, asked)
        put_off = _snoozes_of(connection, asked)
        wanted = {row.conversation_id: row.agent for row in connection.execute(_ASSIGNED_OF, asked)}
        return {
            one.conversation.id: Line(
                summary=one,
                tags=tuple(tags[one.conversation.id]),
                snooze=put_off.get(one.conversation.id),
                assigned_to=wanted.get(one.conversation.id),
            )
            for one in summaries
        }


def _tags_of(connection: Connection, asked: Mapping[str, Any]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(_TAGS_OF, asked):
        found[row.conversation_id].append(row.tag)
    return found


def _snoozes_of(connection: Connection, asked: Mapping[str, Any]) -> Mapping[str, Snooze]:
    return {row.conversation_id: snooze_of(row) for row in connection.execute(_SNOOZES_OF, asked)}
