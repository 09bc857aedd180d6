"""Visits to the showroom, within the `slots` of the policy."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, insert, select, update

from wa_support.domain.bookings import Booking, as_json
from wa_support.domain.eligibility import ForPerson
from wa_support.domain.policy import SlotRules
from wa_support.domain.tool_results import Correctable, Succeeded, ToolResult
from wa_support.domain.visits import Visit, may_change, next_slots, slots_on, visit_at
from wa_support.storage.sample_shop.call import Call
from wa_support.storage.schema_shop import shop_bookings
from wa_support.storage.sealed_columns import open_maybe, seal_maybe

_FREE_DAYS: Final = 3
_own = shop_bookings.c


def find_slots(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    rules, day = _rules(call), arguments.get("day")
    if day is None:
        slots = next_slots(rules, _taken(call), call.now, days=_FREE_DAYS)
    else:
        try:
            slots = slots_on(rules, date.fromisoformat(day), _taken(call), call.now)
        except ValueError:
            return Correctable(code="bad_arguments")
    return Succeeded(fields={"slots": [as_json(slot) for slot in slots]})


def list_bookings(call: Call, _arguments: Mapping[str, Any]) -> ToolResult:
    coming = _theirs(call, _own.starts > call.now)
    return Succeeded(fields={"bookings": [as_json(_booking(call, row)) for row in coming]})


def book(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    visit = visit_at(_rules(call), arguments["start"], _taken(call), call.now)
    if not isinstance(visit, Visit):
        return Correctable(code=visit)
    row = {
        "id": f"B-{call.number}",
        "customer": call.on_behalf.customer,
        "phone": seal_maybe(call.cipher, call.on_behalf.phone),
        "phone_hash": call.phone_hash(),
        "start": arguments["start"],
        "starts": visit.starts,
        "ends": visit.ends,
        "people": arguments["people"],
        "place": json.dumps(dict(_rules(call).place or call.policy.business), ensure_ascii=False),
        "state": "booked",
        "changed_at": call.now,
    }
    call.connection.execute(insert(shop_bookings), row)
    return _shown(call, row["id"])


def reschedule(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    booking = _changeable(call, arguments["booking_id"])
    if isinstance(booking, Correctable):
        return booking
    taken = _taken(call, but=booking.id)
    visit = visit_at(_rules(call), arguments["start"], taken, call.now)
    if not isinstance(visit, Visit):
        return Correctable(code=visit)
    moved = {"start": arguments["start"], "starts": visit.starts, "ends": visit.ends}
    _change(call, booking.id, moved)
    return _shown(call, booking.id)


def cancel_booking(call: Call, arguments: Mapping[str, Any]) -> ToolResult:
    booking = _changeable(call, arguments["booking_id"])
    if isinstance(booking, Correctable):
        return booking
    _change(call, booking.id, {"state": "cancelled"})
    return Succeeded(fields={"reference": f"C-{call.number}"})


def _changeable(call: Call, booking_id: str) -> Row[Any] | Correctable:
    found = _theirs(call, _own.id == booking_id)
    if not found:
        return Correctable(code="not_found")
    if isinstance(may_change(found[0].starts, _rules(call), call.now), ForPerson):
        return Correctable(code="too_close")
    return found[0]


def _change(call: Call, booking_id: str, values: Mapping[str, Any]) -> None:
    changed = update(shop_bookings).where(_own.id == booking_id)
    call.connection.execute(changed.values(**values, changed_at=call.now))


def _shown(call: Call, booking_id: str) -> Succeeded:
    row = _theirs(call, _own.id == booking_id)[0]
    return Succeeded(fields={"booking": as_json(_booking(call, row))})


def _theirs(call: Call, which: ColumnElement[bool]) -> Sequence[Row[Any]]:
    theirs = (call.is_theirs(shop_bookings), _own.state == "booked", which)
    query = select(shop_bookings).where(*theirs).order_by(_own.starts, _own.id)
    return call.connection.execute(query).all()


def _taken(call: Call, *, but: str = "") -> Sequence[Visit]:
    """Every visit that is not over, but the one that moves."""
    query = select(_own.starts, _own.ends).where(
        _own.state == "booked", _own.ends > call.now, _own.id != but
    )
    return [Visit(starts=row.starts, ends=row.ends) for row in call.connection.execute(query)]


def _rules(call: Call) -> SlotRules:
    rules = call.policy.slots
    if rules is None:
        raise LookupError("a policy without slots offers no visits")
    return rules


def _booking(call: Call, row: Row[Any]) -> Booking:
    return Booking(
        id=row.id,
        phone=open_maybe(call.cipher, row.phone) or "",
        start=row.start,
        people=row.people,
        place=json.loads(row.place),
        state=row.state,
    )
