"""What connected systems have told or done in a conversation, as its journals keep it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from wa_support.domain.tool_results import Failed, Succeeded, result_from_json
from wa_support.domain.turns import JournalKind
from wa_support.domain.views import TurnStory

_RESULTS: Final = 10

Told = Mapping[str, Any]
Cards = Callable[[Told], Sequence[Told]]


class ToldByTools:
    """`stories` come newest first."""

    def __init__(self, stories: Sequence[TurnStory]) -> None:
        self._stories = stories

    def orders(self) -> list[dict[str, Any]]:
        """JSON of `domain.orders.Order` as last read, without the phone; only those that were shown
        to be theirs. `stale`: something was done to it after it was read."""
        return self._cards({"get_order": _order, "list_orders": _orders}, "order_id")

    def bookings(self) -> list[dict[str, Any]]:
        """JSON of `domain.bookings.Booking`, likewise."""
        return self._cards({"list_bookings": _bookings}, "booking_id")

    def results(self) -> list[dict[str, Any]]:
        """The last ones, oldest first: tool, arguments, outcome, fields, and the turn's time.
        `outcome` is succeeded, not_found, failed, a code that says why not, or unknown."""
        told = [one for story in reversed(self._stories) for one in _results(story)]
        return told[-_RESULTS:]

    def unsure(self) -> list[dict[str, Any]]:
        """Effects whose result the customer was promised, because nobody knew it."""
        return [
            {"kind": "result", "tool": one["tool"], "arguments": one["arguments"]}
            for one in self.results()
            if one["outcome"] == "unknown"
        ]

    def _cards(self, readers: Mapping[str, Cards], key: str) -> list[dict[str, Any]]:
        """From the newest step to the oldest."""
        found: dict[str, dict[str, Any]] = {}
        touched: set[Any] = set()
        steps = (step for story in self._stories for step in reversed(story.steps))
        for kind, told in steps:
            if kind == JournalKind.EFFECT_ATTEMPT:
                touched.add(told["arguments"].get(key))
            elif kind == JournalKind.READ and told["tool"] in readers:
                for card in readers[told["tool"]](told):
                    shown = {name: one for name, one in card.items() if name != "phone"}
                    found.setdefault(card["id"], {**shown, "stale": card["id"] in touched})
        return list(found.values())


def _order(told: Told) -> Sequence[Told]:
    return [told["result"]] if told["found"] else []


def _orders(told: Told) -> Sequence[Told]:
    return told["result"] or []


def _bookings(told: Told) -> Sequence[Told]:
    result = result_from_json(told["result"])
    return result.fields["bookings"] if isinstance(result, Succeeded) else []


def _results(story: TurnStory) -> Iterator[dict[str, Any]]:
    ended = {
        told["key"]: told["result"]
        for kind, told in story.steps
        if kind == JournalKind.EFFECT_RESULT
    }
    for kind, told in story.steps:
        if kind == JournalKind.READ:
            outcome, fields = ("succeeded" if told["found"] else "not_found"), _fields_read(told)
        elif kind == JournalKind.EFFECT_ATTEMPT:
            outcome, fields = _effect(ended.get(told["key"]))
        else:
            continue
        yield {
            "tool": told["tool"],
            "arguments": told["arguments"],
            "outcome": outcome,
            "fields": fields,
            "at": story.started_at,
        }


def _effect(result: Told | None) -> tuple[str, dict[str, Any]]:
    """An attempt without a result may have happened all the same."""
    match result_from_json(result) if result is not None else None:
        case Succeeded(fields=fields):
            return "succeeded", dict(fields)
        case None | Failed(unsure=True):
            return "unknown", {}
        case Failed():
            return "failed", {}
        case other:
            return other.code, {}


def _fields_read(told: Told) -> dict[str, Any]:
    """Cards hold what orders and bookings are; of an article, where it stands."""
    match told["tool"], told["result"]:
        case "kb_search", {"title": title, **rest}:
            return {"title": title, "heading": rest.get("heading")}
        case "get_ticket", {"id": _, **_rest}:
            return dict(told["result"])
        case (("get_order" | "list_orders" | "list_bookings" | "find_slots" | "kb_search"), _):
            return {}
        case _, {"outcome": "succeeded", "fields": fields}:
            return dict(fields)
        case _:
            return {}
