"""The story that came with a handoff, as cards. Its shape is `flow.packets`'; every part may be
missing, for packets of earlier versions have fewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wa_support.domain.people import Handoff
from wa_support.web.console.language import code_word, language, word
from wa_support.web.console.times import date_time, moment

_GLANCE: Final = 500
_OUTCOMES: Final = frozenset({"succeeded", "not_found", "failed", "unknown"})
"""Any other code says why nothing was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`facts` are (what, value) in the page's language."""

    title: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`collected` are (field, value); nothing here is longer than an agent reads at a glance."""

    reason: str
    summary: str
    collected: Sequence[tuple[str, str]]
    orders: Sequence[Card]
    bookings: Sequence[Card]
    results: Sequence[str]
    earlier: Sequence[str]
    promises: Sequence[str]


def story_of(handoff: Handoff) -> Story:
    told = handoff.packet
    fields = told.get("collected_fields")
    return Story(
        reason=_short(code_word("handed", told.get("handoff_reason") or handoff.reason)),
        summary=_short(told.get("summary") or ""),
        collected=[_field(key, one) for key, one in fields.items() if one]
        if isinstance(fields, Mapping)
        else (),
        orders=[_order(one) for one in _some(told, "orders")],
        bookings=[_booking(one) for one in _some(told, "bookings")],
        results=[_result(one) for one in _some(told, "tool_results")],
        earlier=[_earlier(one) for one in _some(told, "earlier")],
        promises=[_short(_promise(one)) for one in _some(told, "promises")],
    )


def _short(words: object) -> str:
    text = str(words)
    return text if len(text) <= _GLANCE else f"{text[:_GLANCE]}…"


def _field(key: str, value: object) -> tuple[str, str]:
    said = code_word("tool", value) if key == "wants" else value
    return _short(code_word("field", key)), _short(said)


def _some(told: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    return [one for one in told.get(name) or () if isinstance(one, Mapping)]


def _order(order: Mapping[str, Any]) -> Card:
    items = ", ".join(
        f"{_named(item.get('name'))} × {item.get('quantity', 1)}" for item in _some(order, "items")
    )
    amount = order.get("amount")
    money = f"{amount:,} {order.get('currency', '')}" if isinstance(amount, int | float) else None
    state = code_word("order_state", order.get("state", ""))
    return _card(
        word("order_card", id=order.get("id", "")),
        {
            "card.state": state, "card.items": items, "card.amount": money,
            "card.receiver": order.get("receiver"), "card.ordered_on": order.get("ordered_on"),
            "card.expected_on": order.get("expected_on"),
            "card.delivered_on": order.get("delivered_on"),
            "card.carrier": _named(order.get("carrier")), "card.tracking": order.get("tracking"),
        },
    )  # fmt: skip


def _booking(booking: Mapping[str, Any]) -> Card:
    return _card(
        word("booking_card", id=booking.get("id", "")),
        {
            "card.start": str(booking.get("start") or "").replace("T", " "),
            "card.people": booking.get("people"),
            "card.place": _named(booking.get("place")),
            "card.state": code_word("booking_state", booking.get("state") or ""),
        },
    )


def _card(title: str, facts: Mapping[str, object]) -> Card:
    shown = [(word(key), _short(one)) for key, one in facts.items() if one]
    return Card(title=_short(title), facts=shown)


def _result(result: Mapping[str, Any]) -> str:
    tool = code_word("tool", result.get("tool", ""))
    given = ", ".join(str(one) for one in (result.get("arguments") or {}).values())
    code = result.get("outcome")
    outcome = code_word("tool_outcome", code if code in _OUTCOMES else "correctable")
    return _short(f"{tool}{f' ({given})' if given else ''}: {outcome}")


def _earlier(handoff: Mapping[str, Any]) -> str:
    said = [
        date_time(handoff["at"]) if isinstance(handoff.get("at"), int) else None,
        code_word("handed", handoff["reason"]) if handoff.get("reason") else None,
        code_word("result", handoff["result"]) if handoff.get("result") else None,
        handoff.get("taken_by"),
        handoff.get("summary"),
    ]
    return _short(" · ".join(str(one) for one in said if one))


def _promise(promise: Mapping[str, Any]) -> str:
    match promise:
        case {"kind": "ticket", "id": id}:
            return word("promise.ticket", id=id)
        case {"kind": "put_off", "until": int(until), "by": by}:
            return word("promise.put_off", time=moment(until), name=by)
        case {"kind": "result", "tool": tool}:
            return word("promise.result", tool=code_word("tool", tool))
        case _:
            return code_word("promise", promise.get("kind", ""))


def _named(names: object) -> str:
    """A name in the page's language; systems outside give one or several."""
    if isinstance(names, Mapping):
        return str(names.get(language()) or next(iter(names.values()), ""))
    return str(names or "")
