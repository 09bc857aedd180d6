"""Rows of one customer or conversation become another's; the id that went leads on."""

from typing import Final

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)

from wa_support.storage.case_merges import one_of_each
from wa_support.storage.columns import metadata
from wa_support.storage.schema import conversations, customers
from wa_support.storage.schema_merges import merged

_INTO: Final = select(merged.c.into).where(merged.c.id == bindparam("gone"))
_NOTE: Final = insert(merged)
_LEAD_ON: Final = update(merged).where(merged.c.into == bindparam("gone"))
_pair = conversations.c.pair_tat
_gone_pair = (
    select(_pair).where(conversations.c.id == bindparam("gone")).correlate(None).scalar_subquery()
)
_STRICTER_PAIR: Final = (
    update(conversations)
    .where(conversations.c.id == bindparam("kept"), _gone_pair.is_not(None))
    .values(pair_tat=case((and_(_pair.is_not(None), _pair > _gone_pair), _pair), else_=_gone_pair))
)
_END_LEASES: Final = (
    update(conversations)
    .where(or_(conversations.c.id == bindparam("kept"), conversations.c.id == bindparam("gone")))
    .values(lease_token=None, lease_holder=None, lease_until=None)
)


def survivor_of(connection: Connection, id: str) -> str | None:
    """Where a merged-away id leads; None for one that never was."""
    return connection.execute(_INTO, {"gone": id}).scalar()


def absorb_customer(connection: Connection, kept: str, gone: str, *, now: int) -> None:
    _absorb(connection, customers, "customer_id", kept, gone, now)


def absorb_conversation(connection: Connection, kept: str, gone: str, *, now: int) -> None:
    """Both lose their leases: what runs under one finds that it is over."""
    both = {"kept": kept, "gone": gone}
    connection.execute(_END_LEASES, both)
    connection.execute(_STRICTER_PAIR, both)
    one_of_each(connection, kept, gone)
    _absorb(connection, conversations, "conversation_id", kept, gone, now)


def _absorb(
    connection: Connection, table: Table, column: str, kept: str, gone: str, now: int
) -> None:
    """Whatever table has such a column, those to come too."""
    for other in metadata.sorted_tables:
        if column in other.c:
            connection.execute(update(other).where(other.c[column] == gone).values({column: kept}))
    connection.execute(_LEAD_ON, {"gone": gone, "into": kept})
    connection.execute(_NOTE, {"id": gone, "into": kept, "at": now})
    connection.execute(delete(table).where(table.c.id == gone))
