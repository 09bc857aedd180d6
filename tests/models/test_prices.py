"""Costs by hand, and no cost that nobody knows."""

from decimal import Decimal

from wa_support.models.prices import PRICES, cost_usd
from wa_support.ports.language_model import Usage


def test_each_kind_of_token_has_its_own_price() -> None:
    usage = Usage(input=3000, cached=1024, cache_written=1000, output=200)
    by_hand = (976 * 0.10 + 1024 * 0.01 + 1000 * 0.125 + 200 * 0.50) / 1_000_000
    cost = cost_usd("gpt-6-luna", usage)
    assert cost is not None
    assert abs(float(cost) - by_hand) < 1e-12


def test_a_dated_name_costs_what_the_plain_one_does() -> None:
    usage = Usage(input=1_000_00, output=1000)
    assert cost_usd("gpt-5.4-mini-2026-03-17", usage) == cost_usd("gpt-5.4-mini", usage)


def test_what_is_not_listed_has_no_known_cost() -> None:
    usage = Usage(input=1000, output=10)
    names = ["llama-3.3-70b", "gpt-5.4-mini-turbo", "gpt-6", "", "my-gpt-5.4"]
    assert [cost_usd(name, usage) for name in names] == [None] * len(names)
    assert cost_usd("gpt-6-luna", Usage(input=272_001)) is None


def test_no_tokens_cost_nothing_and_more_cached_than_read_is_not_believed() -> None:
    assert cost_usd("gpt-6-luna", Usage()) == 0
    assert cost_usd("gpt-6-luna", Usage(input=10, cached=50, cache_written=50)) == Decimal(
        "0.0000001"
    )


def test_what_is_cached_costs_less_and_what_is_written_no_less() -> None:
    for price in PRICES.values():
        assert price.cached < price.input <= price.written < price.output
