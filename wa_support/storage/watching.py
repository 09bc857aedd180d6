"""Which agents have which conversation open, and who of them writes."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select

from wa_support.domain.desk import TYPING_MS, WATCHING_MS
from wa_support.storage.schema import seats
from wa_support.storage.schema_cases import watching
from wa_support.storage.upsert import upsert

_row = watching.c
_SEAT: Final = select(seats.c.seen_at).where(seats.c.agent == bindparam("agent"))
_watch = upsert(watching)
_WATCH: Final = _watch.on_conflict_do_update(
    index_elements=["conversation_id", "agent"],
    set_={
        "seen_at": _watch.excluded.seen_at,
        "typing_at": func.coalesce(_watch.excluded.typing_at, _row.typing_at),
    },
)
_WATCHED: Final = select(_row.seen_at, _row.typing_at).where(
    _row.conversation_id == bindparam("here"), _row.agent == bindparam("agent")
)
_PRESENT: Final = (
    select(_row.agent, _row.typing_at)
    .where(_row.conversation_id == bindparam("here"), _row.seen_at > bindparam("since"))
    .order_by(_row.agent)
)
_FORGET: Final = delete(watching).where(_row.seen_at < bindparam("before"))


class SqlWatching:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seat_seen_at(self, agent: str) -> int | None:
        return self._connection.execute(_SEAT, {"agent": agent}).scalar()

    def watch(self, conversation_id: str, agent: str, *, now: int, typing: bool) -> None:
        row = {
            "conversation_id": conversation_id,
            "agent": agent,
            "seen_at": now,
            "typing_at": now if typing else None,
        }
        self._connection.execute(_WATCH, row)

    def watched_at(self, conversation_id: str, agent: str) -> tuple[int, int]:
        here = {"here": conversation_id, "agent": agent}
        row = self._connection.execute(_WATCHED, here).first()
        return (0, 0) if row is None else (row.seen_at, row.typing_at or 0)

    def forget_watching(self, before: int) -> None:
        self._connection.execute(_FORGET, {"before": before})

    def present(self, conversation_id: str, now: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(who has it open, who of them writes)"""
        here = {"here": conversation_id, "since": now - WATCHING_MS}
        rows = self._connection.execute(_PRESENT, here).all()
        writing = [row.agent for row in rows if (row.typing_at or 0) > now - TYPING_MS]
        return tuple(row.agent for row in rows), tuple(writing)
