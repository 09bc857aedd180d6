"""`history`: up to 180 days of old conversations, once, when a phone app's number is connected.

Source: Meta, "webhooks/reference/history".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wa_support.domain.events import Event, EventKind
from wa_support.whatsapp.place import Place, Read, each
from wa_support.whatsapp.reading import Json, customer, error_code, inside, listed


def history(place: Place, chunk: object) -> Iterator[Event]:
    """One event an old message; one for a chunk that holds none, as when sharing was declined."""
    if not isinstance(chunk, Mapping):
        yield place.unknown(chunk, "history holds something that is no object")
        return
    threads = listed(chunk.get("threads"))
    if not threads:
        code = error_code(chunk)
        note = None if code is None else f"not shared: {code}"
        yield replace(place.event(EventKind.HISTORY, chunk), note=note)
    for thread in threads:
        yield from _thread(place, thread)


def _thread(place: Place, thread: object) -> Iterator[Event]:
    if not isinstance(thread, Mapping) or not listed(thread.get("messages")):
        yield place.unknown(thread, "history thread without messages")
        return
    yield from each(place, thread["messages"], _old_message_of(thread), "history messages")


def _old_message_of(thread: Json) -> Read:
    # a thread's id is the customer's phone number
    context = inside(thread, "context")
    bsuid = context.get("user_id")
    number = context.get("wa_id") or thread.get("id")

    def read(place: Place, item: Json) -> Event:
        who = customer(place.contacts, bsuid=bsuid, phone_number=number)
        return replace(place.event(EventKind.HISTORY, item), customer=who)

    return read


def old_media(place: Place, item: Json) -> Event:
    """Media of the last 14 days come apart from their threads; they may be ours or theirs."""
    return place.event(EventKind.HISTORY, item)
