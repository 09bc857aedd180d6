"""Where in a webhook an item stood, and the events made from there."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from wa_support.domain.content import Unsupported
from wa_support.domain.customers import CustomerRef
from wa_support.domain.events import Event, EventKind
from wa_support.whatsapp.reading import Json, Odd, inside, milliseconds, objects, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One change of one entry. `at` is the entry's own time, which only account fields have."""

    field_name: str
    entry_id: str | None = None
    phone_number_id: str | None = None
    contacts: tuple[Json, ...] = ()
    at: int | None = None

    def event(self, kind: EventKind, raw: Json) -> Event:
        """An event with what every item has: place, id, type and time."""
        return Event(
            kind=kind,
            field_name=self.field_name,
            raw=raw,
            entry_id=self.entry_id,
            phone_number_id=self.phone_number_id,
            id=text(raw.get("id")),
            type=text(raw.get("type")),
            at=milliseconds(raw.get("timestamp")) or self.at,
        )

    def unknown(self, raw: object, note: str) -> Event:
        item = raw if isinstance(raw, Mapping) else {"item": raw}
        return replace(self.event(EventKind.UNKNOWN, item), note=note)


def place_of(entry: Json, field_name: str, value: Json) -> Place:
    """`messaging_handovers` names our number in `recipient`, all other fields in `metadata`."""
    ours = inside(value, "metadata").get("phone_number_id")
    return Place(
        field_name=field_name,
        entry_id=text(entry.get("id")),
        phone_number_id=text(ours) or text(inside(value, "recipient").get("phone_number_id")),
        contacts=objects(value.get("contacts")),
        at=milliseconds(entry.get("time")),
    )


Read = Callable[[Place, Json], Event]


def each(place: Place, items: object, read: Read, called: str) -> Iterable[Event]:
    """One event an item: one bad item becomes `unknown` and costs the others nothing."""
    if not isinstance(items, list):
        yield place.unknown(items, f"{called} is not a list")
        return
    for item in items:
        yield _one(place, item, read, called)


def _one(place: Place, item: object, read: Read, called: str) -> Event:
    if not isinstance(item, Mapping):
        return place.unknown(item, f"{called} holds something that is no object")
    try:
        return read(place, item)
    except Odd as odd:
        return place.unknown(item, str(odd))


def without_meaning(event: Event, note: str, sender: CustomerRef | None) -> Event:
    """A customer's message that we cannot read: still theirs, still to be answered by somebody."""
    content = Unsupported(type=event.type or "unknown")
    return replace(event, kind=EventKind.UNKNOWN, customer=sender, content=content, note=note)
