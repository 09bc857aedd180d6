"""The breaker's row and the sums spent, each changed in one statement or under its lock."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, literal, select, update

from wa_support.domain.breaker import Breaker
from wa_support.storage.schema_models import model_breakers, model_spending
from wa_support.storage.upsert import upsert

_breaker = model_breakers.c
_OPEN_BREAKER: Final = (
    upsert(model_breakers).values(failures=0).on_conflict_do_nothing(index_elements=["model"])
)
_BREAKER: Final = select(model_breakers).where(_breaker.model == bindparam("this"))
_SAVE_BREAKER: Final = update(model_breakers).where(_breaker.model == bindparam("this"))

_sum = model_spending.c
_OPEN_SUM: Final = (
    upsert(model_spending).values(spent=0).on_conflict_do_nothing(index_elements=["spender", "day"])
)
_here = (_sum.spender == bindparam("who"), _sum.day == bindparam("when"))
_SPEND: Final = (
    update(model_spending)
    .where(*_here, _sum.spent + bindparam("more") <= bindparam("most"))
    .values(spent=_sum.spent + bindparam("more"))
    .returning(_sum.spent)
)
_FORGET: Final = delete(model_spending).where(
    _sum.day != literal(""), _sum.day < bindparam("before")
)
_NO_LIMIT: Final = 2**62


class SqlModelCalls:
    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._locks = locks

    def breaker(self, model: str) -> Breaker:
        if self._locks:
            self._connection.execute(_OPEN_BREAKER, {"model": model})
        query = _BREAKER.with_for_update() if self._locks else _BREAKER
        row = self._connection.execute(query, {"this": model}).first()
        if row is None:
            return Breaker()
        return Breaker(
            failures=row.failures,
            open_until=row.open_until,
            trial=row.trial,
            trial_until=row.trial_until,
        )

    def save_breaker(self, model: str, breaker: Breaker) -> None:
        changed = {
            "failures": breaker.failures,
            "open_until": breaker.open_until,
            "trial": breaker.trial,
            "trial_until": breaker.trial_until,
        }
        self._connection.execute(_SAVE_BREAKER, {"this": model, **changed})

    def spend(self, spender: str, day: str, amount: int, *, most: int | None) -> bool:
        here = {"spender": spender, "day": day}
        self._connection.execute(_OPEN_SUM, here)
        limit = _NO_LIMIT if most is None else most
        row = {"who": spender, "when": day, "more": amount, "most": limit}
        return self._connection.execute(_SPEND, row).first() is not None

    def forget(self, before: str) -> None:
        self._connection.execute(_FORGET, {"before": before})
