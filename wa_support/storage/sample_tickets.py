"""Tickets of the practice shop; what they are about is the customer's words, so it is sealed."""

from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from wa_support.domain.bookings import Ticket
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_shop import shop_tickets

_OPEN: Final = insert(shop_tickets)
_ONE: Final = select(shop_tickets).where(
    shop_tickets.c.id == bindparam("this"), shop_tickets.c.customer == bindparam("whose")
)


def open_ticket(connection: Connection, cipher: Cipher, ticket: Ticket, customer: str) -> None:
    row = {
        "id": ticket.id,
        "customer": customer,
        "state": ticket.state,
        "opened_on": ticket.opened_on,
        "order_id": ticket.order_id,
        "issue_type": cipher.seal_text(ticket.issue_type),
        "summary": cipher.seal_text(ticket.summary),
    }
    connection.execute(_OPEN, row)


def ticket_of(
    connection: Connection, cipher: Cipher, ticket_id: str, customer: str
) -> Ticket | None:
    """None for another's and an unknown one alike."""
    row = connection.execute(_ONE, {"this": ticket_id, "whose": customer}).first()
    if row is None:
        return None
    return Ticket(
        id=row.id,
        issue_type=cipher.open_text(row.issue_type),
        summary=cipher.open_text(row.summary),
        state=row.state,
        opened_on=row.opened_on,
        order_id=row.order_id,
    )
