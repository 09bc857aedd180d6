"""The order of the desk's list: everybody's part is the same for all tabs, an agent's own part is
asked for each time and put in its place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from wa_support.domain.desk import Order, View
from wa_support.storage.desk_list import AGENTS, EVERYBODYS
from wa_support.storage.standing import Standing

STANDS_MS: Final = 400
"""With a tab that asks every 1.5 s, what is seen is less than 2 s old."""

_Place = tuple[int, int, str]


class ListOrder:
    def __init__(self) -> None:
        self._standing: Standing[tuple[object, ...], Sequence[_Place]] = Standing(STANDS_MS)

    def ids(
        self, connection: Connection, view: View, order: Order, asked: Mapping[str, Any]
    ) -> Sequence[str]:
        """`asked`: agent, now, tag, and which stretch by skip and limit."""
        what = (view, order, asked["tag"] is not None)
        skip, upto = asked["skip"], asked["skip"] + asked["limit"]
        own: Sequence[_Place] = ()
        if what in AGENTS:
            own = _places(connection.execute(AGENTS[what], {**asked, "skip": 0, "limit": upto}))
        if what not in EVERYBODYS:
            return [id_ for *_, id_ in own[skip:]]
        # Of everybody's, those before the stretch are left out but for as many as own ones may
        # stand between them.
        first = max(0, skip - len(own))
        wanted = {**asked, "skip": first, "limit": upto - first}
        key = (*what, asked["tag"], first, upto)
        everybodys = self._standing.one(
            key, asked["now"], lambda: _places(connection.execute(EVERYBODYS[what], wanted))
        )
        mine = {id_ for *_, id_ in own}  # taken a moment ago, they may stand in both
        merged = sorted([*own, *(one for one in everybodys if one[2] not in mine)])
        return [id_ for *_, id_ in merged[skip - first : upto - first]]


def _places(rows: Any) -> Sequence[_Place]:
    return [(row.grp, row.place, row.id) for row in rows]
