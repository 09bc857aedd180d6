"""Customers by name, phone, BSUID or order id, through keyed hashes; never by what was said."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from wa_support.domain.desk import Found
from wa_support.domain.search_words import MOST_TOKENS, tokens_of
from wa_support.domain.views import ConversationSummary
from wa_support.storage.customers import customer_of
from wa_support.storage.desk_queries import SqlDeskQueries, with_last_text
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
_OF_CUSTOMERS: Final = with_last_text(
    select(conversations).where(
        conversations.c.customer_id.in_(bindparam("customers", expanding=True))
    )
)


class SqlSearch(SqlDeskQueries):
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
        if not rows:
            return ()
        theirs: dict[str, list[ConversationSummary]] = defaultdict(list)
        for summary in self._summaries(_OF_CUSTOMERS, customers=[row.id for row in rows]):
            theirs[summary.conversation.customer_id].append(summary)
        return [
            Found(
                customer=customer_of(row, self._cipher),
                conversations=tuple(theirs[row.id][:_EACH]),
            )
            for row in rows
        ]
