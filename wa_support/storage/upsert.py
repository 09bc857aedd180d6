"""INSERT … ON CONFLICT, said once for both databases.

SQLAlchemy has it apart for each, and its words for PostgreSQL bring that whole dialect into a
process on SQLite: 2.3 MB. Both compilers read SQLite's, but for one thing that PostgreSQL's asks
for: the name of a constraint, which we never give.
"""

from typing import Any, Final, Self

from sqlalchemy import Table
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

    def on_conflict_do_nothing(self, index_elements: Any = None, index_where: Any = None) -> Self:
        return self.ext(_Nothing(index_elements, index_where))

    def on_conflict_do_update(
        self,
        index_elements: Any = None,
        index_where: Any = None,
        set_: Any = None,
        where: Any = None,
    ) -> Self:
        return self.ext(_Update(index_elements, index_where, set_, where))


def upsert(table: Table) -> Upsert:
    return Upsert(table)
