"""Customers by name, phone, BSUID or order id, through keyed hashes; never by what was said."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, select

from wa_support.domain.desk import Found
from wa_support.domain.search_words import MOST_TOKENS, tokens_of
from wa_support.domain.views import ConversationSummary
from wa_support.storage.cipher import Cipher
from wa_support.storage.customers import customer_of
from wa_support.storage.desk_queries import Readable, SameTransaction, SqlDeskQueries
from wa_support.storage.schema import conversations, customers
from wa_support.storage.schema_search import search_terms
from wa_support.storage.search_terms import term_hash

_EACH: Final = 5
"""Conversations shown of one customer."""


def _meant_by(tokens: int) -> Select[Any]:
    newest = (
        select(func.max(func.coalesce(conversations.c.last_message_at, conversations.c.created_at)))
        .where(conversations.c.customer_id == customers.c.id)
        .correlate(customers)
        .scalar_subquery()
    )
    has = [
        customers.c.id.in_(
            select(search_terms.c.customer_id).where(
                search_terms.c.term_hash.in_(bindparam(f"any_of_{number}", expanding=True))
            )
        )
        for number in range(tokens)
    ]
    return (
        select(customers)
        .where(*has)
        .order_by(func.coalesce(newest, customers.c.created_at).desc(), customers.c.id.desc())
        .limit(bindparam("limit"))
    )


_MEANT: Final = {tokens: _meant_by(tokens) for tokens in range(1, MOST_TOKENS + 1)}
_THEIRS: Final = (
    select(conversations.c.id)
    .where(conversations.c.customer_id.in_(bindparam("customers", expanding=True)))
    .order_by(
        func.coalesce(conversations.c.last_message_at, conversations.c.created_at).desc(),
        conversations.c.id.desc(),
    )
)


class SqlSearch:
    def __init__(self, engine: Readable, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def search(self, words: str, *, limit: int = 30) -> Sequence[Found]:
        """Whoever wrote last comes first. Words that mean nothing find nobody."""
        tokens = tokens_of(words)
        if not tokens:
            return ()
        params: dict[str, Any] = {"limit": limit}
        for number, terms in enumerate(tokens):
            params[f"any_of_{number}"] = [term_hash(self._cipher, term) for term in sorted(terms)]
        with self._engine.read() as connection:
            rows = connection.execute(_MEANT[len(tokens)], params).all()
            theirs = self._conversations(connection, [row.id for row in rows])
        return [
            Found(customer=customer_of(row, self._cipher), conversations=theirs[row.id][:_EACH])
            for row in rows
        ]

    def _conversations(
        self, connection: Connection, customer_ids: Sequence[str]
    ) -> Mapping[str, Sequence[ConversationSummary]]:
        ids = connection.execute(_THEIRS, {"customers": list(customer_ids)}).scalars().all()
        theirs: dict[str, list[ConversationSummary]] = {id_: [] for id_ in customer_ids}
        for summary in SqlDeskQueries(SameTransaction(connection), self._cipher).these(ids):
            theirs[summary.conversation.customer_id].append(summary)
        return theirs
