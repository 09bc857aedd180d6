"""What a tool's result comes down to: typed fields that a model may see, free text in a fence."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from wa_support.domain.orders import Order, order_as_json
from wa_support.flow.understanding.fence import fenced

_ORDER: Final = (
    "id", "state", "items", "amount", "currency", "ordered_on", "expected_on", "delivered_on",
    "carrier", "tracking", "paid_with", "refund_days", "return_fee", "name", "quantity",
)  # fmt: skip
_BOOKING: Final = ("id", "start", "people", "place", "state")
_KEEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "order": _ORDER,
    "orders": _ORDER,
    "ticket": ("id", "issue_type", "summary", "state", "opened_on", "order_id"),
    "slots": ("start", "left"),
    "booking": _BOOKING,
    "bookings": _BOOKING,
    "reference": (),
    "ticket_id": (),
}
"""Fields of a success, and what is kept inside each: never a phone, a name or a note."""
_WRITTEN: Final = frozenset({"issue_type", "summary"})
"""Of a ticket: the words of a customer, or of a model that would then read them as facts."""
_MOST_OF_A_LIST: Final = 12
_MOST_OF_A_TEXT: Final = 500
_PLAIN: Final = re.compile(r"[0-9A-Za-z.:+/@_-]{1,40}")
"""Ids, dates, states: nothing that could say anything."""


def reduced(fields: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        name: _kept(value, _KEEPS[name], language)
        for name, value in fields.items()
        if name in _KEEPS
    }


def reduced_order(order: Order, language: str) -> Any:
    return _kept(order_as_json(order), _ORDER, language)


def shown(value: Any) -> str:
    """JSON text for the model; every text of more than one plain word is fenced."""
    return json.dumps(_fenced(value), ensure_ascii=False)


def fact(fields: Mapping[str, Any]) -> str:
    """JSON text of what a system says; what somebody wrote into a ticket proves nothing."""
    says = {name: value for name, value in fields.items() if name != "passages"}
    ticket = says.get("ticket")
    if isinstance(ticket, dict):
        says["ticket"] = {name: ticket[name] for name in ticket if name not in _WRITTEN}
    return json.dumps(says, ensure_ascii=False)


def _kept(value: Any, keeps: tuple[str, ...], language: str) -> Any:
    match value:
        case dict() if language in value or value.keys() & {"ko", "en"}:
            return _kept(value.get(language) or next(iter(value.values())), keeps, language)
        case dict():
            return {name: _kept(value[name], keeps, language) for name in keeps if name in value}
        case list() | tuple():
            return [_kept(one, keeps, language) for one in value[:_MOST_OF_A_LIST]]
        case str():
            return value[:_MOST_OF_A_TEXT]
        case bool() | int() | float() | None:
            return value
        case _:
            return None


def _fenced(value: Any) -> Any:
    match value:
        case dict():
            return {name: _fenced(one) for name, one in value.items()}
        case list():
            return [_fenced(one) for one in value]
        case str() if not _PLAIN.fullmatch(value):
            return fenced("data", value)
        case _:
            return value
