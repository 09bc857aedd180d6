"""What a call costs at list price. A model that is not named here has no known cost.

US dollars per million tokens, standard tier, read on 2026-11-25 from what others noted of
developers.openai.com/api/docs/pricing; a price counts when two of them agree:
gpt-6-astra 2026-09-05, gpt-6-sol and gpt-6-luna 2026-09-23, gpt-6.1-sol 2026-10-01, gpt-5.6-terra
and gpt-5.6-luna 2026-08-01, gpt-5.5 and gpt-5.4 2026-06, gpt-5.2 and gpt-5.1 2026-04-13.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wa_support.ports.language_model import Usage

_MILLION: Final = 1_000_000
_DATE: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")
# above that many tokens of input the newer models have another price
_SHORT: Final = 272_000
# from gpt-5.6 on, what is written to the prompt's cache costs a quarter more
_WRITTEN: Final = Decimal("1.25")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """`written`: the tokens of input that are written to the cache."""

    input: Decimal
    cached: Decimal
    written: Decimal
    output: Decimal


def _price(input: str, cached: str, output: str, *, written: Decimal = _WRITTEN) -> Price:
    return Price(
        input=Decimal(input),
        cached=Decimal(cached),
        written=Decimal(input) * written,
        output=Decimal(output),
    )


_AS_READ: Final = Decimal(1)
PRICES: Final = {
    "gpt-6-astra": _price("10", "1", "50"),
    "gpt-6.1-sol": _price("2", "0.10", "10"),
    "gpt-6-sol": _price("2", "0.20", "10"),
    "gpt-6-luna": _price("0.10", "0.01", "0.50"),
    "gpt-5.6-terra": _price("2", "0.20", "12"),
    "gpt-5.6-luna": _price("0.20", "0.02", "1.20"),
    "gpt-5.5": _price("5", "0.50", "30", written=_AS_READ),
    "gpt-5.4": _price("2.50", "0.25", "15", written=_AS_READ),
    "gpt-5.4-mini": _price("0.75", "0.075", "4.50", written=_AS_READ),
    "gpt-5.4-nano": _price("0.20", "0.02", "1.25", written=_AS_READ),
    "gpt-5.2": _price("1.75", "0.175", "14", written=_AS_READ),
    "gpt-5.1": _price("1.25", "0.125", "10", written=_AS_READ),
}


def cost_usd(model: str, usage: Usage) -> Decimal | None:
    """None: not known. A name with a date costs what the name without it does."""
    price = PRICES.get(_DATE.sub("", model))
    return None if price is None or usage.input > _SHORT else _cost(price, usage)


def at_most_usd(model: str, usage: Usage) -> Decimal:
    """For a budget: a price that is not known counts as the dearest that is."""
    known = cost_usd(model, usage)
    return known if known is not None else max(_cost(one, usage) for one in PRICES.values())


def _cost(price: Price, usage: Usage) -> Decimal:
    cached = min(usage.cached, usage.input)
    written = min(usage.cache_written, usage.input - cached)
    total = (
        (usage.input - cached - written) * price.input
        + cached * price.cached
        + written * price.written
        + usage.output * price.output
    )
    return total / _MILLION
