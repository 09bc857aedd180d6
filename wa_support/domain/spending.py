"""How much the language model may cost, in micro-dollars."""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.dates import utc_date


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLimits:
    """None is no limit. A day is one of UTC."""

    per_customer_per_day: int | None = None
    per_day: int | None = None
    in_all: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pocket:
    """One sum that a call is paid from: a `spender` (blank: everybody), a `day` (blank: always)."""

    spender: str
    day: str
    most: int | None


def pockets(limits: SpendLimits, customer_id: str, now: int) -> Sequence[Pocket]:
    """Always in the same order, so that two calls never wait for each other."""
    day = day_of(now)
    return (
        Pocket(spender="", day="", most=limits.in_all),
        Pocket(spender="", day=day, most=limits.per_day),
        Pocket(spender=customer_id, day=day, most=limits.per_customer_per_day),
    )


def day_of(now: int) -> str:
    return utc_date(now).isoformat()
