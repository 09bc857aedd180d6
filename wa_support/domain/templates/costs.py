"""What a month of a template was, and what it cost at the prices that somebody gave us.

Meta charges for each delivered message, by the recipient's country and the category that the
template had then. Its prices change each quarter and stand in its rate card, so they are given in
the policy and never guessed. Source: Meta, "pricing".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.templates.template import TemplateKey

MONTH_MS: Final = 30 * 24 * 3600 * 1000
Prices = Mapping[str, Mapping[str, int]]
"""Country (`KR`, or `+1` for all that share it) → category (`utility`) → micro-dollars for one
delivered message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Sends of one template to one country under one category. `delivered` holds those read too;
    `country` is None where the customer's is not known."""

    key: TemplateKey
    category: str
    country: str | None
    planned: int
    accepted: int
    delivered: int
    read: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """`cost` in micro-dollars of what has a price; `unpriced` were delivered and have none."""

    volumes: Sequence[Volume]
    planned: int
    accepted: int
    delivered: int
    read: int
    failed: int
    cost: int
    unpriced: int


def month(volumes: Iterable[Volume], prices: Prices) -> Month:
    found = list(volumes)
    priced = [(one.delivered, price_of(one, prices)) for one in found]
    return Month(
        volumes=found,
        planned=sum(one.planned for one in found),
        accepted=sum(one.accepted for one in found),
        delivered=sum(one.delivered for one in found),
        read=sum(one.read for one in found),
        failed=sum(one.failed for one in found),
        cost=sum(many * price for many, price in priced if price is not None),
        unpriced=sum(many for many, price in priced if price is None),
    )


def price_of(volume: Volume, prices: Prices) -> int | None:
    return prices.get(volume.country or "", {}).get(volume.category)
