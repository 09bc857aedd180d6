"""`webhook explain`: what a webhook body says, one JSON line an event. Reads, never acts."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from wa_support.domain.customers import CustomerRef
    from wa_support.domain.events import Event, StatusChange

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSEEN = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@click.command("explain")
@click.argument("file", type=click.File("rb"))
def explain(file: BinaryIO) -> None:
    """Say what a webhook body means.

    FILE holds the body; '-' reads standard input. Prints one JSON object a line, one for each
    event in the body.
    """
    from wa_support.domain.errors import Unreadable
    from wa_support.whatsapp.payloads import parse_webhook

    try:
        events = parse_webhook(file.read())
    except Unreadable as error:
        raise click.ClickException(f"{getattr(file, 'name', '-')}: {error}") from error
    for event in events:
        click.echo(_line(event).encode())


def _line(event: "Event") -> str:
    line = json.dumps(explained(event), ensure_ascii=False)
    # terminals obey control and direction characters, and U+2028 ends a line for some readers
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def explained(event: "Event") -> dict[str, Any]:
    """What every event has, null where unknown; then what only this one has."""
    always = {
        "kind": event.kind.value,
        "id": event.id,
        "type": event.type,
        "customer": _customer(event.customer),
        "phone_number_id": event.phone_number_id,
        "at": _time(event.at),
        "field": event.field_name,
        "entry_id": event.entry_id,
    }
    return {**always, **{key: each for key, each in _more(event).items() if each is not None}}


def _more(event: "Event") -> dict[str, Any]:
    return {
        "name": event.customer.name if event.customer else None,
        "content": _content(event),
        "reply_to": event.reply_to,
        "group_id": event.group_id,
        **(_status(event.status) if event.status else {}),
        **_changes(event),
        "value": dict(event.raw) if event.kind in ("account", "unknown") else None,
        "note": event.note,
    }


def _customer(customer: "CustomerRef | None") -> dict[str, str | None] | None:
    return {"bsuid": customer.bsuid, "phone": customer.phone} if customer else None


def _content(event: "Event") -> dict[str, Any] | None:
    from dataclasses import asdict

    if event.content is None:
        return None
    known = {key: each for key, each in asdict(event.content).items() if each not in (None, ())}
    return {"is": type(event.content).__name__, **known}


def _status(status: "StatusChange") -> dict[str, Any]:
    return {
        "status": status.status.value,
        "attempt_id": status.attempt_id,
        "error_code": status.error_code,
        "error_details": status.error_details,
        "pricing_category": status.pricing_category,
        "pricing_type": status.pricing_type,
    }


def _changes(event: "Event") -> dict[str, Any]:
    change, handover = event.identity_change, event.handover
    return {
        "previous": change and {"bsuid": change.previous_bsuid, "phone": change.previous_phone},
        "new": change and _customer(change.new),
        "previous_owner": handover and handover.previous_owner_role,
        "new_owner": handover and handover.new_owner_role,
    }


def _time(at: int | None) -> str | None:
    if at is None:
        return None
    return (_EPOCH + timedelta(milliseconds=at)).strftime("%Y-%m-%dT%H:%M:%SZ")
