"""INSERT … ON CONFLICT, said once for both databases.

SQLAlchemy has it apart for each, and its words for PostgreSQL bring that whole dialect into a
process on SQLite: 2.3 MB. Both compilers read SQLite's, but for one thing that PostgreSQL's asks
for: the name of a constraint, which we never give.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate


class _Nothing(OnConflictDoNothing):
    inherit_cache = True
    constraint_target: Final = None


class _Update(OnConflictDoUpdate):
    inherit_cache = True
    constraint_target: Final = None


class Upsert(Insert):
    inherit_cache = True

    def on_conflict_do_nothing(self, *, index_elements: Sequence[str]) -> Self:
        return self.ext(_Nothing(index_elements))

    def on_conflict_do_update(
        self,
        *,
        index_elements: Sequence[str],
        set_: Mapping[str, Any],
        where: ColumnElement[bool] | None = None,
    ) -> Self:
        return self.ext(_Update(index_elements, set_=dict(set_), where=where))


def upsert(table: Table) -> Upsert:
    return Upsert(table)
