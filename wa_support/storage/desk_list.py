"""The list of the desk in SQL: which conversations a view holds, and in which order. What is
everybody's and what is an agent's own are asked for apart: the first is the same for all tabs.

Every branch is answered from `ix_conversations_owner` and `ix_handoffs_open` alone: ten thousand
open conversations are ordered without opening a row of them.
"""

from itertools import product
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from wa_support.domain.conversations import Owner
from wa_support.domain.desk import Order, View
from wa_support.storage.schema import conversations, handoffs
from wa_support.storage.schema_cases import conversation_tags, snoozes

_row = conversations.c
_NOW: Final[BindParameter[int]] = bindparam("now")
_put_off_now = select(snoozes.c.conversation_id).where(snoozes.c.until > _NOW)
_TAGGED: Final = _row.id.in_(
    select(conversation_tags.c.conversation_id).where(conversation_tags.c.tag == bindparam("tag"))
)
_AWAKE: Final = _row.id.not_in(_put_off_now)
_QUEUED: Final = _row.owner == Owner.QUEUED
_OWN: Final = (_row.owner == Owner.AGENT, _row.agent == bindparam("agent"))

_WRITTEN: Final = func.coalesce(_row.last_message_at, _row.created_at)
_QUEUED_AT: Final = func.coalesce(
    select(func.max(func.coalesce(handoffs.c.passed_on_at, handoffs.c.opened_at)))
    .where(handoffs.c.conversation_id == _row.id, handoffs.c.closed_at.is_(None))
    .correlate(conversations)
    .scalar_subquery(),
    _WRITTEN,
)
_SINCE: Final = case((_QUEUED, _QUEUED_AT), else_=_WRITTEN)
_UNTIL: Final = (
    select(snoozes.c.until)
    .where(snoozes.c.conversation_id == _row.id)
    .correlate(conversations)
    .scalar_subquery()
)
_CLOSES: Final = func.coalesce(_row.window_closes_at, 0)

_Branch = tuple[ColumnElement[bool], ...]
_EVERYBODYS: Final[dict[View, _Branch]] = {
    View.WAITING: (_QUEUED, _AWAKE),
    View.PUT_OFF: (or_(_QUEUED, _row.owner == Owner.AGENT), _row.id.in_(_put_off_now)),
    View.EVERYTHING: (_row.owner.in_([literal(one) for one in Owner if one is not Owner.CLOSED]),),
}
_AGENTS: Final[dict[View, _Branch]] = {View.WAITING: (*_OWN, _AWAKE), View.MINE: _OWN}


def _place(view: View, order: Order) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Whatever is smaller comes first."""
    if order is Order.WINDOW:
        return case((_CLOSES > _NOW, 0), else_=1), _CLOSES
    waits = {View.PUT_OFF: _UNTIL, View.EVERYTHING: -_WRITTEN}
    return literal_column("0"), waits.get(view, _SINCE)


def _listed(branch: _Branch, view: View, order: Order, *, tagged: bool) -> Select[Any]:
    group, place = _place(view, order)
    found = (
        select(group.label("grp"), place.label("place"), _row.id)
        .where(*branch, *((_TAGGED,) if tagged else ()))
        .subquery("found")
    )
    return (
        select(found)
        .order_by(found.c.grp, found.c.place, found.c.id)
        .limit(bindparam("limit"))
        .offset(bindparam("skip"))
    )


def _each(branches: dict[View, _Branch]) -> dict[tuple[View, Order, bool], Select[Any]]:
    return {
        (view, order, tagged): _listed(branches[view], view, order, tagged=tagged)
        for view, order, tagged in product(branches, Order, (False, True))
    }


def _tagged(view: View) -> Select[Any]:
    branches = [some[view] for some in (_EVERYBODYS, _AGENTS) if view in some]
    found = union_all(*(select(_row.id).where(*branch, _TAGGED) for branch in branches))
    return select(func.count()).select_from(found.subquery("found"))


def _all_of(*branch: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(conversations).where(*branch).scalar_subquery()


EVERYBODYS: Final = _each(_EVERYBODYS)
AGENTS: Final = _each(_AGENTS)
"""Rows of (grp, place, id): whatever is smaller comes first."""
TAGGED: Final = {view: _tagged(view) for view in View}
# Of everybody, whoever asks: with ten thousand conversations this costs more than the list.
SHARED: Final = select(
    _all_of(_QUEUED, _AWAKE).label("queued"),
    _all_of(*_EVERYBODYS[View.PUT_OFF]).label("put_off"),
    _all_of(*_EVERYBODYS[View.EVERYTHING]).label("everything"),
)
OWN: Final = select(_all_of(*_OWN).label("own"), _all_of(*_OWN, _AWAKE).label("awake"))
