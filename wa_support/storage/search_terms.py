"""Writes the terms that customers are found by."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from wa_support.domain.conversations import Memory
from wa_support.domain.customers import AliasKind
from wa_support.domain.search_words import TERMS_VERSION, customer_terms, order_term
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import aliases, conversations, customers
from wa_support.storage.schema_search import search_terms
from wa_support.storage.sealed_columns import open_maybe

_ABOUT_THEM: Final = "customer"
_ORDER: Final = "order"
_HASH_BYTES: Final = 16

_row = search_terms.c
_THEIRS: Final = _row.customer_id == bindparam("customer")
_NAME: Final = select(customers.c.name).where(customers.c.id == bindparam("customer"))
_ALIASES: Final = select(aliases.c.kind, aliases.c.value_sealed).where(
    aliases.c.customer_id == bindparam("customer")
)
_MEMORIES: Final = select(conversations.c.memory).where(
    conversations.c.customer_id == bindparam("customer")
)
_KNOWN: Final = select(_row.term_hash).where(_THEIRS, _row.of == _ABOUT_THEM)
_HAS: Final = select(_row.seq).where(_row.term_hash == bindparam("hash"), _THEIRS).limit(1)
_ADD: Final = insert(search_terms)
_DROP: Final = delete(search_terms).where(
    _THEIRS, _row.of == _ABOUT_THEM, _row.term_hash.in_(bindparam("hashes", expanding=True))
)
_INDEXED: Final = (
    update(customers)
    .where(customers.c.id == bindparam("customer"))
    .values(terms_version=TERMS_VERSION)
)
_version = customers.c.terms_version
_UNINDEXED: Final = (
    select(customers.c.id)
    .where(or_(_version.is_(None), _version < TERMS_VERSION))
    .limit(bindparam("limit"))
)


class SqlSearchTerms:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def order_seen(self, customer_id: str, order_id: str) -> None:
        hashed = term_hash(self._cipher, order_term(order_id))
        row = {"hash": hashed, "customer": customer_id}
        if self._connection.execute(_HAS, row).first() is None:
            self._add(customer_id, [hashed], of=_ORDER)

    def unindexed(self, limit: int) -> Sequence[str]:
        return list(self._connection.execute(_UNINDEXED, {"limit": limit}).scalars())

    def index(self, customer_id: str) -> None:
        self.renew(customer_id)
        for memory in self._connection.execute(_MEMORIES, {"customer": customer_id}).scalars():
            order_id = Memory.from_json(self._cipher.open_text(memory)).order_id
            if order_id is not None:
                self.order_seen(customer_id, order_id)

    def renew(self, customer_id: str) -> None:
        """Names, phones and ids, after one of them has changed; orders stay."""
        this = {"customer": customer_id}
        wanted = {term_hash(self._cipher, term) for term in self._terms(customer_id)}
        known = set(self._connection.execute(_KNOWN, this).scalars())
        if gone := known - wanted:
            self._connection.execute(_DROP, {**this, "hashes": list(gone)})
        self._add(customer_id, sorted(wanted - known), of=_ABOUT_THEM)
        self._connection.execute(_INDEXED, this)

    def _terms(self, customer_id: str) -> frozenset[str]:
        this = {"customer": customer_id}
        name = open_maybe(self._cipher, self._connection.execute(_NAME, this).scalar())
        named = [
            (row.kind, self._cipher.open_text(row.value_sealed))
            for row in self._connection.execute(_ALIASES, this)
        ]
        return customer_terms(
            name=name,
            phones=[value for kind, value in named if kind == AliasKind.PHONE],
            ids=[value for kind, value in named if kind != AliasKind.PHONE],
        )

    def _add(self, customer_id: str, hashes: Sequence[bytes], *, of: str) -> None:
        rows = [{"term_hash": one, "customer_id": customer_id, "of": of} for one in hashes]
        if rows:
            self._connection.execute(_ADD, rows)


def term_hash(cipher: Cipher, term: str) -> bytes:
    return cipher.keyed_hash(f"search:{term}")[:_HASH_BYTES]


def orders_shown(payload: Mapping[str, Any]) -> list[str]:
    """Order ids in what a tool gave for a turn's journal."""
    if payload.get("tool") not in {"get_order", "list_orders"}:
        return []
    result = payload.get("result")
    found = result if isinstance(result, list) else [result]
    named = (one.get("id") for one in found if isinstance(one, Mapping))
    return [one for one in named if isinstance(one, str)]
