"""A webhook body to events: every entry × change × item, none lost, none fatal to the others.

Source: Meta, "webhooks/overview" and the page of each field.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from wa_support.domain.errors import Unreadable
from wa_support.domain.events import Event
from wa_support.whatsapp.decoding import decode
from wa_support.whatsapp.dedup import dedup_key
from wa_support.whatsapp.elsewhere import echo, handover, standby
from wa_support.whatsapp.history import history, old_media
from wa_support.whatsapp.messages import message
from wa_support.whatsapp.other_fields import (
    ACCOUNT_FIELDS,
    ITEM_LISTS,
    account,
    account_item,
    call,
    call_status,
    error,
    preference,
)
from wa_support.whatsapp.place import Place, Read, each, place_of
from wa_support.whatsapp.reading import Json, Odd, listed, named, text
from wa_support.whatsapp.statuses import status

__all__ = ["decode", "dedup_key", "parse_tree", "parse_webhook"]

_LISTS: Final[dict[str, dict[str, Read]]] = {
    "messages": {"messages": message, "statuses": status},
    "smb_message_echoes": {"message_echoes": echo},
    "message_echoes": {"message_echoes": echo},
    "calls": {"calls": call, "statuses": call_status},
    "user_preferences": {"user_preferences": preference},
    **{name: {key: account_item} for name, key in ITEM_LISTS.items()},
}
"""Fields that hold lists of items: which list is read by what. `errors` is read in all of them."""


def parse_webhook(body: bytes) -> list[Event]:
    """Every update in a body. Raises `Unreadable` for what is no webhook at all."""
    return parse_tree(decode(body))


def parse_tree(tree: object) -> list[Event]:
    """The same for JSON that was decoded (and masked) before.

    An item that cannot be read becomes an `unknown` event with a note. Raises `Unreadable` when
    the top level is no object with a list called `entry`.
    """
    if not isinstance(tree, Mapping):
        raise Unreadable("the top level is no object")
    if not isinstance(tree.get("entry"), list):
        raise Unreadable("there is no list called entry")
    return [event for entry in tree["entry"] for event in _entry(entry)]


def _entry(entry: object) -> Iterator[Event]:
    nowhere = Place(field_name="")
    if not isinstance(entry, Mapping):
        yield nowhere.unknown(entry, "entry is no object")
    elif not isinstance(entry.get("changes"), list) or not entry["changes"]:
        yield place_of(entry, "", {}).unknown(entry, "entry has no changes")
    else:
        for change in entry["changes"]:
            yield from _change(entry, change)


def _change(entry: Json, change: object) -> Iterable[Event]:
    if not isinstance(change, Mapping):
        return [place_of(entry, "", {}).unknown(change, "change is no object")]
    name = text(change.get("field")) or ""
    value = change.get("value")
    if not isinstance(value, Mapping):
        return [place_of(entry, name, {}).unknown(change, "change has no value")]
    return _value(place_of(entry, name, value), value)


def _value(place: Place, value: Json) -> list[Event]:
    try:
        events = list(_read(place, value))
    except Odd as odd:
        return [place.unknown(value, str(odd))]
    return events or [place.unknown(value, "nothing in it that is known")]


def _read(place: Place, value: Json) -> Iterable[Event]:
    name = place.field_name
    if name in _LISTS:
        return _items(place, value, _LISTS[name])
    if name in ACCOUNT_FIELDS:
        return [account(place, value)]
    if name in _WHOLE:
        return _WHOLE[name](place, value)
    return [place.unknown(value, f"field not known: {named(name)}")]


def _items(place: Place, value: Json, readers: Mapping[str, Read]) -> Iterator[Event]:
    for key, read in {**readers, "errors": error}.items():
        if key in value:
            yield from each(place, value[key], read, key)


def _handover(place: Place, value: Json) -> Iterable[Event]:
    return [handover(place, value)]


def _history(place: Place, value: Json) -> Iterator[Event]:
    for chunk in listed(value.get("history")):
        yield from history(place, chunk)
    yield from _items(place, value, {"messages": old_media})


_WHOLE: Final[dict[str, Callable[[Place, Json], Iterable[Event]]]] = {
    "standby": standby,
    "messaging_handovers": _handover,
    "history": _history,
}
