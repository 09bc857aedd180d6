"""How many conversations each view of the desk holds, counted for everybody at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wa_support.domain.desk import View
from wa_support.storage.desk_list import OWN, SHARED
from wa_support.storage.standing import Standing

_STANDS_MS: Final = 1_000
"""Fifty open tabs ask thirty times a second; what all of them see may be this old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    queued: int
    put_off: int
    everything: int


class ViewCounts:
    """An agent's own conversations are counted anew each time."""

    def __init__(self) -> None:
        self._counted: Standing[None, _Shared] = Standing(_STANDS_MS)

    def of(self, connection: Connection, agent: str, now: int) -> Mapping[View, int]:
        shared = self._shared(connection, now)
        own = connection.execute(OWN, {"agent": agent, "now": now}).one()
        return {
            View.WAITING: shared.queued + own.awake,
            View.MINE: own.own,
            View.PUT_OFF: shared.put_off,
            View.EVERYTHING: shared.everything,
        }

    def queued(self, connection: Connection, now: int) -> int:
        return self._shared(connection, now).queued

    def _shared(self, connection: Connection, now: int) -> _Shared:
        def count() -> _Shared:
            return _Shared(**connection.execute(SHARED, {"now": now}).mappings().one())

        return self._counted.one(None, now, count)
