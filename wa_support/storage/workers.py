"""Heartbeats of workers, and the leases that die with them."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, or_, select, update

from wa_support.storage.schema import conversations, named_leases, workers
from wa_support.storage.upsert import upsert

_beat = upsert(workers)
_BEAT: Final = _beat.on_conflict_do_update(
    index_elements=["holder"],
    set_={name: _beat.excluded[name] for name in ("host", "pid", "pid_started", "seen_at")},
)
_ALL: Final = select(workers).order_by(workers.c.holder)
_DEAD: Final[BindParameter[Sequence[str]]] = bindparam("dead", expanding=True)
_DROP: Final = delete(workers).where(workers.c.holder.in_(_DEAD))
_FREE_NAMED: Final = delete(named_leases).where(named_leases.c.holder.in_(_DEAD))
_FREE_CONVERSATIONS: Final = (
    update(conversations)
    .where(conversations.c.lease_holder.in_(_DEAD))
    .values(lease_token=None, lease_holder=None, lease_until=None)
)
LAST_BEAT: Final = select(func.max(workers.c.seen_at))
_named = upsert(named_leases)
_LEASE: Final = _named.on_conflict_do_update(
    index_elements=["name"],
    set_={"holder": _named.excluded.holder, "until": _named.excluded.until},
    where=or_(
        named_leases.c.holder == _named.excluded.holder,
        named_leases.c.until <= bindparam("now"),
    ),
).returning(named_leases.c.name)


class SqlWorkers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beat(self, holder: str, *, host: str, pid: int, pid_started: int, now: int) -> None:
        row = {"holder": holder, "host": host, "pid": pid, "pid_started": pid_started}
        self._connection.execute(_BEAT, {**row, "seen_at": now})

    def expire_dead(self, gone: Callable[[str, int, int], bool]) -> Sequence[str]:
        known = self._connection.execute(_ALL).all()
        dead = [row.holder for row in known if gone(row.host, row.pid, row.pid_started)]
        if dead:
            for statement in (_DROP, _FREE_NAMED, _FREE_CONVERSATIONS):
                self._connection.execute(statement, {"dead": dead})
        return dead

    def last_beat(self) -> int | None:
        return self._connection.execute(LAST_BEAT).scalar()


def lease_named(connection: Connection, name: str, *, holder: str, now: int, until: int) -> bool:
    row = {"name": name, "holder": holder, "until": until, "now": now}
    return connection.execute(_LEASE, row).first() is not None


def pids(connection: Connection) -> Sequence[tuple[str, int, int]]:
    """(host, pid, start ticks) of every worker that has said it lives, newest beat first."""
    known = sorted(connection.execute(_ALL).all(), key=lambda row: -row.seen_at)
    return [(row.host, row.pid, row.pid_started) for row in known]
