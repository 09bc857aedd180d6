"""What goes wrong in which cycle: shuffled by a seed, and dealt out so that all get their turn."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, get_args

from wa_support.domain.failpoints import FAILPOINTS, Failpoint

Card = TypeVar("Card")
Victim = Literal["work", "web", "supervisor", "postgres"]
Fault = Mapping[str, int | bool]
_FAULTS: Final[Sequence[Fault]] = (
    {"duplicate_webhooks": 2},
    {"reordered_statuses": True},
    {"error_500": 1},
    {"error_130429": 2},
    {"error_131056": 1},
    {"lost_answers": 2},
    {"slow_answers": 1, "slow_ms": 1500},
    {"lost_statuses": 2},
)

POINTS: Final = tuple(point for point in FAILPOINTS if not point.startswith("model."))
"""No language model runs here; a worker dies at its points in tests/flow."""
OF_AN_EFFECT: Final = frozenset(point for point in POINTS if point.startswith("effect"))
"""Passed by customers who confirm something, not by those who ask."""

ROUND: Final = 10
"""Cycles in which every failpoint comes up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One cycle: where to die, what the platform does wrong, who is killed at some moment."""

    points: Sequence[Failpoint]
    faults: Sequence[Fault]
    victims: Sequence[Victim]
    dice: random.Random


def plans(cycles: int, seed: int, *, crashable: bool) -> Iterator[Plan]:
    """In each round every failpoint comes once, every fault twice, every victim three times."""
    dice = random.Random(seed)
    points, faults = _dealt(POINTS, dice, cycles), _dealt(_FAULTS * 2, dice, cycles)
    victims = [victim for victim in get_args(Victim) if victim != "postgres" or crashable]
    killed = _dealt(victims * 3, dice, cycles)
    for number in range(cycles):
        yield Plan(
            points=points[number],
            faults=faults[number],
            victims=killed[number],
            dice=random.Random(f"{seed}:{number}"),
        )


def _dealt(cards: Sequence[Card], dice: random.Random, cycles: int) -> list[list[Card]]:
    """All of them, shuffled and dealt out over a round, then shuffled again for the next."""
    hands: list[list[Card]] = [[] for _ in range(cycles)]
    for start in range(0, max(1, cycles - ROUND + 1), ROUND):
        share = hands[start : start + ROUND]
        for number, card in enumerate(dice.sample(cards, len(cards))):
            share[number % len(share)].append(card)
    return hands
