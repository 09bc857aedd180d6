"""What makes two deliveries of one update the same update."""

import json

from wa_support.domain.events import Event, EventKind

_ID_IS_ENOUGH = {
    EventKind.MESSAGE,
    EventKind.REACTION,
    EventKind.EDIT,
    EventKind.REVOKE,
    EventKind.SYSTEM,
    EventKind.ECHO,
    EventKind.HISTORY,
}
_ID_RECURS = {EventKind.STATUS, EventKind.STANDBY, EventKind.CALL}


def dedup_key(event: Event) -> str:
    """A canonical text, equal for every delivery of one update and different for any other.

    It holds Meta's message id, which carries a phone number: store it only as a keyed hash.
    """
    scope = event.phone_number_id or event.entry_id
    return _canonical([scope, event.kind.value, *_own(event)])


def _own(event: Event) -> list[object]:
    if event.id and event.kind in _ID_IS_ENOUGH:
        return [event.id]
    if event.id and event.kind in _ID_RECURS:
        return [event.id, event.type, event.raw.get("timestamp"), _recipient(event)]
    # the same news can come again later and mean it: only the time tells them apart
    return [event.field_name, event.at, event.raw]


def _recipient(event: Event) -> str | None:
    # a message to a group has one status for each participant
    customer = event.customer if event.group_id else None
    return (customer.bsuid or customer.phone) if customer else None


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
