"""Makes customers findable who were stored before there was a search."""

from dataclasses import dataclass
from typing import Final

from wa_support.ports.database import Database

_AT_ONCE: Final = 100


@dataclass(slots=True, kw_only=True)
class SearchIndexing:
    """Everybody newer is indexed as they are stored: once nobody is left, nothing is to do."""

    database: Database
    done: bool = False

    def look(self) -> None:
        if self.done:
            return
        with self.database.read() as tx:
            older = tx.search.unindexed(_AT_ONCE)
        with self.database.write() as tx:
            for customer_id in older:
                tx.search.index(customer_id)
        self.done = not older
