"""`engineer.template_prices`: what Meta charges for one delivered template, from its rate card."""

import re
from typing import Final

from wa_support.config import measures
from wa_support.config.nodes import Node
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading, quoted
from wa_support.domain.templates.template import Category

_EXPECTED: Final = 'a country of two letters, such as KR, or "+1"'
_COUNTRY: Final = re.compile(r"[A-Z]{2}|\+1")


def read_template_prices(node: Node, reading: Reading) -> dict[str, dict[str, int]]:
    """Country → category → micro-dollars."""
    prices: dict[str, dict[str, int]] = {}
    for country, by_category in reading.entries(node, "template_prices"):
        if _COUNTRY.fullmatch(country.text) is None:
            reading.fault(country, quoted(country.text), _EXPECTED)
        fields = reading.fields(by_category, tuple(Category), of="template_prices")
        prices[country.text] = {
            name: measured(price, reading, measures.dollars, 0) for name, price in fields.items()
        }
    return prices
