"""Whom the queue offers a conversation to."""

import random
from collections import Counter
from typing import Any

import pytest

from wa_support.domain.assigning import AWAY_MS, PATIENCE_MS, Offered, Round, Seated

NOW = 1_800_000_000_000


def seat(agent: str, **more: Any) -> Seated:
    more = {
        name: frozenset(value.split()) if isinstance(value, str) else value
        for name, value in more.items()
    }
    return Seated(agent=agent, seen_at=NOW, **more)


def waiting(id: str = "c", **more: Any) -> Offered:
    return Offered(conversation_id=id, opened_at=NOW, **more)


def round_of(*seats: Seated, **given_at: int) -> Round:
    return Round(seated={one.agent: one for one in seats}, given_at=given_at, now=NOW)


@pytest.mark.parametrize(
    ("seats", "chosen"),
    [
        ([], None),
        ([seat("a")], "a"),
        ([seat("a", languages="en")], None),
        ([seat("a", languages="en"), seat("b", languages="ko en")], "b"),
        ([seat("a", purposes="booking"), seat("b", purposes="orders")], "b"),
        ([seat("a", owned=2), seat("b", owned=1)], "b"),
        ([seat("a", capacity=2, owned=2)], None),
        ([seat("a", capacity=9, owned=5), seat("b", capacity=4, owned=4)], "a"),
    ],
)
def test_it_goes_to_who_can_and_has_least(seats: list[Seated], chosen: str | None) -> None:
    assert round_of(*seats).choose(waiting(language="ko", purpose="orders")) == chosen


def test_of_equals_the_one_whose_turn_is_longest_ago() -> None:
    assert round_of(seat("a"), seat("b"), seat("c"), a=30, b=10, c=20).choose(waiting()) == "b"


def test_a_language_or_purpose_that_nobody_knows_shuts_nobody_out() -> None:
    assert round_of(seat("a", languages="ko", purposes="orders")).choose(waiting()) == "a"


@pytest.mark.parametrize(
    ("held_by", "since_ms", "chosen"),
    [
        ("a", PATIENCE_MS - 1, None),
        ("a", PATIENCE_MS, "b"),
        ("gone", AWAY_MS - 1, None),
        ("gone", AWAY_MS, "a"),
    ],
)
def test_what_is_not_taken_goes_on_to_the_next(
    held_by: str, since_ms: int, chosen: str | None
) -> None:
    offered = waiting(agent=held_by, offered_at=NOW - since_ms)
    assert round_of(seat("a"), seat("b"), a=1, b=2).choose(offered) == chosen


def test_it_stays_with_the_only_one_who_can() -> None:
    offered = waiting(agent="a", offered_at=0)
    assert round_of(seat("a")).choose(offered) is None


@pytest.mark.parametrize("seed", range(20))
def test_nobody_gets_more_than_they_can_take_and_all_get_alike(seed: int) -> None:
    draw = random.Random(seed)
    seats = [seat(name, capacity=draw.randint(1, 9)) for name in "abcd"]
    turn = round_of(*seats)
    given = Counter(turn.choose(waiting(str(n))) for n in range(40))
    assert all(given[one.agent] <= one.capacity for one in seats)
    assert sum(given[one.agent] for one in seats) == min(40, sum(one.capacity for one in seats))
    free = [given[one.agent] for one in seats if given[one.agent] < one.capacity]
    assert not free or max(free) - min(free) <= 1
