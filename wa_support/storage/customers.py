"""Customers under our own id, and the aliases that lead to them: sealed, looked up by hash."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select, text, update

from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.errors import WaSupportError
from wa_support.storage.cipher import Cipher
from wa_support.storage.merges import absorb_customer, survivor_of
from wa_support.storage.schema import aliases, customers
from wa_support.storage.sealed_columns import open_maybe, seal_maybe
from wa_support.storage.search_terms import SqlSearchTerms
from wa_support.storage.upsert import upsert

_GET: Final = select(customers).where(customers.c.id == bindparam("id"))
_FIND: Final = (
    select(customers)
    .join(aliases, aliases.c.customer_id == customers.c.id)
    .where(aliases.c.kind == bindparam("kind"), aliases.c.value_hash == bindparam("hash"))
)
_ALONE: Final = text("SELECT pg_advisory_xact_lock(:number)")
_CREATE: Final = insert(customers)
_CHANGE: Final = update(customers).where(customers.c.id == bindparam("customer"))
_alias = upsert(aliases)
_POINT_HERE: Final = _alias.on_conflict_do_update(
    index_elements=["kind", "value_hash"], set_={"customer_id": _alias.excluded.customer_id}
)


class SqlCustomers:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._terms = SqlSearchTerms(connection, cipher)

    def find(self, kind: AliasKind, value: str) -> Customer | None:
        params = {"kind": kind, "hash": self._hash(kind, value)}
        row = self._connection.execute(_FIND, params).first()
        return None if row is None else customer_of(row, self._cipher)

    def alone_with(self, kind: AliasKind, value: str) -> bool:
        """On SQLite whoever writes is alone already."""
        if self._connection.dialect.name != "postgresql":
            return False
        number = int.from_bytes(self._hash(kind, value)[:8], "big", signed=True)
        self._connection.execute(_ALONE, {"number": number})
        return True

    def get(self, id: str) -> Customer:
        """Raises `WaSupportError` when there is none."""
        found = self._by_id(id)
        if found is None:
            raise WaSupportError(f"no customer {id}")
        return found

    def create(self, customer: Customer) -> None:
        """An alias that led to somebody else leads here afterwards."""
        row = {
            "id": customer.id,
            "created_at": customer.created_at,
            "name": seal_maybe(self._cipher, customer.name),
            **{kind.value: seal_maybe(self._cipher, _shown(customer, kind)) for kind in AliasKind},
            **_stops(customer),
        }
        self._connection.execute(_CREATE, row)
        for kind, value in _names_of(customer):
            self._point(customer.id, kind, value)
        self._terms.renew(customer.id)

    def attach(self, customer_id: str, kind: AliasKind, value: str) -> None:
        self._point(customer_id, kind, value)
        shown = {"customer": customer_id, kind.value: self._cipher.seal_text(value)}
        self._connection.execute(_CHANGE, shown)
        self._terms.renew(customer_id)

    def _point(self, customer_id: str, kind: AliasKind, value: str) -> None:
        before = self.find(kind, value)
        moves = before is not None and before.id != customer_id
        if before is not None and moves and _shown(before, kind) == value:
            self._connection.execute(_CHANGE, {"customer": before.id, kind.value: None})
        self._connection.execute(
            _POINT_HERE,
            {
                "kind": kind,
                "value_hash": self._hash(kind, value),
                "value_sealed": self._cipher.seal_text(value),
                "customer_id": customer_id,
            },
        )
        if before is not None and moves:
            self._terms.renew(before.id)

    def save(self, customer: Customer) -> None:
        name = seal_maybe(self._cipher, customer.name)
        self._connection.execute(_CHANGE, {"customer": customer.id, "name": name})
        self._terms.renew(customer.id)

    def save_stops(self, customer: Customer) -> None:
        self._connection.execute(_CHANGE, {"customer": customer.id, **_stops(customer)})

    def seen_by_hash_of(self, value: str) -> Customer | None:
        """A phone may be written as people write it: `+82 10-1234-5678`."""
        digits = "".join(character for character in value if character.isdecimal())
        return (
            self._by_id(value)
            or self.find(AliasKind.BSUID, value)
            or (self.find(AliasKind.PHONE, digits) if digits else None)
            or self.find(AliasKind.PARENT, value)
        )

    def absorb(self, kept_id: str, gone_id: str, *, now: int) -> None:
        absorb_customer(self._connection, kept_id, gone_id, now=now)

    def _by_id(self, id: str) -> Customer | None:
        row = self._connection.execute(_GET, {"id": id}).first()
        if row is None:
            into = survivor_of(self._connection, id)
            return None if into is None else self._by_id(into)
        return customer_of(row, self._cipher)

    def _hash(self, kind: AliasKind, value: str) -> bytes:
        return self._cipher.keyed_hash(f"alias:{kind}:{value}")


def customer_of(row: Row[Any], cipher: Cipher) -> Customer:
    """From a row that has the columns of `customers`."""
    return Customer(
        id=row.id,
        created_at=row.created_at,
        bsuid=open_maybe(cipher, row.bsuid),
        phone=open_maybe(cipher, row.phone),
        parent=open_maybe(cipher, row.parent),
        name=open_maybe(cipher, row.name),
        opted_out_at=row.opted_out_at,
        opted_out_of_all_at=row.opted_out_of_all_at,
    )


def _stops(customer: Customer) -> dict[str, Any]:
    return {
        "opted_out_at": customer.opted_out_at,
        "opted_out_of_all_at": customer.opted_out_of_all_at,
    }


def _names_of(customer: Customer) -> Sequence[tuple[AliasKind, str]]:
    named = ((kind, _shown(customer, kind)) for kind in AliasKind)
    return [(kind, value) for kind, value in named if value]


def _shown(customer: Customer, kind: AliasKind) -> str | None:
    shown = {
        AliasKind.BSUID: customer.bsuid,
        AliasKind.PHONE: customer.phone,
        AliasKind.PARENT: customer.parent,
    }
    return shown[kind]
